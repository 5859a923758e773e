"""What features mean: a name for each backbone that no other has."""

from __future__ import annotations

from raredx.learning.backbones import all_backbones, get_backbone
from raredx.learning.backbones.space import space_of
from raredx.phenotype.landmarks.detect import space as landmark_space
from raredx.phenotype.reference.reference import SIMULATED, hash_of


def test_each_backbone_has_a_space_of_its_own():
    backbones = [*all_backbones().values(), get_backbone("efficientnet-lite0@whole")]
    assert len({space_of(one) for one in backbones}) == len(backbones)


def test_a_space_names_what_it_depends_on():
    for backbone in all_backbones().values():
        assert (landmark_space() in space_of(backbone)) == backbone.needs_a_face
    assert hash_of(SIMULATED)[:12] in space_of(get_backbone("shape-space"))
    assert hash_of(SIMULATED)[:12] not in space_of(get_backbone("efficientnet-lite0"))
