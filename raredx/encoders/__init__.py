"""Pretrained networks that turn images into features, and a cache: each image is encoded once.

vectors = encode("efficientnet-lite0", images)  # (n, 1280)
vectors = features("efficientnet-lite0", ids, read)  # the same, from the cache where it can
"""

from raredx.encoders.cache import FeatureCache, features
from raredx.encoders.encode import encode
from raredx.encoders.registry import Encoder, all_encoders, get_encoder

__all__ = ["Encoder", "FeatureCache", "all_encoders", "encode", "features", "get_encoder"]
