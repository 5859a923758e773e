"""Landmarks of many images: each is looked at once, by as many processes as one likes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

import numpy as np

from raredx.encoders import FeatureCache
from raredx.phenotype.landmarks.detect import Detector, space
from raredx.phenotype.landmarks.found import WIDTH, Floats, Landmarks, unpacked
from raredx.phenotype.landmarks.kept import kept_detector

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort

Read = Callable[[str], "Image.Image"]

_BATCH = 32  # images that a process takes at a time, and that are kept together
_WORTH_IT = 4 * _BATCH  # fewer images are found sooner than a process is started

_own: tuple[Detector, Read] | None = None
"""What a process has that looks for another one."""


def landmarks_of(
    cohort: Cohort, *, workers: int = 1, tick: Callable[[int], None] = lambda done: None
) -> Landmarks:
    """The landmarks of a cohort's images, in the order of its rows."""
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    return find_landmarks(ids, cohort.image, workers=workers, tick=tick)


def landmarks_in(image: Image.Image) -> Landmarks:
    """The landmarks of one image that is at hand; nothing of it is kept."""
    with kept_detector() as detector:
        return unpacked(detector.detect(image)[None])


def find_landmarks(
    ids: Sequence[str],
    read: Read,
    *,
    workers: int = 1,
    keep: bool = True,
    tick: Callable[[int], None] = lambda done: None,
) -> Landmarks:
    """The landmarks of images that are known by the hash of their content.

    Parameters
    ----------
    ids : sequence of str
        Which images. What was found in them before is not looked for again.
    read : callable
        `read(image_id)` gives an image. With several workers it goes to other processes.
    workers : int
        How many processes look. The numbers are the same bytes for any of them.
    keep : bool
        Off, nothing is read from disk or written to it.
    tick : callable
        Hears how many images are done.
    """
    cache = FeatureCache(space()) if keep else None
    held = cache.get(ids) if cache else {}
    missing = [image_id for image_id in dict.fromkeys(ids) if image_id not in held]
    batches = [missing[first : first + _BATCH] for first in range(0, len(missing), _BATCH)]
    done = len(ids) - len(missing)
    tick(done)
    for some, rows in zip(batches, _looked(batches, read, workers), strict=True):
        new = dict(zip(some, rows, strict=True))
        if cache:
            cache.put(new)
        held |= new
        done += len(some)
        tick(done)
    found = [held[image_id] for image_id in ids]
    return unpacked(np.stack(found) if found else np.empty((0, WIDTH), np.float32))


def _looked(batches: list[list[str]], read: Read, workers: int) -> Iterator[Floats]:
    """The rows of each batch, in order."""
    if not batches:
        return
    if workers <= 1 or sum(map(len, batches)) < _WORTH_IT:
        with Detector() as detector:
            yield from (_look(some, detector, read) for some in batches)
        return
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawned, initializer=_get_ready, initargs=(read,)
    ) as pool:
        try:
            yield from pool.map(_look_here, batches)
        finally:
            pool.shutdown(cancel_futures=True)


def _look(ids: list[str], detector: Detector, read: Read) -> Floats:
    return np.stack([detector.detect(read(image_id)) for image_id in ids])


def _look_here(ids: list[str]) -> Floats:
    assert _own
    return _look(ids, *_own)


def _get_ready(read: Read) -> None:
    """Give this process what it reads with, and a detector of its own, closed at its end."""
    global _own
    detector = Detector()
    _own = detector, read
    Finalize(detector, detector.close, exitpriority=10)
