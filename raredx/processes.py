"""Functions mapped over a list by several processes, or by this one alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

Over = Callable[..., Iterable[Any]]


@contextmanager
def many_hands(workers: int, *, at_once: int = 1) -> Iterator[Over]:
    """What maps a function over a list, in its order; whoever leaves early waits for nobody.

    Parameters
    ----------
    workers : int
        With one, or none, everything is done here.
    at_once : int
        What a process takes at a time.

    Examples
    --------
    >>> with many_hands(1) as over:
    ...     list(over(abs, [-1, 2]))
    [1, 2]
    """
    if workers <= 1:
        yield map
        return
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawned) as pool:
        try:
            yield partial(pool.map, chunksize=at_once)
        finally:
            pool.shutdown(cancel_futures=True)
