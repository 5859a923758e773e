"""How fast images come in, how fast a large cohort opens, and what a page of one reads, in one run.

    python -m benchmarks.cohorts [ROUNDS]

Import: ten thousand small photographs, beside the least that any import does (decode, encode in the
same form, write) by as many processes, alternately; medians and their ratio count, by the clock
and by processor time, which a busy machine disturbs less. Opening and the page of images: see
`benchmarks.opening` and `benchmarks.gallery`.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from benchmarks.gallery import a_page
from benchmarks.opening import opening
from benchmarks.tables import keep
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importing import about_import, import_cohort
from raredx.settings import thread_count

IMAGES, SIDE = 10_000, 96
ROWS = (100_000, 1_000_000)
GALLERIES = (100, 10_000)


def main() -> None:
    """Measure all three and print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    processes = thread_count()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photographs(folder / "given", IMAGES)
        seconds = importing(folder, processes, rounds)
        opened = {rows: opening(folder / f"{rows}", rows) for rows in ROWS}
        pages = {images: a_page(folder / f"page-{images}", images) for images in GALLERIES}
    rate = {way: IMAGES / median(clock) for way, (clock, _) in seconds.items()}
    spent = {way: median(processor) for way, (_, processor) in seconds.items()}
    keep(
        "cohorts",
        {
            "processes": processes,
            "images_per_second": rate,
            "processor_seconds": spent,
            "opening": opened,
            "page": pages,
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
            *(_page_row(images, found, pages[GALLERIES[0]]) for images, found in pages.items()),
        ],
    )


def _page_row(images: int, found: dict[str, float], few: dict[str, float]) -> list[str]:
    """How long a page takes, and what it reads: the same of few images and of many."""
    ratio = found["processor_ms"] / few["processor_ms"]
    return [
        f"a page of {images:,} images, milliseconds",
        f"{found['clock_ms']:.0f} (processor {found['processor_ms']:.0f}, ratio {ratio:.1f})",
        f"{found['files']:.0f} image files, {found['image_bytes'] / 1000:.0f} kB; "
        f"with rows {found['all_bytes'] / 1000:,.0f} kB",
    ]


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


if __name__ == "__main__":
    main()
