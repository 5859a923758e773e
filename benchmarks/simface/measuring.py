"""From portraits to the lines of the table."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.simface.baselines import by_features, by_shape
from benchmarks.simface.following import errors, following, found
from benchmarks.simface.oracle import told
from benchmarks.simface.sample import Sample
from benchmarks.simface.scores import Line, Ranks, score, wilson
from benchmarks.simface.shortcuts import as_numbers, by_forest, by_line, circumstances
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.sittings import Sitting


def detection(sample: Sample) -> list[Line]:
    """How many faces MediaPipe finds, and how far its points are from the true landmarks."""
    shares = found(sample.points, sample.truth)
    lines = [Line(what=f"one face is found, {view}", figure=one) for view, one in shares.items()]
    followed = following(errors(sample.points, sample.truth), sample.truth)
    for what, one in followed.items():
        lines += [
            Line(what=f"error of points, {what}: median", figure=one.median),
            Line(what=f"error of points, {what}: 95th percentile", figure=one.farthest),
        ]
    return lines


def naming(train: Sample, test: Sample) -> list[Line]:
    """The baselines, and the oracle that is told the terms."""
    train, test = train.affected, test.affected
    ways = {
        **baselines(train, test),
        "oracle that is told the terms": told(simface(), test.terms, test.labels),
    }
    lines = []
    for name, place in ways.items():
        one = score(place, test.subjects)
        lines += [
            Line(what=f"{name}: first", figure=one.first, beside=_chance(1)),
            Line(what=f"{name}: among five", figure=one.among_five, beside=_chance(5)),
        ]
    return lines


def baselines(train: Sample, test: Sample) -> dict[str, Ranks]:
    """Three simple ways to name a condition, and where each puts the true one."""
    own, truth = train.labels, test.labels
    return {
        "shape by MediaPipe": by_shape(
            train.points.points[:, :, :2], own, test.points.points[:, :, :2], truth
        ),
        "shape by true landmarks": by_shape(train.landmarks, own, test.landmarks, truth),
        "frozen lite0": by_features(train.features, own, test.features, truth),
    }


def without_severity(train: Sample, test: Sample) -> list[Line]:
    """The baselines where no condition shows."""
    return _leaks("severity 0", baselines(train, test))


def from_circumstances(train: Sequence[Sitting], test: Sequence[Sitting]) -> list[Line]:
    """What background, light, style and identity alone say."""
    seen, new = as_numbers(circumstances(train), circumstances(test))
    own, truth = ([sitting.condition or "" for sitting in some] for some in (train, test))
    ways = {
        "discriminant": by_line(seen, own, new, truth),
        "forest": by_forest(seen, own, new, truth),
    }
    return _leaks("background, light, style and identity", ways)


def from_corners(train: Sample, test: Sample) -> list[Line]:
    """What the background in the pictures says."""
    given = train.corners, train.labels, test.corners, test.labels
    ways = {"discriminant": by_line(*given), "forest": by_forest(*given)}
    return _leaks("corners of the pictures", ways)


def _leaks(what: str, ways: dict[str, Ranks]) -> list[Line]:
    return [
        Line(
            what=f"{what}, {name}: first",
            figure=wilson(int((place < 1).sum()), len(place)),
            beside=f"limit {200 / len(simface()):.1f}",
        )
        for name, place in ways.items()
    ]


def _chance(first: int) -> str:
    return f"chance {100 * first / len(simface()):.1f}"
