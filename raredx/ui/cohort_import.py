"""Bringing in images of one's own: what will happen is shown before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from raredx.cohorts.imports import Import, plan_of
from raredx.cohorts.names import safe_name
from raredx.cohorts.store import plain
from raredx.jobs import get_kind, submit
from raredx.settings import settings
from raredx.ui.forms import config_form
from raredx.ui.shell import as_text, plain_errors
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.importers.plan import Plan

_ROWS = 8
_LABELS = 200
_SURE = 0.9  # confidence from which a suggested code is ticked at first


def import_wizard() -> None:
    """Ask where the images are and what they are, show the plan, and start the import."""
    st.markdown(
        "A folder of class folders, a table with paths and labels, RDFace's layout, an"
        " `imagefolder`, DICOM files, or a ZIP of any of these. Images are checked one by one and"
        " written anew without what cameras and scanners put beside them; yours stay as they are."
    )
    dropped = st.file_uploader("Drop a ZIP", type="zip", key="import.zip")
    initial = {"path": str(_kept(dropped.name, dropped.getvalue()))} if dropped else {}
    if initial:
        initial["name"] = plain(Path(initial["path"]).stem)
    _ask(initial)


@st.fragment
def _ask(initial: dict[str, str]) -> None:
    with plain_errors():
        key = f"import.{initial.get('path', '')}"
        config = config_form(Import, key=key, initial=initial)
        if not isinstance(config, Import):
            st.caption("Say where the images are and what they are; the plan then appears here.")
            return
        plan = plan_of(config)
        _draw_plan(plan)
        codes = _confirm_codes(plan)
        if st.button("Import", type="primary", icon=":material/upload:", key="import.start"):
            stated = dict(code.rpartition("=")[::2] for code in config.codes)
            said = tuple(f"{label}={code}" for label, code in {**codes, **stated}.items())
            job = submit(get_kind("cohort-import").name, config.model_copy(update={"codes": said}))
            st.switch_page("app_pages/jobs.py", query_params={"job": str(job.id)})


def _draw_plan(plan: Plan) -> None:
    classes, subjects = plan.classes, plan.subjects
    who = count(subjects, "subject") if subjects else "subjects not known"
    st.subheader(f"{count(len(plan.items), 'file')}, {count(len(classes), 'class')}, {who}")
    title = plan.recognised.layout.title
    st.markdown(as_text(f"Taken for {title}: {plan.recognised.why}."))
    for note in plan.notes:
        st.warning(as_text(note), icon=":material/info:")
    if plan.refused:
        told = f"{count(len(plan.refused), 'file')} cannot come in"
        with st.expander(told, icon=":material/block:"):
            st.dataframe([{"File": file, "Why": code} for file, code in plan.refused])
    st.dataframe(
        [
            {
                "File": item.file,
                "Label": item.label,
                "Subject": item.subject,
                **{name: value for name, value in item.columns.items() if value is not None},
            }
            for item in plan.items[:_ROWS]
        ],
        hide_index=True,
    )
    if len(plan.items) > _ROWS:
        st.caption(f"The first {_ROWS} of {len(plan.items):,}.")


def _confirm_codes(plan: Plan) -> dict[str, str]:
    """Which disease each label means: suggested, and taken over only where it is ticked."""
    found = {label: some for label, some in plan.suggestions.items() if some}
    if not found:
        return {}
    st.subheader("Which disease is meant?")
    st.caption(
        "Suggestions from Orphanet's names. A code is kept only where you leave the tick; with it"
        " come terms, links and comparisons with other cohorts."
    )
    shown = st.data_editor(
        [
            {
                "Keep": some[0].confidence >= _SURE,
                "Label": label,
                "Disease": some[0].name,
                "Code": some[0].id,
                "Because": some[0].reason,
            }
            for label, some in list(found.items())[:_LABELS]
        ],
        disabled=["Label", "Disease", "Code", "Because"],
        hide_index=True,
        key=f"import.codes.{plan.fingerprint}",
    )
    return {str(row["Label"]): str(row["Code"]) for row in shown if row["Keep"]}


def _kept(name: str, data: bytes) -> Path:
    """A dropped file, in the workspace until it is imported."""
    folder = settings().workspace / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / (safe_name(Path(name).name) or "images.zip")
    if not file.is_file() or file.read_bytes() != data:
        file.write_bytes(data)
    return file
