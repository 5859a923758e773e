"""The job: its estimate, its words, and what is left of one that did not end."""

from __future__ import annotations

from raredx.diagnosis.batch.store import Batch
from raredx.diagnosis.batch.uploads import (
    keep_upload,
    left_behind,
    remove_left_behind,
    uploads_folder,
)
from raredx.jobs import Progress, Status, get_kind, submit
from raredx.settings import settings
from tests.diagnosis.batch.asked import MODEL, write_folder, write_zip
from tests.jobs.waiting import ended


def test_it_says_how_many_and_what_became_of_them(tmp_path):
    kind = get_kind("batch")
    config = kind.parse({"model": MODEL, "path": str(write_folder(tmp_path / "faces"))})
    assert kind.work(config) == 10
    heard = []
    progress = Progress(scratch=settings().workspace / "scratch", send=heard.append)
    result = kind.run(config, progress)
    assert result.values["counts"] == Batch.open(f"{MODEL}-on-faces").card.counts
    assert "10 files" in result.summary
    assert ".png" not in result.summary, "names of files can be names of people"
    assert heard[-1]["progress"]["done"] == heard[-1]["progress"]["total"] == 10
    assert result.outputs == (f"batches/{MODEL}-on-faces",)


def test_the_log_of_a_job_names_no_file(tmp_path):
    folder = write_folder(tmp_path / "faces", most=1)
    (folder / "somebody else" / "Jane Doe.png").write_bytes(b"no picture")
    job = ended(submit("batch", {"model": MODEL, "path": str(folder)}))
    assert job.status is Status.DONE
    assert "Jane" not in job.log.read_text()


def test_what_failed_leaves_can_be_removed(tmp_path):
    folder = write_folder(tmp_path / "faces", most=1)
    file = keep_upload("faces.zip", write_zip(folder, tmp_path / "faces.zip").read_bytes())
    job = ended(submit("batch", {"model": "nobody", "path": str(file)}))
    assert job.status is Status.FAILED
    assert file in left_behind()
    remove_left_behind()
    assert not left_behind()
    assert not any(uploads_folder().iterdir())
