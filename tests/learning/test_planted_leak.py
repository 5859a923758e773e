"""A cohort whose test images were copied under other names is caught before it flatters anybody."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from raredx.cli import main
from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import keep_given, make_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out, run
from tests.learning.small import SEVERAL, small_cohort

PLANTED = 6


def copied(image: Image.Image) -> Image.Image:
    """The same picture as a small JPEG, a little lighter: other bytes, other pixels."""
    small = image.convert("RGB").resize((240, 240), Image.Resampling.LANCZOS)
    lighter = Image.fromarray(np.clip(np.asarray(small).astype(int) + 4, 0, 255).astype(np.uint8))
    saved = BytesIO()
    lighter.save(saved, "JPEG", quality=85)
    return Image.open(saved).convert("RGB")


@pytest.fixture
def planted() -> tuple[Cohort, dict[str, str]]:
    """The small cohort with copies of some images under other names, and whose copies they are."""
    small = small_cohort().select(label=list(SEVERAL))
    rows = small.rows("image_id", "label", "subject_id", "origin").to_pylist()
    copies = {}
    with building(cohorts_folder() / "planted", About(title="planted", licence="CC0")) as new:
        for row in rows:
            new.add(
                small.image(row["image_id"]),
                origin=row["origin"],
                subject_id=row["subject_id"],
                label=row["label"],
            )
        for number, row in enumerate(rows[::7][:PLANTED]):
            copy = new.add(
                copied(small.image(row["image_id"])),
                origin=row["origin"],
                subject_id=f"stranger-{number}",
                label=row["label"],
            )
            copies[copy] = row["image_id"]
    return open_cohort("planted"), copies


def test_the_check_finds_every_copy_and_calls_it_an_error_where_parts_are_crossed(planted, capsys):
    cohort, copies = planted
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    originals = {*copies.values()}
    parts = {one: "test" if one in originals else "development" for one in ids}
    keep_given(cohort, "naive", Plan(folds=3, repeats=1), parts)  # type: ignore[arg-type]
    with pytest.raises(SystemExit) as ended:
        main(["cohort", "check", "planted"])
    told = capsys.readouterr().out
    assert ended.value.code == 1
    assert f"! Copy in two parts of a split ({PLANTED})" in told
    assert "? Copy under two subjects" in told


def test_a_split_made_after_the_check_keeps_copies_together(planted, tmp_path, capsys):
    cohort, copies = planted
    main(["cohort", "check", "planted", "--no-cropped"])
    capsys.readouterr()
    make_split(cohort, "careful", Plan(folds=3, repeats=2, test=0.2, calibration=0.1))
    config = ExperimentConfig(
        name="careful", cohort="planted", backbones=("landmarks",), heads=("nearest",)
    )
    study, _ = lay_out(config)
    for fold in study.folds:
        here = {*fold.judged}
        for copy, original in copies.items():
            assert not (copy in here and original in fold.training)
            assert not (original in here and copy in fold.training)
    found = run(config, progress=Progress(scratch=tmp_path / "scratch"))
    assert found.names == ["own / landmarks / nearest"]
