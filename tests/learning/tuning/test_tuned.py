"""Trained networks: what they learn, what of them is kept, and that they can be interrupted."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from raredx.errors import UserError
from raredx.learning.experiment.chosen import pairs, parse_head
from raredx.learning.heads import get_head
from raredx.learning.heads.around import Around
from raredx.learning.heads.store import ARRAYS, load
from raredx.learning.tuning.training import Best
from tests.learning.tuning.conftest import CONVOLUTIONS, TOKENS
from tests.learning.tuning.pictures import CLASSES, pictures

TRAIN, OTHERS = pictures(), pictures((6, 6, 6), seed=1)
TRUTH = np.array([CLASSES.index(label) for label in OTHERS.labels])
NETWORKS = {"linear": CONVOLUTIONS, "partial": TOKENS, "full": CONVOLUTIONS, "lora": TOKENS}


def tuned(depth: str, *, epochs: int = 8, **options: object):
    return get_head("tuned")(depth=depth, epochs=epochs, batch=12, **options)


@pytest.fixture(scope="module", params=NETWORKS)
def depth(request):
    return request.param


@pytest.fixture(scope="module")
def fitted(networks, depth):
    return TRAIN.fit(tuned(depth), Around(encoder=NETWORKS[depth]))


def test_it_is_better_than_chance(fitted):
    scores = fitted.scores(OTHERS.pictures)
    assert scores.shape == (len(TRUTH), len(CLASSES))
    assert (scores.argmax(1) == TRUTH).mean() > 0.7
    assert np.exp(scores.astype(float)).sum(1) == pytest.approx(np.ones(len(TRUTH)), abs=1e-5)


def test_saved_and_loaded_it_says_the_same_and_keeps_what_has_changed_alone(
    fitted, depth, tmp_path
):
    fitted.save(tmp_path / "head")
    again = load(tmp_path / "head")
    assert again.head == fitted.head
    np.testing.assert_array_equal(again.scores(OTHERS.pictures), fitted.scores(OTHERS.pictures))
    kept = load_file(tmp_path / "head" / ARRAYS)
    inside = {name for name in kept if name.startswith("changed.network.")}
    if depth == "linear":
        assert not inside
    elif depth == "lora":
        assert inside
        assert all("lora_" in name for name in inside)
    else:
        assert inside


def test_where_pictures_lie_is_told_by_the_trained_network(fitted):
    placed = fitted.embedded(OTHERS.pictures)
    assert placed.shape == (len(TRUTH), fitted.width)
    assert np.isfinite(placed).all()


def test_the_same_seed_gives_the_same_network():
    one, other = (
        TRAIN.fit(tuned("full", epochs=2), Around(encoder=CONVOLUTIONS), seed=3).scores(
            OTHERS.pictures
        )
        for _ in range(2)
    )
    np.testing.assert_array_equal(one, other)


def test_the_encoder_that_others_use_stays_as_it_was():
    from raredx.encoders.encode import load as network_of

    before = {name: one.clone() for name, one in network_of(CONVOLUTIONS).state_dict().items()}
    TRAIN.fit(tuned("full", epochs=1), Around(encoder=CONVOLUTIONS))
    for name, one in network_of(CONVOLUTIONS).state_dict().items():
        assert torch.equal(one, before[name])


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize(("depth", "patience"), [("full", 0), ("linear", 2)])
def test_an_interrupted_training_ends_as_one_that_was_not(depth, patience, tmp_path):
    train = pictures((40, 40, 40)) if patience else TRAIN

    def stop(name: str, step: float, value: float) -> None:
        if step == 2:
            raise Stopped

    head = tuned(depth, epochs=3, patience=patience)
    whole = train.fit(head, Around(encoder=CONVOLUTIONS))
    with pytest.raises(Stopped):
        train.fit(head, Around(encoder=CONVOLUTIONS, scratch=tmp_path, curve=stop))
    steps: list[float] = []
    around = Around(
        encoder=CONVOLUTIONS, scratch=tmp_path, curve=lambda name, step, value: steps.append(step)
    )
    resumed = train.fit(head, around)
    assert min(steps) == 2  # the epoch that was cut off is done again, those before are not
    np.testing.assert_array_equal(resumed.scores(OTHERS.pictures), whole.scores(OTHERS.pictures))
    assert not [*tmp_path.iterdir()]


def test_it_ends_early_by_people_who_were_left_out():
    train = pictures((40, 40, 40))
    curves: dict[str, list[float]] = {}

    def hear(name: str, step: float, value: float) -> None:
        curves.setdefault(name, []).append(value)

    head = get_head("tuned")(depth="linear", epochs=40, batch=24, patience=2, rate=1.0)
    train.fit(head, Around(encoder=CONVOLUTIONS, curve=hear))
    left_out = curves["loss of those left out"]
    assert len(left_out) < 40
    assert min(left_out[-2:]) > min(left_out[:-2])


def test_nothing_generated_is_judged_by_and_too_few_people_are_said():
    lines: list[str] = []
    around = Around(encoder=CONVOLUTIONS, generated=[True] * len(TRAIN.labels), say=lines.append)
    TRAIN.fit(tuned("linear", epochs=2, patience=2), around)
    assert lines == ["Too few people can be left out: it trains to its end"]


def test_what_was_best_is_kept():
    best = Best(patience=2)
    net = torch.nn.Linear(1, 1)
    for loss, weight in ((3.0, 1.0), (1.0, 2.0), (2.0, 3.0), (1.5, 4.0)):
        assert not best.enough
        torch.nn.init.constant_(net.weight, weight)
        best.hear(loss, net)
    assert best.enough
    assert best.state is not None
    assert float(best.state["weight"]) == 2.0


@pytest.mark.parametrize(("taken", "steps"), [(1, 5), (1, 2), (3, 7)])
def test_steps_are_as_many_for_a_large_training_set_as_for_a_small_one(monkeypatch, taken, steps):
    from raredx.learning.tuning.training import Fitting

    done: list[int] = []
    step = Fitting.step

    def counted(self: Fitting, pictures: np.ndarray, *more: object) -> float:
        done.append(len(pictures))
        return step(self, pictures, *more)

    monkeypatch.setattr(Fitting, "step", counted)
    pictures((8 * taken,) * 3).fit(
        tuned("linear", epochs=99, steps=steps), Around(encoder=CONVOLUTIONS)
    )
    assert len(done) == steps


def test_a_batch_that_does_not_fit_is_halved_and_changes_nothing(monkeypatch):
    from raredx.learning.tuning.network import Classifier

    head, around = (
        tuned("full", epochs=2, flip=False, shift=0, light=0),
        Around(encoder=CONVOLUTIONS),
    )
    plenty = TRAIN.fit(head, around).scores(OTHERS.pictures)
    see = Classifier.features

    def short_of_memory(self: Classifier, some: np.ndarray) -> torch.Tensor:
        if torch.is_grad_enabled() and len(some) > 5:
            raise torch.OutOfMemoryError("out of memory")
        return see(self, some)

    monkeypatch.setattr(Classifier, "features", short_of_memory)
    lines: list[str] = []
    scarce = TRAIN.fit(head, Around(encoder=CONVOLUTIONS, say=lines.append))
    assert lines == [
        "The batch does not fit in memory: 6 images at a time now",
        "The batch does not fit in memory: 3 images at a time now",
    ]
    np.testing.assert_allclose(scarce.scores(OTHERS.pictures), plenty, atol=0.02)


def test_a_picture_that_does_not_fit_alone_is_an_error(monkeypatch):
    from raredx.learning.tuning.network import Classifier

    see = Classifier.features

    def no_memory(self: Classifier, some: np.ndarray) -> torch.Tensor:
        if torch.is_grad_enabled():
            raise torch.OutOfMemoryError("out of memory")
        return see(self, some)

    monkeypatch.setattr(Classifier, "features", no_memory)
    with pytest.raises(torch.OutOfMemoryError):
        TRAIN.fit(tuned("full", epochs=1), Around(encoder=CONVOLUTIONS))


@pytest.mark.parametrize("loss", ["balanced", "focal", "adjusted"])
def test_losses_for_unequal_classes_learn_too(loss):
    fitted = pictures((20, 6, 6)).fit(tuned("linear", loss=loss), Around(encoder=CONVOLUTIONS))
    assert (fitted.scores(OTHERS.pictures).argmax(1) == TRUTH).mean() > 0.6


def test_what_cannot_be_trained_is_one_line(tmp_path):
    with pytest.raises(UserError, match="nobody said which"):
        TRAIN.fit(tuned("linear"), Around())
    with pytest.raises(UserError, match=r"Pictures are wanted, .* not float64 of shape \(2, 3\)"):
        tuned("linear").fit(np.zeros((2, 3)), "ab", "12", classes="ab", seed=0)
    fitted = TRAIN.fit(tuned("linear", epochs=1), Around(encoder=CONVOLUTIONS))
    with pytest.raises(UserError, match="64 pixels wide, 160 are needed"):
        fitted.scores(np.zeros((1, 64, 64, 3), np.uint8))
    with pytest.raises(UserError, match="none of the backbones is one"):
        pairs(["landmarks"], ["nearest", "tuned:depth=lora"])
    with pytest.raises(UserError, match="depth: "):
        parse_head("tuned:depth=deep")
    fitted.save(tmp_path / "head")
    card = tmp_path / "head" / "head.json"
    card.write_text(card.read_text().replace(CONVOLUTIONS, TOKENS))
    with pytest.raises(UserError, match="missing, too much or of another size"):
        load(tmp_path / "head")
    changed = json.loads(card.read_text())
    card.write_text(json.dumps(changed | {"beside": {"something": "else"}}))
    with pytest.raises(UserError, match="is damaged"):
        load(tmp_path / "head")
