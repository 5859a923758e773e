"""Generators: what they are worth and what they cost.

python -m benchmarks.generate base       the shipped base model, by the measures it is accepted by
python -m benchmarks.generate methods    each method on five conditions, from 1, 4 and 20 images
python -m benchmarks.generate beyond     how much more they show it than the base as it is
python -m benchmarks.generate speed      the whole task, beside the straightforward way
python -m benchmarks.generate paces      what training costs, for the estimate before its start
"""

from __future__ import annotations

import argparse

from benchmarks.generate.base import accepted
from benchmarks.generate.beyond import beyond
from benchmarks.generate.methods import compared
from benchmarks.generate.paces import paced
from benchmarks.generate.speed import measured


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    ways = {
        "base": accepted,
        "methods": compared,
        "beyond": beyond,
        "speed": measured,
        "paces": paced,
    }
    parser.add_argument("what", choices=ways)
    ways[parser.parse_args().what]()


if __name__ == "__main__":
    main()
