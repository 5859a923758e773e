"""An experiment judges everybody once in each repeat, by people they are not, and goes on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.run import split_folder
from raredx.cohorts.store import open_cohort
from raredx.errors import NotFoundError, UserError
from raredx.jobs import Cancelled, Progress, get_kind
from raredx.learning.experiment import cells
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.judging import Labelled, judge
from raredx.learning.experiment.run import lay_out, run
from raredx.learning.experiment.store import Experiment, list_experiments
from raredx.learning.heads import Prototype
from tests.learning.small import FOLDS, ONE, REPEATS, SEVERAL, SPLIT, small_cohort, write_people


def config(**more: Any) -> ExperimentConfig:
    own: dict[str, Any] = {"name": "trial", "cohort": "small", "backbones": ["landmarks"]}
    return ExperimentConfig(**own | {"heads": ["prototype", "discriminant:components=12"]} | more)


def ran(folder: Path, *, workers: int = 1, **more: Any) -> Experiment:
    return run(config(**more), workers=workers, progress=Progress(scratch=folder / "scratch"))


def test_everybody_is_judged_once_in_each_repeat_by_others(tmp_path):
    small_cohort()
    found = ran(tmp_path)
    assert found.names == [
        "own / landmarks / prototype",
        "own / landmarks / discriminant:components=12",
    ]
    study, split = lay_out(config())
    said = found.predictions(found.names[0])
    assert split == SPLIT
    assert said.classes == study.classes
    assert {*said.classes} == {*SEVERAL, ONE}
    assert found.record.never_judged == (ONE,)
    assert len(said) == len({*said.images}) * REPEATS
    np.testing.assert_allclose(np.exp(said.scores).sum(1), 1, rtol=1e-5)
    for fold in study.folds:
        people = {study.subjects[one] for one in fold.judged}
        assert not people & {study.subjects[one] for one in fold.training}
        assert not {*study.calibration} & {*fold.training, *fold.judged}
        own = said.take((said.repeat == fold.repeat) & (said.fold == fold.number))
        assert {*own.images} == {*fold.judged}
    assert len(study.folds) == FOLDS * REPEATS
    assert (said.ranks == 0).mean() > 2 / len(said.classes)
    assert found.record.data_hash == open_cohort("small").data_hash
    assert found.record.split_hash == study.split.hash
    assert [one.name for one in list_experiments()] == ["trial"]


def test_labels_of_those_who_are_judged_change_nothing_of_what_is_said(monkeypatch, tmp_path):
    """The whole way, from the study on: only the truth that is joined at the end may differ."""
    small_cohort()
    plain = ran(tmp_path, repeats=1).predictions("own / landmarks / prototype")
    study, _ = lay_out(config(repeats=1))
    fold = study.folds[0]
    other = {label: SEVERAL[number - 1] for number, label in enumerate(SEVERAL)}
    judged = {*fold.judged}
    lied = {
        one: other.get(label, label) if one in judged else label
        for one, label in study.labels.items()
    }
    real = cells.Material.labelled

    def lying(self: Any, source: Any, ids: Any, **more: Any) -> Labelled:
        honest = real(self, source, ids, **more)
        told = [lied[one] for one in ids]
        return replace(honest, labels=told)

    monkeypatch.setattr(cells.Material, "labelled", lying)
    again = ran(tmp_path, repeats=1, replace=True).predictions("own / landmarks / prototype")
    mine = [plain.fold == 0, again.fold == 0]
    assert mine[0].sum() == len(judged)
    np.testing.assert_array_equal(plain.scores[mine[0]], again.scores[mine[1]])
    assert not np.array_equal(plain.scores[~mine[0]], again.scores[~mine[1]])


def test_a_head_cannot_be_handed_the_labels_of_what_it_judges():
    rows = Labelled(features=np.eye(4), labels=list("aabb"), subjects=list("1234"))
    taken = inspect.signature(judge).parameters
    assert [name for name in taken if "label" in name or "truth" in name] == []
    with pytest.raises((TypeError, AttributeError, UserError)):
        judge(Prototype(), rows, rows, classes=["a", "b"])  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        judge(Prototype(), rows, np.eye(4), classes=["a", "b"], labels=list("aabb"))  # type: ignore[call-arg]


def test_any_number_of_processes_says_the_same(tmp_path, monkeypatch):
    small_cohort()
    monkeypatch.setattr(cells, "_WORTH_IT", 1)
    one, two = ran(tmp_path, repeats=1), ran(tmp_path, workers=2, repeats=1, name="two")
    for name in one.names:
        np.testing.assert_array_equal(one.predictions(name).scores, two.predictions(name).scores)


def test_an_interrupted_experiment_goes_on_at_the_next_cell(tmp_path, monkeypatch):
    small_cohort()
    judged: list[str] = []
    real = cells.judge

    def counted(head: Any, *given: Any, **more: Any) -> Any:
        judged.append(head.name)
        return real(head, *given, **more)

    monkeypatch.setattr(cells, "judge", counted)
    asked: Callable[[], bool] = lambda: len(judged) >= 5  # noqa: E731
    with pytest.raises(Cancelled):
        run(config(), progress=Progress(scratch=tmp_path / "scratch", cancel_asked=asked))
    assert len(judged) == 5
    run(config(), progress=Progress(scratch=tmp_path / "scratch", resumed=True))
    assert len(judged) == 2 * FOLDS * REPEATS
    with pytest.raises(UserError, match="There is an experiment 'trial' already"):
        ran(tmp_path)


def test_other_people_may_be_added_to_the_training_part_alone(tmp_path):
    small_cohort()
    write_people("others", dict.fromkeys(SEVERAL, 2), skip=9)
    found = ran(
        tmp_path,
        arms=["own", "flipped", "own+others", "none+others"],
        repeats=1,
        heads=["prototype"],
    )
    said = found.all_predictions()
    assert len(said) == 4
    assert len({tuple(one.images) for one in said.values()}) == 1
    alone = said["none+others / landmarks / prototype"]
    untaught = alone.classes.index(ONE)
    assert np.isneginf(alone.scores[:, untaught]).all()


def test_a_cohort_that_shares_people_with_those_who_are_judged_is_refused(tmp_path):
    small_cohort()
    write_people("same", dict.fromkeys(SEVERAL, 2), skip=3)
    with pytest.raises(UserError, match="'same' shares"):
        ran(tmp_path, arms=["own+same"])


def test_the_test_part_is_opened_on_purpose_and_written_down(tmp_path):
    cohort = small_cohort()
    closed = ran(tmp_path)
    with pytest.raises(UserError, match="no predictions of the test part"):
        closed.predictions(closed.names[0], part="test")
    assert openings(split_folder(cohort, SPLIT)) == []
    opened = ran(tmp_path, name="final", test_because="to see whether it is written down")
    (opening,) = openings(split_folder(cohort, SPLIT))
    assert (opening.by, opening.why) == ("experiment final", "to see whether it is written down")
    said = opened.predictions(opened.names[0], part="test")
    seen = closed.predictions(closed.names[0])
    assert len(said)
    assert not {*said.subjects} & {*seen.subjects}


def test_images_without_a_face_are_answered_blindly_and_counted():
    features = np.vstack([np.eye(4), np.full((1, 4), np.nan)])
    rows = Labelled(features=features, labels=list("aabbb"), subjects=list("12345"))
    judged = judge(Prototype(), rows, features[[0, 4]], classes=["a", "b"])
    assert judged.blind == 1
    np.testing.assert_allclose(np.exp(judged.scores[1]), [0.5, 0.5])


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"without": ["unaffected", *SEVERAL]}, "There is 1 condition to learn"),
        ({"split": "another"}, "another"),
        ({"cohort": "nobody"}, "There is no cohort 'nobody'"),
        ({"name": "../up"}, "name"),
    ],
)
def test_what_does_not_fit_is_one_line(tmp_path, wrong, line):
    small_cohort()
    with pytest.raises(UserError, match=line):
        ran(tmp_path, **wrong)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"arms": ["synthetic"]}, "arms: .*There is no arm 'synthetic'"),
        ({"heads": ["forest"]}, "heads: .*There is no head 'forest'"),
        ({"heads": ["nearest:neighbours=0"]}, "has options that do not fit"),
        ({"heads": ["nearest:k=3"]}, "k: there is no such field"),
        ({"backbones": ["resnet"]}, "backbones: .*There is no backbone 'resnet'"),
        ({"repeats": 0}, "repeats: .*greater than or equal to 1"),
    ],
)
def test_settings_that_mean_nothing_are_told_field_by_field(wrong, line):
    with pytest.raises(UserError, match=line):
        get_kind("experiment").parse({"name": "trial"} | wrong)


def test_labels_that_differ_only_in_case_are_named(tmp_path):
    cohort = small_cohort()
    ids = cohort.select(label=SEVERAL[0]).rows("image_id")["image_id"].to_pylist()
    renamed = dict.fromkeys(ids[: len(ids) // 2], SEVERAL[0].upper())
    cohort.derive(label=renamed).write(cohort.folder.parent / "shouted")
    from raredx.cohorts.splits.plan import Plan
    from raredx.cohorts.splits.run import make_split

    make_split(open_cohort("shouted"), SPLIT, Plan(folds=2, repeats=1))
    with pytest.raises(UserError, match="differ only in how they are written"):
        ran(tmp_path, cohort="shouted")


def test_an_unknown_or_damaged_experiment_is_one_line(tmp_path):
    small_cohort()
    with pytest.raises(NotFoundError, match="There is no experiment 'trial'"):
        Experiment.open("trial")
    found = ran(tmp_path, repeats=1)
    with pytest.raises(NotFoundError, match="has no classifier 'x'"):
        found.predictions("x")
    (found.folder / "predictions.parquet").write_bytes(b"PAR1")
    with pytest.raises(UserError, match="cannot be read"):
        Experiment.open("trial").predictions(found.names[0])
    (found.folder / "record.json").write_text("{}")
    with pytest.raises(UserError, match="damaged or from another version"):
        Experiment.open("trial")


@pytest.mark.parametrize("text", ["", "none", "own+", "own+a+b", "fake"])
def test_an_arm_that_means_nothing_is_refused(text):
    if text == "own+":
        assert Arm.parse(text).added is None
        return
    with pytest.raises(UserError, match="There is no arm"):
        Arm.parse(text)
