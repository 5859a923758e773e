"""The form in which tables of hostile and odd files are written, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from pydicom import data as pydicom_data

from raredx.cohorts.intake import LIMITS, Admitted, Limits, Refused, admit
from raredx.cohorts.render import Rendered

PLANTED = "PLANTED^NAME"
SIZE = (48, 32)
HTML = b"<script>alert(document.cookie)</script>"
ICC_NOTE = "metadata removed: ICC"
EXIF_NOTE = "metadata removed: EXIF"
SMALL = Limits(shortest_side=1)

RED = ((0, 0), (250, 10, 10))  # the corner of `picture`
GREY_128 = ((0, 0), (128, 128, 128))

Pixel = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file and its verdict: the code it is refused with, or the notes it comes in with."""

    name: str
    make: Callable[[], bytes]
    code: str = ""
    says: str = ""  # part of the message
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    limits: Limits = LIMITS
    frame: int | None = None
    size: tuple[int, int] | None = None
    pixels: tuple[tuple[tuple[int, int], Pixel], ...] = ()  # place, colour (within 2 levels)

    def verdict(self) -> Admitted | Refused:
        try:
            return admit(self.make(), limits=self.limits, frame=self.frame)
        except Refused as refused:
            return refused

    def expected(self) -> dict[str, Any]:
        """What `seen` has to give."""
        if self.code:
            return {"code": self.code, "says": True}
        return {
            "notes": self.notes,
            "warnings": self.warnings,
            "form": ("RGB", {}),
            "size": self.size,
            "pixels": [near(colour) for _, colour in self.pixels],
        }

    def seen(self, verdict: Admitted | Rendered | Refused) -> dict[str, Any]:
        """A verdict in the form in which it can be compared."""
        if isinstance(verdict, Refused):
            return {"code": verdict.code, "says": self.says in str(verdict) or str(verdict)}
        if isinstance(verdict, Rendered):
            image = Image.frombytes("RGB", (verdict.width, verdict.height), verdict.pixels)
        else:
            image = verdict.image
        return {
            "notes": verdict.notes,
            "warnings": verdict.warnings,
            "form": (image.mode, image.info),
            "size": (verdict.width, verdict.height) if self.size else None,
            "pixels": [image.getpixel(place) for place, _ in self.pixels],
        }


class near(tuple):  # noqa: N801  reads as a word in an assertion
    """A colour that may be off by two levels."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple) and all(
            abs(mine - theirs) <= 2 for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = tuple.__hash__


def ids(case: Case) -> str:
    return case.name


def dicom_sample(name: str) -> bytes:
    """One of the files that come with pydicom's own package; none is ever fetched."""
    folder = Path(pydicom_data.data_manager.DATA_ROOT) / "test_files"
    return (folder / name).read_bytes()
