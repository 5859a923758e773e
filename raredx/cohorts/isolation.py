"""Work on hostile bytes in a child process: it may crash, hang or swell, and the app goes on.

The child is `python -m <module>`, whose `__main__` part calls `answer`. What goes in and comes out
is one line of JSON followed by bytes; nothing is unpickled on either side.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import raredx

Message = dict[str, Any]

_HOME = Path(raredx.__file__).resolve().parent.parent  # where `-m raredx...` finds the code
_MOST_HEADER = 65_536
_PASSED_ON = (
    *("PATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL"),
)


class ChildFailedError(Exception):
    """The child gave no answer; the text says why, as in "The decoder crashed"."""


def ask(
    module: str, request: Message, data: bytes, *, seconds: float, memory: int, most: int
) -> tuple[Message, bytes]:
    """Start a child, give it a request and bytes, and return its answer.

    Parameters
    ----------
    module : str
        What to run; it calls `answer`.
    seconds : float
        After this time the child is ended.
    memory : int
        The child's address space in bytes; bounded on Linux, not on macOS and Windows.
    most : int
        The most bytes that may come back beside the answer.
    """
    bounds = {"seconds": seconds, "memory": memory}
    lines = json.dumps(bounds).encode() + b"\n" + json.dumps(request).encode() + b"\n"
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One thread: each of a maths library's threads would claim address space for itself.
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders name what they read, patients included
            cwd=_HOME,
            env=environment,
        )
    except OSError:
        raise ChildFailedError("could not be started") from None
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, end)
    try:
        timer.start()
        header, body = _talk(child, lines, data, most)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if late.is_set():
        raise ChildFailedError(f"took longer than {seconds:g} seconds")
    return _understood(header), body


def answer(work: Callable[[Message, bytes], tuple[Message, bytes]]) -> None:
    """The child's side: bound oneself, read the request, do the work, write the answer."""
    source = sys.stdin.buffer
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not spoil the answer
    _bound(**json.loads(source.readline()))
    request = json.loads(source.readline())
    try:
        header, body = work(request, source.read())
    except MemoryError:
        header, body = {"failed": "needed too much memory"}, b""
    with suppress(BrokenPipeError):
        target.write(json.dumps(header).encode() + b"\n" + body)
        target.close()


def _talk(
    child: subprocess.Popen[bytes], lines: bytes, data: bytes, most: int
) -> tuple[bytes, bytes]:
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdout as output:
        with suppress(OSError):  # it ended before it had read everything
            child.stdin.write(lines)
            child.stdin.write(data)
        with suppress(OSError):
            child.stdin.close()
        header = output.readline(_MOST_HEADER)
        body = output.read(most + 1)
    return header, body if len(body) <= most else b""


def _understood(header: bytes) -> Message:
    if not header:
        raise ChildFailedError("crashed")
    try:
        message = json.loads(header)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise ChildFailedError("gave an answer that makes no sense")
    if "failed" in message:
        raise ChildFailedError(str(message["failed"]))
    return message


def _bound(*, seconds: float, memory: int) -> None:
    """Limit this process where the operating system can; the parent keeps the time in any case."""
    try:
        import resource
    except ImportError:  # Windows
        return
    cpu = math.ceil(seconds) + 1  # ends a child whose parent was killed
    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: cpu}  # no core file with a patient in
    if sys.platform.startswith("linux"):
        wanted[resource.RLIMIT_AS] = memory
    for limit, value in wanted.items():
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
