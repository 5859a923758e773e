"""An image of the face lab with what was made of it: each is analysed once for a visitor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from raredx.cohorts.store import open_cohort
from raredx.phenotype.analyse import Analysis, analyse
from raredx.phenotype.landmarks import Seen
from raredx.phenotype.looking import learned_from, record_of
from raredx.phenotype.reference.reference import Reference, list_references, open_reference
from raredx.ui.choices import choice
from raredx.ui.face_images import Subject
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.ui.visit import kept


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """A subject, its analysis, and the reference that it rests on."""

    subject: Subject
    analysis: Analysis
    reference: Reference
    learned: bool
    """Whether the reference's conditions were learned from this very image."""

    @property
    def upright(self) -> bool:
        """Whether there is a face that can be measured."""
        return self.analysis.landmarks.seen[0] not in (Seen.NONE, Seen.UPSIDE_DOWN)

    def record(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        one = self.subject
        named = {"name": one.title, "image_id": one.image_id, "cohort": one.cohort}
        known = {"origin": one.origin or "not known", "years": one.years, "sex": one.sex}
        told = record_of(self.analysis, self.reference, **named, **known)
        told["reference"]["learned_from_this_image"] = self.learned
        return told


def choose_reference() -> tuple[str, str]:
    """Draw the choice of a reference; gives its name, and what tells its state from another."""
    listed = {one.name: one for one in list_references()}
    titles = {name: f"{one.card.title} ({name})" for name, one in listed.items()}
    name = choice("Compared with", titles, key="reference", default=next(iter(titles)))
    return name, listed[name].card.model_dump_json()


def look(subject: Subject, name: str, state: str) -> Looked:
    """What a reference says of a subject; what was looked at last is not done again."""

    def looked() -> Looked:
        with st.spinner("Looking at the face…"):
            return _looked(subject, opened(name, state))

    who = subject.image_id, subject.cohort, subject.title, subject.years, subject.sex
    return kept("face", (*who, name, state), looked)


@st.cache_resource(max_entries=3, show_spinner="Opening the reference…")
def opened(name: str, state: str) -> Reference:
    """A reference, opened once for all visitors."""
    return open_reference(name)


def draw_summary(looked: Looked) -> None:
    """Draw the image's origin, what was found, what to take with care, and what is withheld."""
    subject, analysis = looked.subject, looked.analysis
    origin = subject.origin
    with st.container(horizontal=True, vertical_alignment="center"):
        if origin:
            st.badge(origin, icon=ORIGIN_ICON[origin], color=ORIGIN_COLOUR[origin])  # type: ignore[arg-type]
        else:
            st.badge("origin not known", icon=":material/help:", color="gray")
        st.markdown(f"**{as_text(analysis.says[0].upper() + analysis.says[1:])}**")
    for line in analysis.withheld:
        st.info(as_text(line), icon=":material/do_not_disturb_on:")
    for line in analysis.doubts:
        st.warning(as_text(line), icon=":material/warning:")
    if not looked.upright:
        st.info(
            "Nothing can be measured on it. Choose a picture in which one face looks at the camera,"
            " upright and not covered."
        )
        return
    lines = [*analysis.remarks]
    if analysis.verdict and analysis.verdict.belongs:
        strange = f"{analysis.verdict.strangeness:.2f}, where 1 is the limit"
        lines.append(
            f"It looks like the reference's pictures (strangeness {strange}) and is taken for"
            f" {looked.reference.origin}"
        )
    if looked.learned:
        lines.append(
            "The conditions were learned from this very image, among others: its likeness to its"
            " own is rosier than a stranger's"
        )
    if lines:
        st.caption(as_text(". ".join(lines) + "."))


def draw_basis(several: Sequence[Looked]) -> None:
    """Draw what all of it rests on, and the download: of one image its record, of two a list."""
    reference = several[0].reference
    names = "-".join(one.subject.image_id[:12] for one in several)
    st.download_button(
        "All of it (JSON)",
        lambda: _as_json(several),
        f"face-{names}.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(
        as_text(f"{reference.title}: {reference.people:,} of them; data {reference.data[:12]}.")
    )


def _as_json(several: Sequence[Looked]) -> str:
    records = [one.record() for one in several]
    return json.dumps(records if records[1:] else records[0], indent=2, ensure_ascii=False)


def _looked(subject: Subject, reference: Reference) -> Looked:
    analysis = analyse(
        subject.image,
        reference,
        years=subject.years,
        sex=subject.sex,
        origin=subject.origin,  # type: ignore[arg-type]
        landmarks=subject.landmarks(),
    )
    learned = subject.cohort is not None and subject.image_id in learned_from(
        reference, open_cohort(subject.cohort)
    )
    return Looked(subject=subject, analysis=analysis, reference=reference, learned=learned)
