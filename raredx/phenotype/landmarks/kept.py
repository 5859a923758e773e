"""Detectors that stay open from one image to the next: to open one takes longer than to look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.util import Finalize

from raredx.phenotype.landmarks.detect import Detector
from raredx.settings import thread_count

_idle: list[Detector] = []
"""Those that nobody uses now."""


@contextmanager
def kept_detector() -> Iterator[Detector]:
    """A detector for one thread at a time: one that is open already, or else a new one.

    No more stay open than there are processor threads to use; they are closed with the process.
    """
    try:
        detector = _idle.pop()
    except IndexError:
        detector = Detector()
    try:
        yield detector
    except BaseException:
        detector.close()
        raise
    if len(_idle) < thread_count():
        _idle.append(detector)
    else:
        detector.close()


def close_detectors() -> None:
    """Close those that nobody uses now; the next one is opened anew."""
    while _idle:
        _idle.pop().close()


Finalize(None, close_detectors, exitpriority=10)
