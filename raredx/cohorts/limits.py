"""How much of a stranger's file is read: one set of numbers for uploads, files and archives."""

from __future__ import annotations

from dataclasses import dataclass, fields

from raredx.cohorts.refusals import Refused

MEGABYTE = 1 << 20
GIGABYTE = 1 << 30
_PILLOWS_OWN = 89_478_485  # above this many pixels Pillow warns of a bomb by itself


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What intake reads at most; `LIMITS` are the defaults, and a caller may give others.

    >>> Limits(pixels=1_000_000).check_image(width=2000, height=1000)
    Traceback (most recent call last):
    ...
    raredx.cohorts.refusals.Refused: The image has 2000 x 1000 pixels; ... Scale it down.
    """

    file_bytes: int = 128 * MEGABYTE
    """Size of one file: 40 million pixels of RGB without compression still fit."""
    pixels: int = 40_000_000
    """Width times height, as declared, checked before anything is decoded."""
    longest_side: int = 20_000
    """Longest side in pixels, so that a strip of 1 x 40,000,000 does not come in either."""
    shortest_side: int = 16
    """Shortest side in pixels: below it there is nothing to see."""
    frames: int = 4_000
    """Frames or pages in one file, of which one is taken."""
    decoder_seconds: float = 30.0
    """Time for a decoder that runs in a process of its own."""
    decoder_memory: int = 2 * GIGABYTE
    """Address space of such a process, where the operating system can bound it (Linux)."""
    archive_bytes: int = 4 * GIGABYTE
    """Size of one archive as packed."""
    archive_entries: int = 20_000
    """Entries of one archive, folders included."""
    archive_unpacked: int = 16 * GIGABYTE
    """What all entries of an archive may unpack to, together."""
    archive_ratio: int = 200
    """How many bytes one packed byte may become; plain drawings reach about 100."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) <= 0:
                raise ValueError(f"{field.name} must be above 0")
        if self.pixels > _PILLOWS_OWN:
            raise ValueError(f"pixels must be at most {_PILLOWS_OWN:,}")

    def check_bytes(self, size: int) -> None:
        """Refuse a file that is empty or too large."""
        if size == 0:
            raise Refused("empty")
        if size > self.file_bytes:
            raise Refused("too-large", size=_megabytes(size), limit=_megabytes(self.file_bytes))

    def check_archive_bytes(self, size: int) -> None:
        """Refuse an archive that is empty or too large."""
        if size == 0:
            raise Refused("empty")
        if size > self.archive_bytes:
            limit = _megabytes(self.archive_bytes)
            raise Refused("archive-too-large", size=_megabytes(size), limit=limit)

    def check_image(self, *, width: int, height: int, frames: int = 1) -> None:
        """Refuse declared measures that are too large or too small."""
        measures = {"width": width, "height": height}
        if width * height > self.pixels:
            limit = f"{self.pixels / 1e6:g}"
            raise Refused("too-many-pixels", limit=limit, **measures)
        if max(width, height) > self.longest_side:
            raise Refused("side-too-long", limit=self.longest_side, **measures)
        if min(width, height) < self.shortest_side:
            raise Refused("too-small", limit=self.shortest_side, **measures)
        if frames > self.frames:
            raise Refused("too-many-frames", frames=frames, limit=self.frames)


LIMITS = Limits()


def _megabytes(size: int) -> int:
    return -(-size // MEGABYTE)  # rounded up: a file just over the limit does not read as equal
