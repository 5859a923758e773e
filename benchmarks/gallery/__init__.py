"""What one page of images opens, reads and takes, however many images the cohort has.

Part of `benchmarks.cohorts`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About

SIDE = 64


def a_page(folder: Path, images: int) -> dict[str, float]:
    """Medians over some pages of a cohort with so many images."""
    draw(folder, images)
    command = [sys.executable, "-m", "benchmarks.gallery", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    pages = json.loads(done.stdout.splitlines()[-1])
    return {name: median(page[name] for page in pages) for name in pages[0]}


def draw(folder: Path, images: int) -> None:
    """A cohort of small pictures, no two alike."""
    chance = np.random.default_rng(1)
    with building(folder, About(title="Many")) as new:
        for number in range(images):
            coarse = chance.integers(0, 256, (6, 6, 3), np.uint8)
            new.add(
                Image.fromarray(coarse).resize((SIDE, SIDE)),
                origin="simulated",
                subject_id=f"p{number}",
                label=f"condition {number % 103}",
            )
