"""A batch, or some rows of it, as files: each says of which model and data it is, and what not."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from raredx.diagnosis.batch.shown import Shown
from raredx.diagnosis.batch.store import PICTURES, Batch
from raredx.errors import UserError
from raredx.evidence.export.safety import safe_cell

_FIRST = 5
_BOM = "\ufeff"  # without it a spreadsheet takes accents for something else
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same rows give the same archive


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, how it ends, what writes it."""

    title: str
    suffix: str
    mime: str
    write: Callable[[Batch, Shown], bytes]


def export(batch: Batch, format: str, shown: Shown | None = None) -> bytes:
    """The rows that are meant as a file of one of the `FORMATS`."""
    if format not in FORMATS:
        raise UserError(
            f"There is no export as {format!r}", remedy=f"Choose one of {', '.join(FORMATS)}"
        )
    return FORMATS[format].write(batch, shown or Shown())


def as_csv(batch: Batch, shown: Shown) -> bytes:
    """A row for each file; where it comes from stands in the last columns of each."""
    card = batch.card
    last = {
        "batch": batch.name,
        **card.versions,
        "asked": card.what,
        "asked_hash": card.asked_hash[:12],
        "part_hash": card.split_hash[:12],
        "coverage": f"{card.config.coverage:g}",
        "filter": str(shown),
        "notice": " ".join(card.notices),
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, row in enumerate(_rows(batch, shown)):
        flat = _flat(row)
        if not number:
            writer.writerow([*flat, *last])
        writer.writerow(safe_cell(_text(value)) for value in (*flat.values(), *last.values()))
    if not text.tell():
        writer.writerow([*last])
    return (_BOM + text.getvalue()).encode(errors="replace")


def as_json(batch: Batch, shown: Shown) -> bytes:
    """All that is known of the rows, with every probability."""
    card = batch.card
    found = {
        "notice": list(card.notices),
        "batch": batch.name,
        "versions": card.versions,
        "asked": {
            "what": card.what,
            "hash": card.asked_hash,
            "split_hash": card.split_hash or None,
            "origins": card.origins,
        },
        "coverage": card.config.coverage,
        "promised": card.promised,
        "filter": str(shown),
        "counts": card.counts,
        "scores": [one.model_dump() for one in card.scores],
        "remarks": list(card.remarks),
        "rows": list(_rows(batch, shown)),
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode(errors="replace")


def as_zip(batch: Batch, shown: Shown) -> bytes:
    """Both tables, with the small pictures by their ids."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:

        def add(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(f"{batch.name}/{name}", _LONG_AGO), data)

        add("notice.txt", "\n".join([*batch.card.notices, ""]).encode())
        add("answers.csv", as_csv(batch, shown))
        add("answers.json", as_json(batch, shown))
        ids = shown.take(batch.rows)["image_id"].drop_null().unique().to_pylist()
        for image_id in ids:
            if (data := batch.picture(image_id)) is not None:
                add(f"{PICTURES}/{image_id}.jpg", data)
    return file.getvalue()


FORMATS = {
    "csv": Format("CSV", ".csv", "text/csv", as_csv),
    "json": Format("JSON", ".json", "application/json", as_json),
    "zip": Format("ZIP, with pictures", ".zip", "application/zip", as_zip),
}


def outcome_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """What became of a row in a word, and the reason where it has no answer of its own.

    >>> outcome_of({"refused": "The file is empty.", "answer": None})
    ('refused', 'The file is empty.')
    """
    if row["refused"]:
        return "refused", row["refused"]
    if row["answer"] is None:
        return "withheld", row["withheld"]
    return ("for teaching", row["withheld"]) if row["teaching"] else ("answered", "")


def _rows(batch: Batch, shown: Shown) -> list[dict[str, Any]]:
    return [_told(row, batch) for row in _plain(shown.take(batch.rows))]


def _plain(rows: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.to_pylist()
    return found


def _told(row: dict[str, Any], batch: Batch) -> dict[str, Any]:
    """A row as plain values, its probabilities by condition, the likeliest first."""
    outcome, reason = outcome_of(row)
    kept = {name: value for name, value in row.items() if name not in ("shares", "nearest")}
    ranked = []
    if row["shares"] is not None:
        shares = np.array(row["shares"])
        ranked = [
            {
                "name": batch.card.classes[place],
                "code": batch.card.codes[place],
                "probability": round(float(shares[place]), 6),
            }
            for place in np.argsort(-shares, kind="stable")
        ]
    nearest = [
        {name: one[name] for name in ("condition", "likeness", "person")}
        for one in row["nearest"] or ()
    ]
    return {
        "file": kept.pop("file"),
        "outcome": outcome,
        "reason": reason,
        **kept,
        "ranked": ranked,
        "nearest": nearest,
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a table: the first few answers, and how large the set is."""
    names = ("refused", "withheld", "teaching", "answer", "probability", "ranked", "nearest")
    flat = {name: value for name, value in row.items() if name not in names}
    flat["set_size"] = None if row["held"] is None else len(row["held"])
    for place in range(_FIRST):
        one = row["ranked"][place] if place < len(row["ranked"]) else {}
        flat[f"answer_{place + 1}"] = one.get("name")
        flat[f"code_{place + 1}"] = one.get("code")
        flat[f"probability_{place + 1}"] = one.get("probability")
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
