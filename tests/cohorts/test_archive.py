"""ZIP archives: each entry has a verdict, and an archive that is no use has one of its own."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest

from raredx.cohorts.archive import Entry, admit_archive
from raredx.cohorts.intake import Admitted, Limits, Refused
from tests.cohorts.hostile import dicom_sample
from tests.cohorts.making_images import bmp, picture, saved

PNG = saved(picture(), "PNG")
JPEG = saved(picture(), "JPEG")
Content = bytes | tuple[bytes, dict[str, int]]


def packed(
    entries: Iterable[tuple[str, Content]], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    """A ZIP; an entry may come with attributes to set."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = comment
        for name, content in entries:
            data, attributes = content if isinstance(content, tuple) else (content, {})
            entry = zipfile.ZipInfo(name)
            entry.filename = entry.orig_filename = name  # as it is, however odd
            entry.compress_type = method
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            archive.writestr(entry, data)
    return file.getvalue()


def one(name: str, content: Content = PNG, **options: int) -> bytes:
    return packed([(name, content)], **options)


def outcomes(archive: bytes, **limits: int) -> dict[str, str]:
    """Each entry's name, with its format or the code of its refusal."""
    return {entry.name: told(entry) for entry in admit_archive(archive, limits=Limits(**limits))}


def told(entry: Entry) -> str:
    if isinstance(entry.outcome, Admitted):
        return entry.outcome.format
    return entry.outcome.code


def _patched(archive: bytes, *, local: int, listed: int, value: bytes) -> bytes:
    """Bytes changed in the first local header and in its twin in the listing."""
    data = bytearray(archive)
    data[local : local + len(value)] = value
    at = archive.index(b"PK\x01\x02") + listed
    data[at : at + len(value)] = value
    return bytes(data)


def _encrypted() -> bytes:
    return _patched(one("a.png"), local=6, listed=8, value=b"\x01\0")


def _lies_about_its_size(size: int) -> bytes:
    return _patched(one("a.png"), local=22, listed=24, value=struct.pack("<I", size))


def _wrong_check_sum() -> bytes:
    return _patched(one("a.png"), local=14, listed=16, value=b"abcd")


def _names_that_differ() -> bytes:
    archive = one("a.png")
    return archive.replace(b"a.png", b"b.png", 1)


def _overlapping() -> bytes:
    """Two listed entries, one place."""
    archive = packed([("a.png", PNG), ("b.png", PNG)])
    second = archive.rindex(b"PK\x01\x02")
    return archive[: second + 42] + bytes(4) + archive[second + 46 :]


def _bitmap(side: int) -> bytes:
    return bmp(width=side, height=side)


ENTRIES = {
    "images-and-folders": (
        packed([("faces/", b""), ("faces/a/1.png", PNG), ("faces/b/1.jpg", JPEG)]),
        {"faces/a/1.png": "PNG", "faces/b/1.jpg": "JPEG"},
    ),
    "stored": (one("a.png", method=zipfile.ZIP_STORED), {"a.png": "PNG"}),
    "with-a-comment": (one("a.png", comment=b"x" * 60_000), {"a.png": "PNG"}),
    "dicom": (one("ct", dicom_sample("CT_small.dcm")), {"ct": "DICOM"}),
    "not-named-in-ascii": (one("Gesichter/Bild ä é 顔.png"), {"Gesichter/Bild ä é 顔.png": "PNG"}),
    "windows-folders": (one("faces\\a\\1.png"), {"faces/a/1.png": "PNG"}),
    "what-systems-add": (
        packed(
            [
                ("__MACOSX/._1.png", b"x"),
                (".DS_Store", b"x"),
                ("a/Thumbs.db", b"x"),
                ("a/desktop.ini", b"x"),
                (".git/config", b"x"),
                ("a/1.png", PNG),
            ]
        ),
        {"a/1.png": "PNG"},
    ),
    "what-is-no-image": (
        packed([("labels.csv", b"a,b"), ("page.html", b"<html>"), ("none.png", b"")]),
        {"labels.csv": "not-an-image", "page.html": "other-format", "none.png": "empty"},
    ),
    "one-bad-one-good": (
        packed([("bad.png", PNG[:99]), ("good.png", PNG)]),
        {"bad.png": "truncated", "good.png": "PNG"},
    ),
    "up-and-out": (one("../../etc/passwd"), {"entry 1": "unsafe-name"}),
    "up-in-the-middle": (one("a/../../b.png"), {"entry 1": "unsafe-name"}),
    "up-in-windows": (one("..\\..\\b.png"), {"entry 1": "unsafe-name"}),
    "from-the-root": (one("/etc/passwd"), {"entry 1": "unsafe-name"}),
    "from-a-drive": (one("C:\\Windows\\b.png"), {"entry 1": "unsafe-name"}),
    "from-a-server": (one("\\\\server\\share\\b.png"), {"entry 1": "unsafe-name"}),
    "no-name": (one(""), {"entry 1": "unsafe-name"}),
    "line-in-the-name": (one("a\nb.png"), {"entry 1": "unsafe-name"}),
    "zero-in-the-name": (one("a.png\0.exe"), {"entry 1": "unsafe-name"}),
    "name-turned-round": (one("a\u202egnp.exe"), {"entry 1": "unsafe-name"}),
    "endless-name": (one("a" * 60_000), {"entry 1": "unsafe-name"}),
    "endless-folders": (one("a/" * 500 + "b.png"), {"entry 1": "unsafe-name"}),
    "same-name": (
        packed([("A/x.png", PNG), ("a/X.PNG", JPEG), ("a/y.png", JPEG)]),
        {"A/x.png": "PNG", "a/X.PNG": "duplicate-name", "a/y.png": "JPEG"},
    ),
    "same-name-in-other-letters": (
        packed([("\u00e4.png", PNG), ("a\u0308.png", PNG)]),
        {"\u00e4.png": "PNG", "a\u0308.png": "duplicate-name"},
    ),
    "link": (
        one("a.png", (b"/etc/passwd", {"external_attr": (stat.S_IFLNK | 0o777) << 16})),
        {"a.png": "link"},
    ),
    "device": (
        one("a.png", (b"", {"external_attr": (stat.S_IFCHR | 0o777) << 16})),
        {"a.png": "not-a-file"},
    ),
    "pipe": (
        one("a.png", (b"", {"external_attr": (stat.S_IFIFO | 0o777) << 16})),
        {"a.png": "not-a-file"},
    ),
    "encrypted": (_encrypted(), {"a.png": "archive-encrypted"}),
    "bzip2": (one("a.png", method=zipfile.ZIP_BZIP2), {"a.png": "archive-method"}),
    "lzma": (one("a.png", method=zipfile.ZIP_LZMA), {"a.png": "archive-method"}),
    "archive-inside": (one("inner.zip", one("a.png")), {"inner.zip": "archive-nested"}),
    "archive-named-as-image": (one("a.png", one("a.png")), {"a.png": "archive-nested"}),
    "gzip-inside": (one("a.nii.gz", dicom_sample("zipMR.gz")), {"a.nii.gz": "archive-nested"}),
    "wrong-check-sum": (_wrong_check_sum(), {"a.png": "damaged"}),
    "declares-less-than-it-holds": (_lies_about_its_size(100), {"a.png": "damaged"}),
    "declares-more-than-it-holds": (_lies_about_its_size(9_000_000), {"a.png": "archive-bomb"}),
    "declares-gigabytes": (_lies_about_its_size(2**31), {"a.png": "too-large"}),
    "two-names-for-one": (_names_that_differ(), {"a.png": "damaged"}),
    "a-thousandfold": (one("a.bmp", _bitmap(1000)), {"a.bmp": "archive-bomb"}),
    "empty": (packed([]), {}),
}


@pytest.mark.parametrize(("archive", "expected"), ENTRIES.values(), ids=ENTRIES)
def test_entries(archive: bytes, expected: dict[str, str]):
    assert outcomes(archive) == expected


def _with_end(archive: bytes, offset: int, value: bytes) -> bytes:
    """Bytes changed in the record at the archive's end."""
    at = archive.rindex(b"PK\x05\x06") + offset
    return archive[:at] + value + archive[at + len(value) :]


WHOLES = {
    "nothing": (b"", {}, "empty"),
    "an-image": (PNG, {}, "not-an-archive"),
    "an-image-before-a-zip": (PNG + one("a.png"), {}, "not-an-archive"),
    "a-program-before-a-zip": (b"MZ" + one("a.png"), {}, "not-an-archive"),
    "cut": (one("a.png")[:-30], {}, "archive-broken"),
    "start-alone": (b"PK\x03\x04", {}, "archive-broken"),
    "noise": (b"PK\x03\x04" + bytes(999), {}, "archive-broken"),
    "listing-elsewhere": (
        _with_end(one("a.png"), 16, b"\xff\xff\xff\x7f"), {}, "archive-broken",
    ),
    "listing-of-noise": (
        one("a.png").replace(b"PK\x01\x02", b"PK\x01\x03"), {}, "archive-broken",
    ),
    "entries-that-overlap": (_overlapping(), {}, "archive-bomb"),
    "too-many": (
        packed((f"{i}.png", b"") for i in range(11)), {"archive_entries": 10},
        "archive-too-many-entries",
    ),
    "too-many-by-its-own-word": (
        _with_end(one("a.png"), 10, b"\xff\xff"), {}, "archive-too-many-entries",
    ),
    "listing-of-gigabytes": (
        _with_end(one("a.png"), 12, b"\xff\xff\xff\x7f"), {}, "archive-too-many-entries",
    ),
    "fewer-by-its-own-word": (
        _with_end(packed((f"{i}.png", b"") for i in range(60)), 8, b"\1\0\1\0"),
        {"archive_entries": 20}, "archive-too-many-entries",
    ),
    "too-large": (one("a.png"), {"archive_bytes": 100}, "archive-too-large"),
    "unpacks-to-too-much": (
        packed([("a.png", PNG), ("b.png", PNG)]), {"archive_unpacked": 100}, "archive-bomb",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("archive", "limits", "code"), WHOLES.values(), ids=WHOLES)
def test_archives_that_are_no_use(archive: bytes, limits: dict[str, int], code: str):
    with pytest.raises(Refused) as caught:
        outcomes(archive, **limits)
    assert caught.value.code == code


def test_an_archive_on_the_disk_is_not_read_whole(tmp_path: Path):
    path = tmp_path / "faces.zip"
    path.write_bytes(packed([("a.png", PNG), ("b.png", JPEG)]))
    entries = admit_archive(path)
    assert next(entries).name == "a.png"
    assert [entry.name for entry in entries] == ["b.png"]
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_that_is_no_file(tmp_path: Path):
    link = tmp_path / "link.zip"
    link.symlink_to("/dev/zero")
    for path, code in ((link, "link"), (tmp_path, "not-a-file"), (tmp_path / "x", "missing")):
        with pytest.raises(Refused) as caught:
            next(admit_archive(path))
        assert caught.value.code == code


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    names = ["a/b.png", "../c.png", str(tmp_path / "d.png"), "e\\f.png"]
    assert len(outcomes(packed((name, PNG) for name in names))) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_names_no_entry():
    (entry,) = admit_archive(one("PLANTED NAME 1979.png", b"no image"))
    assert isinstance(entry.outcome, Refused)
    assert "PLANTED" not in f"{entry.outcome} {entry.outcome!r} {entry.outcome.facts}"
