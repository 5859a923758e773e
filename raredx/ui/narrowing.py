"""Narrowing a cohort on a page: questions that live in the address, each with live counts."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from raredx.cohorts.check.report import Report
from raredx.cohorts.cohort import Cohort
from raredx.ui.shell import as_text
from raredx.ui.terms import term_name

_KEY = "narrow."
_MANY = 400  # values that a list offers; beyond, one types what is wanted


@dataclass(frozen=True)
class Question:
    """One thing to ask of the images, under its name in the address."""

    name: str
    title: str
    values: dict[str, int]
    """What there is, and how many images have it."""


def narrowed(cohort: Cohort, report: Report | None) -> Cohort:
    """Draw the questions; gives the images that answer to all of them."""
    questions = [_column(cohort, "label", "Label"), _column(cohort, "origin", "Origin")]
    questions.append(_column(cohort, "phenotypes", "Phenotype term", lists=True))
    questions.append(_column(cohort, "sex", "Sex"))
    if report is not None:
        questions.append(
            Question(
                "verdict", "Verdict", {str(name): n for name, n in report.summary.images.items()}
            )
        )
    asked = [question for question in questions if len(question.values) > 1]
    if not asked:
        return cohort
    for column, question in zip(st.columns(len(asked)), asked, strict=True):
        with column:
            chosen = _ask(question)
        if chosen and question.name == "verdict" and report is not None:
            images = report.images.filter(pc.is_in(report.images["verdict"], pa.array(chosen)))
            cohort = cohort.select(image_id=images["image_id"])
        elif chosen:
            cohort = cohort.select(**{question.name: chosen})
    return cohort


def clear() -> None:
    """Ask nothing any more: the address keeps only the cohort."""
    kept = st.query_params.get("cohort")
    st.query_params.from_dict({"cohort": kept} if kept else {})


def _ask(question: Question) -> list[str]:
    given = st.query_params.get_all(question.name)
    if unknown := [value for value in given if value not in question.values]:
        said = f"{question.title} is never {unknown[0][:60]!r} here"
        st.warning(as_text(said), icon=":material/link_off:")
    st.session_state[_KEY + question.name] = [v for v in given if v in question.values]
    chosen: list[str] = st.multiselect(
        question.title,
        list(question.values)[:_MANY],
        key=_KEY + question.name,
        format_func=lambda value: _written(question, value),
        placeholder=f"any of {len(question.values):,}",
        on_change=_read,
        args=(question.name,),
    )
    return chosen


def _column(cohort: Cohort, name: str, title: str, *, lists: bool = False) -> Question:
    column = cohort.rows(name)[name]
    if lists:
        column = pc.list_flatten(column)
    found = column.drop_null().value_counts().to_pylist()
    ranked = sorted(found, key=lambda one: (-one["counts"], one["values"]))
    return Question(name, title, {one["values"]: one["counts"] for one in ranked})


def _written(question: Question, value: str) -> str:
    known = term_name(value) if question.name == "phenotypes" else value
    return f"{known} · {question.values[value]:,}"


def _read(name: str) -> None:
    chosen = st.session_state[_KEY + name]
    st.query_params.pop("page", None)
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
