"""Whether a cohort is as it was written: every file against its row, every row against its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from raredx.cohorts.card import read_cohort_card
from raredx.cohorts.parts import Part
from raredx.cohorts.refusals import Refused
from raredx.files import sha256_of
from raredx.words import count


@dataclass(frozen=True, kw_only=True)
class Integrity:
    """What a comparison of rows and files found."""

    images: int
    missing: tuple[str, ...]
    """Ids of rows without a file."""
    damaged: tuple[str, ...]
    """Ids of rows whose file has changed."""
    unlisted: tuple[str, ...]
    """Paths of files without a row."""
    changed: tuple[str, ...]
    """Tables and archives that are no longer those on the card."""

    @property
    def sound(self) -> bool:
        """Whether nothing is missing, damaged, unlisted or changed."""
        return not (self.missing or self.damaged or self.unlisted or self.changed)

    def lines(self) -> tuple[str, ...]:
        """Each kind of fault in one line."""
        said = (
            (self.missing, "row", "without a file"),
            (self.damaged, "file", "changed since it was written"),
            (self.unlisted, "file", "without a row"),
            (self.changed, "table or archive", "not as on the card"),
        )
        return tuple(
            f"{count(len(found), noun)} {what}: {', '.join(found[:3])}"
            + (", ..." if len(found) > 3 else "")
            for found, noun, what in said
            if found
        )


def integrity(
    parts: Sequence[Part],
    *,
    folder: Path | None,
    tick: Callable[[int], None] = lambda done: None,
) -> Integrity:
    """Read and hash every file. A folder is also looked through for what no row names."""
    missing, damaged, listed = [], [], set()
    for part in parts:
        for batch in part.batches(["image_id", "path", "sha256"]):
            for row in batch.to_pylist():
                listed.add(row["path"])
                tick(len(listed))
                try:
                    data = part.images.read(row["path"])
                except Refused:
                    missing.append(row["image_id"])
                    continue
                if hashlib.sha256(data).hexdigest() != row["sha256"]:
                    damaged.append(row["image_id"])
    whole = parts if folder else ()
    unlisted = {path for part in whole for path in part.images.paths()} - listed
    return Integrity(
        images=len(listed),
        missing=tuple(missing),
        damaged=tuple(damaged),
        unlisted=tuple(sorted(unlisted)),
        changed=_changed(folder) if folder else (),
    )


def _changed(folder: Path) -> tuple[str, ...]:
    expected = read_cohort_card(folder).files
    return tuple(
        name
        for name, sha256 in expected.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    )
