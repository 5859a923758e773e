"""Which face is meant, where a picture shows several: cut out, with a number, to be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from PIL import ImageOps

from raredx.cohorts.intake import image_id
from raredx.phenotype.landmarks import Face, landmarks_in, several_faces
from raredx.ui.face_images import Subject
from raredx.ui.visit import kept

_SIDE = 96  # pixels of a face: three in a row on a phone
_SHARP = 2 * _SIDE  # of its picture, for screens that show them


def choose_face(found: Subject, slot: str) -> Subject | None:
    """The subject with its landmarks; of several faces the one that is chosen, None before.

    What is known of the picture's person is not known of whom somebody points at.
    """
    landmarks = kept(
        "landmarks", found.image_id, lambda: found.landmarks() or landmarks_in(found.image)
    )
    faces = kept("faces", found.image_id, lambda: several_faces(found.image, landmarks))
    if not faces:
        return replace(found, landmarks=lambda: landmarks)
    number = _chosen(faces, f"face.{slot}meant.{found.image_id}")
    if number is None:
        return None
    one = faces[number - 1]
    return replace(
        found,
        image_id=image_id(*one.image.size, one.image.tobytes()),
        title=f"{found.title}, face {number} of {len(faces)}",
        image=one.image,
        landmarks=lambda: one.landmarks,
        years=None,
        sex=None,
        cohort=None,
        label=None,
        label_id=None,
        noted=frozenset(),
    )


def _chosen(faces: Sequence[Face], key: str) -> int | None:
    """Draw the faces; gives the number of the one that was clicked."""
    chosen: int | None = st.session_state.get(key)
    if chosen is None:
        st.warning(
            f"{len(faces)} faces are in this picture. Choose the one that is meant.",
            icon=":material/groups:",
        )
    with st.container(horizontal=True, gap="small"):
        for one in faces:
            with st.container(width=_SIDE, gap=None):
                st.image(ImageOps.fit(one.image, (_SHARP, _SHARP)), width=_SIDE)
                st.button(
                    f"Face {one.number}",
                    key=f"{key}.{one.number}",
                    type="primary" if one.number == chosen else "secondary",
                    width="stretch",
                    on_click=st.session_state.__setitem__,
                    args=(key, one.number),
                )
    return chosen
