"""Ask a vision-language model what it sees: one prompt for every image, every failure in a line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from raredx.errors import UserError
from raredx.phenotype.report.basis import Origin
from raredx.phenotype.report.parse import Parsed, parse

if TYPE_CHECKING:
    from PIL.Image import Image

PROMPT = Path(__file__).with_name("prompt.txt").read_text(encoding="utf-8").strip()
"""What every reader is asked, whatever the origin of the image."""
PROMPT_SHA256 = hashlib.sha256(PROMPT.encode()).hexdigest()


class Reader(Protocol):
    """A model that answers a prompt about an image in words."""

    @property
    def name(self) -> str:
        """Which model, and where, as a reader of the result wants to know."""

    @property
    def is_here(self) -> bool:
        """Whether the image stays on this machine."""

    def read(self, image: Image, prompt: str) -> str:
        """The model's answer; a `UserError` in one line if there is none."""


@dataclass(frozen=True)
class Reading:
    """What a reader answered, what of it was understood, or why there is no answer."""

    reader: str
    prompt_sha256: str
    answer: str
    parsed: Parsed
    trouble: str = ""
    """Why there is no answer; "" if there is one."""

    def as_dict(self) -> dict[str, Any]:
        """The reading as plain values, for JSON."""
        return {
            "reader": self.reader,
            "prompt_sha256": self.prompt_sha256,
            "answer": self.answer,
            "trouble": self.trouble,
            **self.parsed.as_dict(),
        }


def ask(reader: Reader, image: Image, *, origin: Origin, allow_real: bool = False) -> Reading:
    """Ask a reader about an image, and take its answer apart.

    A reader that fails spoils nothing: the reading says why, and holds no findings.

    Parameters
    ----------
    reader : Reader
        Which model to ask.
    image : PIL.Image.Image
        The picture; its pixels are passed on, nothing that is written beside them.
    origin : "real", "simulated" or "synthetic"
        What the picture is. The reader is not told.
    allow_real : bool
        That a real image may leave this machine. Nobody but the person at the screen can say so.

    Raises
    ------
    UserError
        If a real image would leave this machine and `allow_real` was not said; nothing is sent.
    """
    if origin == "real" and not reader.is_here and not allow_real:
        raise UserError(
            f"A real image would leave this machine for {reader.name}: it was not sent",
            remedy="Allow it in so many words if you have the right to, or ask a reader on this"
            " machine",
        )
    try:
        answer = reader.read(image, PROMPT)
    except UserError as error:
        return Reading(reader.name, PROMPT_SHA256, "", parse(""), str(error))
    return Reading(reader.name, PROMPT_SHA256, answer, parse(answer))


def pixels_only(image: Image, *, longest: int) -> Image:
    """A copy that holds RGB pixels and nothing else, no side longer than so many of them."""
    from PIL import Image as Images

    plain = image.convert("RGB")
    plain.thumbnail((longest, longest), Images.Resampling.LANCZOS)
    return Images.frombytes("RGB", plain.size, plain.tobytes())
