"""A cohort on disk is checked, its report kept, found again, and told as stale when it is."""

from __future__ import annotations

import pytest

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.check.place import notes_of
from raredx.cohorts.check.report import IMAGES, REPORT, StaleReport
from raredx.cohorts.check.run import check, report_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import NotFoundError, UserError
from tests.cohorts.check.making import CONDITIONS, portrait


def write_cohort(name: str = "drawn", people: int = 9, photos: int = 2) -> Cohort:
    """A cohort in the workspace, in which nothing is wrong."""
    with building(cohorts_folder() / name, About(title="Drawn people")) as new:
        for person in range(people):
            for photo in range(photos):
                new.add(
                    portrait(person, photo),
                    origin="simulated",
                    subject_id=f"P{person}",
                    label=CONDITIONS[person % 3],
                    sex=("male", "female")[person // 3 % 2],
                    age=5.0 + person,
                    licence="CC0",
                )
    return open_cohort(name)


def test_a_sound_cohort_is_called_sound():
    cohort = write_cohort()
    report = check(cohort, encoder=None)
    assert report.summary.verdict == "sound"
    assert str(report.summary) == "18 images, nothing to say against any"
    assert report.images["verdict"].to_pylist() == ["sound"] * 18
    assert report.images["width"].to_pylist() == [128.0] * 18


def test_a_report_is_found_again_as_it_was():
    made = check(write_cohort(), encoder=None)
    found = report_of(open_cohort("drawn"))
    assert found.summary == made.summary
    assert found.images.equals(made.images)
    assert found.copies.equals(made.copies)


def test_a_damaged_file_and_a_changed_one_are_unreadable_images():
    cohort = write_cohort()
    rows = cohort.rows("image_id", "path").to_pydict()
    first, second = (cohort.folder / path for path in rows["path"][:2])
    first.write_bytes(first.read_bytes()[:200])
    second.write_bytes((cohort.folder / rows["path"][2]).read_bytes())
    report = check(cohort, encoder=None)
    told = report.summary.by_rule()["unreadable"]
    assert [finding.images for finding in told] == [
        (image_id,) for image_id in rows["image_id"][:2]
    ]
    assert all("not the one that came in" in finding.says for finding in told)
    assert report.images["verdict"].to_pylist()[:3] == ["error", "error", "sound"]
    assert report.images["width"].to_pylist()[:2] == [None, None]
    assert str(report.summary) == "18 images, 16 of them sound: 2 errors"


def test_a_changed_cohort_has_a_stale_report():
    cohort = write_cohort()
    check(cohort, encoder=None)
    labels = ["unaffected", *cohort.rows("label")["label"].to_pylist()[1:]]
    assert cohort.derive(label=labels).data_hash != cohort.data_hash
    changed = cohort.derive(label=labels).write(cohorts_folder() / "other")
    (changed.folder / "checks").mkdir()
    for file in (cohort.folder / "checks").iterdir():
        (changed.folder / "checks" / file.name).write_bytes(file.read_bytes())
    with pytest.raises(StaleReport, match="is stale: the cohort has changed"):
        report_of(changed)


def test_a_cohort_that_was_never_checked_says_how_to():
    with pytest.raises(NotFoundError, match="Run `raredx cohort check drawn`"):
        report_of(write_cohort())


@pytest.mark.parametrize("name", [REPORT, IMAGES])
def test_a_damaged_report_is_told_in_one_line(name):
    cohort = write_cohort()
    check(cohort, encoder=None)
    (cohort.folder / "checks" / name).write_bytes(b"\x80 nothing")
    with pytest.raises(UserError, match=r"is damaged\. Make it anew"):
        report_of(cohort)


def test_a_shipped_cohort_is_not_written_to(tmp_path, workspace):
    cohort = write_cohort().write(tmp_path / "data" / "shipped")
    before = sorted(cohort.folder.rglob("*"))
    check(cohort, encoder=None)
    assert sorted(cohort.folder.rglob("*")) == before
    assert notes_of(cohort) == workspace / "about-shipped" / "shipped"
    assert report_of(cohort).summary.cohort == "shipped"


def test_a_cohort_in_no_folder_has_no_place_for_a_report():
    with pytest.raises(UserError, match="Write it first"):
        check(write_cohort().select(label="unaffected"), encoder=None)
