"""Describe a shipped cohort and keep the result beside its files: for whoever ships it.

python -m raredx.phenotype.overview simface-103
"""

from __future__ import annotations

import sys

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.phenotype.overview.kept import FOLDER
from raredx.phenotype.overview.run import Wanted, describe
from raredx.settings import ROOT, thread_count


def main(name: str) -> None:
    """Write the overview of a shipped cohort into the cohort's own folder."""
    cohort = open_cohort(name)
    if cohort.folder is None or not cohort.folder.is_relative_to(ROOT / "data"):
        raise UserError(
            f"The cohort {name!r} is not shipped", remedy="Run the job `phenotype-overview`"
        )
    describe(cohort, name, Wanted(), workers=thread_count()).save(cohort.folder / FOLDER)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:2] or [""])
    except UserError as error:
        sys.exit(str(error))
