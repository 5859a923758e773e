"""Write and import more than a disk holds, and print what became of it. Run by test_building."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importing import about_import, import_cohort
from raredx.errors import explain
from raredx.settings import settings
from tests.cohorts.making_cohorts import files_in, make, noise

_LEFT = 1 << 20  # bytes, fewer than the images take


def main() -> None:
    workspace = settings().workspace
    folder = workspace / "cohorts" / "faces"
    make(folder)
    before = files_in(folder)
    (workspace / "litter").write_bytes(bytes(shutil.disk_usage(workspace).free - _LEFT))
    with tempfile.TemporaryDirectory() as elsewhere:
        for seed in range(8):
            noise(seed, (300, 300)).save(Path(elsewhere, f"{seed}.png"))
        looked = plan(elsewhere)
        words = {"about": about_import(looked, title="large"), "origin": "real"}
        place, scratch = Path(elsewhere, "large"), Path(elsewhere, "scratch")
        large = import_cohort(looked, place, scratch=scratch, **words).cohort
        tell("replaced", lambda: large.write(folder, replace=True))
        scratch = workspace / "scratch"
        tell(
            "imported",
            lambda: import_cohort(looked, folder, scratch=scratch, replace=True, **words),
        )
    print("the cohort is as it was:", files_in(folder) == before)


def tell(what: str, work: Callable[[], object]) -> None:
    try:
        work()
    except OSError as error:
        print(f"{what}:", explain(error))


if __name__ == "__main__":
    main()
