"""What features mean: a name for each backbone that no other has."""

from __future__ import annotations

import pytest

from raredx.encoders import get_encoder
from raredx.errors import UserError
from raredx.learning.backbones import Backbone, all_backbones, get_backbone
from raredx.learning.backbones.space import space_of
from raredx.phenotype.landmarks.detect import space as landmark_space
from raredx.phenotype.reference.reference import SIMULATED, hash_of
from tests.encoders.making_weights import places, publish


def here() -> list[Backbone]:
    return [one for one in all_backbones().values() if one.is_here]


def test_each_backbone_has_a_space_of_its_own():
    backbones = [*here(), get_backbone("efficientnet-lite0@whole")]
    assert len({space_of(one) for one in backbones}) == len(backbones)


def test_a_space_names_what_it_depends_on():
    for backbone in here():
        assert (landmark_space() in space_of(backbone)) == backbone.needs_a_face
    assert hash_of(SIMULATED)[:12] in space_of(get_backbone("shape-space"))
    assert hash_of(SIMULATED)[:12] not in space_of(get_backbone("efficientnet-lite0"))


def test_features_of_weights_that_are_not_here_mean_nothing_yet(tmp_path):
    tiny = get_backbone("timm:test_vit.r160_in1k@whole")
    with places(tmp_path):
        with pytest.raises(UserError, match=r"not here\. Run `raredx backbones get timm:test_vit"):
            space_of(tiny)
        publish(get_encoder("timm:test_vit.r160_in1k"))
        assert space_of(tiny).startswith(f"{tiny.name} timm-test_vit.r160_in1k-")
