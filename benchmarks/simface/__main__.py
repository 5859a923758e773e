"""Measure simulated portraits, and print one table.

    python -m benchmarks.simface --seed 9001 --train 5 --test 3 --scale 1.0
    python -m benchmarks.simface controls --seed 9001 --train 5 --test 20
    python -m benchmarks.simface shipped
    python -m benchmarks.simface landmarks --seed 9001

The first is for development: how hard are so many portraits of each condition. The controls draw
portraits in which no condition shows, and look for what gives one away otherwise. What is measured
on the shipped cohort, controls included, goes to docs/results.md. The last makes the list of
vertices at which MediaPipe's points lie.

Portraits are drawn once and kept in a work folder: remove it when the simulator draws others.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from benchmarks.simface import measuring
from benchmarks.simface.drawing import RECIPE, TEST, TRAINING, Drawing
from benchmarks.simface.sample import Sample
from benchmarks.simface.scores import Line
from benchmarks.tables import keep, markdown
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER
from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import load_split, split_folder
from raredx.settings import settings

SPLIT = "standard"
HEADINGS = ["measure, per cent", "value (95 % CI)", "images", "beside"]
_FEW, _MANY = 3, 20  # test portraits of each condition: to try something, and to rule out a leak
_PEOPLE = 30  # of each condition and part, where no picture is needed


def main() -> None:
    """Do what is asked for."""
    given = arguments()
    if given.what == "landmarks":
        from benchmarks.simface.mapping import write_map

        print(write_map(Drawing(seed=given.seed, part=TRAINING, images=given.train), given.work))
    elif given.what == "shipped":
        lines = shipped(given) + controls(given)
        keep("simface", [asdict(one) for one in lines], headings=HEADINGS, rows=rows(lines))
    else:
        lines = develop(given) if given.what == "develop" else controls(given)
        print(markdown(HEADINGS, rows(lines)))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simface")
    ways = ("develop", "controls", "shipped", "landmarks")
    parser.add_argument("what", nargs="?", choices=ways, default=ways[0])
    parser.add_argument("--seed", type=int, default=9001)
    parser.add_argument("--train", type=int, default=5, help="portraits of each condition")
    parser.add_argument("--test", type=int, help="likewise")
    parser.add_argument(
        "--scale", type=float, default=RECIPE.severity, help="severity; only for development"
    )
    parser.add_argument("--work", type=Path, default=settings().workspace / "benchmarks/simface")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cohort", type=Path, default=FOLDER, help="the shipped cohort")
    given = parser.parse_args()
    if given.test is None:
        given.test = _FEW if given.what == "develop" else _MANY
    return given


def develop(given: argparse.Namespace) -> list[Line]:
    """Is it found, and how hard is it."""
    train, test = (drawn(given, part, given.scale) for part in (TRAINING, TEST))
    return measuring.detection(test) + measuring.naming(train, test)


def controls(given: argparse.Namespace) -> list[Line]:
    """Does anything leak."""
    plain, shown = (
        [drawn(given, part, scale) for part in (TRAINING, TEST)] for scale in (0.0, RECIPE.severity)
    )
    people = [
        Drawing(seed=given.seed, part=part, images=_PEOPLE).sittings() for part in (TRAINING, TEST)
    ]
    return [
        *measuring.without_severity(*plain),
        *measuring.from_circumstances(*people),
        *measuring.from_corners(*shown),
    ]


def shipped(given: argparse.Namespace) -> list[Line]:
    """The shipped cohort; that its test part was opened is written down."""
    cohort = Cohort.open(given.cohort)
    split = load_split(cohort, SPLIT)
    test = open_test(
        split_folder(cohort, SPLIT), by="benchmarks.simface", why="baselines for docs/results.md"
    )
    everything, train, last = (
        Sample(cohort=part)
        for part in (
            cohort,
            cohort.select(image_id=[*split.development, *split.gallery]),
            cohort.select(image_id=[*test]),
        )
    )
    return [*measuring.detection(everything), *measuring.naming(train, last)]


def drawn(given: argparse.Namespace, part: int, scale: float) -> Sample:
    """A part of a plan as portraits."""
    images = given.train if part == TRAINING else given.test
    drawing = Drawing(seed=given.seed, part=part, images=images, scale=scale)
    cohort = drawing.drawn(given.work, workers=given.workers)
    return Sample(cohort=cohort)


def rows(lines: list[Line]) -> list[list[str]]:
    """The table's cells."""
    return [[one.what, str(one.figure), f"{one.figure.of:,}", one.beside] for one in lines]


if __name__ == "__main__":
    main()
