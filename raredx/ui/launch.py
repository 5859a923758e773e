"""Start the server that shows the pages."""

from __future__ import annotations

import numpy
from PIL import Image
from streamlit.web import cli

from raredx import assets
from raredx.settings import ROOT
from raredx.ui import jobs, shell

APP = ROOT / "app.py"
# What the first page needs, imported before there is anybody who waits for it.
PRELOADED = (assets, jobs, shell, numpy, Image)


def launch(options: list[str]) -> None:
    """Run the app until it is interrupted. Does not return."""
    cli.main(["run", str(APP), *options], prog_name="raredx app")
