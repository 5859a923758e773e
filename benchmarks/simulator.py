"""How many simulated photographs a second, on one process and on two, and where the time goes.

    python -m benchmarks.simulator [PICTURES]

Pictures are taken as the job takes them: drawn, written as PNG and sent back with their truth. What
comes first is not counted: code is compiled or loaded and every process has drawn before the clock
starts. Beside it stands the least that any way to write pictures does: to encode these very
pictures. Processor time counts all processes, and is disturbed less by a busy machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
import psutil
from PIL import Image

from benchmarks.tables import keep
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.knowledge.patient import draw_patient
from raredx.cohorts.simulate.photograph import look_of, photo_of
from raredx.cohorts.simulate.portrait.timing import stage_times
from raredx.cohorts.simulate.sittings import Sitting, plan_sittings
from raredx.cohorts.simulate.taking import Taken, taken

SIZES, PROCESSES = (192, 256), (1, 2)
WARM = 12  # pictures for each process before the clock starts
SITTERS = 8  # people whose stages are timed


def main() -> None:
    """Measure all and print two tables."""
    pictures = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    codes = [one.id for one in simface()]
    plan = plan_sittings(codes, seed=2, images=3)[:: len(PROCESSES)]
    rates = {
        f"{size} px, {processes} process{'es' * (processes > 1)}": rate(
            plan, pictures, size=size, processes=processes
        )
        for size in SIZES
        for processes in PROCESSES
    }
    keep(
        "simulator",
        rates,
        headings=["pictures a second", "by the clock", "of a processor", "encoding alone"],
        rows=[[name, *(f"{value:,.1f}" for value in one.values())] for name, one in rates.items()],
    )
    shares = {f"{size} px": stages(size) for size in SIZES}
    keep(
        "simulator-stages",
        shares,
        headings=["stage, milliseconds", *shares],
        rows=[
            [stage, *(f"{one[stage]:.1f}" for one in shares.values())]
            for stage in next(iter(shares.values()))
        ],
    )


def rate(plan: Sequence[Sitting], pictures: int, *, size: int, processes: int) -> dict[str, float]:
    """Pictures a second: by the clock, of processor time, and of encoding alone."""
    warm = WARM * processes
    if len(plan) < warm + pictures:
        raise ValueError(f"at most {len(plan) - warm} pictures are planned")
    found = taken(plan[: warm + pictures], size=size, workers=processes)
    for _ in range(warm):
        next(found)
    start, used = time.perf_counter(), processor_seconds()
    some = list(_until_the_last(found, pictures - 1))
    spent = processor_seconds() - used
    clock = time.perf_counter() - start
    list(found)
    return {
        "clock": len(some) / clock,
        "processor": len(some) / spent,
        "encoding": len(some) / encoding_seconds(some),
    }


def _until_the_last(found: Iterator[Taken], number: int) -> Iterator[Taken]:
    """So many pictures; one is left, for which the processes stay and can be asked."""
    for _ in range(number):
        yield next(found)


def processor_seconds() -> float:
    """What this process and those that it has started have used."""
    here = psutil.Process()
    times = [one.cpu_times() for one in (here, *here.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def encoding_seconds(some: Sequence[Taken]) -> float:
    """Seconds of a processor to write pictures as they are written when they are taken."""
    images = [Image.open(BytesIO(one.png)).convert("RGB") for one in some]
    start = time.process_time()
    for image in images:
        image.save(BytesIO(), "PNG", compress_level=1)
    return time.process_time() - start


def stages(size: int) -> dict[str, float]:
    """Milliseconds of each stage: for several people the mean of their best."""
    people = [draw_patient(one, seed) for seed, one in enumerate(simface()[:SITTERS])]
    photos = [photo_of(one, 0) for one in people]
    times = [
        stage_times(one.vertices(photo.expression), look_of(one), photo, size=size)
        for one, photo in zip(people, photos, strict=True)
    ]
    return {stage: 1000 * float(np.mean([one[stage] for one in times])) for stage in times[0]}


if __name__ == "__main__":
    main()
