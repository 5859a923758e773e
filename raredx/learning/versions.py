"""What a result was made with."""

from __future__ import annotations

import platform
from importlib.metadata import version

import raredx

_TOLD = ("numpy", "scipy", "scikit-learn", "torch", "timm", "mediapipe", "safetensors")


def versions() -> dict[str, str]:
    """The workbench, Python, and the packages that decide over figures.

    >>> sorted(versions())[:2]
    ['mediapipe', 'numpy']
    """
    found = {name: version(name) for name in _TOLD}
    return {"raredx": raredx.__version__, "python": platform.python_version(), **found}
