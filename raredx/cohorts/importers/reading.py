"""Read the images of an import, side by side, in batches that are written down as they end.

Every image goes through the one door and is written anew. A batch whose record is there is not
read again, so that an interrupted import goes on where it was.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from raredx.cohorts.apart import together
from raredx.cohorts.encoding import Form, encode
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.pack import IMAGES, path_of
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError
from raredx.files import sha256_of, write_whole
from raredx.jobs.progress import Progress

BATCH = 32
_RECORDS, _STAMP = "records", "stamp"


@dataclass(frozen=True, kw_only=True)
class Came:
    """What became of one file: an image with its facts, or the code of its refusal."""

    file: str
    code: str = ""
    says: str = ""
    image_id: str = ""
    path: str = ""
    sha256: str = ""
    width: int = 0
    height: int = 0
    format: str = ""
    given_sha256: str = ""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    technical: str = "{}"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Where files come from, in which form they are kept, and where they are put meanwhile."""

    source: Source
    form: Form
    folder: Path

    def read_all(
        self, files: Sequence[str], *, stamp: str, workers: int, progress: Progress
    ) -> None:
        """Read every file that has not been read yet. `stamp` tells one import from another."""
        self._prepare(stamp)
        batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
        open_ones = [n for n in range(len(batches)) if not self._is_whole(n)]
        done = len(files) - sum(len(batches[n]) for n in open_ones)
        progress.tick(done, total=len(files), message="reading images")
        for number in self._finished(
            {n: batches[n] for n in open_ones}, min(workers, len(open_ones))
        ):
            done += len(batches[number])
            progress.tick(done, total=len(files))

    def outcomes(self) -> dict[str, Came]:
        """What became of every file that was read."""
        found: dict[str, Came] = {}
        for record in sorted((self.folder / _RECORDS).iterdir()):
            for one in json.loads(record.read_text()):
                lists = {name: tuple(one[name]) for name in ("notes", "warnings")}
                found[one["file"]] = Came(**{**one, **lists})
        return found

    def read_batch(self, number: int, files: Sequence[str]) -> int:
        """Read some files and write down what became of them."""
        with together():
            came = [vars(self._read(file)) for file in files]
        write_whole(self._record(number), json.dumps(came))
        return number

    def _read(self, file: str) -> Came:
        try:
            admitted = self.source.admit(file)
        except Refused as refused:
            return Came(file=file, code=refused.code, says=str(refused))
        kept = encode(admitted.image, self.form, known_id=admitted.image_id)
        path = path_of(kept.image_id, kept.suffix)
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(kept.data)
        return Came(
            file=file,
            image_id=kept.image_id,
            path=path,
            sha256=kept.sha256,
            width=kept.width,
            height=kept.height,
            format=admitted.format,
            given_sha256=admitted.sha256,
            notes=admitted.notes,
            warnings=admitted.warnings,
            technical=json.dumps(dict(admitted.technical)),
        )

    def _finished(self, batches: dict[int, Sequence[str]], workers: int) -> Iterator[int]:
        """The numbers of batches as they end: read here if they are few, or by other processes."""
        if workers <= 1:
            for number, files in batches.items():
                yield self.read_batch(number, files)
            return
        pool = ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),  # a fork would copy locks as they are
            initializer=_end_with_parent,
        )
        try:
            ahead: set[Future[int]] = set()
            for number, files in batches.items():
                ahead.add(pool.submit(self.read_batch, number, files))
                if len(ahead) >= 4 * workers:
                    ended, ahead = wait(ahead, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in ended)
            while ahead:
                ended, ahead = wait(ahead, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in ended)
        except BrokenProcessPool:
            raise UserError(
                "A process that reads images has ended without a word, perhaps for want of memory",
                remedy="Retry: the import goes on where it was; fewer threads need less memory",
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)

    def _prepare(self, stamp: str) -> None:
        """Keep what an earlier attempt at the same import has left; remove everything else."""
        before = self.folder / _STAMP
        if not before.is_file() or before.read_text() != stamp:
            for name in (IMAGES, _RECORDS):
                shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in (IMAGES, _RECORDS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        write_whole(before, stamp)

    def _is_whole(self, number: int) -> bool:
        """Whether a batch was read before, and all of its images are still as they were."""
        record = self._record(number)
        if not record.is_file():
            return False
        kept = [(one["path"], one["sha256"]) for one in json.loads(record.read_text())]
        files = [(self.folder / path, sha256) for path, sha256 in kept if path]
        return all(file.is_file() and sha256_of(file) == sha256 for file, sha256 in files)

    def _record(self, number: int) -> Path:
        return self.folder / _RECORDS / f"{number:07d}.json"


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch(sentinel: int) -> None:
        wait_for([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
