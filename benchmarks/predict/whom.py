"""Whom the demonstration model is asked about: people of the test part, and pictures at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import load_split, split_folder
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.sighting import Sighting
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.store import DEMONSTRATION, open_bundle
from raredx.phenotype.landmarks import find_landmarks
from raredx.settings import thread_count


@cache
def demonstration() -> Bundle:
    """The model that ships."""
    return open_bundle(DEMONSTRATION)


def cohort() -> Cohort:
    """The cohort that it comes from."""
    return open_cohort(demonstration().card.cohort)


def tested() -> Sequence[str]:
    """The people of the test part, which is opened for it."""
    folder = split_folder(cohort(), demonstration().card.split)
    return open_test(folder, by="benchmarks.predict", why="figures of docs/results.md")


def calibrating() -> Sequence[str]:
    """The people of the calibration part."""
    return load_split(cohort(), demonstration().card.split).calibration


def of_people(people: Cohort, ids: Sequence[str]) -> Sighting:
    """What the model makes of some of a cohort."""
    landmarks = find_landmarks(ids, people.image, workers=thread_count())
    return Sighting.of(people.image, ids, demonstration(), landmarks, keep=True)


def of_pictures(pictures: Iterable[Image.Image]) -> Sighting:
    """What it makes of pictures at hand."""
    shown = {str(number): one.convert("RGB") for number, one in enumerate(pictures)}
    read = shown.__getitem__
    landmarks = find_landmarks([*shown], read, keep=False)
    return Sighting.of(read, [*shown], demonstration(), landmarks, keep=False)
