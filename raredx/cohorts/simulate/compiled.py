"""Where the renderer's compiled code lies: apart for every version of its sources.

numba asks only whether the file of a function has changed. A constant that the function took from
another file is compiled into it, and stays when that file changes.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

_HERE = Path(__file__).parent
_NAME = "numba-"
_SETTING = "NUMBA_CACHE_DIR"


def keep_apart() -> None:
    """Have numba keep what it compiles in a folder of these very sources, if that can be.

    Whoever has set `NUMBA_CACHE_DIR` is left alone; where nothing can be written beside the
    sources, numba's own place for that is used.
    """
    cache = _HERE / "__pycache__"
    if _SETTING in os.environ or not os.access(cache if cache.exists() else _HERE, os.W_OK):
        return
    os.environ[_SETTING] = str(cache / f"{_NAME}{version()}")


def version(folder: Path = _HERE) -> str:
    """A name for the sources below a folder, as they are now."""
    digest = hashlib.sha256()
    for source in sorted(folder.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def compile_all() -> float:
    """Have everything compiled that a picture needs; gives the seconds that it took."""
    from raredx.cohorts.simulate.photograph import sit
    from raredx.cohorts.simulate.sittings import FRONTAL, Sitting

    start = time.perf_counter()
    sit(Sitting(condition=None, seed=1, number=0, view=FRONTAL), size=64)
    return time.perf_counter() - start
