"""The people of the base model: the same however they are drawn, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER
from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.synthesis.pocket import corpus
from raredx.synthesis.pocket.corpus import Corpus, draw, sittings
from raredx.synthesis.pocket.plan import Plan

FEW = replace(Plan.shipped().people, number=5, held_out=2, shard=2, size=64)


def test_nobody_of_them_is_in_the_shipped_cohort():
    own = {one.seed for one in sittings(Plan.shipped().people)}
    shipped = Cohort.open(FOLDER).side("truth")["seed"].to_pylist()
    assert len(own) == Plan.shipped().people.number
    assert not own & set(shipped)


def test_interrupted_it_draws_nobody_twice(tmp_path, monkeypatch):
    whole = draw(FEW, tmp_path / "whole", progress=Progress())
    assert whole.faces.shape == (5, 128, 128, 3)
    assert whole.learned == 3
    real, drawn = corpus.draw_one, []

    def breaks(sitting, plan):
        drawn.append(sitting)
        if len(drawn) == 4:
            raise KeyboardInterrupt
        return real(sitting, plan)

    monkeypatch.setattr(corpus, "draw_one", breaks)
    with pytest.raises(KeyboardInterrupt):
        draw(FEW, tmp_path / "again", progress=Progress())

    def counts(sitting, plan):
        drawn.append(sitting)
        return real(sitting, plan)

    monkeypatch.setattr(corpus, "draw_one", counts)
    again = draw(FEW, tmp_path / "again", progress=Progress())
    np.testing.assert_array_equal(again.faces, whole.faces)
    assert again.shown == whole.shown
    assert len(drawn) == 4 + 3  # two were kept, one more was lost with the interruption


def test_people_who_are_missing_are_one_line(tmp_path):
    draw(replace(FEW, number=4), tmp_path, progress=Progress())
    with pytest.raises(UserError, match=r"1 of 3 parts .* are missing.*draw them") as caught:
        Corpus.open(tmp_path, FEW)
    assert "\n" not in str(caught.value)
