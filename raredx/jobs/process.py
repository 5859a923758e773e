"""Operating-system processes: is the one we mean still there, and how to end it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

import psutil

_DYING = 10.0  # seconds that a killed process may take to be gone: none, but on a busy disk
_SAME = 1.0  # seconds by which two readings of one start time may differ


def start_time(pid: int) -> float:
    """When a process started, in seconds since 1970. With the pid it names a process for good."""
    return float(psutil.Process(pid).create_time())


def is_alive(pid: int | None, started: float | None) -> bool:
    """Whether that very process still runs; a pid that was given out anew does not count."""
    if pid is None or started is None:
        return False
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < _SAME
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def end_group(leader: int, *, grace: float) -> None:
    """End a process group: ask, wait for the leader, end what is left; then the leader is gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGTERM)
        _wait_for_end(leader, grace)
        os.killpg(leader, signal.SIGKILL)
        _wait_for_end(leader, _DYING)


def _wait_for_end(pid: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and _running(pid):
        time.sleep(0.02)


def _running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
