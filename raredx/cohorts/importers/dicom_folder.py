"""A folder of DICOM files: who, which series and which view is read from their headers."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from raredx.cohorts.importers import values
from raredx.cohorts.importers.dicom_headers import HEAD, Header, read_headers
from raredx.cohorts.importers.layout import Choices, Item, Reading
from raredx.cohorts.importers.listing import Entry, Listing
from raredx.cohorts.importers.secret import workspace_key
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError
from raredx.words import count

_SUFFIXES = ("dcm", "dicom", "ima")
_LOOKED_AT = 20  # files without a suffix, to see whether they are DICOM
_OLDEST = 90.0  # an exact age above 89 helps to find out who it is
_FOLDER = "folder"


class DicomFolder:
    """The patient's id is kept as a keyed hash only. No label is read from headers or folders.

    Folders of DICOM files often bear names of patients, so they are labels only if that is asked
    for, with the column `label=folder`.
    """

    name = "dicom"
    title = "DICOM folder"
    looks_like = "IM0001, IM0002, series/scan.dcm"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """Mostly DICOM files, by suffix or by their first bytes."""
        named = [entry for entry in listing.entries if entry.suffix in _SUFFIXES]
        bare = [entry for entry in listing.entries if _is_bare(entry)][:_LOOKED_AT]
        bare = [entry for entry in bare if _has_mark(source, entry)]
        if (not named and not bare) or len(listing.images) > 2 * len(named) + len(bare):
            return None
        return f"there are DICOM files, such as {[*named, *bare][0].path}"

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """Every DICOM file with what its header says."""
        if any(pair != ("label", _FOLDER) for pair in choices.columns.items()):
            raise UserError(
                "A DICOM folder has no table with columns",
                remedy=f"Give a CSV that names the files, or say label={_FOLDER}",
            )
        entries = [
            entry
            for entry in listing.entries
            if entry.suffix in _SUFFIXES or (_is_bare(entry) and _has_mark(source, entry))
        ]
        heads = (_head(source, entry) for entry in entries)
        headers = read_headers(heads, key=workspace_key())
        items = tuple(
            _item(entry, header, by_folder="label" in choices.columns)
            for entry, header in zip(entries, headers, strict=True)
        )
        notes = ["Patients are told apart by a hash that only this workspace can make"]
        if others := len(listing.entries) - len(entries):
            notes.append(f"{count(others, 'other file')}: left out")
        return Reading(items=items, notes=tuple(notes))


def _item(entry: Entry, header: Header, *, by_folder: bool) -> Item:
    age = values.age(header.get("age", ""))
    columns: dict[str, Any] = {name: header.get(name) for name in ("series", "view", "sex")}
    return Item(
        file=entry.path,
        label=values.text(entry.folders[0]) if by_folder and entry.folders else None,
        subject=header.get("subject"),
        columns=columns | {"age": None if age is None else min(age, _OLDEST)},
    )


def _is_bare(entry: Entry) -> bool:
    """Whether a name has no suffix, or a number for one, as names of DICOM files often have."""
    name = PurePosixPath(entry.path).name
    return "." not in name or name.replace(".", "").isdigit()


def _has_mark(source: Source, entry: Entry) -> bool:
    return _head(source, entry, most=132)[128:] == b"DICM"


def _head(source: Source, entry: Entry, *, most: int = HEAD) -> bytes:
    try:
        return source.read(entry.path, most=most)
    except Refused:  # it is refused once more when its image is read, and listed then
        return b""
