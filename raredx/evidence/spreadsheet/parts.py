"""The XML parts of an .xlsx, element by element: never a whole part in memory.

Document types are refused: spreadsheets have none, and entity bombs need one.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import TypeVar
from xml.parsers import expat

# Large pieces: expat reads a tag that is still open anew, from its start, with every piece.
_PIECE = 4 << 20
_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict variant of the format
    "http://schemas.openxmlformats.org/package/2006/relationships",
}


class DamagedError(Exception):
    """Something that no spreadsheet program writes; the text says what."""


class Part:
    """Takes the elements of one part as they come. Other namespaces than the sheet's pass by."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text stands there."""


class _Names(dict[str, str]):
    """Names without their namespace; "" for those of others."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        self[name] = local if space in _NAMESPACES else ""
        return self[name]


AnyPart = TypeVar("AnyPart", bound=Part)


def read_part(archive: zipfile.ZipFile, name: str, part: AnyPart) -> AnyPart:
    """Let a part take everything that stands in the file of that name."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names = _Names()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local := names[name]:
            part.start(local, attributes)

    def end(name: str) -> None:
        if local := names[name]:
            part.end(local)

    def document_type(*_: object) -> None:
        raise DamagedError("it defines entities, which no spreadsheet does")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = document_type
    with archive.open(name) as opened:
        while piece := opened.read(_PIECE):
            parser.Parse(piece)
    parser.Parse(b"", True)
    return part


def related(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    """The parts of one kind that a part leads to, by the keys that it calls them by."""
    folder, file = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in archive.namelist():
        return {}
    return {
        key: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for key, found, target in read_part(archive, relations, _Relations()).found
        if found.rpartition("/")[2] == kind
    }


class _Relations(Part):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.found.append((attributes["Id"], attributes["Type"], attributes["Target"]))
