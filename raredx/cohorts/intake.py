"""The one door for strangers' images: bytes in, a checked image without metadata out.

>>> from PIL import Image
>>> file = BytesIO()
>>> Image.new("L", (32, 16), 200).save(file, "PNG")
>>> admitted = admit(file.getvalue())
>>> admitted.format, admitted.width, admitted.height, admitted.image.mode
('PNG', 32, 16, 'RGB')

Whatever does not come in raises `Refused`, with a code for programs and a line for people:

>>> admit(b"<html>")
Traceback (most recent call last):
...
raredx.cohorts.refusals.Refused: This is a web page or script, which is not read. ...
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from raredx.cohorts.apart import render_apart
from raredx.cohorts.containers import READERS
from raredx.cohorts.disk import read_file
from raredx.cohorts.limits import LIMITS, Limits
from raredx.cohorts.refusals import Refused
from raredx.cohorts.render import Rendered, Technical, decoding, render
from raredx.cohorts.signatures import Foreign, recognise, second_nature
from raredx.files import write_whole

__all__ = ["LIMITS", "Admitted", "Limits", "Refused", "admit", "admit_file", "image_id"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Admitted:
    """An image that came in: upright 8 bit sRGB pixels, and nothing else of the file."""

    image: Image.Image
    """RGB, made anew from pixels: it has no metadata, no palette and no tie to the file."""
    image_id: str
    """Hash of the pixels: the same image has the same id in every container."""
    sha256: str
    """Hash of the bytes as they were given."""
    format: str
    """PNG, JPEG, WebP, TIFF, BMP or DICOM."""
    width: int
    height: int
    frames: int
    """How many frames the file holds, of which this is one."""
    notes: tuple[str, ...]
    """What was done on purpose, such as "turned by its EXIF orientation"."""
    warnings: tuple[str, ...]
    """What a person should look at, such as text that may be burned in."""
    technical: Technical
    """How a DICOM image was taken: an allow-list of tags (see `raredx.cohorts.technical`)."""

    def png(self) -> bytes:
        """The image as a PNG file that holds pixels only."""
        file = BytesIO()
        self.image.save(file, "PNG")
        return file.getvalue()

    def save(self, path: Path) -> None:
        """Write the image as such a PNG, whole or not at all."""
        write_whole(path, self.png())


def admit(data: bytes, *, limits: Limits = LIMITS, frame: int | None = None) -> Admitted:
    """Check and decode an image file, or refuse it.

    Parameters
    ----------
    data : bytes
        The file. What it is shows in its first bytes; there is no name to trust.
    limits : Limits
        What is read at most.
    frame : int, optional
        Which frame or page to take, from 0. Without it a file with several is refused, and the
        middle one of a DICOM file is taken.

    Raises
    ------
    Refused
        For every file that does not come in. There is no other exception, for any bytes.
    """
    limits.check_bytes(len(data))
    kind = recognise(data)
    if kind is None:
        raise Refused("not-an-image")
    if isinstance(kind, Foreign):
        raise Refused("other-format", name=kind.name, advice=kind.advice)
    if other := second_nature(data):
        raise Refused("polyglot", format=kind, what=f"{other} in it")
    rendered = _rendered(kind, data, frame=frame, limits=limits)
    with decoding(kind):
        size = rendered.width, rendered.height
        return Admitted(
            image=Image.frombytes("RGB", size, rendered.pixels),
            image_id=image_id(*size, rendered.pixels),
            sha256=hashlib.sha256(data).hexdigest(),
            format=kind,
            width=rendered.width,
            height=rendered.height,
            frames=rendered.frames,
            notes=rendered.notes,
            warnings=rendered.warnings,
            technical=rendered.technical,
        )


def admit_file(
    path: Path | str,
    *,
    limits: Limits = LIMITS,
    frame: int | None = None,
    follow_links: bool = False,
) -> Admitted:
    """`admit` for a file on disk, whose kind and size are checked before it is read.

    Folders, devices, pipes and sockets are refused. So are links, which can lead anywhere, unless
    `follow_links` is given: for a folder of one's own, say, whose files a download cache holds.
    """
    data = read_file(Path(path), limits=limits, follow_links=follow_links)
    return admit(data, limits=limits, frame=frame)


def image_id(width: int, height: int, pixels: bytes) -> str:
    """The id of an image: 32 hexadecimal characters over its measures and RGB pixels."""
    digest = hashlib.sha256(b"RGB %d %d\n" % (width, height))
    digest.update(pixels)
    return digest.hexdigest()[:32]


def _rendered(kind: str, data: bytes, *, frame: int | None, limits: Limits) -> Rendered:
    if kind not in READERS:
        return render_apart(kind, data, frame=frame, limits=limits)
    with decoding(kind):
        container = READERS[kind](data)
        limits.check_image(width=container.width, height=container.height, frames=container.frames)
        container.choose(frame)  # before a process is started for it
        if container.demanding:
            return render_apart(kind, data, frame=frame, limits=limits)
        return render(container, frame=frame, limits=limits)
