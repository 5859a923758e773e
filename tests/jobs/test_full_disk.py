"""A disk that fills up under a job: a clean failure, nothing half-written, and life afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from raredx.settings import ROOT

# A mount namespace of our own, so that any Linux user may mount a small disk.
_IN_A_SMALL_DISK = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
_MOUNT = 'mount -t tmpfs -o size=48m tmpfs "$RAREDX_WORKSPACE" && '


def small_disks_can_be_mounted() -> bool:
    try:
        return subprocess.run([*_IN_A_SMALL_DISK, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not small_disks_can_be_mounted(), reason="this system lets nobody mount a disk")
def test_a_full_disk_fails_the_job_and_loses_nothing(workspace):
    workspace.mkdir()
    done = subprocess.run(
        [*_IN_A_SMALL_DISK, _MOUNT + f'"{sys.executable}" -m tests.jobs.full_disk'],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    full = "The disk is full. Free some space, then retry."
    assert told["output"] == ["failed", full, []]
    assert told["litter"][:2] == ["failed", full]
    assert told["litter"][2] < 3 << 20, "the disk should have been full when the end was written"
    assert told["refused"] == [
        "failed",
        "The disk is full: no job can start. Free some space, then retry.",
    ]
    assert told["after"] == "done"
    assert told["turned away"] == full
    assert told["before"] == ["done", 3]
