"""An audit on a page: its measures, the questions that come next, and its files to take along."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs import Job, get_kind
from raredx.learning.audit.store import audits_folder, list_audits, open_audit
from raredx.synthesis.audit.audit import Audit
from raredx.synthesis.audit.measure import Measure
from raredx.synthesis.audit.writing import GROUPS, HTML, JSON
from raredx.synthesis.curation.sight import SPACES
from raredx.synthesis.curation.store import Curation
from raredx.ui.gallery import thumbnail
from raredx.ui.shell import as_text
from raredx.ui.starting import start

KIND = "audit"
_SIDE = 96  # pixels of a picture


def made(job: Job) -> None:
    """Open the audit that a job made."""
    assert job.result
    st.query_params.from_dict({"curation": str(job.result.values["name"])})
    st.rerun()


def start_audit(curation: Curation) -> None:
    """Draw what an audit costs, and the button; one from before is replaced."""
    done = curation.name in list_audits()
    if done:
        st.caption("Made again, an audit replaces the one from before.")
    config = get_kind(KIND).parse({"curation": curation.name})
    start(KIND, config)


def draw_audit(curation: Curation) -> None:
    """Draw the audit of a curation, if there is one."""
    if curation.name not in list_audits():
        st.info(
            "These images were judged, and not audited yet: how near they are to people, how"
            " manifold, whether they show their conditions, and whether somebody was copied.",
            icon=":material/fact_check:",
        )
        return
    found = open_audit(curation.name)
    _downloads(curation.name)
    st.markdown(
        as_text(
            f"{found.cohort}: "
            + ", ".join(f"{many:,} {name}" for name, many in found.counts.items())
            + f". Held against {found.origin} people of {found.source['cohort']}."
        )
    )
    for group, title in GROUPS.items():
        st.subheader(title)
        _measures([one for one in found.measures if one.group == group])
    _worst(found)
    _next(found)
    st.subheader("Limits")
    st.markdown("\n".join(f"- {as_text(one)}" for one in found.limits))


def _downloads(name: str) -> None:
    folder = audits_folder() / name
    with st.container(horizontal=True):
        for file, label, kind in (
            (HTML, "For a reviewer (HTML)", "text/html"),
            (JSON, "For programs (JSON)", "application/json"),
        ):
            st.download_button(
                label,
                (folder / file).read_bytes(),
                file_name=f"{name}-{file}",
                mime=kind,
                icon=":material/download:",
                key=f"audit.{file}",
            )


def _measures(measures: Sequence[Measure]) -> None:
    """Draw measures, each with what it means and what it has to be held against."""
    for one in measures:
        with st.container(border=True):
            left, right = st.columns([3, 2], gap="medium")
            left.markdown(f"**{as_text(one.title)}**")
            left.caption(as_text(one.says))
            right.markdown(as_text(one.told) if one.value is None else f"**{as_text(one.told)}**")
            beside = [f"{name} {value:.3g}" for name, value in one.beside.items()]
            of = ", ".join(f"{many:,} {name}" for name, many in one.n.items())
            right.caption(as_text("; ".join([*beside, f"better: {one.wanted}", f"of {of}"])))


def _worst(found: Audit) -> None:
    """Draw the images that are nearest to somebody who was learned from."""
    st.subheader("The nearest to who was learned from")
    st.caption(
        "Left the synthetic image, right the picture that was learned from; below, how far they are"
        " apart, as a share of how far people are."
    )
    drawn, people = open_cohort(found.cohort), open_cohort(found.source["cohort"])
    with st.container(horizontal=True, gap="medium"):
        for one in found.worst:
            with st.container(width=2 * _SIDE + 16, gap=None):
                try:
                    with st.container(horizontal=True, gap="small"):
                        st.image(thumbnail(drawn, one["image_id"]), width=_SIDE)
                        st.image(thumbnail(people, one["nearest"]), width=_SIDE)
                except UserError as error:
                    st.error(as_text(error.problem), icon=":material/broken_image:")
                by = SPACES.get(one["by"], one["by"])
                st.caption(as_text(f"{one['label']}: {one['distance']:.2f} by {by}"))


def _next(found: Audit) -> None:
    """Draw what would be asked next: which conditions, and which part of the face."""
    st.subheader("What a reviewer would ask next")
    share = st.column_config.NumberColumn(format="%.0f %%")
    st.markdown("**Which conditions are drawn well, and which are not?**")
    st.dataframe(
        [
            {
                "Condition": one.label,
                "Drawn": one.drawn,
                "Accepted": one.accepted,
                "Near copies": one.near_copies,
                "First": _hundredths(one.first),
                "Likeness": _hundredths(one.likeness),
            }
            for one in found.conditions
        ],
        hide_index=True,
        column_config={"First": share, "Likeness": share},
    )
    st.markdown("**Which part of the face is least like the condition?**")
    st.dataframe(
        [{"Region": name, "Likeness": _hundredths(value)} for name, value in found.regions.items()],
        hide_index=True,
        column_config={"Likeness": share},
    )


def _hundredths(share: float | None) -> float | None:
    """As a table shows it, in whole per cent."""
    return None if share is None else 100 * share
