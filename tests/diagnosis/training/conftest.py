"""Every test has a place of work of its own, with a model in it."""

from tests.learning.bundle.conftest import bench

__all__ = ["bench"]
