"""DICOM: from a data set to the picture that a screen would show. Runs in a child process only."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from pydicom import dcmread, uid
from pydicom.dataset import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import get_expected_length, pixel_array
from pydicom.tag import Tag

from raredx.cohorts.codestream import frame_size
from raredx.cohorts.depth import scaled
from raredx.cohorts.dicom_grey import Shown, grey_to_eight_bits
from raredx.cohorts.dicom_kinds import (
    GREYS,
    burned_in_warning,
    refuse_other_encodings,
    refuse_other_objects,
)
from raredx.cohorts.limits import Limits
from raredx.cohorts.refusals import Refused
from raredx.cohorts.render import Rendered, decoding
from raredx.cohorts.signatures import recognise
from raredx.cohorts.technical import technical_tags

_PREAMBLE = 128
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_PIXELS = Tag(0x7FE00010)
_AFTER_PIXELS = {0xFFFAFFFA, 0xFFFCFFFC}  # signatures and padding; private groups may follow too
_SYNTAXES: dict[tuple[bool | None, bool | None], uid.UID] = {
    (True, True): uid.ImplicitVRLittleEndian,
    (False, True): uid.ExplicitVRLittleEndian,
    (False, False): uid.ExplicitVRBigEndian,
}


def render_dicom(data: bytes, *, frame: int | None, limits: Limits) -> Rendered:
    """Decode a DICOM image; of several frames the middle one, unless another is asked for."""
    with decoding("DICOM"):
        dataset = _read(data, limits)
        refuse_other_objects(dataset)
        _refuse_without_pixels(dataset)
        rows, columns = int(dataset.Rows), int(dataset.Columns)
        frames = int(dataset.get("NumberOfFrames") or 1)
        if rows < 1 or columns < 1 or frames < 1:
            raise Refused("damaged", format="DICOM")
        limits.check_image(width=columns, height=rows, frames=frames)
        refuse_other_encodings(dataset)
        chosen = frames // 2 if frame is None else frame
        if not 0 <= chosen < frames:
            raise Refused("no-such-frame", frame=chosen, frames=frames)
        _check_length(dataset, chosen, frames)
        pixels, notes, warnings = _shown(dataset, chosen)
        if pixels.ndim == 2:
            pixels = np.repeat(pixels[:, :, None], 3, axis=2)
        if frames > 1:
            which = ", the middle one" if frame is None else ""
            notes = (f"frame {chosen} of {frames} taken{which}", *notes)
        return Rendered(
            format="DICOM",
            width=columns,
            height=rows,
            pixels=pixels.tobytes(),
            frames=frames,
            notes=(*notes, _removal_note(dataset)),
            warnings=(*burned_in_warning(dataset), *warnings),
            technical=technical_tags(dataset),
        )


def _read(data: bytes, limits: Limits) -> Dataset:
    _refuse_other_preamble(data)
    dataset = dcmread(BytesIO(_inflated(data, limits)), force=True)
    if "TransferSyntaxUID" not in dataset.file_meta:
        dataset.file_meta.TransferSyntaxUID = _SYNTAXES[dataset.original_encoding]
    tags = list(dataset.keys())  # in the order of the file
    after = tags[tags.index(_PIXELS) + 1 :] if _PIXELS in tags else []
    if any(tag not in _AFTER_PIXELS and not (tag > _PIXELS and tag.is_private) for tag in after):
        raise Refused("polyglot", format="DICOM", what="something follows after its pixels")
    return dataset


def _refuse_other_preamble(data: bytes) -> None:
    """The 128 bytes before DICM are free, so a program or script could start there.

    A TIFF header is common: scanners write it so that image viewers find the same pixels.
    """
    if data[_PREAMBLE : _PREAMBLE + 4] == b"DICM":
        kind = recognise(data[:_PREAMBLE])
        if kind and kind != "TIFF":
            what = kind if isinstance(kind, str) else kind.name
            raise Refused("polyglot", format="DICOM", what=f"it starts as {what}")


def _inflated(data: bytes, limits: Limits) -> bytes:
    """A deflated data set unpacked, no further than the limit; pydicom itself would not stop."""
    if _DEFLATED not in data:
        return data
    start = _PREAMBLE + 4
    tag, length = struct.unpack_from("<4s4xI", data, start)
    end_of_meta = start + 12 + length
    if tag != b"\x02\0\0\0" or _DEFLATED not in data[start:end_of_meta]:
        raise Refused("unsupported-encoding", format="DICOM", what="its transfer syntax")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = inflater.decompress(data[end_of_meta:], limits.file_bytes + 1)
    limits.check_bytes(len(content))
    if _DEFLATED in content:  # packed once more
        raise Refused("damaged", format="DICOM")
    return content  # without its meta part, which said "deflated"; pydicom finds out the rest


def _refuse_without_pixels(dataset: Dataset) -> None:
    if dataset.get("PixelData"):
        return
    if "FloatPixelData" in dataset or "DoubleFloatPixelData" in dataset:
        raise Refused("unsupported-encoding", format="DICOM", what="floating-point pixels")
    raise Refused("no-pixels")


def _check_length(dataset: Dataset, frame: int, frames: int) -> None:
    """Compare what is declared with what is there, before a decoder sets memory aside."""
    if not dataset.file_meta.TransferSyntaxUID.is_compressed:
        if len(dataset.PixelData) + 1 < get_expected_length(dataset):
            raise Refused("truncated", format="DICOM")
    elif dataset.file_meta.TransferSyntaxUID != uid.RLELossless:
        offsets = None
        if "ExtendedOffsetTable" in dataset:
            offsets = dataset.ExtendedOffsetTable, dataset.ExtendedOffsetTableLengths
        stream = get_frame(
            dataset.PixelData, frame, number_of_frames=frames, extended_offsets=offsets
        )
        if frame_size(stream) != (dataset.Columns, dataset.Rows):
            raise Refused("damaged", format="DICOM")


def _shown(dataset: Dataset, frame: int) -> Shown:
    """One frame as 8 bit pixels: (rows, columns) for grey, (rows, columns, 3) for colour."""
    colours = str(dataset.PhotometricInterpretation)
    pixels = pixel_array(dataset, index=frame)
    if colours in GREYS:
        return grey_to_eight_bits(pixels, dataset, frame=frame)
    notes: tuple[str, ...] = ()
    bits = int(dataset.BitsStored)
    if colours == "PALETTE COLOR":
        first, last = _palette_range(dataset)
        pixels = apply_color_lut(np.clip(pixels.astype(np.int64), first, last), dataset)[:, :, :3]
        # Whether a writer means 255 by 65535 or by 65280: its high byte says so.
        high_bytes = (pixels >> 8 * (pixels.dtype.itemsize - 1)).astype(np.uint8)
        return high_bytes, ("palette expanded",), ()
    if colours.startswith("YBR"):
        notes = ("YBR converted to RGB",)
    if bits <= 8:
        return pixels.astype(np.uint8), notes, ()
    notes = (*notes, f"{bits} bit colour reduced to 8 bit")
    return scaled(pixels, black=0, white=2**bits - 1), notes, ()


def _palette_range(dataset: Dataset) -> tuple[int, int]:
    """The pixel values that the palette covers: beyond them pydicom's indices would wrap."""
    count, first, _ = (int(value) for value in dataset.RedPaletteColorLookupTableDescriptor)
    return first, first + (count or 2**16) - 1


def _removal_note(dataset: Dataset) -> str:
    kinds = ["DICOM header"]
    tags = list(dataset.keys())
    if any(tag.is_private for tag in tags):
        kinds.append("private tags")
    if any(0x6000 <= tag.group <= 0x60FF for tag in tags):
        kinds.append("overlays")
    if "ICCProfile" in dataset:
        kinds.append("ICC")
    return "metadata removed: " + ", ".join(kinds)
