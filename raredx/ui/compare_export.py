"""What a comparison leaves as: tables and JSON that say where they come from, and figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import streamlit as st

import raredx
from raredx.evidence.export.safety import safe_cell
from raredx.learning.experiment.store import KEYS
from raredx.learning.metrics import per_class
from raredx.ui.compare_frame import FORMAT
from raredx.ui.compare_loaded import Compared
from raredx.ui.compare_ranking import shown_metrics

FIRST = 10
"""Answers of an image that are written out."""


def export_menu(compared: Compared) -> None:
    """Offer what is compared as files; each is made when it is asked for."""
    files: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "Ranking (CSV)": ("ranking.csv", "text/csv", lambda: ranking_csv(compared)),
        "Conditions (CSV)": ("conditions.csv", "text/csv", lambda: conditions_csv(compared)),
        f"Predictions, first {FIRST} answers (CSV)": (
            "predictions.csv",
            "text/csv",
            lambda: predictions_csv(compared),
        ),
        "Everything compared (JSON)": ("board.json", "application/json", lambda: as_json(compared)),
    }
    stem = f"raredx-{'-'.join(one.name for one in compared.experiments)}-{compared.part}"
    with st.popover("Export", icon=":material/download:"):
        for label, (name, mime, data) in files.items():
            st.download_button(
                label,
                data=data,
                file_name=f"{stem}-{name}",
                mime=mime,
                key=f"export.{name}",
                on_click="ignore",
                width="stretch",
            )
        st.segmented_control(
            "Figures, saved by the camera above each", ["svg", "png"], default="svg", key=FORMAT
        )


def ranking_csv(compared: Compared) -> bytes:
    """A row for each classifier and metric."""
    rows = [
        {**_keys(name), **row}
        for name, scores in compared.board(shown_metrics()).scores.items()
        for row in scores.rows()
    ]
    return as_csv(rows, compared)


def conditions_csv(compared: Compared) -> bytes:
    """A row for each classifier and condition."""
    rows = (
        {**_keys(name), **one.as_dict()}
        for name in compared.names
        for one in per_class(compared.said(name))
    )
    return as_csv(rows, compared)


def predictions_csv(compared: Compared) -> bytes:
    """A row for each classifier, image and repeat, with the first answers and the true one."""
    return as_csv(_predictions(compared), compared)


def as_json(compared: Compared) -> bytes:
    """Values, intervals, all pairs with their verdicts, and how the experiments were made."""
    made = [json.loads(one.record.model_dump_json()) for one in compared.experiments]
    found = {
        **compared.board(shown_metrics()).as_dict(),
        "part": compared.part,
        "origins": compared.origins(),
        "experiments": made,
    }
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False).encode()


def as_csv(rows: Iterable[Mapping[str, Any]], compared: Compared) -> bytes:
    """Rows as CSV; from what they were made stands in the last columns of each."""
    record = compared.experiments[0].record
    origin = {
        "part": compared.part,
        "cohort": record.cohort,
        "origin": ", ".join(compared.origins()),
        "data_hash": record.data_hash,
        "split": record.split,
        "split_hash": record.split_hash,
        "notice": raredx.NOT_A_DEVICE,
    }
    safe = cache(safe_cell)  # the same words come again and again
    last = [safe(value) for value in origin.values()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, row in enumerate(rows):
        if not number:
            writer.writerow([*row, *origin])
        cells = (
            safe(value) if isinstance(value, str) else "" if value is None else value
            for value in row.values()
        )
        writer.writerow([*cells, *last])
    return ("\ufeff" + text.getvalue()).encode()


def _predictions(compared: Compared) -> Iterable[dict[str, Any]]:
    for name in compared.names:
        said, keys = compared.said(name), _keys(name)
        order = np.argsort(-said.scores, axis=1, kind="stable")[:, :FIRST]  # (n, 10)
        sure = np.exp(np.take_along_axis(said.scores, order, 1)).round(5)  # (n, 10)
        own = said.probabilities[np.arange(len(said)), said.truth].round(5)  # (n,)
        ranks = said.ranks + 1  # (n,)
        for row in range(len(said)):
            answers = {}
            for place, (answer, share) in enumerate(zip(order[row], sure[row], strict=True), 1):
                answers[f"answer_{place}"] = said.classes[answer]
                answers[f"probability_{place}"] = float(share)
            yield {
                **keys,
                "image_id": str(said.images[row]),
                "subject_id": str(said.subjects[row]),
                "repeat": int(said.repeat[row]) + 1,
                "fold": int(said.fold[row]) + 1,
                "label": said.classes[said.truth[row]],
                "rank": int(ranks[row]),
                "probability": float(own[row]),
                **answers,
            }


def _keys(name: str) -> dict[str, str]:
    folder, _, title = name.partition(":")
    return {"experiment": folder, **dict(zip(KEYS, title.split(" / "), strict=True))}
