"""Start the server that shows the pages."""

from __future__ import annotations

from streamlit.web import cli

from raredx.settings import ROOT
from raredx.ui import jobs, shell

APP = ROOT / "app.py"
# What the first page needs, imported before there is anybody who waits for it.
PRELOADED = (jobs, shell)


def launch(options: list[str]) -> None:
    """Run the app until it is interrupted. Does not return."""
    cli.main(["run", str(APP), *options], prog_name="raredx app")
