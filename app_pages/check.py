"""Drop an image, a DICOM file or a ZIP and see what the workbench would take from it."""

import streamlit as st

from raredx.cohorts.example import example_file
from raredx.ui import shell
from raredx.ui.intake import draw_verdict

with shell.page("check"):
    dropped = st.file_uploader("PNG, JPEG, WebP, TIFF, BMP, DICOM, or a ZIP of these", key="file")
    if dropped is not None:
        draw_verdict(dropped.getvalue())
    elif st.session_state.get("example"):
        st.caption("The example is a drawing with a camera, a name and a place in its metadata.")
        draw_verdict(example_file())
    else:
        st.info(
            "The file stays in this machine's memory and is gone when you leave the page. What"
            " comes in is upright 8-bit colour and nothing else: names, places, dates and"
            " everything that a camera or a scanner wrote beside the picture is left behind."
        )
        st.button("Try it on an example", key="example", icon=":material/science:")
