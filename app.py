"""The workbench in a browser: `raredx app`, or `make run`."""

import streamlit as st

from raredx.ui import shell

st.set_page_config(page_title="RareDx Workbench", page_icon=shell.ICON, layout="wide")
shell.draw_frame()
st.navigation(shell.navigation(), expanded=True).run()
