"""Compiled code belongs to the sources that it was made from."""

from __future__ import annotations

import os
import subprocess
import sys

from raredx.cohorts.simulate.compiled import version

SHOW = "import os, raredx.cohorts.simulate; print(os.environ.get('NUMBA_CACHE_DIR'))"


def shown(**environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    run = [sys.executable, "-c", SHOW]
    done = subprocess.run(run, env=kept | environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_folder_is_named_after_the_sources():
    assert shown().endswith(f"numba-{version()}")


def test_a_change_anywhere_is_another_version(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.py").write_text("ONE = 1")
    before = version(tmp_path)
    (tmp_path / "deep" / "a.py").write_text("ONE = 2")
    assert version(tmp_path) != before


def test_a_folder_that_somebody_chose_stays(tmp_path):
    assert shown(NUMBA_CACHE_DIR=str(tmp_path)) == str(tmp_path)
