"""Makers of small cohorts: pictures of noise, so that no two are alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from PIL import Image

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort

LABELS = ("CdLS", "Noonan", None)


def noise(seed: int, size: tuple[int, int] = (20, 16)) -> Image.Image:
    """A picture that no other seed gives."""
    width, height = size
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def make(
    folder: Path,
    seeds: range = range(6),
    *,
    origin: str = "real",
    packed: bool = False,
    **more: Any,
) -> Cohort:
    """A cohort with one image for each seed, two of a subject, and a table of truths."""
    ids = []
    with building(folder, About(title=folder.name, licence="CC0"), packed=packed) as new:
        for seed in seeds:
            row: dict[str, Any] = {
                "subject_id": f"p{seed // 2}",
                "label": LABELS[seed % len(LABELS)],
                "age": None if seed % 4 == 3 else seed / 2,
                "phenotypes": ["HP:0000316", "HP:0000431"][: seed % 3],
            }
            ids.append(new.add(noise(seed), origin=origin, **{**row, **more}))
        new.side("truth", pa.table({"image_id": ids, "seed": list(seeds)}))
    return Cohort.open(folder)


def ids_of(cohort: Cohort) -> list[str]:
    return cohort.rows("image_id")["image_id"].to_pylist()


def origins_of(cohort: Cohort) -> dict[str, str]:
    rows = cohort.rows("image_id", "origin")
    return dict(zip(rows["image_id"].to_pylist(), rows["origin"].to_pylist(), strict=True))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to see whether anything has changed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }
