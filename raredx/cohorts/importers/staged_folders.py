"""The student project's layout: the images as they were found, and once more refined."""

from __future__ import annotations

from raredx.cohorts.importers.class_folders import in_class_folder
from raredx.cohorts.importers.layout import Choices, Item, Reading
from raredx.cohorts.importers.listing import Entry, Listing
from raredx.cohorts.importers.sources import Source
from raredx.errors import UserError

STAGES = ("refined", "raw")  # the first that is there is taken, unless one is asked for


class StagedFolders:
    """Class folders (with `normal` among them) below `raw` and `refined`, or the other way round.

    One stage is taken: the same photograph in both would be the same person on both sides of a
    split, under two image ids.
    """

    name = "raw-refined"
    title = "Raw and refined folders"
    looks_like = "raw/noonan/01.jpg, refined/noonan/01.png, refined/normal/07.png"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """Folders of these names, with folders in them or around them."""
        stages = sorted({stage for stage, _ in map(_placed, listing.images) if stage})
        if not stages:
            return None
        return f"class folders with the images {' and '.join(stages)}"

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """The images of one stage."""
        placed = [(entry, *_placed(entry)) for entry in listing.images]
        there = [stage for stage in STAGES if any(one[1] == stage for one in placed)]
        wanted = choices.stage or there[0]
        if wanted not in there:
            raise UserError(
                f"There are no images in a folder {wanted!r}",
                remedy=f"Choose one of: {', '.join(there)}",
            )
        items: list[Item] = [
            in_class_folder(entry, (label,), stage=stage)
            for entry, stage, label in placed
            if stage == wanted
        ]
        others = len(listing.images) - len(items)
        notes = (
            (f"The {wanted} images are taken, {others:,} others are left out",) if others else ()
        )
        return Reading(items=tuple(items), notes=notes)


def _placed(entry: Entry) -> tuple[str, str]:
    """The stage and the class of an image, or two empty texts."""
    outer, inner = (*(folder.casefold() for folder in entry.folders[:2]), "", "")[:2]
    if outer in STAGES and inner:
        return outer, entry.folders[1]
    if inner in STAGES:
        return inner, entry.folders[0]
    return "", ""
