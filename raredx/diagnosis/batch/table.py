"""The table of a batch: a row for each file, with an answer or with why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from raredx.diagnosis.batch.asked import Item
from raredx.diagnosis.batch.met import Met, Pair, met_before
from raredx.learning.external.classes import Classes

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
SCHEMA = pa.schema(
    {
        "file": _TEXT,
        "image_id": _TEXT,
        "label": _TEXT,
        "label_id": _TEXT,
        "subject_id": _TEXT,
        "origin": _TEXT,
        "refused": _TEXT,
        "seen": _TEXT,
        "doubts": _TEXTS,
        "withheld": _TEXT,
        "teaching": pa.bool_(),
        "far": pa.float64(),
        "odd": pa.float64(),
        "answer": _TEXT,
        "probability": pa.float64(),
        "held": _TEXTS,
        "shares": pa.list_(pa.float32()),
        "nearest": pa.list_(
            pa.struct(
                {
                    "condition": _TEXT,
                    "likeness": pa.float64(),
                    "person": pa.int64(),
                    "mark": pa.uint64(),
                }
            )
        ),
        "truth": _TEXT,
        "rank": pa.int32(),
        "truth_held": pa.bool_(),
        "met": _TEXT,
        "uncounted": _TEXT,
    }
)
"""`shares` are in the order of the model's conditions; `uncounted` says why a row has no score."""
NO_ANSWER, FOR_TEACHING = "there is no answer", "it was answered for teaching alone"
"""Why a row is uncounted of which the model, by itself, says nothing."""
_GENERATED = "synthetic"


def table_of(
    items: Sequence[Item],
    records: Sequence[Mapping[str, Any]],
    bundle: Bundle,
    *,
    related: Sequence[Pair],
) -> pa.Table:
    """The rows of a batch, from what was asked about and what became of it.

    Parameters
    ----------
    records
        As `asking.as_record` gives them, or with `refused` alone.
    related
        Image ids and subjects of everybody in the same cohort.
    """
    truths = _conditions(items, bundle)
    ids = [one.get("image_id") for one in records]
    met = _met(items, ids, bundle, related)
    of_picture: dict[str | None, set[str | None]] = {}
    for image_id, truth in zip(ids, truths, strict=True):
        of_picture.setdefault(image_id, set()).add(truth)
    before: set[str] = set()
    rows = []
    for item, one, truth, known in zip(items, records, truths, met, strict=True):
        answer = _answer(one.get("shares"), one.get("held"), truth, bundle.classes)
        row = {**_item(item), "refused": "", **one, **answer, "truth": truth, "met": known}
        image_id = one.get("image_id")
        again, at_odds = image_id in before, len(of_picture[image_id]) > 1
        row["uncounted"] = _uncounted(item, row, again=again, at_odds=at_odds)
        before |= {image_id} if image_id else set()
        rows.append(row)
    return pa.Table.from_pylist(rows, SCHEMA)


def _item(item: Item) -> dict[str, Any]:
    return {
        "file": item.key,
        "label": item.label,
        "label_id": item.code,
        "subject_id": item.subject,
        "origin": item.origin,
    }


def _conditions(items: Sequence[Item], bundle: Bundle) -> list[str | None]:
    """What the model calls the condition of each item; None where it does not know it."""
    names = {folder_name(one.name): one.name for one in bundle.card.conditions}
    labels = [item.label and names.get(folder_name(item.label), item.label) for item in items]
    rows = pa.table(
        {
            "label": pa.array(labels, _TEXT),
            "label_id": pa.array([item.code for item in items], _TEXT),
            "subject_id": pa.array([item.subject for item in items], _TEXT),
        }
    )
    classes = Classes.of(rows, bundle.card.conditions)
    return [classes.condition(label, item.code) for item, label in zip(items, labels, strict=True)]


def folder_name(label: str) -> str:
    """A label as folders are often named by it.

    >>> folder_name("Wolf-Hirschhorn syndrome") == folder_name("wolf_hirschhorn-Syndrome")
    True
    """
    return re.sub(r"[\W_]+", "-", label.casefold()).strip("-")


def _met(
    items: Sequence[Item], ids: Sequence[str | None], bundle: Bundle, related: Sequence[Pair]
) -> list[Met]:
    """How the model has met each of them; nobody has met what did not come in."""
    came = [place for place, image_id in enumerate(ids) if image_id]
    pairs = [(str(ids[place]), items[place].subject) for place in came]
    found = dict(zip(came, met_before(bundle, pairs, related), strict=True))
    return [found.get(place, "") for place in range(len(items))]


def _answer(
    shares: Sequence[float] | None,
    held: Sequence[str] | None,
    truth: str | None,
    classes: Sequence[str],
) -> dict[str, Any]:
    """The first answer, and how the true one fares; of equals the earlier class comes first."""
    if shares is None:
        return {}
    first = max(range(len(shares)), key=lambda place: (shares[place], -place))
    found = {"answer": classes[first], "probability": shares[first]}
    if truth is None:
        return found
    own = classes.index(truth)
    ahead = sum(
        share > shares[own] or (share == shares[own] and place < own)
        for place, share in enumerate(shares)
    )
    return found | {"rank": ahead + 1, "truth_held": truth in held if held else None}


def _uncounted(item: Item, row: Mapping[str, Any], *, again: bool, at_odds: bool) -> str:
    """Why a row has no part in any score; empty if it has."""
    met: Met = row["met"]
    reasons = (
        (bool(row["refused"]), "it did not come in"),
        (not item.label and not item.code, "its condition is not known"),
        (row["truth"] is None, "the model does not know its condition"),
        (item.origin == _GENERATED, "it was generated, and nothing is judged by such"),
        (met == "fitted", "the model was fitted on this person"),
        (at_odds, "the same picture is there under two conditions"),
        (again, "the same picture was there before"),
        (bool(row.get("teaching")), FOR_TEACHING),
        (row.get("shares") is None, NO_ANSWER),
    )
    return next((says for applies, says in reasons if applies), "")
