"""Every backbone keeps the same promises: shape, order, cache, mirror, and faces that are not."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.encoders import get_encoder
from raredx.errors import NotFoundError, UserError
from raredx.learning.backbones import all_backbones, get_backbone
from raredx.learning.backbones.reading import look_at
from raredx.settings import settings
from tests.cohorts.making_cohorts import make
from tests.encoders.making_weights import places, publish
from tests.learning.small import small_cohort

NAMES = [*all_backbones(), "efficientnet-lite0@whole", "efficientnet-lite0@face"]


TINY = "timm:test_vit.r160_in1k"


def is_here(name: str) -> bool:
    return get_backbone(name).is_here


@pytest.mark.parametrize("name", NAMES)
def test_a_backbone_gives_what_it_promises(name):
    cohort, backbone = small_cohort(), get_backbone(name)
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:4]
    if not is_here(name):
        with pytest.raises(UserError, match="are not here"):
            look_at(cohort, ids, backbone)
        return
    done: list[int] = []
    table = look_at(cohort, ids, backbone, tick=done.append)
    assert table.shape == (4, backbone.width)
    assert table.dtype == np.float32
    assert np.isfinite(table).all()
    assert done[-1] == 4
    assert len(np.unique(table, axis=0)) == 4
    other = look_at(cohort, ids[::-1], backbone)
    np.testing.assert_array_equal(other, table[::-1])
    turned = look_at(cohort, ids, backbone, mirrored=True)
    if name == "shape-space":
        np.testing.assert_array_equal(turned, table)
    else:
        assert not np.allclose(turned, table)
        apart = np.linalg.norm(turned[:, None] - table, axis=2)  # (mirrored, as they are)
        if backbone.sees == "points":  # a mirror keeps distances
            np.testing.assert_allclose(apart, apart.T, atol=1e-5)
        else:
            assert apart.diagonal().mean() < apart.mean()


def test_pictures_without_a_face_have_no_features_where_one_is_needed(tmp_path):
    cohort = make(tmp_path / "plain", range(3))
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    assert np.isnan(look_at(cohort, ids, get_backbone("landmarks"))).all()
    assert np.isfinite(look_at(cohort, ids, get_backbone("efficientnet-lite0@whole"))).all()


def test_what_was_read_once_is_not_read_again(monkeypatch):
    cohort, backbone = small_cohort(), get_backbone("face-signs")
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:3]
    first = look_at(cohort, ids, backbone)

    def refuse(self: object, image_id: str) -> Image.Image:
        raise AssertionError(f"{image_id} is read again")

    monkeypatch.setattr(type(cohort), "image", refuse)
    np.testing.assert_array_equal(look_at(cohort, ids, backbone), first)


def test_a_network_of_timm_is_a_backbone_by_its_name(tmp_path):
    cohort = small_cohort()
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:4]
    with places(tmp_path):
        assert not is_here(TINY)
        publish(get_encoder(TINY))
        seen = [f"{TINY}{view}" for view in ("", "@whole", "@face")]
        tables = [look_at(cohort, ids, get_backbone(name)) for name in seen]
        assert all(table.shape == (4, 64) and np.isfinite(table).all() for table in tables)
        assert not np.allclose(tables[0], tables[1])
        assert not np.allclose(tables[0], tables[2])
        assert get_backbone(f"{TINY}@head") == get_backbone(TINY)
        kept = list((settings().workspace / "features").glob("timm-*.db"))
        assert len(kept) == 3


@pytest.mark.parametrize(
    "name",
    [
        *("resnet", "", "efficientnet-lite0@ear", "efficientnet-lite0@", "landmarks@whole"),
        *(f"{TINY}@ear", f"{TINY}@points"),
    ],
)
def test_an_unknown_backbone_is_one_line_with_those_there_are(name):
    with pytest.raises(NotFoundError, match="Choose one of: landmarks, shape-space"):
        get_backbone(name)


def test_a_backbone_says_what_it_learned_from():
    for name, backbone in all_backbones().items():
        learned = backbone.learned_from
        general = learned.startswith(("nothing", "ImageNet")) or "pictures" in learned
        assert general or "other conditions" in learned
        if name.startswith(("clip", "dino")):  # nobody knows whom these have seen
            assert "perhaps of published patients" in learned
