"""One condition on a page: its mean face, where that differs, what it is near to."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc
import streamlit as st

from raredx.phenotype.overview.kept import Overview
from raredx.phenotype.overview.moved import Moved
from raredx.phenotype.population.faces import SMALLEST
from raredx.ui.choices import choice
from raredx.ui.phenotypes import caption, leads_to, shortened
from raredx.ui.phenotypes_export import download
from raredx.ui.phenotypes_heat import LONGER, TITLES, Shade, heat_map
from raredx.ui.phenotypes_tables import region_table, sentence
from raredx.ui.shell import as_text

_NEAREST = 5
_SIDE = 160  # pixels of a mean face: two stand side by side on a telephone
_LONGEST = 40  # characters of a name in a link


def draw_condition(overview: Overview) -> None:
    """Draw the choice of a condition, and all that is known of its faces."""
    rows = {row["condition"]: row for row in overview.conditions.to_pylist()}
    if not rows:
        st.info("Nobody in this cohort has a condition.", icon=":material/info:")
        return
    clearest = max(rows, key=lambda name: (rows[name]["distance"] or 0, rows[name]["people"]))
    names = {name: f"{name} · {row['people']:,} people" for name, row in rows.items()}
    chosen = choice("Condition", names, key="condition", default=clearest)
    row, moved = rows[chosen], overview.difference(chosen)
    st.markdown(sentence(row))
    if row["people"] < SMALLEST:
        st.info(
            f"Faces of {row['people']} people are here, and {SMALLEST} are needed: the mean of"
            " fewer would show the persons themselves, and what differs could all be chance.",
            icon=":material/group_off:",
        )
        return
    faces, chart = st.columns([2, 3], gap="medium")
    with faces:
        _faces(overview, chosen, row)
        _nearest(overview, chosen)
    with chart:
        if moved is None:
            st.info(f"Fewer than {SMALLEST} other people are here to compare them with.")
        else:
            _map(overview, chosen, row, moved)
    if moved is not None:
        _regions(overview, chosen, row, moved)


def _faces(overview: Overview, chosen: str, row: dict[str, Any]) -> None:
    card = overview.card
    people = {chosen: row["people"], card.against: card.people_against}
    with st.container(horizontal=True):
        for label in people:
            if label in overview.faces:
                with st.container(width=_SIDE, gap="small"):
                    st.image(overview.faces[label], width=_SIDE)
                    st.caption(
                        f"**{as_text(label)}**, mean of {people[label]:,} {card.origin} people"
                    )
    st.caption(
        "Each person is moved onto the mean shape of the group and counts once; nobody looks like"
        " this. Where too few pictures reach, it is grey."
    )


def _map(overview: Overview, chosen: str, row: dict[str, Any], moved: Moved) -> None:
    shade: Shade = choice("Colour", TITLES, key="colour", default="outward")
    card = overview.card
    heat_map(
        moved,
        shade,
        key="heat",
        alt=f"Where the mean face of {chosen} differs from that of {card.against}",
    )
    ways = "orange lies further out, blue deeper" if shade == "outward" else "darker differs more"
    if shade == "effect" and st.context.theme.type == "dark":
        ways = "brighter differs more"
    caption(
        card,
        f"{row['people']:,} people against {card.people_against:,} ({as_text(card.against)});"
        f" {ways}. Ringed: {row['points']:,} of 478 points with p < 0.05, by"
        f" {card.permutations:,} permutations of people, corrected for all points of this map.",
        f"Arrows go along the surface, {LONGER} times as long as the movement. Faces are aligned as"
        " wholes: where one part grows, the others shrink a little and shift.",
    )


def _regions(overview: Overview, chosen: str, row: dict[str, Any], moved: Moved) -> None:
    st.subheader("By region")
    region_table(moved.by_region())
    with st.container(horizontal=True, vertical_alignment="center"):
        download(moved.by_region(), overview.card, "regions")
        points = [{"condition": chosen, **point} for point in moved.table()]
        download(points, overview.card, "points")
        st.caption("Per cent are of the distance between the outer corners of the eyes.")


def _nearest(overview: Overview, chosen: str) -> None:
    rows = overview.tables["distances"]
    if not len(rows):
        return
    names = [rows[side].cast("string") for side in ("condition", "other")]
    own = rows.filter(pc.or_(pc.equal(names[0], chosen), pc.equal(names[1], chosen))).to_pylist()
    near = sorted(own, key=lambda row: row["squared"])[:_NEAREST]
    st.markdown("**Nearest by shape**")
    with st.container(gap=None):
        for row in near:
            other = row["other"] if row["condition"] == chosen else row["condition"]
            leads_to(
                f"{max(row['squared'], 0) ** 0.5:.1f} SD: {as_text(shortened(other, _LONGEST))}",
                icon=":material/compare_arrows:",
                key=f"near.{other}",
                view="distances",
                one=chosen,
                other=other,
            )
