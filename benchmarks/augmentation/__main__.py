"""python -m benchmarks.augmentation ceiling | table

ceiling    what as many further people would give, and what the base model leaves of them
table      both, beside examples/augmentation.yaml, which has to be there
"""

from __future__ import annotations

import argparse

from benchmarks.augmentation import ceiling, table


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["ceiling", "table"])
    {"ceiling": ceiling.measured, "table": table.written}[parser.parse_args().what]()


main()
