"""What training costs with the shipped base model: written to where the estimate reads it."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.generate.judge import people
from raredx.files import write_whole
from raredx.jobs import Progress
from raredx.settings import ROOT, thread_count
from raredx.synthesis import all_generators, get_generator
from raredx.synthesis.examples import Examples

_FILE = ROOT / "raredx" / "synthesis" / "paces.toml"
_STEPS = 30
_HEAD = """\
# What training costs with the base model that is shipped, as `python -m benchmarks.generate paces`
# measured it: seconds before the first step, seconds of one image in one step, bytes of memory at
# the most, bytes on disk for each adapter or network.
"""


def paced() -> None:
    """Measure each method in a process of its own, and write all of it down."""
    examples = people(0, images=2).examples(2)
    lines = [_HEAD + f'on = "{thread_count()} processor cores"']
    for method in all_generators():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(_measured, (method, examples))
        figures = "\n".join(f"{name} = {value:.4g}" for name, value in found.items())
        lines.append(f"[{method}]\n{figures}")
    write_whole(_FILE, "\n\n".join(lines) + "\n")
    print(_FILE.read_text())


def _measured(method: str, examples: Examples) -> dict[str, float]:
    """The cost of a short training by the quick preset."""
    kind = get_generator(method)
    options: dict[str, Any] = dict(kind.presets["quick"])
    steps = {"steps": _STEPS} if "steps" in options else {}
    marks: list[float] = []

    class Ticking(Progress):
        def tick(self, done: float = 0, **told: Any) -> None:
            marks.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        made = kind(**options | steps).fit(
            examples, Path(folder, "made"), progress=Ticking(scratch=Path(folder, "scratch"))
        )
        files = [file for file in made.folder.rglob("*") if file.is_file()]
        disk = sum(file.stat().st_size for file in files)
        middle = marks[2 : _STEPS // 2]  # before the first preview
    pace = (middle[-1] - middle[0]) / (len(middle) - 1) / options["batch"] if steps else 0.0
    return {
        "start": (marks[0] - started) if steps else time.perf_counter() - started,
        "seconds": pace,
        "memory": 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "disk": disk / (len(examples.conditions) if options.get("adapters") == "each" else 1),
    }
