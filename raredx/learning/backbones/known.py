"""Which images have their features already, and where they are kept: nobody waits for those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from raredx.encoders import get_encoder
from raredx.encoders.cache import FeatureCache
from raredx.learning.backbones.backbone import Backbone
from raredx.phenotype.landmarks.detect import space as landmark_space
from raredx.phenotype.landmarks.found import unpacked
from raredx.phenotype.reference.reference import SIMULATED, hash_of

MIRRORED = "+mirrored"
"""What the names of images in a mirror end in, where features are kept."""


def known(ids: Sequence[str], backbone: Backbone, *, mirrored: bool = False) -> frozenset[str]:
    """The images that `look_at` would not have to look at; nothing is encoded here.

    Where a backbone needs a face and none was found, there is nothing to encode either.

    Parameters
    ----------
    ids : sequence of str
        Which images are asked about.
    mirrored : bool
        Whether their features in a mirror are meant, instead of as they are.

    Returns
    -------
    frozenset of str
        Of a backbone that sees landmarks alone: the images in which a face was looked for.

    Examples
    --------
    >>> from raredx.learning.backbones import get_backbone
    >>> known(["never seen"], get_backbone("efficientnet-lite0@whole"))
    frozenset()
    """
    if not backbone.needs_a_face:
        return _encoded(ids, backbone, mirrored=mirrored)
    faces_of = FeatureCache(landmark_space())
    looked_at = faces_of.has(ids)
    if not looked_at or kept_in(backbone) is None:
        return looked_at
    found = faces_of.get(looked_at)
    usable = unpacked(np.stack(list(found.values()))).usable  # (n,)
    faces = [one for one, face in zip(found, usable, strict=True) if face]
    return looked_at - frozenset(faces) | _encoded(faces, backbone, mirrored=mirrored)


def kept_in(backbone: Backbone) -> str | None:
    """The space in which features are kept; None where they follow from landmarks at once.

    >>> from raredx.learning.backbones import get_backbone
    >>> kept_in(get_backbone("efficientnet-lite0@whole"))
    'efficientnet-lite0-579344248a93-p1'
    >>> kept_in(get_backbone("shape-space")) is None
    True
    """
    if backbone.sees == "points":
        return None
    if backbone.encoder is None:
        return f"{backbone.name}-{hash_of(SIMULATED)[:12]}-{landmark_space()}"
    space = get_encoder(backbone.encoder).space
    return f"{space}-{backbone.sees}-{landmark_space()}" if backbone.needs_a_face else space


def _encoded(ids: Sequence[str], backbone: Backbone, *, mirrored: bool) -> frozenset[str]:
    space, end = kept_in(backbone), MIRRORED if mirrored else ""
    assert space
    held = FeatureCache(space).has(f"{one}{end}" for one in ids)
    return frozenset(one.removesuffix(end) for one in held)
