"""What a cohort needs of DICOM headers, read in a child process: who is only told by a hash.

`read_headers` asks, `python -m` answers. Names, numbers and dates never leave the child; a patient
is a keyed hash of the issuer and the id, so that nobody without the key can try ids out.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from raredx.cohorts import isolation

HEAD = 1 << 18  # bytes of a file in which the wanted tags have come, private headers or not
_BATCH = 200
_SECONDS, _MEMORY, _MOST = 60.0, 1 << 30, 1 << 20
_LAST_TAG = 0x00200062  # the side of the body; everything that is wanted stands before it
_KEPT = ("subject", "series", "view", "sex", "age")

_IDENTIFYING = (
    *("PatientID", "IssuerOfPatientID", "PatientSex", "PatientAge"),
    *("StudyInstanceUID", "SeriesInstanceUID"),
)

Header = dict[str, str]


def read_headers(files: Iterable[bytes], *, key: bytes) -> Iterator[Header]:
    """For the first bytes of each file: subject, series, view, sex and age, as far as stated."""
    batch: list[bytes] = []
    for file in files:
        batch.append(file)
        if len(batch) == _BATCH:
            yield from _asked(batch, key)
            batch = []
    yield from _asked(batch, key)


def _asked(files: Sequence[bytes], key: bytes) -> list[Header]:
    """One child for many headers; if it fails, one for each, so that one bad file costs one."""
    if not files:
        return []
    request = {"lengths": [len(file) for file in files], "key": key.hex()}
    try:
        _, body = isolation.ask(
            __name__,
            request,
            b"".join(files),
            seconds=_SECONDS,
            memory=_MEMORY,
            most=_MOST,
        )
    except isolation.ChildFailedError:
        return [{}] if len(files) == 1 else [one for file in files for one in _asked([file], key)]
    return _checked(body, len(files))


def _checked(body: bytes, number: int) -> list[Header]:
    """The child has read hostile bytes: only short plain words of the known fields are taken."""
    lines = body.decode("ascii", errors="replace").split("\n")[:number]
    headers = []
    for line in lines + [""] * (number - len(lines)):
        pairs = (pair.partition("=") for pair in line.split(";"))
        headers.append(
            {
                name: value
                for name, _, value in pairs
                if name in _KEPT
                and 0 < len(value) <= 64
                and value.isascii()
                and value.isprintable()
            }
        )
    return headers


def _work(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The child's part."""
    lines, start, key = [], 0, bytes.fromhex(request["key"])
    for length in request["lengths"]:
        header = _header(data[start : start + length], key)
        lines.append(";".join(f"{name}={value}" for name, value in header.items()))
        start += length
    return {}, "\n".join(lines).encode("ascii", errors="replace")


def _header(data: bytes, key: bytes) -> Header:
    from raredx.cohorts.technical import technical_tags  # pydicom

    try:
        dataset = _tags(data)
        found = technical_tags(dataset)
        said = {name: str(dataset.get(name) or "").strip() for name in _IDENTIFYING}
    except Exception:  # noqa: BLE001  a header that cannot be read says nothing
        return {}
    who = said["PatientID"] or said["StudyInstanceUID"]  # a study is of one patient
    issuer = said["IssuerOfPatientID"] if said["PatientID"] else "study"
    view = [found.get(name) for name in ("ViewPosition", "ImageLaterality", "Laterality")]
    header = {
        "subject": _hashed("p", key, issuer, who) if who else "",
        "series": _hashed("s", key, said["SeriesInstanceUID"]) if said["SeriesInstanceUID"] else "",
        "view": " ".join(dict.fromkeys(str(word) for word in view if word)),
        "sex": {"F": "female", "M": "male"}.get(said["PatientSex"].upper(), ""),
        "age": said["PatientAge"] if len(said["PatientAge"]) == 4 else "",
    }
    return {name: value for name, value in header.items() if value}


def _tags(data: bytes) -> Any:
    """The tags of a file's beginning, up to the last that is wanted."""
    from pydicom.filereader import read_partial

    def past(tag: Any, vr: str | None, length: int) -> bool:
        return int(tag) > _LAST_TAG

    return read_partial(BytesIO(data), stop_when=past, force=True)


def _hashed(kind: str, key: bytes, *parts: str) -> str:
    digest = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256)
    return f"{kind}-{digest.hexdigest()[:16]}"


if __name__ == "__main__":
    # pydicom would load an HTTP client, to fetch its own test files.
    sys.modules["requests"] = None  # type: ignore[assignment]
    isolation.answer(_work)
