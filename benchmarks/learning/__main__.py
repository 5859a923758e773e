"""Classifiers: how fast they are judged, and how good every backbone and head is by itself.

python -m benchmarks.learning speed       beside the straightforward way
python -m benchmarks.learning baseline    5 folds x 5 repeats, without added images
"""

from __future__ import annotations

import argparse

from benchmarks.learning.baseline import judged
from benchmarks.learning.speed import measured


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning")
    parser.add_argument("what", choices=("speed", "baseline"))
    {"speed": measured, "baseline": judged}[parser.parse_args().what]()


if __name__ == "__main__":
    main()
