"""What is decoded in a child process: DICOM, TIFF, and images that are slow by design.

Their decoders are large (gdcm, libtiff, CharLS, OpenJPEG), or their structure lets a small file ask
for hours of work. This module is both sides: `render_apart` asks, `python -m` answers.
"""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from typing import Any

from raredx.cohorts import isolation
from raredx.cohorts.containers import READERS, tiff
from raredx.cohorts.limits import Limits
from raredx.cohorts.refusals import REASONS, Refused
from raredx.cohorts.render import Rendered, render

_PLAIN = re.compile(r"[ -~]{0,200}")  # what a child may say: short and printable


def render_apart(format: str, data: bytes, *, frame: int | None, limits: Limits) -> Rendered:
    """Render a file in a child process, so that its failure is a refusal and nothing worse."""
    request = {"format": format, "frame": frame, "limits": asdict(limits)}
    try:
        answer, pixels = isolation.ask(
            __name__,
            request,
            data,
            seconds=limits.decoder_seconds,
            memory=limits.decoder_memory,
            most=3 * limits.pixels,
        )
        return _checked(answer, pixels, limits)
    except isolation.ChildFailedError as failure:
        raise Refused("decoder-failed", how=str(failure)) from None


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
