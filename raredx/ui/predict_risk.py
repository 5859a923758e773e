"""Risk from symptoms: how each answer moves it, with an image or without one."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from raredx.diagnosis.risk.course import IGNORED, LEVELS, Course, weigh
from raredx.diagnosis.risk.frequencies import Candidate, candidates_of
from raredx.diagnosis.risk.priors import by_table, uniform
from raredx.ui.predict import Asked
from raredx.ui.predict_answer import shown_name
from raredx.ui.predict_signs import choose_answers, draw_questions
from raredx.ui.shell import as_text, plain_errors

_PRIORS = {"alike": "All alike", "trained": "As in the model's training", "table": "A table"}
_SHOWN = 8  # conditions
_COURSE = "risk.course.latest"


def draw_risk(asked: Asked) -> None:
    """Draw what is known of signs, how likely each condition is by it, and what to ask next."""
    st.session_state.pop(_COURSE, None)  # answers that contradict each other leave none behind
    with plain_errors():
        candidates, trained = candidates_of(asked.bundle.card)
        prior = _choose_prior(candidates, trained)
        if prior is not None:
            _draw_from(prior, candidates, trained, asked)


def _draw_from(prior: Any, candidates: list[Candidate], trained: Any, asked: Asked) -> None:
    answers = choose_answers()
    image = _image(asked)
    course = weigh(
        candidates,
        prior,
        image=image,
        trained=trained,
        answers=answers,
        seen=[one["term"] for one in asked.told.terms],
    )
    st.session_state[_COURSE] = (_of(asked), course)
    _draw_table(course, image)
    _draw_course(course)
    draw_questions(course)
    levels = ", ".join(f"{name} from {least:.0%}" for least, name in LEVELS[:-1])
    st.caption(as_text(f"{IGNORED} A risk is called {levels}, else {LEVELS[-1][1]}."))


def course_of(asked: Asked) -> Course | None:
    """The way that was drawn last, if it is that of this image and model."""
    of, course = st.session_state.get(_COURSE, ("", None))
    return course if of == _of(asked) else None


def _of(asked: Asked) -> str:
    return f"{asked.subject.image_id} {asked.bundle.digest}"


def _choose_prior(candidates: list[Candidate], trained: Any) -> Any:
    chosen = st.segmented_control(
        "Before anything is known",
        list(_PRIORS),
        format_func=_PRIORS.__getitem__,
        default="alike",
        required=True,
        key="risk.prior",
    )
    if chosen == "trained":
        return trained
    if chosen == "alike":
        return uniform(candidates)
    file = st.file_uploader("A CSV with the columns condition and prevalence", key="risk.table")
    if file is None:
        st.caption("A condition by its name or ORPHA code, and how frequent it is, in any scale.")
        return None
    return by_table(candidates, file.getvalue().decode("utf-8-sig", errors="replace"))


def _image(asked: Asked) -> Any:
    """What the model says of the image, in the order of its conditions; None if it says nothing."""
    if asked.told.differential is None:
        st.caption("The image says nothing here; symptoms alone do.")
        return None
    shares = {one.name: one.probability for one in asked.told.differential.ranked}
    return np.array([shares[name] for name in asked.bundle.classes])


def _draw_table(course: Course, image: Any) -> None:
    st.dataframe(
        [
            {
                "Condition": shown_name(course.candidates[place].name),
                "Prior": 100 * course.steps[0].posterior[place],
                **(
                    {"After the image": 100 * course.steps[1].posterior[place]}
                    if image is not None
                    else {}
                ),
                "Now": 100 * course.posterior[place],
                "Risk": course.level(place),
            }
            for place in course.ranked()[:_SHOWN]
        ],
        hide_index=True,
        key="risk.ranked",
        column_config={
            "Condition": st.column_config.TextColumn(width=200, pinned=True),
            "Prior": st.column_config.NumberColumn(format="%.2f %%"),
            "After the image": st.column_config.NumberColumn(format="%.1f %%"),
            "Now": st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100),
        },
    )


def _draw_course(course: Course) -> None:
    """A waterfall of what each step moved, for one condition."""
    places = course.ranked()[:_SHOWN]
    place = st.selectbox(
        "How it came to that",
        places,
        format_func=lambda one: shown_name(course.candidates[one].name),
        key="risk.of",
    )
    odds = [float(np.log10(_odds(one.posterior[place]))) for one in course.steps]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=[one.title if one.counted else f"{one.title} (not counted)" for one in course.steps]
            + ["Now"],
            x=[odds[0], *(float(one.ratios[place]) for one in course.steps[1:]), odds[-1]],
            measure=["absolute", *("relative" for _ in course.steps[1:]), "total"],
            text=[f"{one.posterior[place]:.2%}" for one in course.steps]
            + [f"{course.posterior[place]:.2%}"],
            hovertemplate="%{y}: %{x:+.2f}, then %{text}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_xaxes(title="odds, as a power of ten")
    figure.update_layout(
        height=120 + 34 * len(course.steps), margin={"l": 10, "r": 10, "t": 10, "b": 10}
    )
    name = shown_name(course.candidates[place].name)
    st.plotly_chart(
        figure,
        key="risk.course",
        config={"displayModeBar": False},
        alt=f"How {name} came to {course.posterior[place]:.1%}",
    )
    for one in course.steps:
        if one.note:
            st.caption(as_text(f"{one.title}: {one.note}"))


def _odds(share: float) -> float:
    return max(share, 1e-12) / max(1 - share, 1e-12)
