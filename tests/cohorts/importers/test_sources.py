"""Folders and archives of strangers: what leads out, repeats or explodes does not come in."""

from __future__ import annotations

import zipfile

import pyarrow.parquet as pq
import pytest

from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importers.sources import Folder, open_source
from raredx.cohorts.importing import about_import, import_cohort
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError
from tests.cohorts.importers.making_sources import class_folders, image, zipped
from tests.cohorts.making_cohorts import noise
from tests.cohorts.making_images import saved
from tests.cohorts.test_archive import packed

PNG = saved(noise(1), "PNG")


def refused_of(path, tmp_path, **options) -> dict[str, str]:
    read = plan(path, **options)
    cohort = import_cohort(
        read,
        tmp_path / "cohort",
        about=about_import(read, title="x"),
        origin="real",
        scratch=tmp_path / "scratch",
    ).cohort
    table = pq.read_table(cohort.folder / "refused.parquet").to_pylist()
    assert all(row["says"] for row in table)
    return {row["file"]: row["code"] for row in table}


def test_hostile_entries_are_refused_one_by_one(tmp_path):
    entries = [
        ("faces/a/1.png", PNG),
        ("faces/A/1.PNG", saved(noise(2), "PNG")),
        ("../../a/2.png", PNG),
        ("faces/a/3.png", (PNG, {"external_attr": 0o120777 << 16})),
        ("faces/a/4.png", b"<script>"),
        ("faces/a/5.zip.png", packed([("x.png", PNG)])),
        ("__MACOSX/._1.png", b"x"),
    ]
    (tmp_path / "faces.zip").write_bytes(packed(entries))
    assert refused_of(tmp_path / "faces.zip", tmp_path) == {
        "faces/A/1.PNG": "duplicate-name",
        "entry 3": "unsafe-name",
        "a/3.png": "link",
        "a/4.png": "other-format",
        "a/5.zip.png": "archive-nested",
    }


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: packed([("a/1.png", PNG)])[:-10], "archive-broken"),
        (lambda: packed((f"a/{n}.png", b"") for n in range(20_001)), "archive-too-many-entries"),
    ],
    ids=["cut", "entries"],
)
def test_an_archive_that_is_no_use(tmp_path, make, code):
    (tmp_path / "faces.zip").write_bytes(make())
    with pytest.raises(Refused) as caught:
        open_source(tmp_path / "faces.zip")
    assert caught.value.code == code


def test_folders_around_everything_are_no_classes(tmp_path):
    folder = class_folders(tmp_path / "given")
    read = plan(zipped(folder, around="some/folders/"))
    assert set(read.classes) == {"CdLS", "Noonan", "normal"}


def test_links_are_followed_only_if_that_is_asked_for(tmp_path):
    image(tmp_path / "elsewhere.png", 1)
    image(tmp_path / "given" / "a" / "2.png", 2)
    (tmp_path / "given" / "a" / "1.png").symlink_to(tmp_path / "elsewhere.png")
    assert refused_of(tmp_path / "given", tmp_path) == {"a/1.png": "link"}
    (tmp_path / "given" / "b").symlink_to(tmp_path)
    followed = plan(tmp_path / "given", follow_links=True)
    assert [item.file for item in followed.items] == ["a/1.png", "a/2.png"]


def test_what_systems_leave_behind_is_passed_over(tmp_path):
    image(tmp_path / "given" / "a" / "10.png", 1)
    image(tmp_path / "given" / "a" / "9.png", 2)
    for name in (".DS_Store", "Thumbs.db", ".hidden.png"):
        (tmp_path / "given" / "a" / name).write_bytes(b"x")
    listing = Folder(root=tmp_path / "given").listing()
    assert [entry.path for entry in listing.entries] == ["a/9.png", "a/10.png"]


@pytest.mark.parametrize("name", ["nowhere", "notes.pdf", "book.xlsx"])
def test_what_is_no_source(tmp_path, name):
    (tmp_path / "notes.pdf").write_text("hello")
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("a.xml", "x")
    with pytest.raises(UserError, match=r"There is nothing at|is no folder, no ZIP and no table"):
        open_source(tmp_path / name)


def test_a_folder_changes_when_a_file_does(tmp_path):
    folder = class_folders(tmp_path / "given")
    before = plan(folder).fingerprint
    assert plan(folder).fingerprint == before
    image(folder / "CdLS" / "p0_0.png", 77)
    assert plan(folder).fingerprint != before
