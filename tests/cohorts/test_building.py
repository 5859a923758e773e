"""Writing a cohort: whole or not at all, and nothing of an image but its pixels."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from PIL import Image

from raredx.cohorts.building import Building, building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.encoding import Form, encode
from raredx.cohorts.intake import admit
from raredx.errors import UserError
from raredx.settings import ROOT
from tests.cohorts.making_cohorts import files_in, ids_of, make, noise
from tests.cohorts.making_images import PLANTED, exif, picture, saved
from tests.jobs.test_full_disk import _IN_A_SMALL_DISK, _MOUNT, small_disks_can_be_mounted

ABOUT = About(title="Built")


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_an_image_s_id_is_that_of_the_pixels_its_file_gives_back(kind):
    kept = encode(picture(), Form(kind=kind, quality=80))
    admitted = admit(kept.data)
    assert admitted.image_id == kept.image_id
    assert (admitted.width, admitted.height) == (kept.width, kept.height)


def test_png_loses_nothing():
    assert Image.open(BytesIO(encode(noise(1), Form()).data)).tobytes() == noise(1).tobytes()


@pytest.mark.parametrize("form", [{"kind": "gif"}, {"kind": "jpeg", "quality": 0}])
def test_forms_that_there_are_not(form):
    with pytest.raises(UserError, match="is no form to keep images in"):
        Form(**form)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_what_an_image_carries_is_left_behind(tmp_path, kind):
    named = Image.open(BytesIO(saved(picture(), "JPEG", exif=exif(planted=True), comment=PLANTED)))
    with building(tmp_path / "new", ABOUT) as new:
        new.add(named, origin="real", subject_id="1", form=Form(kind=kind))
    assert not any(PLANTED.encode() in data for data in files_in(tmp_path / "new").values())


def test_the_same_images_make_the_same_archive(tmp_path):
    make(tmp_path / "one", packed=True)
    make(tmp_path / "two", packed=True)
    assert files_in(tmp_path / "one")["images.zip"] == files_in(tmp_path / "two")["images.zip"]


def test_the_card_counts_what_is_there(tmp_path):
    card = make(tmp_path / "new", origin="synthetic").card()
    assert card.counts == {"images": 6, "subjects": 3, "classes": 2, "synthetic": 6}
    assert card.classes == {"CdLS": 2, "Noonan": 2}
    assert card.origin == ("synthetic",)
    assert card.is_not.startswith("Sampled from a generator: no patient")


def built(
    folder: Path,
    *,
    seeds: tuple[int, ...] = (1,),
    then: Callable[[Building], object] = lambda new: None,
    replace: bool = False,
    **row: Any,
) -> None:
    """A cohort of some images, with something done to it before its block ends."""
    with building(folder, ABOUT, replace=replace) as new:
        for seed in seeds:
            new.add(noise(seed), **{"origin": "real", "subject_id": "1", **row})
        then(new)


@pytest.mark.parametrize("origin", ["", "painted", None])
def test_an_image_without_an_origin_does_not_come_in(tmp_path, origin):
    with pytest.raises(UserError, match="Say real, simulated or synthetic"):
        built(tmp_path / "new", origin=origin)
    assert not (tmp_path / "new").exists()


def test_a_failure_leaves_what_was_there(tmp_path):
    make(tmp_path / "new")
    before = files_in(tmp_path)
    with pytest.raises(KeyError):
        built(tmp_path / "new", replace=True, then=lambda new: {}["nothing"])
    assert files_in(tmp_path) == before


def test_one_image_twice_is_told(tmp_path):
    with pytest.raises(UserError, match="stands in 2 rows"):
        built(tmp_path / "new", seeds=(1, 1))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("truth", "image", "cannot stand beside a manifest"),
        ("../truth", "image_id", "cannot stand beside a manifest"),
        ("truth", "image_id", "1 rows of the table truth are of images that the cohort has not"),
    ],
)
def test_tables_that_cannot_stand_beside_the_manifest(tmp_path, name, column, says):
    table = pa.table({column: ["unknown"]})
    with pytest.raises(UserError, match=says):
        built(tmp_path / "new", then=lambda new: new.side(name, table))


def test_who_comes_second_does_not_win(tmp_path):
    with pytest.raises(UserError, match="is there already"):
        built(tmp_path / "new", then=lambda new: (tmp_path / "new").mkdir())
    assert list((tmp_path / "new").iterdir()) == []


def test_packed_images_are_read_side_by_side(tmp_path):
    cohort = make(tmp_path / "packed", range(40), packed=True)
    ids = ids_of(cohort) * 5
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda id: cohort.image(id).tobytes(), ids))
    assert found == [noise(seed).tobytes() for seed in range(40)] * 5


@pytest.mark.skipif(not small_disks_can_be_mounted(), reason="this system lets nobody mount a disk")
def test_a_full_disk_leaves_the_cohort_as_it_was(workspace):
    workspace.mkdir()
    done = subprocess.run(
        [*_IN_A_SMALL_DISK, f'{_MOUNT}"{sys.executable}" -m tests.cohorts.full_disk'],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == [
        "replaced: The disk is full. Free some space, then retry.",
        "imported: The disk is full. Free some space, then retry.",
        "the cohort is as it was: True",
    ], done.stderr


def test_a_cohort_says_what_it_is(tmp_path):
    assert repr(make(tmp_path / "new")) == "<Cohort 'new': 6 images>"
    assert Cohort.open(tmp_path / "new").about == About(title="new", licence="CC0")
