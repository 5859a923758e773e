"""What an answer about one image takes, and what it is worth.

python -m benchmarks.predict speed        an answer and a map, beside the bare network
python -m benchmarks.predict clients      the HTTP API asked by eight clients at once
python -m benchmarks.predict calibration  whether probabilities and sets keep what they promise
python -m benchmarks.predict odd          what the model was not made for, and whether it says so
python -m benchmarks.predict maps         how often a map may be read, of a blank network, too
"""

from __future__ import annotations

import argparse

from benchmarks.predict import calibration, clients, maps, odd, speed


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict")
    ways = {
        "speed": speed.measured,
        "clients": clients.measured,
        "calibration": calibration.promised,
        "odd": odd.turned_away,
        "maps": maps.believed,
    }
    parser.add_argument("what", choices=ways)
    ways[parser.parse_args().what]()


if __name__ == "__main__":
    main()
