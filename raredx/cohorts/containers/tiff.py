"""TIFF: directories of tags that point anywhere. It is walked and decoded apart, never here.

The tags cannot be taken out without writing the file anew, so the decoder gets the whole file, in
a process of its own (see `raredx.cohorts.apart`), and only its pixels come back.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass, field

from raredx.cohorts.containers.base import BROKEN_ICC, MOST_ICC, Container, check_tail
from raredx.cohorts.refusals import Refused

_WIDTH, _HEIGHT, _BITS, _SAMPLES, _ORIENTATION, _ICC = 256, 257, 258, 277, 274, 34675
_COMPRESSION, _COLOURS = 259, 262
_REDUCED = 254  # bit 0: a smaller copy of another page
_STRIPS, _TILES = (273, 279), (324, 325)  # tags of places and lengths
_JPEG = (513, 514)
_POINTERS = (330, 34665, 34853, 40965)  # to directories of previews, EXIF, place, exchange
_SUBPAGES = 330
_DNG = 50706
_NEEDED = {_WIDTH, _HEIGHT, _BITS, *_STRIPS, *_TILES}
_METADATA = {
    **dict.fromkeys((270, 305, 315, 316, 33432, 269, 285), "comment"),
    **dict.fromkeys((271, 272, 42033, 42035, 34665), "EXIF"),
    **dict.fromkeys((306,), "date"),
    **dict.fromkeys((33723, 34377), "IPTC"),
    34853: "GPS",
    700: "XMP",
    _ICC: "ICC",
}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I"}
_PRIVATE = 32768
_MOST_ENTRIES = 1_000
_MOST_SIDE_DIRECTORIES = 64
_MOST_NUMBERS = 1_000_000  # strips or tiles: 40 million pixels in tiles of 16 x 16 have 625,000


@dataclass
class _Directory:
    numbers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    icc: bytes | None = None
    end: int = 0
    following: int = 0

    def first(self, tag: int, default: int) -> int:
        return self.numbers.get(tag, (default,))[0]


def read(data: bytes, *, frame: int | None, most_frames: int) -> Container:
    """Take a TIFF apart, up to one directory more than may be read."""
    order = "<" if data[:2] == b"II" else ">"
    if struct.unpack_from(f"{order}H", data.ljust(4, b"\0"), 2)[0] != 42:
        raise Refused("unsupported-encoding", format="TIFF", what="BigTIFF")
    try:
        directories = _walk(data, order, most_frames)
    except struct.error:
        raise Refused("truncated", format="TIFF") from None
    full = [i for i, one in enumerate(directories) if not one.first(_REDUCED, 0) & 1]
    if _is_raw_photo(directories, full):
        raise Refused("unsupported-encoding", format="TIFF", what="a camera's raw photo")
    places = tuple(full or range(len(directories)))
    page = directories[places[frame if frame is not None and 0 <= frame < len(places) else 0]]
    _check_page(page)
    bits = max(page.numbers.get(_BITS, (1,)))
    orientation = page.first(_ORIENTATION, 1)
    return Container(
        format="TIFF",
        width=page.first(_WIDTH, 0),
        height=page.first(_HEIGHT, 0),
        picture=data,
        frames=len(places),
        sequence="many-pages",
        places=places,
        bits=bits,
        white_is_zero=bits > 8 and page.first(_COLOURS, 1) == 0,
        orientation=orientation if 1 <= orientation <= 8 else 1,
        icc=page.icc,
        removed=frozenset().union(*(one.removed for one in directories)),
        notes=check_tail(data, _end(data, order, directories), format="TIFF"),
    )


def _check_page(page: _Directory) -> None:
    """Refuse a page without measures or pixels, or with fewer pixels than it declares."""
    width, height = page.first(_WIDTH, 0), page.first(_HEIGHT, 0)
    sizes = [size for tags in (_STRIPS, _TILES, _JPEG) for size in page.numbers.get(tags[1], ())]
    if not width or not height or not sizes:
        raise Refused("damaged", format="TIFF")
    row = -(-width * page.first(_BITS, 1) * page.first(_SAMPLES, 1) // 8)
    if page.first(_COMPRESSION, 1) == 1 and sum(sizes) < row * height:
        raise Refused("truncated", format="TIFF")


def _is_raw_photo(directories: list[_Directory], full: list[int]) -> bool:
    """Raw photos show a preview first and keep the sensor's data in a side directory."""
    tags = {tag for one in directories for tag in one.numbers}
    return _DNG in tags or (not full and _SUBPAGES in tags)


def _end(data: bytes, order: str, directories: list[_Directory]) -> int:
    """Where the last thing ends that any directory points to; broken side directories are left."""
    end = max(one.end for one in directories)
    todo = [at for one in directories for tag in _POINTERS for at in one.numbers.get(tag, ())]
    for at in todo:  # grows while side directories point to further ones
        if len(todo) > _MOST_SIDE_DIRECTORIES:
            raise Refused("too-complex", format="TIFF")
        with suppress(struct.error, Refused):
            side = _directory(data, order, at)
            end = max(end, side.end)
            todo += [at for tag in _POINTERS for at in side.numbers.get(tag, ())]
    return end


def _walk(data: bytes, order: str, most: int) -> list[_Directory]:
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    seen: set[int] = set()
    found = []
    while at:
        if at in seen:
            raise Refused("damaged", format="TIFF")
        seen.add(at)
        found.append(_directory(data, order, at))
        at = found[-1].following
        if len(found) > most:
            raise Refused("too-many-frames", frames=f"more than {most}", limit=most)
    if not found:
        raise Refused("damaged", format="TIFF")
    return found


def _directory(data: bytes, order: str, at: int) -> _Directory:
    (count,) = struct.unpack_from(f"{order}H", data, at)
    if count > _MOST_ENTRIES:
        raise Refused("too-complex", format="TIFF")
    after = at + 2 + 12 * count
    directory = _Directory(end=after + 4)
    (directory.following,) = struct.unpack_from(f"{order}I", data, after)
    for i in range(count):
        _enter(directory, data, order, at + 2 + 12 * i)
    for places, lengths in (_STRIPS, _TILES, _JPEG):
        starts, sizes = directory.numbers.get(places, ()), directory.numbers.get(lengths, ())
        if len(starts) != len(sizes):
            raise Refused("damaged", format="TIFF")
        directory.end = max([directory.end, *map(sum, zip(starts, sizes, strict=True))])
    if directory.end > len(data):
        raise Refused("truncated", format="TIFF")
    return directory


def _enter(directory: _Directory, data: bytes, order: str, at: int) -> None:
    tag, kind, count = struct.unpack_from(f"{order}HHI", data, at)
    size = _SIZES.get(kind, 1) * count
    place = at + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, at + 8)[0]
    inside = place + size <= len(data)
    if not inside and tag in _NEEDED:
        raise Refused("truncated", format="TIFF")
    if inside and size > 4:
        directory.end = max(directory.end, place + size)
    if tag in _METADATA:
        directory.removed.add(_METADATA[tag])
    elif tag >= _PRIVATE:
        directory.removed.add("application data")
    if tag == _ICC:
        directory.icc = data[place : place + min(size, MOST_ICC + 1)] if inside else BROKEN_ICC
    elif inside and kind in _NUMBERS and (tag < _PRIVATE or tag in (_DNG, *_POINTERS)):
        if count > _MOST_NUMBERS:
            raise Refused("too-complex", format="TIFF")
        values = struct.unpack_from(f"{order}{count}{_NUMBERS[kind]}", data, place)
        if values and tag not in directory.numbers:
            directory.numbers[tag] = values
