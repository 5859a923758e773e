"""Nobody stands on both sides; what is rare is handled on purpose; shares are those planned."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from raredx.cohorts.splits.bound import bound
from raredx.cohorts.splits.draw import NO_LABEL, ONE_SUBJECT, SYNTHETIC, draw
from raredx.cohorts.splits.plan import Plan
from raredx.errors import UserError
from tests.cohorts.splits.making import HASH, drawn, ids, manifest, people, sides

cohorts = st.lists(
    st.tuples(
        st.integers(0, 12).map("P{}".format),
        st.sampled_from(["Kabuki", "Noonan", "Williams", "unaffected", None]),
        st.sampled_from(["real"] * 4 + ["synthetic"]),
        st.integers(0, 30).map("file {}".format),
    ),
    min_size=1,
    max_size=50,
)
plans = st.fixed_dictionaries(
    {
        "folds": st.integers(2, 6),
        "repeats": st.integers(1, 3),
        "test": st.sampled_from([0, 0.2, 0.5]),
        "calibration": st.sampled_from([0, 0.1, 0.3]),
        "singletons": st.sampled_from(["gallery", "leave-out"]),
        "seed": st.integers(0, 99),
    }
)


@settings(deadline=None, max_examples=150)
@given(
    rows=cohorts, plan=plans, copies=st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=4)
)
def test_no_subject_and_no_copy_is_ever_on_both_sides(rows, plan, copies):
    copies = [(left % len(rows), right % len(rows)) for left, right in copies]
    try:
        found = drawn(rows, copies=copies, **plan)
    except UserError:
        assert all(label is None or origin == "synthetic" for _, label, origin, _ in rows)
        return
    table = manifest(rows)
    ids = table["image_id"].to_pylist()
    for left, right in sides(found):
        assert not left & right
        for name in ("subject_id", "sha256"):
            value = dict(zip(ids, table[name].to_pylist(), strict=True))
            assert not {value[i] for i in left} & {value[i] for i in right}
        for one, other in copies:
            assert not ({ids[one]} <= left and {ids[other]} <= right)
            assert not ({ids[other]} <= left and {ids[one]} <= right)
    split = found.split
    parts = [split.development, split.gallery, split.calibration, tuple(split.left_out)]
    placed_once = Counter(itertools.chain(*parts, found.test["image_id"].to_pylist()))
    assert placed_once == Counter(ids)
    judged = {i for _, right in sides(found) for i in right}
    origins = dict(zip(ids, table["origin"].to_pylist(), strict=True))
    assert all(origins[i] == "real" for i in judged)


@settings(deadline=None, max_examples=60)
@given(rows=cohorts, seed=st.integers(0, 99), order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, seed, order):
    table = manifest(rows)
    shuffled = list(range(len(rows)))
    order.shuffle(shuffled)
    try:
        hashes = {
            draw(some, Plan(seed=seed), data_hash=HASH).split.hash
            for some in (table, table.take(shuffled))
        }
    except UserError:
        return
    assert len(hashes) == 1


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("plan", [{}, {"test": 0.5, "calibration": 0.3}], ids=["usual", "greedy"])
def test_what_is_judged_has_been_seen_in_training(plan, seed):
    rows = people(Kabuki=2, Noonan=3, Williams=7, unaffected=40, Turner=5)
    found = drawn(rows, folds=5, repeats=2, seed=seed, **plan)
    label = dict(zip(manifest(rows)["image_id"].to_pylist(), [r[1] for r in rows], strict=True))
    for left, right in sides(found):
        assert {label[i] for i in right} <= {label[i] for i in left}


def test_parts_have_the_shares_that_were_planned():
    found = drawn(people(**{f"C{n}": 3 + n % 5 for n in range(100)}), test=0.2, calibration=0.1)
    groups = found.split.balance.groups
    total = sum(groups.values())
    assert groups["test"] / total == pytest.approx(0.2, abs=0.01)
    assert groups["calibration"] / total == pytest.approx(0.1, abs=0.01)
    assert max(found.split.balance.farthest.values()) < 1


def test_every_fold_has_its_share_of_every_condition():
    rows = people(Kabuki=23, Noonan=11, unaffected=57)
    found = drawn(rows, test=0, calibration=0)
    subject = dict(zip(manifest(rows)["image_id"].to_pylist(), rows, strict=True))
    for repeat in range(5):
        counts = [
            Counter(
                label
                for _, label in {
                    subject[i] for i in found.split.validation(repeat=repeat, fold=fold)
                }
            )
            for fold in range(5)
        ]
        for label in ("Kabuki", "Noonan", "unaffected"):
            per_fold = [count[label] for count in counts]
            assert max(per_fold) - min(per_fold) <= 1


def test_repeats_divide_the_same_people_anew():
    split = drawn(people(Kabuki=20, Noonan=20), repeats=3).split
    folds = [
        {frozenset(split.validation(repeat=repeat, fold=fold)) for fold in range(5)}
        for repeat in range(3)
    ]
    assert folds[0] != folds[1] != folds[2]
    for some in folds:
        assert set().union(*some) == set(split.development)


def test_another_seed_gives_another_split_and_the_same_seed_the_same():
    rows = people(Kabuki=20, Noonan=20)
    hashes = [drawn(rows, seed=seed).split.hash for seed in (1, 1, 2)]
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("seed", range(6))
def test_a_singleton_is_always_trained_on_or_left_out_and_never_judged(seed):
    rows = [*people(unaffected=20, Kabuki=9), ("alone", "Rare"), ("alone", "Rare")]
    alone = ids(rows, "Rare")
    kept = drawn(rows, seed=seed, singletons="gallery").split
    assert set(kept.gallery) == alone
    assert all(
        alone <= set(kept.training(repeat=repeat, fold=fold))
        for repeat, fold in itertools.product(range(5), range(5))
    )
    out = drawn(rows, seed=seed, singletons="leave-out").split
    assert out.left_out == dict.fromkeys(sorted(alone), ONE_SUBJECT)
    assert out.balance.left_out == {ONE_SUBJECT: 2}
    assert out.gallery == ()


def test_a_condition_with_fewer_subjects_than_folds_is_validated_in_as_many_folds():
    rows = people(unaffected=30, Few=3)
    split = drawn(rows, test=0, calibration=0).split
    few = ids(rows, "Few")
    for repeat in range(5):
        inside = [few & set(split.validation(repeat=repeat, fold=fold)) for fold in range(5)]
        assert sum(map(bool, inside)) == 3
        assert set().union(*inside) == few
    assert split.balance.in_fewer_folds == ("Few",)
    assert "validated in some folds only: 1 condition." in " ".join(split.balance.sentences())


def test_a_condition_left_with_one_subject_is_trained_on_and_never_validated():
    rows = people(unaffected=30, Two=2)
    split = next(
        found.split
        for found in (drawn(rows, seed=seed) for seed in range(50))
        if found.split.balance.never_validated
    )
    assert split.balance.never_validated == ("Two",)
    two = ids(rows, "Two") & set(split.development)
    assert two
    for repeat, fold in itertools.product(range(5), range(5)):
        assert two <= set(split.training(repeat=repeat, fold=fold))


def test_synthetic_and_unlabelled_images_are_left_out_and_say_why():
    rows = [*people(Kabuki=6, Noonan=6), ("S", "Kabuki", "synthetic"), ("T", None)]
    split = drawn(rows).split
    assert split.left_out == {"i00024": SYNTHETIC, "i00025": NO_LABEL}
    assert sum("Left out" in sentence for sentence in split.balance.sentences()) == 2


def test_two_people_who_share_a_picture_stay_together_under_the_rarer_label():
    rows = [("A", "N"), ("B", "K"), ("C", "N"), ("B", "N")]
    groups = bound(manifest(rows), range(4), copies=[(0, 1)])
    assert [(group.rows, group.label) for group in groups] == [((0, 1, 3), "K"), ((2,), "N")]


def test_copies_bind_through_an_image_that_is_left_out():
    rows = [("A", "N"), ("S", "N", "synthetic"), ("B", "N")]
    groups = bound(manifest(rows), [0, 2], copies=[(0, 1), (1, 2)])
    assert [group.rows for group in groups] == [(0, 2)]


def test_a_plan_that_cannot_be_is_refused():
    for wrong in ({"folds": 1}, {"test": 0.9}, {"test": 0.5, "calibration": 0.4}, {"fold": 3}):
        with pytest.raises(ValidationError):
            Plan(**wrong)


def test_nothing_to_split_is_told():
    with pytest.raises(UserError, match="nothing to split"):
        drawn([("A", None), ("B", "Kabuki", "synthetic")])


def test_a_fold_that_is_not_there_is_told():
    with pytest.raises(UserError, match=r"no fold 5 in repeat 0\. Folds are 0 to 4"):
        drawn(people(Kabuki=9)).split.training(repeat=0, fold=5)


def test_parts_that_were_there_before_are_kept_and_only_folds_are_drawn():
    rows = people(Kabuki=4, Noonan=2)
    table = manifest(rows)
    parts = {
        image: "test" if subject.endswith("0") else "development"
        for image, (subject, _) in zip(table["image_id"].to_pylist(), rows, strict=True)
    }
    made = draw(table, Plan(folds=2, repeats=2), data_hash=HASH, given=parts)
    assert set(made.test["image_id"].to_pylist()) == {i for i, p in parts.items() if p == "test"}
    assert set(made.split.development) == {i for i, p in parts.items() if p == "development"}
    assert "The parts came with the cohort" in made.split.balance.sentences()[1]
    assert made.split.balance.never_validated == ("Noonan",)


def test_one_person_in_two_given_parts_is_told():
    table = manifest([("P1", "Kabuki"), ("P1", "Kabuki"), ("P2", "Kabuki")])
    parts = dict(zip(table["image_id"].to_pylist(), ["test", "development", "test"], strict=True))
    with pytest.raises(UserError, match=r"in two parts \(development and test\): image i00000"):
        draw(table, Plan(folds=2), data_hash=HASH, given=parts)
