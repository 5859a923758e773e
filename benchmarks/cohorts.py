"""How fast images come in, and how fast a large cohort opens, in one run.

    python -m benchmarks.cohorts [ROUNDS]

Import: ten thousand small photographs, beside the least that any import does (decode, encode in the
same form, write) by as many processes, alternately; medians and their ratio count, by the clock
and by processor time, which a busy machine disturbs less. Opening: a cohort of a million rows is
opened, narrowed and counted in a process of its own, beside one of a tenth of that, so that memory
that grows with the rows would show.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
from PIL import Image

from benchmarks.tables import keep
from raredx.assets.cards import CARD
from raredx.cohorts.building import write_table
from raredx.cohorts.card import About, card_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importing import about_import, import_cohort
from raredx.cohorts.manifest import MANIFEST, as_rows
from raredx.settings import thread_count

IMAGES, SIDE = 10_000, 96
ROWS = (100_000, 1_000_000)


def main() -> None:
    """Measure both and print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    processes = thread_count()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photographs(folder / "given", IMAGES)
        seconds = importing(folder, processes, rounds)
        opened = {rows: opening(folder / f"{rows}", rows) for rows in ROWS}
    rate = {way: IMAGES / median(clock) for way, (clock, _) in seconds.items()}
    spent = {way: median(processor) for way, (_, processor) in seconds.items()}
    keep(
        "cohorts",
        {
            "processes": processes,
            "images_per_second": rate,
            "processor_seconds": spent,
            "opening": opened,
        },
        headings=["what", "measured", "beside"],
        rows=[
            [
                f"import of {IMAGES:,} images of {SIDE} px, {processes} processes, images/s",
                f"{rate['import']:,.0f}",
                f"bare {rate['bare']:,.0f} (ratio {rate['import'] / rate['bare']:.2f})",
            ],
            [
                "the same, processor seconds",
                f"{spent['import']:.0f}",
                f"bare {spent['bare']:.0f} (ratio {spent['bare'] / spent['import']:.2f})",
            ],
            *(
                [
                    f"open, select and count {rows:,} rows, seconds",
                    f"{found['seconds']:.2f} (processor {found['processor']:.2f})",
                    f"{found['megabytes']:,.0f} MB more memory",
                ]
                for rows, found in opened.items()
            ),
        ],
    )


def photographs(folder: Path, number: int) -> None:
    """JPEG files that compress as photographs do: smooth shades and a little noise."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE  # (side, side)
    for image in range(number):
        waves = rng.uniform(1, 6, (3, 2, 1, 1))
        shades = 128 + 90 * np.sin(waves[:, 0] * x + waves[:, 1] * y + image)  # (3, side, side)
        noisy = shades + rng.normal(0, 4, shades.shape)
        path = folder / f"class-{image % 20}" / f"{image}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = noisy.clip(0, 255).astype(np.uint8).transpose(1, 2, 0)
        Image.fromarray(pixels).save(path, quality=90)


def importing(folder: Path, processes: int, rounds: int) -> dict[str, tuple[list[float], ...]]:
    """Seconds of each round by the clock and of the processors, for both ways."""
    ways: dict[str, Callable[[], object]] = {
        "import": lambda: whole(folder, processes),
        "bare": lambda: bare(folder, processes),
    }
    seconds: dict[str, tuple[list[float], ...]] = {way: ([], []) for way in ways}
    for _ in range(rounds):
        for way, work in ways.items():
            start = time.perf_counter(), processor_seconds()
            work()
            for kept, now, then in zip(
                seconds[way], (time.perf_counter(), processor_seconds()), start, strict=True
            ):
                kept.append(now - then)
            for name in ("cohort", "scratch", "bare"):
                shutil.rmtree(folder / name, ignore_errors=True)
    return seconds


def processor_seconds() -> float:
    """What this process and all that it has waited for have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def whole(folder: Path, processes: int) -> None:
    """The import, from the listing of the files to the card."""
    read = plan(folder / "given")
    about = about_import(read, title="given")
    done = import_cohort(
        read,
        folder / "cohort",
        about=about,
        origin="real",
        scratch=folder / "scratch",
        workers=processes,
    )
    if len(done.cohort) != IMAGES:
        raise RuntimeError(f"{len(done.cohort)} images came in, not {IMAGES}")


def bare(folder: Path, processes: int) -> None:
    """Pillow alone."""
    (folder / "bare").mkdir()
    files = sorted((folder / "given").rglob("*.jpg"))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        list(pool.map(partial(copy, to=folder / "bare"), files, chunksize=32))


def copy(file: Path, to: Path) -> None:
    """Decode, encode, write."""
    Image.open(file).convert("RGB").save(to / f"{file.stem}.png")


def opening(folder: Path, rows: int) -> dict[str, float]:
    """Seconds and megabytes that a new process takes to open and narrow so many rows."""
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
    command = [sys.executable, "-m", "benchmarks.cohorts", "open", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def open_and_narrow(folder: str) -> None:
    """What a page does first; prints what it took."""
    before, start, used = _megabytes(), time.perf_counter(), time.process_time()
    few = Cohort.open(folder).select(label=["condition 7", "condition 9"], origin="real")
    found = {"images": len(few), "first": len(few.rows("image_id", "label", "subject_id"))}
    took = {"seconds": time.perf_counter() - start, "processor": time.process_time() - used}
    print(json.dumps({**took, "megabytes": _megabytes() - before, **found}))


def _megabytes() -> float:
    """The most memory that this process has had (Linux)."""
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    return int(peak) / 1024


if __name__ == "__main__":
    open_and_narrow(sys.argv[2]) if sys.argv[1:2] == ["open"] else main()
