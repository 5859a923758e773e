"""A whole import: broken files, interruptions, pictures that come twice, and real data."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from raredx.cohorts import isolation
from raredx.cohorts.encoding import Form
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importers.reading import Reader
from raredx.cohorts.importers.sources import Folder
from raredx.cohorts.importing import Imported, about_import, import_cohort
from raredx.cohorts.intake import Admitted
from raredx.errors import UserError
from raredx.jobs import Cancelled, Progress
from raredx.settings import ROOT
from tests.cohorts.importers.making_sources import dicom, image, table
from tests.cohorts.making_cohorts import files_in, make, noise
from tests.cohorts.making_images import PLANTED, exif, picture, saved


def importing(path: Path, folder: Path, **options) -> Imported:
    read = plan(path)
    scratch = folder.parent / "scratch"
    given = {"about": about_import(read, title="x"), "origin": "real", "scratch": scratch}
    return import_cohort(read, folder, **{**given, **options})


def many(root: Path, number: int) -> Path:
    for seed in range(number):
        image(root / "ab"[seed % 2] / f"{seed}.png", seed)
    return root


def test_a_tenth_of_broken_files_is_listed_and_the_rest_comes_in(tmp_path):
    folder = many(tmp_path / "given", 100)
    broken = sorted(folder.rglob("*.png"))[::10]
    for number, path in enumerate(broken):
        path.write_bytes(
            (b"", path.read_bytes()[:60], b"<html>", b"GIF89a" + bytes(50))[number % 4]
        )
    done = importing(folder, tmp_path / "cohort")
    assert len(done.cohort) == 90
    assert sum(done.refused.values()) == 10
    assert "; 10 files refused (3 empty, " in str(done)
    listed = pq.read_table(tmp_path / "cohort" / "refused.parquet").to_pylist()
    assert {row["file"] for row in listed} == {
        path.relative_to(folder).as_posix() for path in broken
    }
    assert all(row["says"].endswith(".") for row in listed)


def test_nothing_that_comes_in_is_no_cohort(tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.png").write_bytes(b"x")
    with pytest.raises(UserError, match=r"None of the 1 file came in\. The first of them, a.png: "):
        importing(tmp_path / "given", tmp_path / "cohort")
    assert not (tmp_path / "cohort").exists()


def test_metadata_stay_outside(tmp_path):
    (tmp_path / "given" / "a").mkdir(parents=True)
    data = saved(picture(), "JPEG", exif=exif(6, planted=True), comment=PLANTED)
    (tmp_path / "given" / "a" / "1.jpg").write_bytes(data)
    done = importing(tmp_path / "given", tmp_path / "cohort")
    assert not any(PLANTED.encode() in data for data in files_in(tmp_path / "cohort").values())
    told = done.cohort.side("imported").to_pylist()[0]
    assert told["format"] == "JPEG"
    assert "turned by its EXIF orientation" in told["notes"]
    assert done.cohort.rows("width", "height").to_pylist() == [{"width": 32, "height": 48}]


@pytest.mark.parametrize(("kind", "suffix"), [("png", "png"), ("jpeg", "jpg"), ("webp", "webp")])
def test_images_are_kept_in_the_form_that_was_chosen(tmp_path, kind, suffix):
    folder = many(tmp_path / "given", 3)
    cohort = importing(folder, tmp_path / "cohort", form=Form(kind=kind, quality=90)).cohort
    assert all(path.endswith(f".{suffix}") for path in cohort.rows("path")["path"].to_pylist())
    assert cohort.verify().sound


def test_the_same_picture_twice_is_kept_once_and_told(tmp_path):
    rows = []
    for name, label, subject in (
        ("1.png", "A", "p1"),
        ("2.png", "A", "p1"),
        ("3.png", "B", "p1"),
        ("4.png", "A", "p2"),
        ("5.png", "A", ""),
    ):
        image(tmp_path / "given" / name, 1)
        rows.append({"file": name, "label": label, "subject": subject})
    table(tmp_path / "given" / "t.csv", rows)
    done = importing(tmp_path / "given", tmp_path / "cohort")
    assert len(done.cohort) == 1
    listed = pq.read_table(tmp_path / "cohort" / "refused.parquet").to_pylist()
    assert [(row["file"], row["code"]) for row in listed] == [
        ("2.png", "repeated"),
        ("3.png", "contradicted"),
        ("4.png", "contradicted"),
        ("5.png", "repeated"),
    ]
    assert any(note.startswith("2 pictures came in twice with different") for note in done.notes)


def test_one_process_and_several_make_the_same_cohort(tmp_path):
    folder = many(tmp_path / "given", 80)
    one = importing(folder, tmp_path / "one", workers=1).cohort
    two = importing(folder, tmp_path / "two", workers=2).cohort
    assert one.rows() == two.rows()
    assert two.verify().sound
    assert multiprocessing.active_children() == []


def test_progress_counts_files(tmp_path):
    said = []
    progress = Progress(send=said.append, clock=lambda: float(len(said)))
    importing(many(tmp_path / "given", 70), tmp_path / "cohort", progress=progress)
    assert said[-1]["progress"]["done"] == said[-1]["progress"]["total"] == 70


def test_a_cancelled_import_leaves_the_cohort_that_was_there_and_goes_on_later(tmp_path):
    make(tmp_path / "cohort")
    before = files_in(tmp_path / "cohort")
    folder = many(tmp_path / "given", 100)
    asked = iter([False, False, True])
    progress = Progress(cancel_asked=lambda: next(asked))
    with pytest.raises(Cancelled):
        importing(folder, tmp_path / "cohort", replace=True, progress=progress)
    assert files_in(tmp_path / "cohort") == before
    records = {path: path.stat().st_mtime_ns for path in records_in(tmp_path)}
    assert len(records) == 2
    first: list[float] = []
    going_on = Progress(send=lambda said: first.append(said["progress"]["done"]))
    assert (
        len(importing(folder, tmp_path / "cohort", replace=True, progress=going_on).cohort) == 100
    )
    assert first[0] == 64, "two batches of 32 were there"


def test_another_source_or_form_does_not_go_on_from_the_old_one(tmp_path):
    folder = many(tmp_path / "given", 40)
    with pytest.raises(Cancelled):
        importing(folder, tmp_path / "cohort", progress=stopping())
    image(folder / "a" / "0.png", 500)
    cohort = importing(folder, tmp_path / "cohort").cohort
    assert noise(500).tobytes() in {cohort.image(id).tobytes() for id in ids(cohort)}
    assert noise(0).tobytes() not in {cohort.image(id).tobytes() for id in ids(cohort)}
    assert cohort.verify().sound


def test_an_image_that_was_lost_meanwhile_is_read_again(tmp_path):
    folder = many(tmp_path / "given", 40)
    with pytest.raises(Cancelled):
        importing(folder, tmp_path / "cohort", progress=stopping())
    lost = next((tmp_path / "scratch" / "images").rglob("*.png"))
    lost.unlink()
    assert importing(folder, tmp_path / "cohort").cohort.verify().sound


def killed_half_way(path: str, folder: str) -> None:
    """An import by two processes that dies without a word after its first batch."""

    def die(said: dict[str, Any]) -> None:
        if said["progress"]["done"]:
            os.kill(os.getpid(), signal.SIGKILL)

    importing(Path(path), Path(folder), workers=2, replace=True, progress=Progress(send=die))


def test_a_killed_import_leaves_no_process_and_goes_on(tmp_path):
    make(tmp_path / "cohort")
    before = files_in(tmp_path / "cohort")
    folder = many(tmp_path / "given", 300)
    code = "import sys; from tests.cohorts.test_importing import *; killed_half_way(*sys.argv[1:])"
    command = [sys.executable, "-c", code, str(folder), str(tmp_path / "cohort")]
    running = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    assert running.wait() == -signal.SIGKILL
    wait_until(lambda: not group_is_alive(running.pid))
    there = len(list((tmp_path / "scratch" / "records").glob("*.json")))
    assert there >= 1
    assert files_in(tmp_path / "cohort") == before
    done: list[float] = []
    going_on = Progress(send=lambda said: done.append(said["progress"]["done"]))
    cohort = importing(folder, tmp_path / "cohort", replace=True, progress=going_on).cohort
    assert done[0] >= 32 * there - 20, "the last batch has 12 files"
    assert len(cohort) == 300
    assert cohort.verify().sound


@dataclass(frozen=True, kw_only=True)
class Deadly(Folder):
    """A folder whose files end the process that reads them."""

    def admit(self, path: str) -> Admitted:
        os._exit(3)


def test_a_process_that_ends_without_a_word_is_told(tmp_path):
    folder = many(tmp_path / "given", 70)
    reader = Reader(source=Deadly(root=folder), form=Form(), folder=tmp_path / "scratch")
    files = [entry.path for entry in reader.source.listing().images]
    with pytest.raises(UserError, match=r"has ended without a word.* Retry: the import goes on"):
        reader.read_all(files, stamp="x", workers=2, progress=Progress())


def test_the_dicom_files_of_a_batch_have_one_decoder(tmp_path, monkeypatch):
    started = []
    child = isolation.Child
    monkeypatch.setattr(
        isolation,
        "Child",
        lambda module, *, memory: started.append(module) or child(module, memory=memory),
    )
    done = importing(dicom(tmp_path / "given"), tmp_path / "cohort")
    assert len(done.cohort) == 4
    assert started.count("raredx.cohorts.apart") == 1


def test_the_faces_of_lfw_come_in(tmp_path):
    found = importlib.util.find_spec("skimage")
    assert found
    assert found.submodule_search_locations
    faces = np.load(Path(found.submodule_search_locations[0]) / "data" / "lfw_subset.npy")
    assert faces.shape == (200, 25, 25)
    for number, face in enumerate(faces):
        path = tmp_path / "given" / ("face" if number < 100 else "no-face") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray((face * 255).round().astype(np.uint8)).save(path)
    cohort = importing(tmp_path / "given", tmp_path / "cohort").cohort
    assert cohort.card().classes == {"face": 100, "no-face": 100}
    assert cohort.verify().sound
    shown = np.asarray(cohort.image(ids(cohort)[7]))  # (25, 25, 3)
    assert np.array_equal(shown[:, :, 0], (faces[7] * 255).round().astype(np.uint8))


def ids(cohort) -> list[str]:
    return cohort.rows("image_id")["image_id"].to_pylist()


def stopping() -> Progress:
    """Somebody asks to stop once the first batch is there."""
    asked = iter([False, True])
    return Progress(cancel_asked=lambda: next(asked))


def records_in(folder: Path) -> list[Path]:
    return list((folder / "scratch" / "records").glob("*.json"))


def wait_until(fulfilled, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def group_is_alive(leader: int) -> bool:
    try:
        os.killpg(leader, signal.SIGCONT)
    except ProcessLookupError:
        return False
    return True
