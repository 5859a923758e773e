"""A real browser: one that is installed, else the one that Playwright fetches.

`python -m tests.browser.chrome` sees to it that there is one, or says what to install.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
# Nothing of the browser's own may go out: the tests count requests to other hosts.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def installed() -> str | None:
    """The path of an installed Chromium or Chrome."""
    found = [path for name in _NAMES if (path := shutil.which(name))]
    found += [str(path) for path in _PLACES if path.exists()]
    return found[0] if found else None


def launch(playwright: Playwright) -> Browser:
    """Start the browser without a window."""
    return playwright.chromium.launch(executable_path=installed(), args=_QUIET)


def provide() -> None:
    """Fetch Playwright's browser where none is installed."""
    with sync_playwright() as playwright:
        if installed() or Path(playwright.chromium.executable_path).exists():
            return
    fetched = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True
    )
    if fetched.returncode:
        sys.exit("The browser tests need Chromium or Chrome: install one (`apt install chromium`).")


if __name__ == "__main__":
    provide()
