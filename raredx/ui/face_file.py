"""An image that a visitor brings: a file that is dropped, or a picture that a camera takes now."""

from __future__ import annotations

import streamlit as st

from raredx.cohorts.intake import Refused, admit
from raredx.phenotype.looking import find_image
from raredx.ui.face_images import Subject, subject_of_file, subject_of_row
from raredx.ui.shell import as_text

_WIDE = 420  # pixels of the camera's picture


def dropped(slot: str) -> Subject | None:
    """Draw the place for a file; None while there is none."""
    file = st.file_uploader("A picture of a face", key=f"face.{slot}file")
    if file is None:
        st.caption(
            "PNG, JPEG, WebP, TIFF, BMP or DICOM. It stays in this machine's memory and is gone"
            " when you leave the page; a link to the page does not show it."
        )
        return None
    return _admitted(file.name, file.getvalue())


def photographed(slot: str) -> Subject | None:
    """Draw a camera, which the browser asks for only now; None while no picture is taken."""
    taken = st.camera_input("A picture by the camera", key=f"face.{slot}camera", width=_WIDE)
    if taken is None:
        st.caption(
            "Take it from the front, in even light. It stays in this machine's memory and is gone"
            " when you leave the page."
        )
        return None
    return _admitted("A picture by the camera", taken.getvalue())


def _admitted(name: str, data: bytes) -> Subject | None:
    """Whose picture it is, or why it does not come in."""
    try:
        admitted = admit(data)
    except Refused as refused:
        st.error(as_text(str(refused)), icon=":material/block:")
        st.caption(f"Reason in short: `{refused.code}`")
        return None
    for warning in admitted.warnings:
        st.warning(as_text(warning), icon=":material/warning:")
    held = find_image(admitted.image_id)
    return subject_of_row(*held) if held else subject_of_file(name, admitted)
