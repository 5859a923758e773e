"""A batch carried out: pieces asked about side by side, each written down as it ends."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from raredx.assets.cards import CARD
from raredx.diagnosis.batch.asked import Asked, Item, asked_about
from raredx.diagnosis.batch.asking import Asking
from raredx.diagnosis.batch.config import BatchConfig
from raredx.diagnosis.batch.scores import remarks_on, scores_of
from raredx.diagnosis.batch.store import PICTURES, TABLE, Batch, BatchCard, batch_folder
from raredx.diagnosis.batch.table import table_of
from raredx.diagnosis.batch.uploads import WORK, forget_upload
from raredx.diagnosis.predict import versions_of
from raredx.errors import UserError
from raredx.files import build_folder, write_whole
from raredx.jobs.progress import Progress
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.store import open_bundle
from raredx.processes import many_hands

PIECE = 32
"""Items that a process takes at a time, and that are written down together."""
_WORTH_IT = 4 * PIECE  # fewer are asked about sooner than a process is started
_STAMP, _RECORDS = "stamp", "records"


def run(config: BatchConfig, *, workers: int = 1, progress: Progress) -> Batch:
    """Ask a model about many images, and keep what it says as a table with small pictures."""
    begun = time.monotonic()
    folder = batch_folder(config.title)
    if (folder / CARD).exists() and not config.replace:
        raise UserError(
            f"There is a batch {config.title!r} already",
            remedy="Choose another name (`--name`), or replace it (`--replace`)",
        )
    bundle = open_bundle(config.model)
    progress.tick(message="looking at what is asked")
    asked = asked_about(config)
    work = progress.scratch / WORK
    _prepare(work, _stamp(config, bundle, asked))
    hands = workers if len(asked.items) >= _WORTH_IT else 1
    asking = Asking(
        model=config.model,
        digest=bundle.digest,
        pictures=asked.pictures,
        coverage=config.coverage,
        teaching=config.teaching,
        folder=work / PICTURES,
        threads=max(1, workers // hands),
    )
    records = _asked_all(asking, asked.items, work / _RECORDS, hands, progress)
    rows = table_of(asked.items, records, bundle, related=asked.related)
    card = _card(config, bundle, asked, rows, seconds=time.monotonic() - begun)
    with build_folder(folder) as place:
        pq.write_table(rows, place / TABLE, compression="zstd")
        shutil.copytree(work / PICTURES, place / PICTURES)
        (place / CARD).write_text(card.model_dump_json(indent=1) + "\n")
    shutil.rmtree(work, ignore_errors=True)
    forget_upload(config.path)
    return Batch(name=config.title, folder=folder, card=card)


def _asked_all(
    asking: Asking, items: Sequence[Item], folder: Path, hands: int, progress: Progress
) -> list[dict[str, Any]]:
    """What became of every item, in their order; pieces that were written down are not asked."""
    pieces = [items[first : first + PIECE] for first in range(0, len(items), PIECE)]
    files = [folder / f"{number:07d}.json" for number in range(len(pieces))]
    missing = [number for number, file in enumerate(files) if not file.is_file()]
    done = len(items) - sum(len(pieces[number]) for number in missing)
    progress.tick(done, total=len(items), message="asking")
    some = [(pieces[number], files[number]) for number in missing]
    for many in _side_by_side(partial(ask_piece, asking), some, hands):
        done += many
        progress.tick(done)
    return [one for file in files for one in json.loads(file.read_text())]


def ask_piece(asking: Asking, piece: tuple[Sequence[Item], Path]) -> int:
    """Ask about some items and write down what became of them; gives how many they are."""
    items, file = piece
    write_whole(file, json.dumps(asking.ask(items)))
    return len(items)


def _side_by_side(
    ask: partial[int], pieces: Sequence[tuple[Sequence[Item], Path]], hands: int
) -> Iterator[int]:
    try:
        with many_hands(min(hands, len(pieces))) as over:
            yield from over(ask, pieces)
    except BrokenProcessPool:
        raise UserError(
            "A process that looks at images has ended without a word, perhaps for want of memory",
            remedy="Retry: the batch goes on where it was; fewer threads need less memory",
        ) from None


def _prepare(work: Path, stamp: str) -> None:
    """Keep what an earlier attempt at the same batch has left; remove everything else."""
    before = work / _STAMP
    if not before.is_file() or before.read_text() != stamp:
        shutil.rmtree(work, ignore_errors=True)
    for name in (PICTURES, _RECORDS):
        (work / name).mkdir(parents=True, exist_ok=True)
    write_whole(before, stamp)


def _stamp(config: BatchConfig, bundle: Bundle, asked: Asked) -> str:
    """Changes with the model, with what is asked about, and with how."""
    keys = [item.key for item in asked.items]
    said = [bundle.digest, asked.hash, keys, config.coverage, config.teaching]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _card(
    config: BatchConfig, bundle: Bundle, asked: Asked, rows: pa.Table, *, seconds: float
) -> BatchCard:
    scores = scores_of(rows, bundle)
    return BatchCard(
        config=config,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions_of(bundle),
        what=asked.what,
        asked_hash=asked.hash,
        split_hash=asked.split_hash,
        classes=bundle.classes,
        codes=tuple(one.code for one in bundle.card.conditions),
        origins=dict(Counter(one for one in rows["origin"].to_pylist() if one).most_common()),
        counts=counts_of(rows),
        promised=None if bundle.reach is None else bundle.reach.promised(config.coverage),
        scores=scores,
        remarks=remarks_on(rows, bundle) if scores else (),
        seconds=seconds,
    )


def counts_of(rows: pa.Table) -> dict[str, int]:
    """How many files there are, and what became of them."""
    refused = pc.sum(pc.not_equal(rows["refused"], "")).as_py() or 0
    answered = len(rows) - rows["answer"].null_count
    teaching = pc.sum(rows["teaching"]).as_py() or 0
    return {
        "files": len(rows),
        "refused": int(refused),
        "withheld": len(rows) - int(refused) - answered,
        "answered": answered - int(teaching),
        "for teaching": int(teaching),
    }
