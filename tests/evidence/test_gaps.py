"""Gaps: counted right, ranked by a probability that a simulation agrees with."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.evidence.facets import MISSING
from raredx.evidence.filters import Filter
from raredx.evidence.gaps import chance_of_so_few, crossing
from raredx.evidence.store import shipped


@pytest.fixture(scope="module")
def found():
    return crossing(shipped(), Filter(), "class", "modality")


def test_the_map_holds_the_peaks_that_are_known_of_the_review(found):
    assert found.pairs["Rare Neurologic Disease", "MRI"] == 88
    assert found.pairs["Rare Hematologic Disease", "Microscopy"] == 78
    assert found.pairs["Rare Developmental Disease", "Face and head"] == 43
    assert found.pairs["Rare Respiratory Disease", "CT"] == 35
    assert sum(found.down.values()) == found.studies == 772


def test_empty_pairs_are_counted(found):
    absent = [(d, a) for d in found.down for a in found.across if (d, a) not in found.pairs]
    assert found.empty == len(absent)
    assert len(found.gaps()) == len([pair for pair in absent if MISSING not in pair])


def test_the_most_surprising_gap_comes_first(found):
    gaps = found.gaps(most=2)
    assert [gap.chance for gap in gaps] == sorted(gap.chance for gap in gaps)
    assert all(gap.studies <= 2 for gap in gaps)
    assert (gaps[0].down, gaps[0].across) == ("Rare Ophthalmic Disease", "MRI")
    assert all(gap.chance <= gap.corrected <= 1 for gap in gaps)
    assert [gap.corrected for gap in gaps] == sorted(gap.corrected for gap in gaps)


def test_what_is_not_stated_is_no_gap():
    gaps = crossing(shipped(), Filter(), "disease", "year").gaps()
    assert gaps
    assert not any(MISSING in (gap.down, gap.across) for gap in gaps)


def test_the_chance_agrees_with_drawing_at_random():
    draw = np.random.default_rng(7)
    shared = draw.hypergeometric(30, 70, 20, size=200_000)
    for times in (0, 2, 4, 6):
        assert chance_of_so_few(times, 30, 20, 100) == pytest.approx(
            np.mean(shared <= times), abs=0.004
        )


@pytest.mark.parametrize(("first", "second", "of"), [(100, 20, 100), (0, 5, 10), (60, 60, 100)])
def test_what_must_be_shared_is_never_a_surprise(first, second, of):
    lowest = max(0, first + second - of)
    assert chance_of_so_few(min(first, second), first, second, of) == 1
    assert 0 < chance_of_so_few(lowest, first, second, of) <= 1


def test_chosen_values_are_the_rows_of_the_map():
    wanted = Filter("", {"class": ("Rare Skeletal Disease", "Rare Neurologic Disease")})
    found = crossing(shipped(), wanted, "class", "modality")
    assert set(found.down) == {"Rare Skeletal Disease", "Rare Neurologic Disease"}
    assert found.studies == 198
