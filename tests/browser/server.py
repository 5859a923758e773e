"""The app as its users run it, on a free port, and pages opened in a browser that watches."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from raredx.settings import ROOT

# Opened by a deep link, Streamlit first looks for its own server below the page's address.
_STREAMLIT_LOOKS = ("_stcore/health", "_stcore/host-config")


@contextmanager
def serve(script: Path | None = None, **environment: str) -> Iterator[str]:
    """Run the workbench, or another Streamlit script, until the block ends; gives its address."""
    port = _free_port()
    command = ["raredx", "app", "--no-open", "--port", str(port)]
    if script is not None:
        command = ["streamlit", "run", str(script), "--server.headless", "true"]
        command += ["--server.port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


class Watched:
    """A page of the app whose console and requests are watched."""

    def __init__(self, browser: Browser, address: str, *, width: int, theme: str) -> None:
        self.address = address
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
        )
        self.page: Page = context.new_page()
        self.console_errors: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("request", self._on_request)

    def open(self, path: str = "") -> Page:
        """Open an address of the app and wait until all of it is drawn."""
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the script has run and nothing is being loaded any more."""
        self.page.wait_for_selector(".stMainBlockContainer h1", timeout=60_000)
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000
        )
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')",
            timeout=60_000,
        )
        self.page.wait_for_load_state("networkidle")
        return self.page

    def close(self) -> None:
        """Close the page and all it holds."""
        self.page.context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        looks = message.location.get("url", "").endswith(_STREAMLIT_LOOKS)
        if message.type == "error" and not looks:
            self.console_errors.append(message.text)

    def _on_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname != "127.0.0.1":
            self.strangers.append(request.url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer")
