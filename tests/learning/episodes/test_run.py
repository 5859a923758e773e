"""A trial: the same episodes for all, nothing from those who are asked about, and it goes on."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import NotFoundError, UserError
from raredx.jobs import Cancelled, Progress
from raredx.learning.episodes import answering
from raredx.learning.episodes import run as running
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.judge import evaluate
from raredx.learning.episodes.methods import parse_method
from raredx.learning.episodes.pool import Pool
from raredx.learning.episodes.protonet_store import load
from raredx.learning.episodes.run import run
from raredx.learning.episodes.tasks import deal_groups, draw_tasks
from raredx.learning.episodes.trial import Trial, list_trials
from raredx.learning.kept import RECORD
from tests.learning.small import NAME, ONE, SEVERAL, SPLIT, small_cohort, write_people

QUICK = "protonet:width=4,ways=2,queries=1,steps=3"
CLASSIFIERS = ["shape-space / prototype", f"shape-space / {QUICK}"]


def config(**more):
    usual = {
        "name": "trial",
        "cohort": NAME,
        "ways": ("2",),
        "shots": ("1", "3"),
        "episodes": 30,
        "groups": 2,
        "backbones": ("shape-space",),
        "methods": ("prototype", QUICK),
    }
    return FewShotConfig(**usual | more)


def ran(folder, **more):
    return run(config(**more), progress=Progress(scratch=folder / "scratch"))


def test_everybody_answers_the_same_episodes_and_all_of_it_is_kept(tmp_path):
    cohort = small_cohort()
    found = ran(tmp_path)
    record, lists = found.record, found.lists()
    assert list(record.classifiers) == CLASSIFIERS
    assert list(lists) == ["2-way 1-shot", "2-way 3-shot"]
    assert {*record.classes} == {*SEVERAL, ONE}
    assert sorted(name for group in record.groups for name in group) == sorted([*SEVERAL, ONE])
    assert record.data_hash == cohort.data_hash
    assert record.split_hash == load_split(cohort, SPLIT).hash
    assert [sum(map(len, some)) for some in lists.values()] == [30, 30]
    for told in record.answers:
        assert {*told.by_class} == {*SEVERAL}
        assert told.accuracy[1] <= told.accuracy[0] <= told.accuracy[2]
        assert np.mean(list(told.by_class.values())) == pytest.approx(told.accuracy[0])
    assert [one.chance for one in record.lists] == [0.5, 0.5]
    assert [(pair.task, {*pair.names}) for pair in record.pairs] == [
        (task, {*CLASSIFIERS}) for task in lists
    ]
    assert record.sentences == tuple(pair.says for pair in record.pairs)
    assert [one.name for one in list_trials()] == ["trial"]


def test_the_lists_are_of_open_parts_of_the_split_and_the_figures_follow_from_them(tmp_path):
    cohort = small_cohort()
    split = load_split(cohort, SPLIT)
    open_ones = {*split.development, *split.gallery}
    plain, more = ran(tmp_path), ran(tmp_path, name="more", calibration=True)
    drawn = [
        {image for some in one.lists().values() for list_ in some for image in list_.images}
        for one in (plain, more)
    ]
    assert drawn[0] <= open_ones
    assert drawn[1] <= open_ones | {*split.calibration}
    assert drawn[1] & {*split.calibration}
    everybody = Pool.of(config())
    features = running._read(
        everybody, [running.get_backbone("shape-space")], workers=1, progress=Progress()
    )["shape-space"]
    row = {image: number for number, image in enumerate(everybody.images.tolist())}
    right = [
        evaluate(features[[row[one] for one in some.images]], some).right
        for some in plain.lists()["2-way 1-shot"]
    ]
    assert plain.record.answers[0].on_these[0] == pytest.approx(np.concatenate(right).mean())


@pytest.mark.parametrize("method", [QUICK, "prototype:scaling=standardise"])
def test_nothing_is_learned_from_those_who_are_asked_about(tmp_path, monkeypatch, method):
    small_cohort()
    everybody = Pool.of(config())
    groups = deal_groups(everybody, config())
    own = everybody.of_classes(groups[0])
    features = np.random.default_rng(0).normal(size=(len(own), 6))
    lied = np.where(own[:, None], 50 * features**2, features)
    seen = []
    monkeypatch.setattr(answering, "evaluate", lambda table, some, **how: seen.append((table, how)))
    lists = [task.lists[0] for task in draw_tasks(everybody, groups, config())]
    for number, table in enumerate((features, lied)):
        place = tmp_path / str(number)
        answering.answered(
            *(parse_method(method), table, everybody, groups[0], lists), seed=0, place=place
        )
    honest, other = seen[0], seen[len(lists)]
    if method == QUICK:
        one, same = (load(tmp_path / str(number)) for number in (0, 1))
        assert {*one.classes} == {*SEVERAL, ONE} - {*groups[0]}
        assert one.embed(features).tobytes() == same.embed(features).tobytes()
    else:
        others = features[~own]
        row = {image: number for number, image in enumerate(everybody.images.tolist())}
        asked = [row[one] for one in lists[0].images]
        for table, (found, _) in zip((features, lied), (honest, other), strict=True):
            assert found == pytest.approx((table[asked] - others.mean(0)) / others.std(0))


def test_people_of_two_conditions_are_left_out(tmp_path):
    cohort = write_people("both", dict.fromkeys(SEVERAL, 5))
    rows = cohort.rows("image_id", "subject_id", "label").to_pylist()
    first, second = rows[0], next(one for one in rows if one["label"] != rows[0]["label"])
    one = {second["image_id"]: first["subject_id"]}
    cohort.derive(subject_id=one).write(cohorts_folder() / "two")
    make_split(open_cohort("two"), "all", Plan(folds=2, repeats=1, test=0, calibration=0))
    found = Pool.of(config(cohort="two"))
    assert first["subject_id"] not in found.subjects
    assert found.several == sum(one["subject_id"] == first["subject_id"] for one in rows) + 1


def test_images_without_features_are_left_out_for_everybody(tmp_path, monkeypatch):
    small_cohort()
    real = running.look_at

    def blind(cohort, ids, backbone, **more):
        table = real(cohort, ids, backbone, **more)
        table[:3] = np.nan if backbone.name == "shape-space" else table[:3]
        return table

    monkeypatch.setattr(running, "look_at", blind)
    found = ran(tmp_path, backbones=("landmarks", "shape-space"), methods=("prototype",))
    assert found.record.blind == 3
    gone = {*Pool.of(config()).images[:3].tolist()}
    lists = found.lists()["2-way 1-shot"]
    assert not gone & {image for some in lists for image in some.images}


def test_interrupted_it_trains_no_network_twice(tmp_path, monkeypatch):
    small_cohort()
    whole = ran(tmp_path, name="whole")

    def enough() -> bool:
        return any((tmp_path / "scratch" / "networks").glob("*"))

    with pytest.raises(Cancelled):
        run(config(), progress=Progress(scratch=tmp_path / "scratch", cancel_asked=enough))
    assert not [one for one in list_trials() if one.name == "trial"]
    trained = []
    real = answering.train
    monkeypatch.setattr(
        answering, "train", lambda *rows, **how: trained.append(1) or real(*rows, **how)
    )
    found = run(config(), progress=Progress(scratch=tmp_path / "scratch", resumed=True))
    assert len(trained) == 1
    assert found.record.answers == whole.record.answers
    assert [one.hash for one in found.record.lists] == [one.hash for one in whole.record.lists]
    assert not (tmp_path / "scratch").exists()


def test_other_methods_of_another_trial_answer_the_same_episodes(tmp_path):
    small_cohort()
    one, other = ran(tmp_path), ran(tmp_path, name="other", methods=("prototype",))
    assert one.record.lists == other.record.lists
    assert ran(tmp_path, name="third", seed=1).record.lists != one.record.lists


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"ways": ("7",)}, "No 7-way 1-shot episodes for group 1 of 2: . classes of 3 have the 2"),
        ({"shots": ("40",)}, "No 2-way 40-shot episodes for group 1 of 2: 0 classes of 3 have"),
        ({"groups": 1}, "learns from other classes, and with one group there are none"),
        ({"groups": 7}, "6 classes cannot be dealt into 7 groups"),
        ({"episodes": 1}, "1 episode cannot be dealt to 2 groups"),
        ({"methods": ("protonet",)}, "cannot be trained on the other classes: . classes of 3"),
        ({"without": (*SEVERAL, "unaffected")}, "There is 1 condition to learn"),
        ({"cohort": "nobody"}, "There is no cohort 'nobody'"),
        ({"split": "other"}, "There is no split 'other'"),
        ({"name": "../up"}, "is no name for a few-shot trial"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_read(tmp_path, monkeypatch, asked, says):
    small_cohort()
    monkeypatch.delattr(running, "look_at")
    with pytest.raises(UserError, match=says) as caught:
        ran(tmp_path, **asked)
    assert "\n" not in str(caught.value)


def test_a_cohort_without_a_split(tmp_path):
    write_people("whole", dict.fromkeys(SEVERAL, 3))
    with pytest.raises(UserError, match=r"has no split: .* `raredx cohort split whole`"):
        ran(tmp_path, cohort="whole")


def test_a_name_is_not_taken_twice_and_a_damaged_record_is_one_line(tmp_path):
    small_cohort()
    found = ran(tmp_path, methods=("prototype",))
    with pytest.raises(UserError, match="There is a few-shot trial 'trial' already"):
        ran(tmp_path)
    assert ran(tmp_path, replace=True).record.config.methods == ("prototype", QUICK)
    with pytest.raises(
        NotFoundError, match=r"There is no few-shot trial 'away'\. Choose .*: trial"
    ):
        Trial.open("away")
    (found.folder / RECORD).write_text("{}")
    with pytest.raises(UserError, match="few-shot trial 'trial' cannot be read"):
        Trial.open("trial")
    assert list_trials() == []
