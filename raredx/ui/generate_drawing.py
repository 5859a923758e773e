"""Images to be drawn with a generator: of what, how many, and how."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.assets.cards import CARD
from raredx.cohorts.store import cohorts_folder, list_cohorts, plain
from raredx.jobs import get_kind
from raredx.synthesis import get_generator
from raredx.synthesis.sampling import Drawing, Sample
from raredx.synthesis.store import Listed
from raredx.ui.forms import config_form, fields_without
from raredx.ui.generate import SAMPLE
from raredx.ui.shell import plain_errors
from raredx.ui.starting import free_name, start

_GIVEN = ("generator", "conditions")


@st.fragment
def drawing(generator: Listed) -> None:
    """Draw what is asked for, what it costs, and the button; an address may ask for more of one."""
    with plain_errors():
        assert generator.learned
        known = list(generator.learned.conditions)
        asked = [name for name in st.query_params.get_all("condition") if name in known]
        conditions = st.multiselect(
            "Conditions",
            known,
            default=asked or known,
            key=f"draw.conditions.{generator.name}.{asked}",
        )
        based = get_generator(generator.learned.generator).based
        seed = st.query_params.get("seed", "")
        taken = [one.name for one in list_cohorts()]
        rest = config_form(
            fields_without(Sample if based else Drawing, _GIVEN),
            key=f"draw.{generator.name}.{seed}",
            initial={
                "name": free_name(f"{plain(generator.name)}-images", taken),
                "images": 4 if seed else 20,
                "seed": int(seed) if seed.isascii() and seed.isdigit() and len(seed) < 10 else 1,
            },
        )
        if not conditions:
            st.caption("Choose one or more conditions.")
        config: Any = (
            get_kind(SAMPLE).parse(
                {
                    "generator": generator.name,
                    "conditions": tuple(conditions),
                    **rest.model_dump(),
                }
            )
            if rest and conditions
            else None
        )
        start(SAMPLE, config, lambda config: cohorts_folder() / config.name / CARD)
