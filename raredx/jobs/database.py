"""The SQLite file under the job store: opened, migrated, written in short transactions."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from raredx.errors import DiskFullError, UserError

MIGRATIONS = (Path(__file__).with_name("schema.sql").read_text(),)  # append, never change one
RESERVE_BYTES = 2 << 20

_BUSY_SECONDS = 10.0
_TROUBLES = {
    ("malformed", "not a database"): (
        "is damaged",
        "Move that file away and start again: a new one is made, and what jobs have produced stays",
    ),
    ("locked",): ("is busy", "Try again in a few seconds"),
    ("readonly", "unable to open"): (
        "cannot be written",
        "Check the folder's permissions, or set RAREDX_WORKSPACE to another folder",
    ),
}


class Database:
    """One SQLite file in WAL mode. A connection lives for one call, so threads share nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reserve = path.with_name(".reserve")

    def read(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query; none where there is no file yet."""
        if not self.path.exists():
            return []
        try:
            with self._open() as db:
                return db.execute(sql, values).fetchall()
        except DiskFullError:  # not even SQLite's own small files fit: read without them
            with self._open("?immutable=1") as db:
                return db.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of the block or nothing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def keep_reserve(self) -> None:
        """Set space aside, so that on a full disk a last status can still be written."""
        if not self._reserve.exists():
            with suppress(OSError):  # too little space for a reserve: go on without
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._reserve.write_bytes(bytes(RESERVE_BYTES))

    def give_reserve(self) -> bool:
        """Give that space back, to write something on a full disk. False if it is gone already."""
        if not self._reserve.exists():
            return False
        self._reserve.unlink()
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file open, so that SQLite's own small files need no space later."""
        with self._open():
            yield

    @contextmanager
    def _open(self, how: str = "") -> Iterator[sqlite3.Connection]:
        uri = f"{self.path.as_uri()}{how}"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)) as db:
                db.isolation_level = None
                db.row_factory = sqlite3.Row
                if not how:
                    db.execute("PRAGMA journal_mode = WAL")
                    db.execute("PRAGMA synchronous = NORMAL")
                    self._migrate(db)
                yield db
        except sqlite3.DatabaseError as error:
            if "full" in str(error) or ("I/O" in str(error) and self._no_space_left()):
                raise DiskFullError from error
            for signs, (trouble, remedy) in _TROUBLES.items():
                if any(sign in str(error) for sign in signs):
                    raise UserError(
                        f"The job store {self.path} {trouble}", remedy=remedy
                    ) from error
            raise

    def _no_space_left(self) -> bool:
        return shutil.disk_usage(self.path.parent).free < RESERVE_BYTES

    def _migrate(self, db: sqlite3.Connection) -> None:
        version = _version(db)
        if version == len(MIGRATIONS):
            return
        if version > len(MIGRATIONS):
            raise UserError(
                f"The job store {self.path} was made by a newer RareDx",
                remedy="Update RareDx, or set RAREDX_WORKSPACE to another folder",
            )
        db.execute("BEGIN IMMEDIATE")
        for step in MIGRATIONS[_version(db) :]:  # read again: another process may have been first
            for statement in step.split(";\n"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
