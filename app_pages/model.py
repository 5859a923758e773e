"""Read what a model is, how well it does and for whom; take it elsewhere, train one, remove one."""

import streamlit as st

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.model import choose_model, draw_fault, removal
from raredx.ui.model_card import draw_card
from raredx.ui.model_conditions import draw_conditions
from raredx.ui.model_elsewhere import draw_elsewhere
from raredx.ui.model_start import KINDS, made, training
from raredx.ui.starting import watched

VIEWS = {
    "card": ":material/badge: Card",
    "conditions": ":material/diversity_2: Conditions",
    "elsewhere": ":material/travel_explore: Elsewhere",
    "new": ":material/add: Train another",
}

with shell.page("model"):
    ensure_worker()
    watched(KINDS, made)
    model = choose_model()
    with st.container(horizontal=True, vertical_alignment="center"):
        view = views(VIEWS)
        removal(model)
    if view == "new":
        training()
    elif model.card is None:
        draw_fault(model)
    elif view == "card":
        draw_card(model.name, model.card)
    elif view == "conditions":
        draw_conditions(model.name, model.card)
    else:
        draw_elsewhere(model.name, model.card)
