"""The review's two workbooks from its authors' repository, on request and never by themselves.

Two commits are asked for each, by its short name and by its full one; the size and the checksum
decide whether what comes is the file that the shipped facts were made of.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from raredx.assets import Asset
from raredx.assets.registry import Url
from raredx.assets.sources import fetch
from raredx.evidence.catalogue import AUTHORS, COMMIT

_COMMITS = (COMMIT, "26d248a28e380fe82e0bb7fea0457bb20501f8c0")


def _workbook(name: str, title: str, stands_at: str, size: int, sha256: str) -> Asset:
    place = AUTHORS.replace("github.com", "raw.githubusercontent.com")
    return Asset(
        name=name,
        title=title,
        file=stands_at.replace(" ", "-"),
        size=size,
        sha256=sha256,
        licence="MIT, (c) 2025 Song Jie; the abstracts in it belong to their publishers",
        needed_for="the cells of the review as they stand",
        source=tuple(
            Url(url=f"https://{place}/{commit}/{quote(stands_at)}") for commit in _COMMITS
        ),
    )


WORKBOOKS = (
    _workbook(
        "review-studies",
        "Workbook of studies",
        "Table-CV Models.xlsx",
        1_021_839,
        "c06910b2841e0bcacd2742a24fc69ece376e294ad3ffddf490c066827ee43b99",
    ),
    _workbook(
        "review-datasets",
        "Workbook of data sets",
        "Table-Dataset.xlsx",
        25_253,
        "53d54839869a38496e5141fa6184bbc147583db32c8182b81118711097d656af",
    ),
)


def fetch_workbooks(*, tick: Callable[[int], None] = lambda received: None) -> list[Path]:
    """Both workbooks, fetched where they are not here yet; `tick` is told the bytes so far.

    Raises
    ------
    UserError
        Which file to get by hand, and where to put it: offline, or where no source answers.
    """
    before = 0
    for asset in WORKBOOKS:
        fetch(asset, tick=lambda received, so_far=before: tick(so_far + received))  # type: ignore[misc]
        before += asset.size
    return [asset.path for asset in WORKBOOKS]


def is_as_published(sha256: str) -> bool:
    """Whether a workbook is, byte for byte, one of those that the shipped facts were made from."""
    return any(asset.sha256 == sha256 for asset in WORKBOOKS)
