"""Base models: Stable Diffusion in any of its sizes, by name or path, the small one among them."""

from raredx.synthesis.bases.base import Base, Words
from raredx.synthesis.bases.opening import POCKET, UNREADABLE, open_base

__all__ = ["POCKET", "UNREADABLE", "Base", "Words", "open_base"]
