"""Open a cohort folder: look at everything that can be missing or wrong before rows are read."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from raredx.cohorts.card import About, about_of, read_cohort_card
from raredx.cohorts.manifest import MANIFEST, ORIGINS, open_table, read_schema
from raredx.cohorts.pack import IMAGES, PACKED, images_in
from raredx.cohorts.parts import Part
from raredx.errors import NotFoundError, UserError

_AGAIN = "It was moved, copied or deleted in part: copy it again, whole, or import again"


def opened(folder: Path) -> tuple[About, Part]:
    """What a folder's card says, and its rows, of which none is read yet."""
    if not folder.is_dir():
        raise NotFoundError(
            f"There is no folder {folder}",
            remedy="It was moved or deleted: `raredx cohort list` shows which cohorts there are",
        )
    card = read_cohort_card(folder)
    part = Part(
        rows=folder / MANIFEST,
        images=images_in(folder),
        schema=read_schema(folder / MANIFEST),
        sides=_sides(folder),
    )
    rows = open_table(folder / MANIFEST).count_rows()
    if rows != card.counts.get("images"):
        raise UserError(
            f"{folder} has {rows:,} rows, but its card says {card.counts.get('images', 0):,}",
            remedy=_AGAIN,
        )
    if rows and not (folder / IMAGES).is_dir() and not (folder / PACKED).is_file():
        raise NotFoundError(f"{folder} has neither {IMAGES}/ nor {PACKED}", remedy=_AGAIN)
    _check_origins(part, folder)
    return about_of(card), part


def _sides(folder: Path) -> dict[str, Path]:
    """The tables beside the manifest that say more of its images; others stay where they are."""
    others = [file for file in sorted(folder.glob("*.parquet")) if file.name != MANIFEST]
    return {file.stem: file for file in others if "image_id" in open_table(file).schema.names}


def _check_origins(part: Part, folder: Path) -> None:
    """No row may be without an origin, whoever wrote the manifest."""
    known: set[str] = set()
    for batch in part.batches(["origin"]):
        known |= set(pa.chunked_array([batch["origin"]]).unique().to_pylist())
    if strange := known - set(ORIGINS):
        named = ", ".join(sorted(repr(origin) if origin else "none" for origin in strange))
        raise UserError(
            f"Images in {folder} have an origin that is not known: {named}",
            remedy=f"An origin is one of {', '.join(ORIGINS)}: import the images again",
        )
