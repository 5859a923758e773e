"""The map of what speaks for a condition: at once, and its checks as soon as they are done."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.diagnosis.explain.explanation import Explanation, checked, explain
from raredx.diagnosis.explain.overlay import overlay
from raredx.diagnosis.explain.regions import sizes
from raredx.diagnosis.explain.sight import Sight
from raredx.ui.predict import Asked
from raredx.ui.predict_answer import shown_name
from raredx.ui.shell import as_text
from raredx.ui.visit import album_of, kept

_MAPS, _CHECKED = "map", "map.checked"
_OFFERED = 8


def draw_map(asked: Asked, place: Any) -> None:
    """Draw the map in a place of the page, then what its checks found."""
    assert asked.told.differential
    names = [one.name for one in asked.told.differential.ranked[:_OFFERED]]
    condition = st.selectbox(
        "What speaks for", names, format_func=shown_name, key=f"map.{asked.subject.image_id}"
    )
    key = _key(asked, condition)
    found = kept(_MAPS, key, lambda: explain(sight_of(asked), condition))
    if key not in album_of(_CHECKED):
        place.image(found.overlay(), "Not checked yet", width="stretch")
    found = checked_map(asked, condition)
    place.image(
        found.overlay(), f"What speaks for {as_text(shown_name(condition))}", width="stretch"
    )
    draw_checks(found)
    _draw_regions(found)
    _draw_alone(found)


def checked_map(asked: Asked, condition: str) -> Explanation:
    """The map of a condition with its checks, which take a few seconds the first time."""
    key = _key(asked, condition)
    found = kept(_MAPS, key, lambda: explain(sight_of(asked), condition))
    with st.spinner("Checking whether the map may be read…"):
        return kept(_CHECKED, key, lambda: checked(found))


def known_map(asked: Asked, condition: str) -> Explanation | None:
    """The checked map of a condition, or else the bare one, if it was drawn before."""
    albums = album_of(_CHECKED), album_of(_MAPS)
    found = (album.get(_key(asked, condition)) for album in albums)
    return next((one for one in found if isinstance(one, Explanation)), None)


def sight_of(asked: Asked) -> Sight:
    """What the model's network sees of the image."""
    return Sight.of(asked.subject.image, asked.landmarks, asked.bundle)


def draw_checks(found: Explanation) -> None:
    """Draw whether a map may be read, and what each check found."""
    if found.believed:
        st.success(as_text(found.told), icon=":material/check_circle:")
    else:
        st.error("Do not interpret this map.", icon=":material/do_not_disturb_on:")
    for one in found.checks:
        icon = ":material/check:" if one.passed else ":material/close:"
        st.markdown(f"{icon} {as_text(one.says)}")


def _key(asked: Asked, condition: str) -> tuple[str, str, str]:
    return asked.subject.image_id, asked.bundle.digest, condition


def _draw_regions(found: Explanation) -> None:
    if not found.shares or found.sight.points is None:
        return
    even = sizes(found.sight.points, len(found.table))
    st.dataframe(
        [
            {"Part": name, "Of the map": 100 * share, "Of the picture": 100 * even[name]}
            for name, share in found.shares.items()
        ],
        hide_index=True,
        key="map.regions",
        column_config={
            "Of the map": st.column_config.ProgressColumn(
                format="%.0f %%", min_value=0, max_value=100
            ),
            "Of the picture": st.column_config.NumberColumn(
                format="%.0f %%", help="What a map without any preference would have"
            ),
        },
    )


def _draw_alone(found: Explanation) -> None:
    if found.hidden is None:
        return
    with st.expander("What the map is made of"):
        gradients, hidden = st.columns(2)
        gradients.image(overlay(found.sight.picture, found.gradients), "Grad-CAM")
        hidden.image(overlay(found.sight.picture, found.hidden), "By hiding places in turn")
        st.caption(
            "The map is the mean of both. Grad-CAM asks which places the network's last layers"
            " counted; hiding blurs each place in turn and sees how much of the answer is lost."
        )
