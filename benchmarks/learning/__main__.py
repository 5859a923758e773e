"""Classifiers: how fast they are judged, and how good every backbone and head is by itself.

python -m benchmarks.learning speed       beside the straightforward way
python -m benchmarks.learning baseline    5 folds x 5 repeats, without added images
python -m benchmarks.learning tuned       the face encoder trained on, 5 folds
python -m benchmarks.learning curve       how the face encoder learned
python -m benchmarks.learning test        backbones on the test part, which is opened for it
"""

from __future__ import annotations

import argparse

from benchmarks.learning.baseline import judged
from benchmarks.learning.encoder import curve, tested
from benchmarks.learning.speed import measured
from benchmarks.learning.tuned import trained


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning")
    ways = {
        "speed": measured,
        "baseline": judged,
        "tuned": trained,
        "curve": curve,
        "test": tested,
    }
    parser.add_argument("what", choices=ways)
    ways[parser.parse_args().what]()


if __name__ == "__main__":
    main()
