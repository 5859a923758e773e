"""The XML parts of an .xlsx, element by element: never a whole part in memory.

What could swell without end is bounded: tags, names, depth. Document types are refused, since
spreadsheets have none and entity bombs need one.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import TypeVar
from xml.parsers import expat

_PIECE = 1 << 20  # no tag and no text is as long: each piece has the end of one
_MOST_NAMES = 10_000
_MOST_DEPTH = 100
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


AnyPart = TypeVar("AnyPart", bound=Part)


def read_part(archive: zipfile.ZipFile, name: str, part: AnyPart) -> AnyPart:
    """Let a part take everything that stands in the file of that name."""
    parser = _parser(part)
    with archive.open(name) as opened:
        while piece := opened.read(_PIECE):
            if len(piece) == _PIECE and b">" not in piece:
                raise DamagedError("a tag or a text in it has no end")
            parser.Parse(piece)
            if len(parser.intern) > _MOST_NAMES:
                raise DamagedError("it has elements of too many names")
    parser.Parse(b"", True)
    return part


def _parser(part: Part) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names: dict[str, str] = {}
    depth = spaces = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise DamagedError("its elements are nested too deeply")
        if name not in names:
            space, _, local = name.rpartition(" ")
            names[name] = local if space in _NAMESPACES else ""
        if names[name]:
            part.start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if names[name]:
            part.end(names[name])

    def namespace(*_: object) -> None:
        nonlocal spaces
        spaces += 1
        if spaces > _MOST_NAMES:
            raise DamagedError("it has too many namespaces")

    def document_type(*_: object) -> None:
        raise DamagedError("it defines entities, which no spreadsheet does")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = part.text
    parser.StartNamespaceDeclHandler = namespace
    parser.StartDoctypeDeclHandler = document_type
    return parser


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
