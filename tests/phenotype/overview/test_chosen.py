"""What an overview may look at: one origin, one split, and faces."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.phenotype.overview.chosen import choose, look

PLAN = Plan(folds=2, repeats=1, test=0.2, calibration=0.1)


def drawn(name: str, *, origins=("simulated",), labels=("Noonan", "CdLS"), people=20):
    chance = np.random.default_rng(7)
    with building(cohorts_folder() / name, About(title=name), replace=True) as new:
        for number in range(people):
            pixels = (chance.random((8, 8, 3)) * 255).astype(np.uint8)
            new.add(
                Image.fromarray(pixels).resize((64, 64)),
                origin=origins[number % len(origins)],
                subject_id=f"p{number}",
                label=labels[number % len(labels)],
            )
    return open_cohort(name)


def test_origins_are_never_mixed():
    both = drawn("both", origins=("real", "simulated"))
    with pytest.raises(UserError, match="never mixed"):
        choose(both)
    chosen = choose(both, origin="real")
    assert chosen.origin == "real"
    assert len(chosen) == 10
    assert chosen.left_out == {"of another origin": 10}
    with pytest.raises(UserError, match="no synthetic images"):
        choose(both, origin="synthetic")


def test_images_without_a_label_are_left_out_and_counted():
    chosen = choose(drawn("some", labels=("Noonan", None)))
    assert chosen.left_out == {"without a label": 10}
    assert len(chosen) == 10


def test_a_cohort_that_never_had_a_split_is_looked_at_whole():
    chosen = choose(drawn("whole"))
    assert (chosen.split, chosen.split_hash, len(chosen)) == (None, None, 20)


def test_of_several_splits_one_is_to_be_named():
    cohort = drawn("twice")
    for name in ("one", "two"):
        make_split(cohort, name, PLAN)
    with pytest.raises(UserError, match="2 splits") as told:
        choose(cohort)
    assert "one, two" in told.value.remedy
    assert choose(cohort, split="two").split == "two"


def test_a_cohort_whose_split_no_longer_fits_is_not_looked_at_whole():
    make_split(drawn("changed"), "main", PLAN)
    splits = (cohorts_folder() / "changed" / "splits").rename(cohorts_folder().parent / "kept")
    changed = drawn("changed", people=22)
    splits.rename(changed.folder / "splits")
    with pytest.raises(UserError, match="has changed since the split"):
        choose(changed)


def test_a_cohort_without_faces_says_so():
    with pytest.raises(UserError, match="No face was found"):
        look(choose(drawn("patterns", people=3)), unaffected="unaffected")
