"""python -m benchmarks.augmentation ceiling | table | tried | leak

ceiling    what as many further people would give, and what the base model leaves of them
table      both, beside examples/augmentation.yaml, which has to be there
tried      other ways to draw and other numbers of images, judged by other people
leak       what examples/published-protocol.yaml gains by its leaks; it has to be there
"""

from __future__ import annotations

import argparse

from benchmarks.augmentation import ceiling, leak, table, tried


def main() -> None:
    """Measure what is asked for."""
    known = {
        "ceiling": ceiling.measured,
        "table": table.written,
        "tried": tried.measured,
        "leak": leak.measured,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*known])
    known[parser.parse_args().what]()


main()
