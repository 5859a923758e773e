"""A new generator: what it learns, by which method, what that will cost, and the button."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import GENERATED
from raredx.cohorts.simulate.sittings import UNAFFECTED
from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.jobs import get_kind
from raredx.synthesis import Generator, all_generators
from raredx.synthesis.cost import cost_of
from raredx.synthesis.fitted import RECORD
from raredx.synthesis.generator import POCKET
from raredx.synthesis.learning import may_be_learned
from raredx.synthesis.options import Fit
from raredx.synthesis.store import generators_folder, list_generators
from raredx.ui.choices import choice
from raredx.ui.forms import config_form, fields_without
from raredx.ui.shell import as_text, plain_errors
from raredx.ui.starting import free_name, start
from raredx.words import count

_NOT_OFFERED = ("cohort", "conditions", "preset", "base")
_FIRST = 3  # conditions that are proposed
_ENOUGH = 4  # images of a condition, from which on most of what is drawn is no copy
_PRESETS = {
    "quick": ":material/bolt: quick, on a laptop",
    "thorough": ":material/hourglass: thorough, on a GPU",
    "published": ":material/menu_book: as published",
}


@st.fragment
def training() -> None:
    """Draw all that is chosen, the cost, and the button."""
    with plain_errors():
        names = [one.name for one in list_cohorts() if _has_pictures_of_people(one.card)]
        if not names:
            st.info("There is no cohort to learn from.", icon=":material/photo_library:")
            st.page_link("app_pages/cohorts.py", label="Cohorts", icon=":material/photo_library:")
            return
        cohort = choice("Learn from", {name: name for name in names}, key="from", default=names[0])
        known = learnable(open_cohort(cohort))
        asked = [name for name in st.query_params.get_all("condition") if name in known]
        conditions = st.multiselect(
            "Conditions",
            list(known),
            default=asked or [name for name in known if name != UNAFFECTED][:_FIRST],
            format_func=lambda name: f"{name} · {count(known[name], 'image')}",
            key=f"generate.conditions.{cohort}",
            placeholder="two or three to begin with",
            help="Only images of the training part are counted, and learned from: whoever is judged"
            " later is never looked at.",
        )
        if few := [name for name in conditions if known[name] < _ENOUGH]:
            st.caption(
                f":material/content_copy: From fewer than {_ENOUGH} images a generator mostly"
                f" repeats them ({as_text(', '.join(few))}). Filter finds such copies."
            )
        method, kind = _method()
        preset = _preset(kind)
        given = {"cohort": cohort, "conditions": tuple(conditions)}
        given |= {"base": _base()} if kind.based else {}
        free = free_name(method, (one.name for one in list_generators()))
        values = dict(kind.presets.get(preset, {})) | {"name": free}  # type: ignore[call-overload]
        job = get_kind(f"generate-{method}")
        with st.expander("Settings", icon=":material/tune:"):
            rest = config_form(
                fields_without(job.config, _NOT_OFFERED),
                key=f"generate.{method}.{preset}",
                initial=values,
            )
        if not conditions:
            st.caption("Choose one or more conditions.")
        config = job.parse({**given, **rest.model_dump()}) if rest and conditions else None
        start(job.name, config, _kept_at, cost=str(cost_of(kind, config)) if config else None)


def _kept_at(config: Fit) -> Path:
    return generators_folder() / config.name / RECORD


def learnable(cohort: Cohort) -> dict[str, int]:
    """How many images of each condition may be learned from, most of them first."""
    among, _ = may_be_learned(cohort)
    chosen = cohort if among is None else cohort.select(image_id=list(among))
    rows = chosen.rows("label", "origin").to_pylist()
    found = Counter(row["label"] for row in rows if row["label"] and row["origin"] != GENERATED)
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _has_pictures_of_people(card: Any) -> bool:
    return card is not None and set(card.origin) != {GENERATED}


def _method() -> tuple[str, type[Generator]]:
    known = all_generators()
    titles = {name: kind.title for name, kind in known.items()}
    chosen = st.segmented_control(
        "Method",
        list(titles),
        format_func=titles.__getitem__,
        default=next(iter(titles)),
        required=True,
        key="generate.method",
    )
    st.caption(known[chosen].when)
    return chosen, known[chosen]


def _preset(kind: type[Generator]) -> str:
    names = list(kind.presets)
    chosen = st.segmented_control(
        "Preset",
        names,
        format_func=lambda name: _PRESETS[name],
        default=names[0],
        required=True,
        key=f"generate.preset.{kind.method}",
    )
    return chosen


def _base() -> str:
    return st.text_input(
        "Base model",
        value=POCKET,
        key="generate.base",
        help="pocket is the small one that comes with the workbench. The path of a folder or of a"
        " safetensors file, or a name on a hub, takes a larger one.",
    )
