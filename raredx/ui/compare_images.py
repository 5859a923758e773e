"""The images behind a count: what each shows, what was answered, and how sure that was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.learning.predictions import Predictions
from raredx.ui.compare_loaded import Compared
from raredx.ui.gallery import look_at, thumbnail
from raredx.ui.marks import ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count

_SHOWN = 24  # images at once
_SIDE = 148  # pixels of a picture


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a classifier said of an image, over all repeats."""

    image: str
    answer: str
    """The one that came most often; of equals the earlier class."""
    times: int
    repeats: int
    sure: float
    """Mean probability of that answer."""
    own: float
    """Mean probability of the true class."""


def answered(said: Predictions, *, truth: str, answer: str | None) -> list[Answered]:
    """Images of a condition that got an answer in some repeat, or any wrong one.

    >>> from raredx.learning.predictions import example
    >>> [one.image for one in answered(example(), truth="A", answer="B")]
    ['i2']
    >>> found = answered(example(), truth="A", answer=None)[0]
    >>> found.answer, found.times, round(found.sure, 2), round(found.own, 2)
    ('B', 1, 0.6, 0.4)
    """
    if truth not in said.classes or (answer is not None and answer not in said.classes):
        return []
    place = said.classes.index(truth)
    answers = said.answers  # (n,)
    wanted = answers != place if answer is None else answers == said.classes.index(answer)
    found = []
    for image in np.unique(said.images[(said.truth == place) & wanted]):
        rows = np.flatnonzero(said.images == image)
        most = int(np.bincount(answers[rows][wanted[rows]]).argmax())
        probabilities = np.exp(said.scores[rows].astype(np.float64))  # (r, c)
        found.append(
            Answered(
                image=str(image),
                answer=said.classes[most],
                times=int((answers[rows] == most).sum()),
                repeats=len(rows),
                sure=float(probabilities[:, most].mean()),
                own=float(probabilities[:, place].mean()),
            )
        )
    return sorted(found, key=lambda one: (-one.times, -one.sure, one.image))


def open_cell(truth: str, answer: str | None) -> None:
    """Put into the address which images are to be seen."""
    st.query_params.pop("answer", None)
    st.query_params.pop("image", None)
    st.query_params["truth"] = truth
    if answer is not None:
        st.query_params["answer"] = answer


def draw_images(compared: Compared, name: str) -> None:
    """Draw the images of the condition and the answer that the address names."""
    truth, answer = st.query_params.get("truth"), st.query_params.get("answer")
    if truth is None:
        return
    said = compared.said(name)
    found = answered(said, truth=truth, answer=answer)
    as_what = "with a wrong answer" if answer is None else f"taken for {answer}"
    if answer == truth:
        as_what = "told rightly"
    st.subheader(as_text(f"{truth[:80]} {as_what[:90]}"))
    if not found:
        st.info("There is no such image.", icon=":material/image_not_supported:")
        return
    cohort = _cohort(compared, name)
    if cohort is None:
        return
    shown = {one.image: one for one in found[:_SHOWN]}
    own = cohort.select(image_id=list(shown))
    rows = {row["image_id"]: row for row in own.rows("image_id", "origin").to_pylist()}
    with st.container(horizontal=True, gap="small"):
        for image, one in shown.items():
            _tile(own, one, rows[image]["origin"], truth)
    more = f"; the first {_SHOWN} are shown" if len(found) > _SHOWN else ""
    st.caption(f"{count(len(found), 'image')}{more}. Click a caption for all that is known.")
    if asked := st.query_params.get("image"):
        look_at(own, asked)


def _cohort(compared: Compared, name: str) -> Cohort | None:
    """The cohort as it was judged; where it is no longer, that is told."""
    record = compared.experiment(name).record
    try:
        cohort = open_cohort(record.cohort)
    except UserError as error:
        st.warning(as_text(f"{error.problem}: its images cannot be shown."))
        return None
    if cohort.data_hash != record.data_hash:
        st.warning(
            as_text(f"The cohort {record.cohort} has changed since: its images are not shown."),
            icon=":material/update:",
        )
        return None
    return cohort


def _tile(cohort: Cohort, one: Answered, origin: str, truth: str) -> None:
    with st.container(width=_SIDE, gap=None):
        st.image(thumbnail(cohort, one.image), width=_SIDE)
        st.button(
            as_text(f"{one.answer}, {one.sure:.0%}"),
            key=f"look.{one.image}",
            type="tertiary",
            icon=ORIGIN_ICON.get(origin),
            help=f"{origin}; click for all that is known",
            on_click=lambda: st.query_params.update(image=one.image),
        )
        st.caption(
            as_text(
                f"{one.times} of {count(one.repeats, 'repeat')}"
                + ("" if one.answer == truth else f"; true one {one.own:.0%}")
            )
        )
