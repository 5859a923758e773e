"""A synthetic cohort judged by the training part: who is copied, who is nobody, who is kept."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from PIL import Image, ImageFilter

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.splits.run import fitting_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.jobs import Progress, get_kind
from raredx.synthesis.album import PROVENANCE
from raredx.synthesis.curation.config import Curate, Keep, Policy
from raredx.synthesis.curation.curate import curate
from raredx.synthesis.curation.keeping import CURATION, judged, keep_accepted
from raredx.synthesis.curation.policy import decide
from raredx.synthesis.curation.store import TABLE, Curation, curations_folder, list_curations
from tests.learning.small import SEVERAL, SPLIT, small_cohort

OTHERS = 4


@pytest.fixture
def source():
    cohort = small_cohort()
    _, split = fitting_split(cohort, SPLIT)
    rows = cohort.rows("image_id", "label", "label_id", "age", "sex").to_pylist()
    known = {*split.development, *split.gallery}
    patients = [row for row in rows if row["label"] in SEVERAL]
    learned = [row for row in patients if row["image_id"] in known]
    others = [row for row in patients if row["image_id"] not in known]
    return cohort, split, learned, others[:OTHERS]


def drawn_from(source, name="drawn", **facts):
    """Two edits of a picture that was learned from, other people, a blur, and no face at all."""
    cohort, split, learned, others = source
    first = cohort.image(learned[0]["image_id"])
    pictures = [
        (first.resize((150, 150)), learned[0]),
        (first.transpose(Image.Transpose.FLIP_LEFT_RIGHT), learned[0]),
        *((cohort.image(row["image_id"]).rotate(0.4), row) for row in others),
        (cohort.image(others[0]["image_id"]).filter(ImageFilter.GaussianBlur(6)), others[0]),
        (Image.new("RGB", (128, 128), "teal"), others[0]),
    ]
    told = {"cohort": "small", "data_hash": cohort.data_hash, "split": SPLIT}
    told |= {"split_hash": split.hash} | facts
    rows = []
    with building(cohorts_folder() / name, About(title=name)) as new:
        for number, (image, row) in enumerate(pictures):
            one = new.add(
                image,
                origin="synthetic",
                subject_id=f"mine-{number}",
                label=row["label"],
                label_id=row["label_id"],
                age=row["age"],
                sex=row["sex"],
            )
            rows.append({"image_id": one, "generator": "gone", "learned_from": json.dumps(told)})
        new.side(PROVENANCE, pa.Table.from_pylist(rows))


def judge(tmp_path, **asked):
    return curate(
        Curate(**{"name": "first", "cohort": "drawn", "at": 0.0} | asked),
        Progress(scratch=tmp_path / "scratch"),
    )


def test_each_image_gets_its_verdict_with_reasons(source, tmp_path):
    drawn_from(source)
    made = judge(tmp_path)
    policy = Policy(at=0.0)
    told = judged(made.table, decide(made.table, policy), policy).to_pylist()
    assert [row["verdict"] for row in told] == [
        *["near copy"] * 2,
        *["accepted"] * OTHERS,
        "low quality",
        "no face",
    ]
    assert told[0]["nearest_structure"] == source[2][0]["image_id"]
    assert "by its fine structure, light and colour taken out" in told[0]["reason"]
    assert all(0 < row["likeness"] < 1 and 1 <= row["rank"] <= 6 for row in told[2:6])
    assert told[-1]["likeness"] is None
    assert made.record.verdicts["near copy"] == 2
    assert made.record.source["split"] == SPLIT
    assert made.record.conditions == 6
    assert "generator's own record is gone" in made.record.remarks[0]
    assert list_curations() == ["first"]
    lost = next(row for row in made.table.to_pylist() if row["face"] != "one")
    assert lost["nearest_shape"] is None, "nobody is like what shows no face"
    assert lost["nearest_picture"], "the picture as a whole can be compared"


def test_accepted_images_become_a_cohort_with_all_that_is_known_of_them(source, tmp_path):
    drawn_from(source)
    judge(tmp_path)
    _, kept = keep_accepted(Keep(curation="first", name="kept", at=0.0))
    cohort = open_cohort("kept")
    assert kept == len(cohort) == OTHERS
    assert cohort.counts("origin") == {"synthetic": OTHERS}
    assert len(cohort.side(PROVENANCE)) == OTHERS
    assert set(cohort.side(CURATION)["verdict"].to_pylist()) == {"accepted"}
    with pytest.raises(UserError, match=r"Of 8 images none is accepted"):
        keep_accepted(Keep(curation="first", name="none", at=1.1))
    with pytest.raises(UserError, match=r"say why near copies are kept"):
        get_kind("curate-keep").parse({"curation": "first", "name": "n", "copies": "keep"})
    policy = {"at": 0.0, "copies": "keep", "because": "To show one"}
    keep_accepted(Keep(curation="first", name="all", **policy))
    assert len(open_cohort("all")) == OTHERS + 2
    assert "Near copies are kept: To show one" in open_cohort("all").about.summary


def test_the_job_judges_and_keeps_at_once(source, tmp_path):
    drawn_from(source)
    kind = get_kind("curate")
    asked = {"cohort": "drawn", "name": "second", "at": 0.0, "save_as": "kept"}
    done = kind.run(kind.parse(asked), Progress(scratch=tmp_path / "scratch"))
    assert done.summary.startswith(
        "second: 4 accepted, 2 near copy, 1 no face, 1 low quality; 4 images kept as kept"
    )
    assert len(open_cohort("kept")) == OTHERS


def test_a_condition_of_which_nothing_is_left_is_said(source, tmp_path):
    drawn_from(source)
    remarks = judge(tmp_path, at=1.1, keep="absolute").record.remarks
    assert "is accepted: draw more, train longer, or ask for less" in remarks[-1]


def test_what_cannot_be_judged_is_one_line(source, tmp_path):
    drawn_from(source, name="drawn", data_hash="another")
    with pytest.raises(UserError, match=r"'small' is not as it was when the generator learned"):
        judge(tmp_path)
    drawn_from(source, name="other", split_hash="another")
    with pytest.raises(UserError, match=r"split 'folds' is not as it was"):
        judge(tmp_path, cohort="other")
    with pytest.raises(UserError, match=r"'small' holds images that no generator drew: \d+ simul"):
        judge(tmp_path, cohort="small")
    with building(cohorts_folder() / "bare", About(title="Bare")) as new:
        new.add(Image.new("RGB", (64, 64), "teal"), origin="synthetic", subject_id="1")
    with pytest.raises(UserError, match=r"'bare' does not say how its images were drawn.*--source"):
        judge(tmp_path, cohort="bare")
    with building(cohorts_folder() / "mixed", About(title="Mixed")) as new:
        new.add(Image.new("RGB", (64, 64), "teal"), origin="synthetic", subject_id="1")
        new.add(Image.new("RGB", (64, 64), "red"), origin="real", subject_id="1")
    with pytest.raises(UserError, match=r"1 subject have images of several origins, such as '1'"):
        judge(tmp_path, cohort="mixed")


def test_a_filter_does_not_judge_what_it_was_fitted_on(source, tmp_path):
    cohort, _, learned, _ = source
    rows = []
    with building(cohorts_folder() / "again", About(title="Again")) as new:
        image = cohort.image(learned[0]["image_id"])
        one = new.add(image, origin="synthetic", subject_id="mine", label=learned[0]["label"])
        told = json.dumps({"cohort": "small", "split": SPLIT})
        rows.append({"image_id": one, "generator": "gone", "learned_from": told})
        new.side(PROVENANCE, pa.Table.from_pylist(rows))
    with pytest.raises(UserError, match=r"1 of the images to be judged are among those"):
        judge(tmp_path, cohort="again")


def test_a_curation_that_is_damaged_or_not_there_is_one_line(source, tmp_path):
    with pytest.raises(UserError, match=r"There is no curation 'first'. Make one: `raredx curate`"):
        Curation.open("first")
    drawn_from(source)
    judge(tmp_path)
    file = curations_folder() / "first" / TABLE
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(
        UserError, match=r"curation 'first' is damaged: looks.parquet cannot"
    ) as caught:
        _ = Curation.open("first").table
    assert "\n" not in str(caught.value)
    with pytest.raises(UserError, match=r"There is a curation 'first' already"):
        judge(tmp_path)
