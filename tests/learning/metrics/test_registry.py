"""What every metric promises, tried on all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.errors import NotFoundError
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import all_metrics, get_metric, metric
from raredx.learning.metrics.scores import score
from raredx.learning.metrics.sizes import Sizes
from tests.learning.metrics.sample import drawn, predictions_of, rough, sound

each_metric = pytest.mark.parametrize("one", all_metrics().values(), ids=list(all_metrics()))


def repeated(predictions, times):
    """The rows written as often as they are drawn."""
    rows = np.repeat(np.arange(len(predictions)), times)
    names = np.array([f"{number:05d}" for number in range(len(rows))])
    return replace(predictions.take(rows), images=names, subjects=names)


@each_metric
def test_it_says_what_it_is(one):
    assert one.title
    assert one.measures[0].isupper()
    assert not one.measures.endswith(".")
    assert one.low < one.high < np.inf
    assert one.fewest_images >= 10


@each_metric
def test_it_stays_in_its_range(one):
    prepared = prepare(rough(repeats=2))
    found = one.values(prepared, drawn(150, draws=50))
    assert found.shape == (50,)
    assert (found >= one.low).all()
    assert (found <= one.high).all()
    assert len(np.unique(found)) > 1 or one.fewest_classes > 6


@each_metric
def test_who_is_always_right_and_sure_gets_the_best(one):
    truth = np.arange(60) % 6
    scores = np.where(np.eye(6, dtype=bool)[truth], 0.0, -np.inf)
    prepared = prepare(predictions_of(scores, truth))
    assert one.value(prepared) == pytest.approx(one.best, abs=1e-12)


@pytest.mark.parametrize(
    "name",
    [name for name in all_metrics() if name not in ("ece", "ece-mass")],
)
def test_more_signal_is_better(name):
    one = get_metric(name)
    weak, strong = (one.value(prepare(sound(n=900, c=40, signal=s))) for s in (0.5, 2.0))
    assert (strong > weak) == one.higher_is_better


@each_metric
def test_weights_are_rows_written_as_often(one):
    predictions = rough()
    times = drawn(150, draws=1)
    found = one.values(prepare(predictions), times)
    written = repeated(predictions, times[0])
    if one.third:  # the thirds of a draw are those of all
        classes = np.unique(written.truth)
        assert classes.tolist() == np.unique(predictions.truth).tolist()
    assert found == pytest.approx([one.value(prepare(written))])


@each_metric
def test_the_order_of_rows_does_not_matter(one):
    predictions = rough(repeats=2)
    mixed = predictions.take(np.random.default_rng(1).permutation(300))
    assert one.value(prepare(mixed)) == pytest.approx(one.value(prepare(predictions)))


@each_metric
def test_draws_do_not_know_of_each_other(one, monkeypatch):
    prepared, weights = prepare(rough()), drawn(150, draws=5)
    together = one.values(prepared, weights)
    monkeypatch.setattr("raredx.learning.metrics.registry._PIECE", 300)
    assert one.values(prepared, weights) == pytest.approx(together)


@each_metric
def test_too_few_are_refused_with_a_reason(one):
    enough = one.fewest_classes + 40
    many = Sizes(scored=np.full(enough, 60), trained=np.arange(enough, dtype=float))
    assert one.refusal(many) is None
    few = one.fewest_images - 1
    classes = max(few // 3, one.fewest_classes, 3)
    scarce = Sizes(
        scored=np.bincount(np.arange(few) % 3, minlength=classes),
        trained=np.arange(classes, dtype=float),
    )
    assert "needed" in one.refusal(scarce) or "thirds" in one.refusal(scarce)
    single = score(predictions_of(np.zeros((30, 2)), np.zeros(30, int)), names=[one.name], draws=9)
    assert not single[one.name].reported
    assert "1 class" in single[one.name].note or "0 classes" in single[one.name].note


@pytest.mark.parametrize(
    ("name", "scored", "trained", "reason"),
    [
        ("top-1", [3, 3], [1, 2], "6 images, and 10 are needed"),
        ("top-3", [9, 9], [1, 2], "2 classes, and 4 are needed"),
        ("auroc", [15, 1, 1, 1, 1] * 2 + [0], [1] * 11, None),
        ("f1-macro", [1] * 30, [1] * 30, "1.0 images per class, and 2 are needed"),
        ("auroc-tail", [9, 9, 9], [4, 4, 4], "0 classes in the tail: training sizes differ too"),
        ("auroc-tail", [9] * 4 + [2, 2], [9, 8, 7, 6, 5, 4], "4 images in the tail, and 10"),
        ("top-1", [30, 0], [1, 2], "1 class with images, and 2 are needed"),
    ],
)
def test_reasons(name, scored, trained, reason):
    found = get_metric(name).refusal(Sizes(scored=np.array(scored), trained=np.array(trained)))
    assert found is None if reason is None else found.startswith(reason)


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(NotFoundError, match="no metric 'top-2'"):
        get_metric("top-2")


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="two metrics are called 'top-1'"):
        metric("top-1", title="", measures="", chance=None)(get_metric("top-1").work)
