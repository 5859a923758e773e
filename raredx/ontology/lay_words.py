"""Words that laypersons use for words of HPO: `lay_words.csv`."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            found[row["word"]].append(row["also"])
    return {word: tuple(also) for word, also in found.items()}


LAY_WORDS = _read()
