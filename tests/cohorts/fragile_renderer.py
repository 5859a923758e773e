"""The renderer of `apart`, but for files that bring it down: always, or if others came before."""

from __future__ import annotations

import ctypes
from typing import Any

from raredx.cohorts import apart, isolation

DEADLY, JEALOUS, LYING = b"DEADLY", b"JEALOUS", b"LYING"
_before: list[bytes] = []


def render(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    if DEADLY in data or (JEALOUS in data and _before):
        ctypes.string_at(0)
    if LYING in data:
        return {"width": 10**9}, b""
    _before.append(data)
    return apart._work(request, data)


if __name__ == "__main__":
    isolation.answer(render)
