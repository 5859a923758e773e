"""Values of arrays as a file of numbers and a file of text: nothing in them can run.

What is packed are frozen dataclasses, mappings, tuples, arrays and plain values; what is unpacked
are those classes alone that the reader names.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

ARRAYS, FORM = "arrays.npz", "form.json"
_KINDS = ("array", "class", "mapping", "tuple")
_NOT_WHOLE = (
    *(OSError, EOFError, BadZipFile, zlib.error, MemoryError),  # the files
    *(ValueError, LookupError, TypeError, AttributeError, RuntimeError),  # what is in them
)


def pack(value: Any, folder: Path) -> None:
    """Write a value into a folder; double precision becomes single."""
    arrays: list[npt.NDArray[Any]] = []
    form = _formed(value, arrays)
    named = {f"a{number}": array for number, array in enumerate(arrays)}
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **named)
    (folder / FORM).write_text(json.dumps(form, separators=(",", ":")) + "\n")


def unpack(folder: Path, classes: Iterable[type]) -> Any:
    """The value that was packed into a folder, or one line if it is not whole.

    Parameters
    ----------
    classes
        Those that may occur.
    """
    known = {one.__name__: one for one in classes}
    try:
        form = json.loads((folder / FORM).read_text())
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return _built(form, arrays, known)
    except _NOT_WHOLE as error:
        raise UserError(
            f"{folder.name} cannot be read as it was written ({type(error).__name__})",
            remedy="Bring the folder back from a copy, or fit it again",
        ) from None


def _formed(value: Any, arrays: list[npt.NDArray[Any]]) -> Any:
    if isinstance(value, np.ndarray):
        arrays.append(value.astype(np.float32) if value.dtype == np.float64 else value)
        return {"array": len(arrays) - 1}
    if is_dataclass(value) and not isinstance(value, type):
        own = {one.name: getattr(value, one.name) for one in fields(value)}
        return {"class": [type(value).__name__, _plain(own, arrays)]}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {"class": [type(value).__name__, _plain(value._asdict(), arrays)]}
    if isinstance(value, Mapping):
        return {"mapping": [[_formed(k, arrays), _formed(v, arrays)] for k, v in value.items()]}
    if isinstance(value, tuple | list):
        return {"tuple": [_formed(one, arrays) for one in value]}
    return value.item() if isinstance(value, np.generic) else value


def _plain(own: Mapping[str, Any], arrays: list[npt.NDArray[Any]]) -> dict[str, Any]:
    return {name: _formed(one, arrays) for name, one in own.items()}


def _built(form: Any, arrays: Mapping[str, npt.NDArray[Any]], known: Mapping[str, type]) -> Any:
    if not isinstance(form, dict):
        return form
    ((kind, inside),) = form.items()
    if kind == "array":
        found = arrays[f"a{inside}"]
        return found.astype(np.float64) if found.dtype == np.float32 else found
    if kind == "class":
        name, own = inside
        return known[name](**{key: _built(one, arrays, known) for key, one in own.items()})
    if kind == "mapping":
        pairs = [(_built(k, arrays, known), _built(v, arrays, known)) for k, v in inside]
        return dict(pairs)
    if kind == "tuple":
        return tuple(_built(one, arrays, known) for one in inside)
    raise ValueError(f"{kind!r} is none of {_KINDS}")
