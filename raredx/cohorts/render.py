"""From a container to finished pixels: decoded, 8 bits deep, sRGB, opaque, upright."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

# Only these five are ever loaded, and `formats` below names the one that may look at the bytes.
from PIL import (
    BmpImagePlugin,  # noqa: F401
    Image,
    ImageChops,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from raredx.cohorts.colour import to_srgb
from raredx.cohorts.containers.base import Container, removal_note
from raredx.cohorts.limits import Limits
from raredx.cohorts.refusals import Refused

Technical = Mapping[str, str | int | float | list[float]]

_FLAT = {"1": "L", "P": "RGB", "RGBX": "RGB", "YCbCr": "RGB"}  # modes that widen without a loss
_DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
_CLEAR = {"RGBA", "LA", "PA", "RGBa", "La"}
_READY = {"L", "RGB", "CMYK"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Finished pixels (RGB, row by row) and what was learned on the way."""

    format: str
    width: int
    height: int
    pixels: bytes
    frames: int = 1
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    technical: Technical = field(default_factory=dict)


def render(container: Container, *, frame: int | None, limits: Limits) -> Rendered:
    """Decode one frame of a container and bring it to the form in which every image comes in."""
    width, height = container.width, container.height
    limits.check_image(width=width, height=height, frames=container.frames)
    chosen = container.choose(frame)
    with decoding(container.format):
        image = _decoded(container, chosen)
        image, notes, warnings = _flattened(image, container)
        if container.orientation in _TURNS and container.format != "TIFF":  # Pillow has turned that
            image = image.transpose(_TURNS[container.orientation])
        pixels = image.tobytes()
    if container.orientation in _TURNS:
        notes = (*notes, "turned by its EXIF orientation")
    if container.frames > 1:
        notes = (f"frame {chosen} of {container.frames} taken", *notes)
    return Rendered(
        format=container.format,
        width=image.width,
        height=image.height,
        pixels=pixels,
        frames=container.frames,
        notes=(*notes, *container.notes, *removal_note(container.removed)),
        warnings=(*container.warnings, *warnings),
    )


@contextmanager
def decoding(format: str) -> Iterator[None]:
    """Whatever a decoder says about hostile bytes becomes a refusal, without its words."""
    try:
        yield
    except Refused:
        raise
    except MemoryError:
        raise Refused("out-of-memory") from None
    except Exception as error:  # noqa: BLE001
        code = "truncated" if "truncated" in str(error) else "damaged"
        raise Refused(code, format=format) from None


def _decoded(container: Container, frame: int) -> Image.Image:
    place = container.places[frame] if container.places else frame
    try:
        image = Image.open(BytesIO(container.picture), formats=[container.format.upper()])
        if place:
            image.seek(place)
    except EOFError:
        raise Refused("no-such-frame", frame=frame, frames=container.frames) from None
    except UnidentifiedImageError:
        if container.format == "TIFF":  # its structure was sound, so it is a kind without a reader
            what = "its combination of colours, depth or compression"
            raise Refused("unsupported-encoding", format="TIFF", what=what) from None
        raise
    size = container.width, container.height
    if image.size != size and image.size != size[::-1]:
        raise Refused("damaged", format=container.format)
    image.load()
    return image


def _flattened(
    image: Image.Image, container: Container
) -> tuple[Image.Image, tuple[str, ...], tuple[str, ...]]:
    """The image as opaque 8 bit sRGB."""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    alpha = None
    if image.mode in _CLEAR or (image.mode not in _DEEP and "transparency" in image.info):
        image, alpha = _without_alpha(image)
    if image.mode in _DEEP:
        from raredx.cohorts.depth import to_eight_bits  # numpy, which few images need

        image, notes, warnings = to_eight_bits(image)
        if container.white_is_zero:
            image, notes = ImageChops.invert(image), (*notes, "negative inverted")
    elif container.bits > 8:
        notes = (f"{container.bits} bit colour reduced to 8 bit",)
    image = image.convert(_FLAT.get(image.mode, image.mode))
    if image.mode not in _READY:
        raise Refused("unsupported-encoding", format=container.format, what="its colour space")
    image, colour_notes = to_srgb(image, container.icc)
    if alpha is not None and alpha.getextrema() != (255, 255):
        opaque = Image.new("RGB", image.size, "white")
        opaque.paste(image, mask=alpha)
        image, notes = opaque, (*notes, "transparency laid on white")
        if alpha.getextrema()[1] == 0:
            warnings = (*warnings, "the image is transparent all over: nothing can be seen")
    return image, (*notes, *colour_notes), warnings


def _without_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    grey = image.mode in ("L", "LA", "La", "1")
    clear = image.convert("RGBA")
    return clear.getchannel("R") if grey else clear.convert("RGB"), clear.getchannel("A")
