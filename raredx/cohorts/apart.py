"""What is decoded in a child process: DICOM, TIFF, and images that are slow by design.

Their decoders are large (gdcm, libtiff, CharLS, OpenJPEG), or their structure lets a small file ask
for hours of work. This module is both sides: `render_apart` asks, `python -m` answers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

from raredx.cohorts import isolation
from raredx.cohorts.containers import READERS, tiff
from raredx.cohorts.limits import Limits
from raredx.cohorts.refusals import REASONS, Refused
from raredx.cohorts.render import Rendered, render

_PLAIN = re.compile(r"[ -~]{0,200}")  # what a child may say: short and printable


@contextmanager
def together() -> Iterator[None]:
    """Have one child render all files of the block that are rendered apart, to save its start.

    For files of one source: a decoder that one of them takes over could lie about the next ones.
    A file that brings the child down is refused, and another child goes on. If the child had
    rendered others before, the file is tried once more in a new one, so that it pays for nobody
    else.
    """
    decoder = _Decoder()
    token = _DECODER.set(decoder)
    try:
        yield
    finally:
        _DECODER.reset(token)
        decoder.end()


def render_apart(format: str, data: bytes, *, frame: int | None, limits: Limits) -> Rendered:
    """Render a file in a child process, so that its failure is a refusal and nothing worse."""
    decoder = _DECODER.get()
    if decoder is None:
        with together():
            return render_apart(format, data, frame=frame, limits=limits)
    request = {"format": format, "frame": frame, "limits": asdict(limits)}
    try:
        return decoder.render(request, data, limits)
    except isolation.ChildFailedError as failure:
        raise Refused("decoder-failed", how=str(failure)) from None


class _Decoder:
    """A child that renders, and the next one when it fails."""

    def __init__(self) -> None:
        self._child: isolation.Child | None = None

    def render(self, request: isolation.Message, data: bytes, limits: Limits) -> Rendered:
        """What becomes of a file, after a second attempt if the first was not in a new child."""
        child = self._child
        if child and not child.ended and child.memory == limits.decoder_memory:
            with suppress(isolation.ChildFailedError):
                return self._attempt(child, request, data, limits)
        self.end()
        self._child = isolation.Child(__name__, memory=limits.decoder_memory)
        return self._attempt(self._child, request, data, limits)

    def _attempt(
        self, child: isolation.Child, request: isolation.Message, data: bytes, limits: Limits
    ) -> Rendered:
        try:
            answer, pixels = child.ask(
                request, data, seconds=limits.decoder_seconds, most=3 * limits.pixels
            )
            return _checked(answer, pixels, limits)
        except isolation.ChildFailedError:
            self.end()
            raise

    def end(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None


_DECODER: ContextVar[_Decoder | None] = ContextVar("decoder", default=None)


def _checked(answer: dict[str, Any], pixels: bytes, limits: Limits) -> Rendered:
    """The child has read hostile bytes, so what it says is looked at too."""
    try:
        if not all(_PLAIN.fullmatch(text) for text in _texts(answer)):
            raise ValueError
        if "refused" in answer:
            code, facts = answer["refused"], answer["facts"]
            REASONS[code][0].format(**facts)
            raise Refused(code, **facts)
        width, height = answer["width"], answer["height"]
        limits.check_image(width=width, height=height)
        if len(pixels) != 3 * width * height:
            raise ValueError
        answer["notes"], answer["warnings"] = tuple(answer["notes"]), tuple(answer["warnings"])
        return Rendered(pixels=pixels, **answer)
    except (KeyError, ValueError, TypeError):
        raise isolation.ChildFailedError("gave an answer that makes no sense") from None


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def _work(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The child's part."""
    try:
        rendered = _rendered(
            request["format"], data, frame=request["frame"], limits=Limits(**request["limits"])
        )
    except Refused as refused:
        if refused.code == "out-of-memory":  # its own bound, not the machine's
            raise MemoryError from None
        return {"refused": refused.code, "facts": refused.facts}, b""
    answer = {name: value for name, value in vars(rendered).items() if name != "pixels"}
    return answer, rendered.pixels


def _rendered(format: str, data: bytes, *, frame: int | None, limits: Limits) -> Rendered:
    if format == "DICOM":
        from raredx.cohorts.dicom import render_dicom  # pydicom, which takes its time to load

        return render_dicom(data, frame=frame, limits=limits)
    if format == "TIFF":
        container = tiff.read(data, frame=frame, most_frames=limits.frames)
    else:
        container = READERS[format](data)
    return render(container, frame=frame, limits=limits)


if __name__ == "__main__":
    # pydicom would load an HTTP client, to fetch its own test files: slow, and no use to a decoder.
    sys.modules["requests"] = None  # type: ignore[assignment]
    isolation.answer(_work)
