"""A folder of folders: each holds the images of one class."""

from __future__ import annotations

from raredx.cohorts.importers.layout import Choices, Item, Reading
from raredx.cohorts.importers.listing import Entry, Listing
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.importers.values import text
from raredx.words import count


class ClassFolders:
    """The label of an image is the outermost folder in which it lies."""

    name = "class-folders"
    title = "Folder of folders"
    looks_like = "noonan/01.png, noonan/02.png, normal/01.png"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """Any images at all; the last layout that is tried."""
        if not listing.images:
            return None
        folders = {entry.folders[0] for entry in listing.images if entry.folders}
        if not folders:
            return "images lie side by side, in no folder that could name a class"
        return f"images lie in {count(len(folders), 'folder')}, one for each class"

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """Every image with its folder as label."""
        items = tuple(in_class_folder(entry, entry.folders[:1]) for entry in listing.images)
        bare = sum(item.label is None for item in items)
        notes = (f"{count(bare, 'image')} outside the folders: without a label",) if bare else ()
        return Reading(items=items, notes=notes)


def in_class_folder(entry: Entry, folder: tuple[str, ...], **columns: str) -> Item:
    """An image whose label is a folder's name."""
    return Item(file=entry.path, label=text(folder[0]) if folder else None, columns=columns)
