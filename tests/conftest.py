"""Every test has a workspace of its own; a worker that it starts ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from raredx.assets import registry
from raredx.errors import UserError
from raredx.jobs import Store, engine, kinds
from raredx.jobs.process import is_alive
from raredx.settings import ROOT, settings


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "workspace"
    monkeypatch.setenv("RAREDX_WORKSPACE", str(folder))
    monkeypatch.setenv("RAREDX_PLUGINS", "tests.jobs.sample_kinds")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the worker and its children
    forget_settings()
    yield folder
    end_worker()
    monkeypatch.undo()
    forget_settings()


def forget_settings() -> None:
    """Let the next call read the environment again."""
    settings.cache_clear()
    kinds._import_modules.cache_clear()
    registry.all_assets.cache_clear()


def end_worker() -> None:
    """End this workspace's worker, if there is one."""
    with suppress(UserError, ProcessLookupError):
        known = Store().worker()
        if known and is_alive(*known):
            os.kill(known[0], signal.SIGTERM)
    left, engine._workers[:] = engine._workers[:], []  # or the next test would wait for them
    for process in left:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
