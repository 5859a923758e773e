"""A batch: the same answers as one by one, nobody stops it, it goes on, and little is kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from raredx.cohorts.intake import admit_file
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.batch import run as batch_run
from raredx.diagnosis.batch.asking import SIDE, Asking
from raredx.diagnosis.batch.store import Batch, batch_folder, list_batches, remove_batch
from raredx.diagnosis.batch.uploads import keep_upload
from raredx.diagnosis.predict import predict
from raredx.encoders import FeatureCache
from raredx.errors import NotFoundError, UserError
from raredx.jobs import Cancelled, Progress
from raredx.learning.bundle.store import open_bundle
from raredx.phenotype.landmarks.detect import space
from raredx.settings import settings
from tests.diagnosis.batch.asked import MODEL, asked, write_folder, write_zip
from tests.diagnosis.model import NAME, SPLIT, model


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "faces")


def alike(row, told, bundle):
    """Whether a row says what a prediction does; batches of pictures may round otherwise.

    Who is among the people by whom a distance is ranked ties with themselves, but for rounding.
    """
    classes, one_person = bundle.classes, 1 / (len(bundle.reach.far) + 1)
    assert (row["seen"], row["doubts"]) == (told.seen, list(told.doubts))
    assert (row["withheld"], row["teaching"]) == (told.withheld, told.teaching)
    if told.apart:
        assert row["far"] == pytest.approx(told.apart.far, abs=1.01 * one_person)
        assert row["odd"] == (None if told.apart.odd is None else pytest.approx(told.apart.odd))
    if told.differential is None:
        assert row["answer"] is None
        assert row["shares"] is None
        return
    shares = {one.name: one.probability for one in told.differential.ranked}
    assert row["shares"] == pytest.approx([shares[name] for name in classes], abs=1e-5)
    assert row["answer"] == told.differential.ranked[0].name
    assert {*row["held"]} == told.differential.held
    assert [(one["condition"], one["mark"]) for one in row["nearest"]] == [
        (one.condition, one.mark) for one in told.nearest
    ]


@pytest.mark.parametrize("teaching", [False, True])
def test_it_says_of_each_file_what_predict_says(folder, teaching):
    bundle = open_bundle(MODEL)
    rows = asked(path=folder, teaching=teaching).rows.to_pylist()
    came = [row for row in rows if not row["refused"]]
    assert len(came) == 8
    for row in came:
        image = admit_file(folder / row["file"]).image
        alike(row, predict(image, bundle, teaching=teaching), bundle)


def test_it_says_of_a_cohort_what_predict_says():
    bundle, cohort = model(), open_cohort(NAME)
    rows = asked(cohort=NAME, part="calibration", coverage=0.7).rows.to_pylist()
    split = load_split(cohort, SPLIT)
    assert {row["image_id"] for row in rows} == {*split.calibration}
    for row in rows[:5]:
        alike(row, predict(cohort.image(row["image_id"]), bundle, coverage=0.7), bundle)


def test_what_cannot_be_read_is_a_row_with_its_reason(folder, tmp_path):
    for path in (folder, write_zip(folder, tmp_path / "faces.zip")):
        found = asked(path=path, replace=True)
        refused = {row["file"]: row["refused"] for row in found.rows.to_pylist() if row["refused"]}
        assert any("empty" in says for says in refused.values())
        assert all("\n" not in says for says in refused.values())
        assert len(refused) == found.card.counts["refused"] == 2 + (path != folder)
        assert found.card.counts["files"] == len(found.rows)
    assert not (tmp_path.parent / "escaped.png").exists()


def test_several_processes_give_the_same_table(folder, monkeypatch):
    alone = asked(path=folder).rows
    monkeypatch.setattr(batch_run, "_WORTH_IT", 1)
    monkeypatch.setattr(batch_run, "PIECE", 4)
    together = asked(workers=2, path=folder, replace=True).rows
    for one, other in zip(alone.to_pylist(), together.to_pylist(), strict=True):
        assert one.pop("shares") == (pytest.approx(other.pop("shares"), abs=1e-5))
        for inexact in ("nearest", "probability", "far", "odd"):
            one.pop(inexact), other.pop(inexact)
        assert one == other


def test_a_stopped_batch_goes_on_where_it_was(folder, monkeypatch):
    monkeypatch.setattr(batch_run, "PIECE", 3)
    scratch = settings().workspace / "scratch"
    done = []
    halfway = Progress(scratch=scratch, cancel_asked=lambda: len(done) == 2)
    ask = Asking.ask

    def counted(self, items):
        done.append([item.key for item in items])
        return ask(self, items)

    monkeypatch.setattr(Asking, "ask", counted)
    with pytest.raises(Cancelled):
        asked(progress=halfway, path=folder)
    assert not batch_folder("asked").exists()
    before = [*done]
    done.clear()
    found = asked(path=folder)
    keys = [key for piece in [*before, *done] for key in piece]
    assert keys == found.rows["file"].to_pylist(), "nobody was asked about twice"
    assert not any((scratch / "batch").rglob("*"))


def test_a_batch_of_other_files_does_not_go_on_with_those_of_an_earlier_one(folder, monkeypatch):
    monkeypatch.setattr(batch_run, "PIECE", 3)
    scratch = settings().workspace / "scratch"
    stop = iter([False, False, True])
    with pytest.raises(Cancelled):
        asked(progress=Progress(scratch=scratch, cancel_asked=lambda: next(stop)), path=folder)
    next(folder.rglob("0.png")).unlink()
    found = asked(path=folder)
    assert len(found.rows) == len({*found.rows["file"].to_pylist()}) == 9


def test_of_strangers_files_small_bare_pictures_are_kept_and_nothing_else(folder):
    found = asked(path=folder)
    ids = [one for one in found.rows["image_id"].to_pylist() if one]
    strange = {*ids} - {*open_cohort(NAME).rows("image_id")["image_id"].to_pylist()}
    assert len(strange) == 2
    assert not FeatureCache(space()).has(strange)
    for image_id in ids:
        data = found.picture(image_id)
        with Image.open(BytesIO(data)) as picture:
            assert max(picture.size) <= SIDE
            assert not picture.getexif()
        assert b"Jane" not in data
    kept = {file.name for file in found.folder.rglob("*") if file.is_file()}
    assert kept == {"card.json", "answers.parquet", *(f"{one}.jpg" for one in ids)}
    remove_batch("asked")
    assert not found.folder.exists()
    with pytest.raises(NotFoundError):
        Batch.open("asked")


def test_a_dropped_archive_goes_when_its_batch_is_done_and_no_other_one_does(folder, tmp_path):
    own = write_zip(folder, tmp_path / "own.zip")
    dropped = keep_upload("../dropped.zip", own.read_bytes())
    asked(path=dropped)
    assert not dropped.exists()
    asked(path=own, replace=True)
    assert own.exists()


def test_a_name_is_taken_once_and_a_broken_batch_is_told(folder):
    found = asked(path=folder)
    with pytest.raises(UserError, match="already"):
        asked(path=folder)
    (found.folder / "card.json").write_text("{")
    (listed,) = list_batches()
    assert listed.card is None
    assert "damaged" in listed.fault


def test_the_test_part_is_opened_for_a_reason_alone_and_written_down():
    model()
    everybody = asked(cohort=NAME)
    ids = {*everybody.rows["image_id"].to_pylist()}
    cohort = open_cohort(NAME)
    kept = {*cohort.rows("image_id")["image_id"].to_pylist()} - ids
    assert kept
    opened = asked(cohort=NAME, part="test", test_because="the end", replace=True)
    assert {*opened.rows["image_id"].to_pylist()} == kept
    from raredx.cohorts.splits.locked import openings
    from raredx.cohorts.splits.run import split_folder

    assert [one.why for one in openings(split_folder(cohort, SPLIT))] == ["the end"]
