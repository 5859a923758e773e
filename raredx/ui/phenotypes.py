"""What a cohort's faces say, on a page: the last overview, and what it was made from."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.errors import NotFoundError
from raredx.jobs import get_kind
from raredx.phenotype.overview.finding import StaleOverview, last_overview
from raredx.phenotype.overview.kept import Overview, OverviewCard
from raredx.ui.jobs import submit_panel
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count

KIND = "phenotype-overview"
_ASKED = "phenotypes.asked"  # the cohort that the form was last drawn for
_TAKEN_OUT = {"pose": "pose", "age": "age and sex", "expression": "expression"}
_PROMISE = """
Nobody has described the faces of this cohort yet. Once they are described, you see here

- the **mean face** of each condition beside that of unaffected people, and a map of where the
  two differ, tested point by point;
- which conditions can be **recognised** by their faces at all, each with an interval;
- **distances** between conditions, ordered so that what looks alike stands together;
- how **alike** any images are that you pick, beside pairs of no relation.

A thousand images take about two minutes; landmarks are looked for once and kept. The test part of
the cohort's split stays closed.
"""


def overview_or_way(cohort: Cohort, name: str) -> Overview | None:
    """The overview of a cohort as it is now; where there is none, the way to it is drawn."""
    try:
        return last_overview(cohort)
    except NotFoundError:
        st.markdown(_PROMISE)
    except StaleOverview as stale:
        st.warning(as_text(f"{stale.problem}."), icon=":material/update:")
    _panel(name)
    return None


def headline(card: OverviewCard) -> None:
    """Draw who was looked at, and of which origin."""
    looked_at = f"{card.counts['people']:,} people, {count(card.counts['images'], 'image')}"
    part = (
        f"split *{as_text(card.split)}*, its test part untouched"
        if card.split
        else "the whole cohort, which has no split"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(card.origin, icon=ORIGIN_ICON[card.origin], color=ORIGIN_COLOUR[card.origin])  # type: ignore[arg-type]
        st.markdown(f"**{looked_at}** · {part}", width="stretch")


def told(card: OverviewCard, section: str) -> bool:
    """Whether a section could be worked out; where it could not, the reason is drawn."""
    if reason := card.missing.get(section):
        st.info(as_text(reason), icon=":material/info:")
    return not reason


def caption(card: OverviewCard, *sentences: str) -> None:
    """Draw what has to be known beside a chart; of people who are drawn, that they are."""
    ends = {
        "simulated": "All people here are **simulated**: nothing of this is known of patients.",
        "synthetic": "All images here are **synthetic**: a generator made them.",
        "real": "Research only: no basis for a diagnosis.",
    }
    st.caption(" ".join((*sentences, ends[card.origin])))


def how_made(card: OverviewCard, name: str) -> None:
    """Draw from what an overview was made, and the way to a new one."""
    space = (
        f"that of the reference *{as_text(card.reference)}*, fitted on other people"
        if card.reference
        else "fitted on this cohort; whoever is judged was left out"
    )
    left_out = [f"{count(images, 'image')} {why}" for why, images in card.left_out.items()]
    st.table(
        {
            "Worked out": f"{datetime.fromisoformat(card.created):%Y-%m-%d %H:%M} UTC",
            "Compared with": as_text(f"{card.against}, {card.people_against:,} people"),
            "Space": space,
            "Taken out": ", ".join(["size", "place", *(_TAKEN_OUT[one] for one in card.taken_out)]),
            "Left out": as_text("; ".join(left_out) or "nothing"),
            "Permutations": f"{card.permutations:,}, seed {card.seed}",
            "Data": f"`{card.data_hash[:16]}`",
            "Split": f"`{(card.split_hash or 'none')[:16]}`",
            "Reference": f"`{(card.reference_hash or 'none')[:16]}`",
        },
        border="horizontal",
    )
    st.info(as_text(card.is_not), icon=":material/info:")
    for section, reason in card.missing.items():
        st.warning(as_text(f"{section}: {reason}"), icon=":material/block:")
    with st.expander("Describe again", icon=":material/replay:"):
        _panel(name)


def leads_to(label: str, *, icon: str, key: str, **asked: str) -> None:
    """Draw a button that shows another view of the same cohort, and puts it into the address."""
    st.button(label, key=key, icon=icon, type="tertiary", on_click=_show, kwargs=asked)


def shortened(text: str, longest: int) -> str:
    """A name that fits where there is little room.

    >>> shortened("Noonan syndrome", 10)
    'Noonan sy…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _show(**asked: str) -> None:
    """A link of the page to itself would leave the address as it was."""
    st.query_params.update(asked)


def _panel(name: str) -> None:
    """The form of the job; it follows when another cohort is chosen."""
    field = f"new.{KIND}.cohort"
    if field not in st.session_state or st.session_state.get(_ASKED) != name:
        st.session_state[field] = st.session_state[_ASKED] = name
    submit_panel(get_kind(KIND))
