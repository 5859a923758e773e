"""Grey DICOM pixels as a screen would show them: rescaled, windowed, the right way round."""

from __future__ import annotations

import math

import numpy as np
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut

from raredx.cohorts.depth import scaled

_SPREAD = (0.5, 99.5)  # percent of the pixels; metal and air at the ends do not take all contrast
_SAMPLE = 4_000_000  # pixels that are enough to find these
_KEYWORDS = (
    *("PhotometricInterpretation", "BitsStored", "PixelRepresentation", "PixelPaddingValue"),
    *("RescaleSlope", "RescaleIntercept", "ModalityLUTSequence"),
    *("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence"),
)
_MACROS = ("PixelValueTransformationSequence", "FrameVOILUTSequence")
_NO_USE = "the brightness settings in the file are no use and were left out"

Shown = tuple[np.ndarray, tuple[str, ...], tuple[str, ...]]  # 8 bit pixels, notes, warnings


def grey_to_eight_bits(pixels: np.ndarray, dataset: Dataset, *, frame: int) -> Shown:
    """Stored values (rows, columns) as 8 bit brightness."""
    view = _settings_of(dataset, frame)
    warnings: tuple[str, ...] = ()
    if not _sound(view, "RescaleSlope", "RescaleIntercept"):
        warnings = _without(view, "RescaleSlope", "RescaleIntercept")
    try:
        shown, notes = _windowed(pixels, view)
    except Exception:  # noqa: BLE001  pydicom raises what it likes for settings that are wrong
        warnings = _without(
            view, "WindowCenter", "WindowWidth", "VOILUTSequence", "ModalityLUTSequence"
        )
        shown, notes = _windowed(pixels, view)
    if view.PhotometricInterpretation == "MONOCHROME1":
        return 255 - shown, (*notes, "MONOCHROME1 inverted"), warnings
    return shown, notes, warnings


def _windowed(pixels: np.ndarray, view: Dataset) -> tuple[np.ndarray, tuple[str, ...]]:
    """The file's own window or table; else the stored range; else what most pixels lie in."""
    if view.get("VOILUTSequence"):
        values = _clipped(apply_modality_lut(pixels, view), view.VOILUTSequence[0].LUTDescriptor)
        white = 2 ** int(view.VOILUTSequence[0].LUTDescriptor[2]) - 1
        table = apply_voi_lut(values, view)
        return scaled(table, black=0, white=white), ("the file's brightness table applied",)
    if view.get("WindowCenter") is not None and view.get("WindowWidth") is not None:
        with np.errstate(over="ignore"):
            black, white = apply_voi_lut(np.array([-1e30, 1e30]), view)
            shown = np.empty(pixels.shape, np.uint8)
            for row in range(len(pixels)):  # row by row: in 64 bit floats all would not fit
                values = apply_voi_lut(apply_modality_lut(pixels[row], view), view)
                shown[row] = scaled(values[None], black=black, white=white)[0]
        return shown, ("the file's window applied",)
    bits = int(view.BitsStored)
    if bits <= 8:
        low = -(2 ** (bits - 1)) if view.PixelRepresentation else 0
        ends = apply_modality_lut(np.array([low, low + 2**bits - 1]), view)
        values = apply_modality_lut(pixels, view)
        return scaled(values, black=float(min(ends)), white=float(max(ends))), ()
    values = apply_modality_lut(pixels, view)
    low, high = _spread(pixels, values, view.get("PixelPaddingValue"))
    note = "no window in the file: brightness spread over the middle 99 percent of the pixels"
    return scaled(values, black=low, white=high), (note,)


def _spread(stored: np.ndarray, values: np.ndarray, padding: object) -> tuple[float, float]:
    step = math.isqrt(values.size // _SAMPLE) + 1
    stored, values = stored[::step, ::step], values[::step, ::step]
    inside = values[stored != padding] if isinstance(padding, int) else values
    low, high = np.percentile(inside if inside.size else values, _SPREAD)
    return float(low), float(high)


def _clipped(values: np.ndarray, descriptor: list[int]) -> np.ndarray:
    """Values within a table's range: beyond it pydicom's unsigned indices would wrap around."""
    first = int(descriptor[1])
    last = first + (int(descriptor[0]) or 2**16) - 1
    clipped: np.ndarray = np.clip(np.rint(values), first, last).astype(np.int64)
    return clipped


def _settings_of(dataset: Dataset, frame: int) -> Dataset:
    """The brightness settings that hold for a frame, its own before those that all share."""
    view = Dataset()
    view.set_original_encoding(*dataset.original_encoding)
    sources = [dataset]
    groups = [list(dataset.get("SharedFunctionalGroupsSequence") or ())[:1]]
    groups.append(list(dataset.get("PerFrameFunctionalGroupsSequence") or ())[frame : frame + 1])
    for group in groups:
        for item in group:
            for macro in _MACROS:
                sources += list(item.get(macro) or ())[:1]
    for source in sources:
        for keyword in _KEYWORDS:
            if keyword in source and source[keyword].value not in (None, ""):
                view[keyword] = source[keyword]
    return view


def _without(view: Dataset, *keywords: str) -> tuple[str, ...]:
    for keyword in keywords:
        view.pop(keyword, None)
    return (_NO_USE,)


def _sound(view: Dataset, *keywords: str) -> bool:
    """Whether numbers that belong together are all there and finite, or all missing."""
    values = [view.get(keyword) for keyword in keywords]
    if all(value is None for value in values):
        return True
    try:
        return all(math.isfinite(float(value)) for value in values)
    except (TypeError, ValueError):
        return False
