"""How fast the app starts, draws and reacts, beside the smallest Streamlit app, in one run.

    make bench        # or: python -m benchmarks.startup [ROUNDS]

The two apps take turns, so that a noisy machine disturbs both alike; medians and their ratio count.
Times are measured in a real browser. The table goes to docs/results.md.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.tables import keep
from raredx.settings import ROOT
from tests.browser import chrome
from tests.browser.server import Watched, serve

APPS = {
    "workbench": (None, "Jobs", "jobs?kind=count"),
    "hello": (ROOT / "benchmarks" / "hello" / "app.py", "Second", ""),
}


def main() -> None:
    """Measure both apps in turn and print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    measured: dict[str, dict[str, list[float]]] = {app: {} for app in APPS}
    with tempfile.TemporaryDirectory() as workspace, sync_playwright() as playwright:
        os.environ["RAREDX_WORKSPACE"] = workspace
        browser = chrome.launch(playwright)
        for _ in range(rounds):
            for app in APPS:
                for step, value in measure(app, browser).items():
                    measured[app].setdefault(step, []).append(value)
        browser.close()
    medians = {
        app: {step: statistics.median(values) for step, values in steps.items()}
        for app, steps in measured.items()
    }
    report(medians, rounds)


def measure(app: str, browser: Browser) -> dict[str, float]:
    """Start an app once and take every figure."""
    script, other_page, with_widget = APPS[app]
    started = time.perf_counter()
    with serve(script, RAREDX_PLUGINS="tests.jobs.sample_kinds") as address:
        found = {"server ready": time.perf_counter() - started}
        watched = Watched(browser, address, width=1440, theme="light")
        page = watched.page
        found["first page"] = timed(lambda: _first_drawing(page, address))
        watched.settle()
        again = Watched(browser, address, width=1440, theme="light")
        found["second visit"] = timed(lambda: _first_drawing(again.page, address))
        again.close()
        found["page switch"] = timed(lambda: _switch(page, other_page))
        watched.open(with_widget)
        found["widget change"] = timed(lambda: _change(page))
        found["memory, MB"] = _memory(address) / 1e6
        watched.close()
    return found


def timed(act: Callable[[], None]) -> float:
    """The seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def report(medians: dict[str, dict[str, float]], rounds: int) -> None:
    """Print the table and keep it."""
    rows = [
        [step, f"{ours:.2f}", f"{theirs:.2f}", f"{ours / theirs:.2f}"]
        for step, ours in medians["workbench"].items()
        for theirs in [medians["hello"][step]]
    ]
    headings = [f"median of {rounds} rounds, seconds", "workbench", "hello", "ratio"]
    keep("startup", {"rounds": rounds, "medians": medians}, headings=headings, rows=rows)


def _first_drawing(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".stMainBlockContainer h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def _switch(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
    page.wait_for_selector(f".stMainBlockContainer h1:has-text('{_heading(title)}')")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def _heading(title: str) -> str:
    return {"Second": "World"}.get(title, title)


def _change(page: Page) -> None:
    """Change a number and wait until the text that depends on it has changed."""
    number = page.get_by_role("spinbutton").first
    number.fill("7")
    number.press("Enter")
    page.get_by_text("7 steps").wait_for()


def _memory(address: str) -> int:
    """The memory of the process that listens there."""
    port = int(address.rsplit(":", 1)[1])
    for process in psutil.process_iter():
        try:
            if any(
                c.laddr.port == port and c.status == "LISTEN" for c in process.net_connections()
            ):
                return int(process.memory_info().rss)
        except psutil.Error:
            continue
    raise AssertionError(f"nobody listens on port {port}")


if __name__ == "__main__":
    main()
