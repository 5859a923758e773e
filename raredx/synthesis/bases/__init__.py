"""Base models: Stable Diffusion in any of its sizes, by name or path, the small one among them."""

from raredx.synthesis.bases.base import Base, Words, with_parts
from raredx.synthesis.bases.opening import UNREADABLE, open_base

__all__ = ["UNREADABLE", "Base", "Words", "open_base", "with_parts"]
