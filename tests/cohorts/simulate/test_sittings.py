"""The plan of a simulated cohort: scarce as the real one, and nobody in two parts."""

from __future__ import annotations

from collections import Counter

from raredx.cohorts.simulate.sittings import SCARCE, THREE_QUARTER, plan_sittings, scarce_sizes

CONDITIONS = [f"ORPHA:{number}" for number in range(1, 104)]


def test_sizes_are_those_of_the_real_cohort():
    assert Counter(scarce_sizes(103, 5)) == SCARCE
    assert scarce_sizes(103, 5) != scarce_sizes(103, 6)


def test_the_same_arguments_give_the_same_people():
    assert plan_sittings(CONDITIONS, seed=3, unaffected=9) == plan_sittings(
        CONDITIONS, seed=3, unaffected=9
    )


def test_parts_share_nobody():
    parts = [
        {one.seed for one in plan_sittings(CONDITIONS, seed=3, part=part, images=10, unaffected=50)}
        for part in range(3)
    ]
    assert [len(people) for people in parts] == [1080] * 3
    assert len(set.union(*parts)) == 3 * 1080


def test_a_patient_who_sits_again_is_numbered_and_keeps_the_condition():
    plan = plan_sittings(CONDITIONS, seed=3)
    sat = Counter((one.condition, one.seed) for one in plan)
    assert max(sat.values()) > 1
    assert len(sat) == len({one.seed for one in plan})
    for key, times in sat.items():
        numbers = [one.number for one in plan if (one.condition, one.seed) == key]
        assert numbers == list(range(times))


def test_views_have_the_share_that_is_asked_for():
    plan = plan_sittings(CONDITIONS, seed=3, images=20, turned=0.3)
    turned = sum(one.view == THREE_QUARTER for one in plan)
    assert 0.26 < turned / len(plan) < 0.34
    assert not any(one.view == THREE_QUARTER for one in plan_sittings(CONDITIONS, seed=3, turned=0))


def test_unaffected_people_have_no_condition_and_sit_once():
    plan = [one for one in plan_sittings(CONDITIONS, seed=3, unaffected=40) if not one.condition]
    assert len({one.seed for one in plan}) == 40
    assert {one.number for one in plan} == {0}
