"""Files that models and pages need: third-party ones to fetch, and our own, each with a card."""

from raredx.assets.cards import Card, read_card, shipped_folders, write_card
from raredx.assets.registry import Asset, all_assets, get_asset

__all__ = [
    "Asset",
    "Card",
    "all_assets",
    "get_asset",
    "read_card",
    "shipped_folders",
    "write_card",
]
