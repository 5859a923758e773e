"""Hugging Face's imagefolder: parts named train or test, class folders or a metadata file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from raredx.cohorts.importers.class_folders import in_class_folder
from raredx.cohorts.importers.layout import Choices, Item, Reading
from raredx.cohorts.importers.listing import Listing
from raredx.cohorts.importers.naming import read_rows
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.importers.tables import read_table
from raredx.cohorts.importers.values import text
from raredx.errors import UserError

_PARTS = {
    **{"train": "train", "training": "train", "test": "test", "testing": "test"},
    **dict.fromkeys(("validation", "valid", "val", "dev"), "validation"),
}
_METADATA = ("metadata.csv", "metadata.jsonl")


class ImageFolder:
    """The part that an image is in is kept in the column `split`; it binds nobody."""

    name = "imagefolder"
    title = "Hugging Face imagefolder"
    looks_like = "train/noonan/01.png, test/normal/07.png; or train/metadata.csv with file_name"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """A metadata file, or nothing but folders with the names of parts."""
        if found := listing.named(*_METADATA):
            return f"there is a {found[0]}"
        tops = {entry.folders[0] if entry.folders else "" for entry in listing.images}
        if tops and all(top.casefold() in _PARTS for top in tops):
            return f"the folders are parts: {', '.join(sorted(tops))}"
        return None

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """The images of all parts."""
        found = listing.named(*_METADATA)
        readings = [_described(source, listing, choices, path) for path in found]
        described = {item.file for reading in readings for item in reading.items}
        below = {path.rpartition("/")[0] for path in found}
        bare = [
            in_class_folder(entry, entry.folders[_part(entry.path) is not None :][:1])
            for entry in listing.images
            if entry.path not in described and not any(_inside(entry.path, one) for one in below)
        ]
        items = (*(item for reading in readings for item in reading.items), *bare)
        return Reading(
            items=tuple(_with_part(item) for item in items),
            refused=tuple(one for reading in readings for one in reading.refused),
            notes=tuple(dict.fromkeys(note for reading in readings for note in reading.notes)),
        )


def _described(source: Source, listing: Listing, choices: Choices, path: str) -> Reading:
    """The images that a metadata file names; if it has no labels, class folders are them."""
    table = read_table(source, path)
    if "file_name" not in table.columns and "path" not in choices.columns:
        raise UserError(
            f"{path} has no column file_name", remedy="Say which one names the files (path=COLUMN)"
        )
    folder = path.rpartition("/")[0]
    reading = read_rows(table, listing, choices, below=f"{folder}/" if folder else "")
    if any(item.label for item in reading.items):
        return reading
    return replace(reading, items=tuple(_with_label(item, folder) for item in reading.items))


def _with_label(item: Item, folder: str) -> Item:
    folders = PurePosixPath(item.file).relative_to(folder).parts[:-1]
    classes = [name for name in folders if name.casefold() not in _PARTS]
    return item if item.label or not classes else replace(item, label=text(classes[0]))


def _with_part(item: Item) -> Item:
    part = item.columns.get("split") or _part(item.file)
    return replace(item, columns={**item.columns, "split": part}) if part else item


def _part(path: str) -> str | None:
    return _PARTS.get(path.partition("/")[0].casefold()) if "/" in path else None


def _inside(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
