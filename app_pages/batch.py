"""Ask a model about many images at once, and go through its answers."""

import streamlit as st

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.batch import KIND, choose_batch, draw_head, made, removal
from raredx.ui.batch_export import export_menu
from raredx.ui.batch_look import look_closer
from raredx.ui.batch_narrow import narrowed
from raredx.ui.batch_scores import draw_scores
from raredx.ui.batch_start import asking
from raredx.ui.batch_table import draw_table
from raredx.ui.choices import views
from raredx.ui.starting import watched

VIEWS = {
    "answers": ":material/table_view: Answers",
    "scores": ":material/leaderboard: Scores",
    "new": ":material/add: Ask about others",
}

with shell.page("batch"):
    ensure_worker()
    watched((KIND,), made)
    batch = choose_batch()
    if batch is None:
        asking()
    else:
        draw_head(batch)
        with st.container(horizontal=True, vertical_alignment="center"):
            view, menu = views(VIEWS), st.container(horizontal=True, width="content")
        if view == "new":
            asking()
        elif view == "scores":
            draw_scores(batch)
        else:
            shown = narrowed(batch)
            draw_table(batch, shown)
            look_closer(batch)
            with menu:
                export_menu(batch, shown)
                removal(batch)
