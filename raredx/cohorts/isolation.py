"""Work on hostile bytes in a child process: it may crash, hang or swell, and the app goes on.

The child is `python -m <module>`, whose `__main__` part calls `answer`. What goes in and comes out
are lines of JSON followed by bytes; nothing is unpickled on either side. One child may answer for
several files, one after another; with a file that brings it down, it alone is lost.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import raredx

Message = dict[str, Any]

_HOME = Path(raredx.__file__).resolve().parent.parent  # where `-m raredx...` finds the code
_MOST_HEADER, _MOST_DIGITS = 65_536, 20
_PASSED_ON = (
    *("PATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL"),
)


class ChildFailedError(Exception):
    """The child gave no answer; the text says why, as in "The decoder crashed"."""


class Child:
    """A process that answers one request after another, until it fails or is ended.

    Parameters
    ----------
    module : str
        What to run; it calls `answer`.
    memory : int
        The child's address space in bytes; bounded on Linux, not on macOS and Windows.
    """

    def __init__(self, module: str, *, memory: int) -> None:
        self.memory = memory
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        # One thread: each of a maths library's threads would claim address space for itself.
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # decoders name what they read, patients included
                cwd=_HOME,
                env=environment,
            )
        except OSError:
            raise ChildFailedError("could not be started") from None
        self._first = json.dumps({"memory": memory}).encode() + b"\n"

    def ask(
        self, request: Message, data: bytes, *, seconds: float, most: int
    ) -> tuple[Message, bytes]:
        """Give the child a request and bytes, and return its answer.

        Parameters
        ----------
        seconds : float
            After this time the child is ended.
        most : int
            The most bytes that may come back beside the answer.

        Raises
        ------
        ChildFailedError
            If there is no answer. The child has been ended then.
        """
        said = {"seconds": seconds, "length": len(data), "request": request}
        line, self._first = self._first + json.dumps(said).encode() + b"\n", b""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        try:
            timer.start()
            return self._talk(line, data, most)
        except ChildFailedError:
            self.end()
            if late.is_set():
                raise ChildFailedError(f"took longer than {seconds:g} seconds") from None
            raise
        finally:
            timer.cancel()

    @property
    def ended(self) -> bool:
        """Whether it can no longer be asked."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End the child, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what it had not read is lost
                pipe.close()

    def _talk(self, line: bytes, data: bytes, most: int) -> tuple[Message, bytes]:
        source, target = self._process.stdout, self._process.stdin
        assert source is not None
        assert target is not None
        with suppress(OSError):  # it ended before it had read everything
            target.write(line)
            target.write(data)
            target.flush()
        header, digits = source.readline(_MOST_HEADER), source.readline(_MOST_DIGITS)
        message = _understood(header)
        if not digits.endswith(b"\n") or not digits[:-1].isdigit():
            raise ChildFailedError("crashed")
        length = int(digits)
        if length > most:
            self.end()
            return message, b""
        body = source.read(length)
        if len(body) < length:
            raise ChildFailedError("crashed")
        return message, body


def ask(
    module: str, request: Message, data: bytes, *, seconds: float, memory: int, most: int
) -> tuple[Message, bytes]:
    """Ask a child of its own: see `Child`."""
    child = Child(module, memory=memory)
    try:
        return child.ask(request, data, seconds=seconds, most=most)
    finally:
        child.end()


def answer(work: Callable[[Message, bytes], tuple[Message, bytes]]) -> None:
    """The child's side: bound oneself, then read a request, do the work, answer, and again."""
    source = sys.stdin.buffer
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not spoil the answer
    _bound_memory(**json.loads(source.readline()))
    while line := source.readline():
        said = json.loads(line)
        _bound_time(said["seconds"])
        try:
            header, body = work(said["request"], source.read(said["length"]))
        except MemoryError:
            header, body = {"failed": "needed too much memory"}, b""
        with suppress(BrokenPipeError):
            target.write(b"%s\n%d\n" % (json.dumps(header).encode(), len(body)))
            target.write(body)
            target.flush()


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


def _bound_memory(*, memory: int) -> None:
    """Limit this process where the operating system can; no core file with a patient in is left."""
    _limit("RLIMIT_CORE", 0)
    if sys.platform.startswith("linux"):
        _limit("RLIMIT_AS", memory)


def _bound_time(seconds: float) -> None:
    """End this process a little after its parent would have, in case that is gone."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time() + seconds) + 1)


def _limit(name: str, value: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = getattr(resource, name)
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
