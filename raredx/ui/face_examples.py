"""Images of a cohort to begin with: one click shows what is said of somebody."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.ui.face_images import Part, are_apart, examples, state_of
from raredx.ui.gallery import thumbnail
from raredx.ui.shell import as_text

_MANY = 4
_SIDE = 76  # pixels of a picture: four in a row on a phone
_SHORT = 9  # characters of a name


def draw_examples(
    cohort: Cohort, name: str, part: Part, shown: str, show: Callable[[str], None]
) -> None:
    """Draw a few images of a part of a cohort; a click calls `show` with the image's id."""
    state = state_of(cohort)
    ids = examples(name, state, part, _MANY)
    rows = {
        row["image_id"]: row["label"]
        for row in cohort.select(image_id=list(ids)).rows("image_id", "label").to_pylist()
    }
    who = "these people, kept apart from training" if are_apart(name, state) else "these people"
    st.caption(f"Try one of {who}, or bring your own picture:")
    with st.container(horizontal=True, gap="small"):
        for one in dict.fromkeys(ids):
            with st.container(width=_SIDE, gap=None):
                st.image(thumbnail(cohort, one), width=_SIDE)
                st.button(
                    as_text(_brief(rows[one])),
                    key=f"face.example.{one}",
                    type="primary" if one == shown else "secondary",
                    help=as_text(rows[one] or "no label"),
                    on_click=show,
                    args=(one,),
                    width="stretch",
                )


def _brief(label: str | None) -> str:
    """A condition's name as far as it can be read below a small picture.

    >>> _brief("Cornelia de Lange syndrome"), _brief(None)
    ('Cornelia', 'no label')
    """
    return label.split()[0][:_SHORT] if label else "no label"
