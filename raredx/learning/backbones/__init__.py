"""Backbones: what turns the images of a cohort into features, each image once.

    backbone = get_backbone("efficientnet-lite0")        # of the face, upright and cut out
    backbone = get_backbone("efficientnet-lite0@whole")  # of the picture as it is
    table = look_at(cohort, ids, backbone)         # of `reading`: (n, w)

None of them has seen the images that it is used on: what they have learned, if anything, they
learned elsewhere, and each says where.
"""

from raredx.learning.backbones.backbone import Backbone, all_backbones, get_backbone

__all__ = ["Backbone", "all_backbones", "get_backbone"]
