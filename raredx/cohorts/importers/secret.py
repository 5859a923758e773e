"""The workspace's own key, with which patients' ids are hashed: it stays where it is made."""

from __future__ import annotations

import os
import secrets

from filelock import FileLock

from raredx.errors import UserError
from raredx.settings import settings

_BYTES = 32


def workspace_key() -> bytes:
    """The key, made at first use. The same patient has the same subject id in every import."""
    file = settings().workspace / "cohorts" / ".subject-key"
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{file}.lock"):
        if not file.exists():
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
                new.write(secrets.token_bytes(_BYTES))
    key = file.read_bytes()
    if len(key) != _BYTES:
        raise UserError(
            f"The key in {file} is damaged",
            remedy="Bring it back from a copy, or remove it: subjects then get other ids",
        )
    return key
