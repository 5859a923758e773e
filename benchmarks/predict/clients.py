"""The HTTP API asked by eight clients at once, beside one process that asks the model in a loop."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import httpx2 as httpx
import numpy as np

from benchmarks.tables import keep
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.intake import admit
from raredx.cohorts.simulate.simface import FOLDER
from raredx.diagnosis.predict import predict
from raredx.learning.bundle.store import DEMONSTRATION, open_bundle
from raredx.phenotype.looking import unlocked

HEADINGS = ["", "one process in a loop", "eight clients", "ratio"]
CLIENTS, ROUNDS, IMAGES = 8, 5, 96
"""At once; how often both are measured, in turn; images of a round."""
_PATIENCE = 60.0  # seconds
_LAST = 1e-4  # of a probability


def measured() -> None:
    """Measure both in turn, compare their answers, and keep it."""
    files = pictures(IMAGES)
    expected = alone(files)
    loops, rates, waits = [], [], []
    with serving() as address, httpx.Client(base_url=address, timeout=_PATIENCE) as client:
        asked(client, files[: 2 * CLIENTS])  # what is loaded once
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            alone(files)
            loops.append(len(files) / (time.perf_counter() - begun))
            begun = time.perf_counter()
            answers = asked(client, files)
            rates.append(len(files) / (time.perf_counter() - begun))
            waits += [seconds for _, _, seconds in answers]
            if wrong := [told for status, told, _ in answers if status != 200]:
                raise SystemExit(f"{len(wrong)} errors, the first: {wrong[0]}")
            pairs = zip(answers, expected, strict=True)
            if other := sum(not _alike(told, own) for (_, told, _), own in pairs):
                raise SystemExit(f"{other} of {len(files)} answers are other ones")
    loop, rate = float(np.median(loops)), float(np.median(rates))
    ratio = float(np.median(np.divide(rates, loops)))
    half, most = (1000 * float(one) for one in np.quantile(waits, [0.5, 0.99]))
    rows = [
        ["images/s", f"{loop:.1f}", f"{rate:.1f}", f"{ratio:.2f}"],
        ["an answer, median, ms", f"{1000 / loop:.0f}", f"{half:.0f}", ""],
        ["an answer, 99th percentile, ms", "", f"{most:.0f}", ""],
        ["errors, or other answers", "", f"0 of {ROUNDS * IMAGES}", ""],
    ]
    figures = {"loop": loops, "clients": rates, "ratio": ratio, "p50": half, "p99": most}
    keep("predict-clients", figures, headings=HEADINGS, rows=rows)


def pictures(many: int) -> list[bytes]:
    """Images of the shipped cohort as PNG files, evenly out of all that is not locked."""
    cohort = unlocked(Cohort.open(FOLDER))
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    files = []
    for image_id in ids[:: len(ids) // many][:many]:
        file = BytesIO()
        cohort.image(image_id).save(file, "PNG")
        files.append(file.getvalue())
    return files


def alone(files: list[bytes]) -> list[Any]:
    """What the demonstration model says of images, one after the other, as JSON has it."""
    bundle = open_bundle(DEMONSTRATION)
    return [json.loads(json.dumps(predict(admit(one).image, bundle).as_dict())) for one in files]


def asked(client: httpx.Client, files: list[bytes]) -> list[tuple[int, Any, float]]:
    """The status of each answer, what it says, and after how many seconds."""

    def ask(file: bytes) -> tuple[int, Any, float]:
        begun = time.perf_counter()
        told = client.post(
            "/predict", files={"image": ("a.png", file)}, data={"model": DEMONSTRATION}
        )
        return told.status_code, told.json(), time.perf_counter() - begun

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(ask, files))


def _alike(told: Any, own: Any) -> bool:
    """Whether both say the same: on another number of threads the last digits are other ones."""
    if told["withheld"] != own["withheld"]:
        return False
    if own["differential"] is None:
        return bool(told["differential"] is None)
    one, other = (
        {each["name"]: each["probability"] for each in said["differential"]["ranked"]}
        for said in (told, own)
    )
    return one.keys() == other.keys() and all(abs(one[name] - other[name]) < _LAST for name in one)


@contextmanager
def serving() -> Iterator[str]:
    """`raredx serve` in a process of its own, without a limit to how often it may be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "raredx", "serve", "--port", str(port)],
        env={**os.environ, "RAREDX_API_RATE": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/health").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("The API does not start")
