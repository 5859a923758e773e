"""The process that carries out one job: `python -m raredx.jobs.child`, started by the worker.

Standard input brings the order as one line of JSON, then perhaps the line `cancel`; its end means
that the worker is gone, and this process ends itself with everything it has started. Messages go
back as lines of JSON; whatever the job itself prints goes to its log.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from raredx.errors import UserError, explain
from raredx.jobs.kinds import get_kind
from raredx.jobs.progress import Cancelled, Progress
from raredx.settings import settings


def main() -> None:
    """Take one order, carry it out, say how it ended."""
    send = _take_over_output()
    lines = _lines_from_worker()
    order = json.loads(next(lines))
    cancel = threading.Event()
    threading.Thread(target=_listen, args=(lines, cancel), daemon=True).start()
    logging.basicConfig(
        level=settings().log_level.upper(), format="%(asctime)s %(levelname)s %(message)s"
    )
    progress = Progress(
        scratch=Path(order["scratch"]),
        resumed=order["resume"],
        send=send,
        cancel_asked=cancel.is_set,
    )
    end = _carry_out(order["kind"], order["config"], progress)
    progress.tell()
    send(end)
    sys.stderr.flush()
    os._exit(0)  # at once: a library's thread that never ends must not hold a finished job


def _carry_out(kind_name: str, values: object, progress: Progress) -> dict[str, Any]:
    """Run the job and say how it ended. Nothing but a kill gets past this."""
    try:
        kind = get_kind(kind_name)
        result = kind.run(kind.parse(values), progress)
        return {"end": "done", "result": result.model_dump(mode="json")}
    except Cancelled:
        return {"end": "cancelled"}
    except UserError as error:
        return {"end": "failed", "error": str(error)}
    except BaseException as error:  # noqa: BLE001 - a job may fail in any way
        traceback.print_exc()
        return {"end": "failed", "error": explain(error)}


def _take_over_output() -> Any:
    """Keep standard output for messages; prints, also those of C libraries, go to the log."""
    messages = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    lock = threading.Lock()

    def send(message: dict[str, Any]) -> None:
        with lock:
            messages.write(json.dumps(message) + "\n")

    return send


def _lines_from_worker() -> Iterator[str]:
    """Lines of standard input, read without Python's buffer, which would block the exit."""
    rest = b""
    while chunk := os.read(0, 65536):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line.decode() for line in lines)


def _listen(lines: Iterator[str], cancel: threading.Event) -> None:
    for line in lines:
        if line == "cancel":
            cancel.set()
    os.killpg(os.getpgrp(), signal.SIGKILL)  # the worker is gone: nobody may go on writing


if __name__ == "__main__":
    main()
