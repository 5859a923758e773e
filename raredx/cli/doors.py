"""`raredx app` and `raredx serve`: the other two doors."""

from __future__ import annotations

import os

import click

from raredx.cli.output import json_option, print_json
from raredx.errors import UserError
from raredx.settings import ROOT


@click.command()
@click.option(
    "--port", type=int, help="Port of the page; the first free one from 8501 if not given."
)
@click.option("--open/--no-open", "open_browser", default=None, help="Open a browser, or do not.")
@json_option
def app(port: int | None, open_browser: bool | None, as_json: bool) -> None:
    """Open the workbench in a browser. It listens on this machine alone.

    With --json, print how it would be started.
    """
    if not (ROOT / "app.py").is_file():
        raise UserError(
            f"The pages are not at {ROOT}",
            remedy="Start the app from a clone of the repository, where app.py lies",
        )
    options = [] if port is None else ["--server.port", str(port)]
    if open_browser is not None:
        options += ["--server.headless", str(not open_browser).lower()]
    if as_json:
        print_json({"folder": str(ROOT), "options": options})
        return
    os.chdir(ROOT)  # .streamlit/ is read from the current folder
    from raredx.ui.launch import launch

    launch(options)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8600, show_default=True, help="Port of the API.")
@json_option
def serve(host: str, port: int, as_json: bool) -> None:
    """Serve the HTTP API; /openapi.json describes it. It listens on this machine alone.

    With --json, print that description.
    """
    import uvicorn

    from raredx.api import make_api

    if as_json:
        print_json(make_api().openapi())
        return
    uvicorn.run(make_api(hosts=(host,)), host=host, port=port, log_level="info")
