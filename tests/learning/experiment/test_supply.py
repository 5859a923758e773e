"""Synthetic images of an experiment come from whom an arm may see in that fold, and from nobody
else."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs import Progress, get_kind
from raredx.learning.audit.store import list_audits
from raredx.learning.compare.pairs import compare, compare_all
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out, run
from raredx.learning.experiment.store import remove_experiment
from raredx.synthesis.curation.store import Curation, list_curations
from raredx.synthesis.store import list_generators, open_generator
from tests.learning.small import FOLDS, SEVERAL, SPLIT, small_cohort, write_people

RANDOM, COSINE = "own+augmentation/random", "own+augmentation/five-point-cosine"


def config(**more):
    own = {"name": "trial", "cohort": "small", "split": SPLIT, "backbones": ["landmarks"]}
    own |= {"heads": ["prototype"], "generators": ["augmentation"], "times": 2, "pool": 2}
    return ExperimentConfig.model_validate(own | {"repeats": 1, "arms": ["own", RANDOM]} | more)


def ran(place, **more):
    return run(config(**more), progress=Progress(scratch=place / "scratch"))


def learned_by(name):
    return {one for some in open_generator(name).learned.examples.values() for one in some}


@pytest.fixture
def others():
    """Other people of the same conditions, and some without."""
    return write_people("others", dict.fromkeys(SEVERAL, 2) | {"unaffected": 3}, skip=9)


def test_in_every_fold_a_generator_sees_its_training_part_alone(tmp_path):
    small_cohort()
    found = ran(tmp_path, arms=[RANDOM, COSINE])
    study, _ = lay_out(config())
    assert len(list_generators()) == FOLDS
    every = {one.name for one in list_generators()}
    assert {*list_curations()} == {*list_audits()} == every
    for fold in study.folds:
        name = f"trial-augmentation-r1-f{fold.number + 1}"
        assert learned_by(name) <= {*fold.training}
        assert not learned_by(name) & {*fold.judged, *study.calibration}
        drawn = open_cohort(name)
        assert drawn.counts("origin") == {"synthetic": len(drawn)}
    for told in found.record.supplied:
        wanted = 2 * told["learned_from"]
        assert told["drawn"] == pytest.approx(2 * wanted, abs=2 * len(study.classes))
        assert told["taken"][RANDOM] == pytest.approx(wanted, abs=len(study.classes))
        assert told["taken"][COSINE] == pytest.approx(wanted, abs=len(study.classes))
    assert {len(found.predictions(name)) for name in found.names} == {
        sum(len(fold.judged) for fold in study.folds)
    }


def test_a_little_and_a_lot_come_from_one_pool(tmp_path):
    small_cohort()
    found = ran(tmp_path, arms=[RANDOM, f"{RANDOM}:1", f"{RANDOM}:4"])
    assert len(list_generators()) == FOLDS
    for told in found.record.supplied:
        for times, end in ((1, ":1"), (2, ""), (4, ":4")):
            wanted = times * told["learned_from"]
            assert told["taken"][RANDOM + end] == pytest.approx(wanted, abs=len(SEVERAL))


def test_what_leaks_is_asked_for_by_name_and_sees_those_who_are_judged(tmp_path):
    small_cohort()
    ran(tmp_path, arms=[f"{RANDOM}/leaking"])
    study, _ = lay_out(config())
    (made,) = list_generators()
    assert made.name == "trial-augmentation-leaking"
    for fold in study.folds:
        assert {*fold.judged} <= learned_by(made.name)
    assert not learned_by(made.name) & {*study.calibration}


def test_an_interrupted_experiment_keeps_what_was_drawn(tmp_path, monkeypatch):
    small_cohort()
    with monkeypatch.context() as patched:
        patched.setattr("raredx.learning.experiment.run.gather", _no_more)
        with pytest.raises(MemoryError):
            ran(tmp_path)
    before = {one.name: open_cohort(one.name).data_hash for one in list_generators()}
    assert len(before) == FOLDS
    monkeypatch.setattr("raredx.learning.experiment.supply.draw_cohort", _no_more)
    ran(tmp_path)
    assert {one.name: open_cohort(one.name).data_hash for one in list_generators()} == before


def test_what_another_generator_drew_under_the_name_is_not_used_again(tmp_path):
    small_cohort()
    ran(tmp_path, arms=[COSINE])
    name = list_generators()[0].name
    before = open_cohort(name).data_hash
    remove_experiment("trial")
    with pytest.raises(UserError, match="learned something else"):
        ran(tmp_path, arms=[COSINE], generators=["augmentation:tilt=3"])
    ran(tmp_path, arms=[COSINE], generators=["augmentation:tilt=3"], replace=True)
    assert open_cohort(name).data_hash != before
    assert Curation.open(name).record.data_hash == open_cohort(name).data_hash
    ran(tmp_path, arms=[COSINE], generators=["augmentation:tilt=3"], replace=True, pool=1)
    assert len(open_cohort(name)) == sum(Curation.open(name).record.verdicts.values())


def test_a_cohort_of_somebody_else_is_neither_used_nor_removed(tmp_path):
    small_cohort()
    name = "trial-augmentation-r1-f1"
    theirs = write_people(name, {SEVERAL[0]: 2}).data_hash
    for replaced in (False, True):
        with pytest.raises(UserError, match="not of this experiment"):
            ran(tmp_path, replace=replaced)
        assert open_cohort(name).data_hash == theirs


def _no_more(*given, **more):
    raise MemoryError


def test_images_that_began_with_somebody_are_of_that_person(tmp_path):
    small_cohort()
    ran(tmp_path, arms=["none+augmentation/all"], repeats=1)
    study, _ = lay_out(config())
    people = {study.subjects[one] for one in study.folds[0].training}
    from raredx.learning.experiment.supply import _pool, supplies_of

    supply = supplies_of(config(), study, [Arm.parse(RANDOM)])[0]
    pool = _pool(supply, study)
    assert {*pool.who.subjects} <= people
    assert all(pool.who.generated)


def test_other_people_are_judged_in_draws_of_a_few_images(tmp_path, others):
    small_cohort()
    arms = ["own:1", "own:3"]
    asked = {"judged": "others", "draws": 3, "arms": arms, "generators": []}
    found = ran(tmp_path, **asked)
    study, _ = lay_out(config(**asked))
    few, more = (study.folds_of(images) for images in (1, 3))
    assert len(few) == len(more) == 3
    assert len({fold.training for fold in more}) == 3
    for one, three in zip(few, more, strict=True):
        assert {*one.training} <= {*three.training}
        counts = Counter(study.labels[image] for image in three.training)
        assert all(counts[name] == 3 for name in SEVERAL)
        assert len({study.subjects[image] for image in one.training}) == len(study.classes)
    said = found.predictions(found.names[0])
    assert {*said.images} == {
        row["image_id"]
        for row in others.rows("image_id", "label").to_pylist()
        if row["label"] in SEVERAL
    }
    assert found.of_strangers(found.names[0]).shape == (3 * 3, len(study.classes))
    pair = compare(*(found.predictions(name) for name in found.names))
    by_draw = [
        np.mean([(one.ranks == 0).mean() for one in found.predictions(name).repeats()])
        for name in found.names
    ]
    assert pair.folds.estimate.value == pytest.approx(by_draw[0] - by_draw[1])
    assert pair.folds.estimate.low <= pair.folds.estimate.value <= pair.folds.estimate.high


def test_nobody_is_judged_whom_synthetic_images_were_learned_from(tmp_path):
    small_cohort()
    ran(tmp_path)
    name = list_generators()[0].name
    with pytest.raises(UserError, match="of those who are judged"):
        ran(tmp_path, name="again", arms=[f"own+{name}"])


def test_people_who_are_on_both_sides_are_refused(tmp_path):
    small_cohort()
    with pytest.raises(UserError, match="both sides"):
        ran(tmp_path, judged="small", generators=[], arms=["own"])


@pytest.mark.parametrize(
    ("arms", "says"),
    [
        (["own+lora/all"], "not among the generators"),
        (["own+augmentation/best"], "not clear which"),
        (["own+augmentation/all/cheating"], "not clear which"),
        (["own+augmentation/all:2"], "not clear which"),
        (["own+augmentation/random:0"], "not clear which"),
        ([f"{RANDOM}:5"], "more images than are drawn"),
        (["own:none"], "no arm"),
        (["own:0"], "no arm"),
    ],
)
def test_arms_that_make_no_sense_are_one_line(tmp_path, arms, says):
    small_cohort()
    with pytest.raises((UserError, ValueError), match=says):
        ran(tmp_path, arms=arms)


def test_other_conditions_can_be_left_out(tmp_path):
    small_cohort()
    found = ran(tmp_path, conditions=SEVERAL[:2], arms=["own"], generators=[])
    assert found.record.classes == tuple(sorted(SEVERAL[:2]))
    with pytest.raises(UserError, match="Nobody who may be learned from"):
        ran(tmp_path, conditions=["Nothing"], arms=["own"], name="other", generators=[])


def test_the_way_is_counted_with_what_has_to_be_drawn():
    small_cohort()
    kind = get_kind("experiment")
    assert kind.work(config(arms=["own"])) == FOLDS
    assert kind.work(config()) > kind.work(config(arms=["own", "flipped"]))


def test_from_a_folder_of_images_to_an_audited_cohort_and_a_comparison(tmp_path):
    cohort = small_cohort()
    for number, row in enumerate(cohort.rows("image_id", "label").to_pylist()):
        if row["label"] in SEVERAL:
            place = tmp_path / "faces" / row["label"]
            place.mkdir(parents=True, exist_ok=True)
            cohort.image(row["image_id"]).save(place / f"{number}.png")
    asked = {"cohort": "mine", "split": None, "folder": tmp_path / "faces", "origin": "simulated"}
    assert get_kind("experiment").work(config(**asked)) == 0
    found = ran(tmp_path, **asked, arms=["own", RANDOM, COSINE], name="whole")
    assert {*found.record.classes} == {*SEVERAL}
    assert open_cohort("mine").counts("origin") == {
        "simulated": len([*tmp_path.glob("faces/*/*.png")])
    }
    assert {*list_audits()} == {told["name"] for told in found.record.supplied}
    assert compare_all(found.all_predictions())
    ran(tmp_path, **asked, arms=["own"], generators=[], name="again")  # it is there already
