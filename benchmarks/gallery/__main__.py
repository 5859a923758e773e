"""The workbench's page function draws some pages of a cohort, and is watched.

    python -m benchmarks.gallery COHORT

Image files that are opened are counted as Python opens them, bytes as the system was asked for
them: of image files, and in all, the rows included. The first page warms up and does not count.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

PAGES = 4


def measured(folder: Path) -> list[dict[str, float]]:
    """Draw the first page, then measure the others."""
    opened: list[str] = []
    inside = f"{folder / 'images'}{os.sep}"

    def note(event: str, facts: tuple[Any, ...]) -> None:
        if event == "open" and str(facts[0]).startswith(inside):
            opened.append(str(facts[0]))

    sys.addaudithook(note)
    app = AppTest.from_function(_page, kwargs={"folder": str(folder)}, default_timeout=120)
    found = []
    for number in range(1, PAGES + 2):
        opened.clear()
        app.query_params["page"] = str(number)
        app.run()
        if app.exception:
            raise RuntimeError(app.exception[0].message)
        files = set(opened)
        found.append(
            {
                "files": len(files),
                "image_bytes": sum(Path(file).stat().st_size for file in files),
                **app.session_state["took"],
            }
        )
    return found[1:]


def _page(folder: str) -> None:
    """The script of the page: it opens the cohort and draws what the address asks for."""
    from pathlib import Path

    import streamlit as st

    from benchmarks.gallery.__main__ import clocks
    from raredx.cohorts.cohort import Cohort
    from raredx.ui.gallery import gallery

    start = clocks()
    gallery(Cohort.open(Path(folder)))
    st.session_state["took"] = {name: now - start[name] for name, now in clocks().items()}


def clocks() -> dict[str, float]:
    """Milliseconds by the clock and of the processor, and bytes that were asked for (Linux)."""
    asked = Path("/proc/self/io").read_text().split()
    return {
        "clock_ms": 1000 * time.perf_counter(),
        "processor_ms": 1000 * time.process_time(),
        "all_bytes": float(asked[asked.index("rchar:") + 1]),
    }


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
