"""A child that misbehaves as it is told to, in every way in which a decoder could."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

from raredx.cohorts import isolation


def misbehave(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    match request["do"]:
        case "echo":
            return {"length": len(data)}, data[::-1]
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "leave":
            os._exit(0)
        case "hang":
            while True:
                pass
        case "swell":
            bytearray(4 << 30)
        case "print":
            os.write(1, b'{"forged": true}\n')
            sys.stderr.write("PLANTED^NAME\n")
            return {"forged": False}, b""
        case "who":
            return {"pid": os.getpid()}, b""
        case "environment":
            return {"names": sorted(os.environ)}, b""
        case "answer":
            return request["answer"], bytes(request["bytes"])
    raise AssertionError("still here")


if __name__ == "__main__":
    isolation.answer(misbehave)
