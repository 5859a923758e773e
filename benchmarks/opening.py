"""How fast a cohort of a million rows opens, beside one of a tenth of that.

Each is opened, narrowed and counted in a process of its own, so that memory that grows with the
rows would show. Part of `benchmarks.cohorts`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from raredx.assets.cards import CARD
from raredx.cohorts.building import write_table
from raredx.cohorts.card import About, card_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import MANIFEST, as_rows


def opening(folder: Path, rows: int) -> dict[str, float]:
    """Seconds and megabytes that a new process takes to open and narrow so many rows."""
    write_rows(folder, rows)
    command = [sys.executable, "-m", "benchmarks.opening", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def write_rows(folder: Path, rows: int) -> None:
    """A cohort of which only the rows are there."""
    labels = np.array([f"condition {n}" for n in range(103)])
    ids = [f"{n * 0x9E3779B97F4A7C15 % (1 << 128):032x}" for n in range(rows)]
    table = pa.table(
        {
            "image_id": ids,
            "path": [f"images/{id[:2]}/{id}.png" for id in ids],
            "subject_id": [f"p{n // 3}" for n in range(rows)],
            "label": labels[np.random.default_rng(1).integers(0, 103, rows)],
            "origin": ["real", "synthetic"] * (rows // 2),
            "width": np.full(rows, 256),
            "height": np.full(rows, 256),
            "sha256": [id * 2 for id in ids],
        }
    )
    (folder / "images").mkdir(parents=True)
    write_table(folder / MANIFEST, as_rows(table))
    card = card_of(About(title="Many"), table)
    (folder / CARD).write_text(card.model_dump_json())


def open_and_narrow(folder: Path) -> dict[str, float]:
    """What a page does first, and what it took."""
    before, start, used = _megabytes(), time.perf_counter(), time.process_time()
    few = Cohort.open(folder).select(label=["condition 7", "condition 9"], origin="real")
    found = {"images": len(few), "first": len(few.rows("image_id", "label", "subject_id"))}
    took = {"seconds": time.perf_counter() - start, "processor": time.process_time() - used}
    return {**took, "megabytes": _megabytes() - before, **found}


def _megabytes() -> float:
    """The most memory that this process has had (Linux)."""
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    return int(peak) / 1024


if __name__ == "__main__":
    print(json.dumps(open_and_narrow(Path(sys.argv[1]))))
