"""What counts as known is what is not read again, for every backbone that is here."""

from __future__ import annotations

import pytest

from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.known import known
from raredx.learning.backbones.reading import look_at
from raredx.settings import settings
from tests.cohorts.making_cohorts import make
from tests.learning.backbones.test_backbones import NAMES
from tests.learning.small import small_cohort


@pytest.mark.parametrize("name", [name for name in NAMES if get_backbone(name).is_here])
def test_an_image_is_known_once_it_was_read(name):
    cohort, backbone = small_cohort(), get_backbone(name)
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:3]
    at_once = backbone.sees == "points"  # the landmarks of this cohort are there
    assert known(ids, backbone) == (frozenset(ids) if at_once else frozenset())
    look_at(cohort, ids[:2], backbone)
    assert known(ids[:2], backbone) == {*ids[:2]}
    assert (ids[2] in known(ids, backbone)) == at_once
    assert (ids[0] in known(ids, backbone, mirrored=True)) == at_once
    look_at(cohort, ids[:1], backbone, mirrored=True)
    assert ids[0] in known(ids, backbone, mirrored=True)
    assert (ids[1] in known(ids, backbone, mirrored=True)) == at_once


def test_where_no_face_was_found_nothing_is_left_to_encode(tmp_path):
    cohort = make(tmp_path / "plain", range(3))
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    for_faces, for_all = (get_backbone(f"efficientnet-lite0{view}") for view in ("", "@whole"))
    assert known(ids, for_faces) == frozenset()
    look_at(cohort, ids, get_backbone("landmarks"))
    assert known(ids, for_faces) == {*ids}
    assert known(ids, for_all) == frozenset()


def test_asking_leaves_nothing_behind():
    for name in ("landmarks", "face-signs", "efficientnet-lite0"):
        assert known(["somebody"], get_backbone(name)) == frozenset()
    assert not (settings().workspace / "features").exists()
