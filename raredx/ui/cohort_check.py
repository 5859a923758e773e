"""The last check of a cohort on a page: what was found, what it means, what to do."""

from __future__ import annotations

import streamlit as st

from raredx.cohorts.check.report import Report, StaleReport, Told
from raredx.cohorts.check.rules import Rule, all_rules
from raredx.cohorts.check.run import report_of
from raredx.cohorts.cohort import Cohort
from raredx.errors import NotFoundError
from raredx.jobs import get_kind
from raredx.ui.gallery import thumbnail
from raredx.ui.jobs import submit_panel
from raredx.ui.marks import VERDICT_COLOUR, VERDICT_ICON
from raredx.ui.shell import as_text
from raredx.words import count

_SHOWN = 12  # images of a finding
_TOLD = 50  # findings of a rule


def last_report(cohort: Cohort) -> Report | None:
    """The report on a cohort as it is now, if there is one."""
    try:
        return report_of(cohort)
    except NotFoundError:
        return None
    except StaleReport as stale:
        st.warning(as_text(f"{stale.problem}."), icon=":material/update:")
        return None


def draw_check(cohort: Cohort, report: Report | None, *, name: str) -> None:
    """Draw the findings rule by rule, or the way to the first check."""
    if report is None:
        st.info("This cohort has not been checked as it is now.", icon=":material/fact_check:")
        submit_panel(get_kind("cohort-check"), initial={"cohort": name})
        return
    summary = report.summary
    with st.container(horizontal=True, vertical_alignment="center"):
        verdict = summary.verdict
        st.badge(verdict, icon=VERDICT_ICON[verdict], color=VERDICT_COLOUR[verdict])  # type: ignore[arg-type]
        st.markdown(as_text(f"{summary}. Checked {summary.made:%Y-%m-%d %H:%M} UTC."))
    for rule_name, told in summary.by_rule().items():
        _draw_rule(cohort, all_rules()[rule_name], told)
    with st.expander("Check again", icon=":material/replay:"):
        submit_panel(get_kind("cohort-check"), initial={"cohort": name})


def _draw_rule(cohort: Cohort, rule: Rule, told: list[Told]) -> None:
    images = list(dict.fromkeys(image for finding in told for image in finding.images))
    about = count(len(images), "image") if images else "the cohort as a whole"
    with st.expander(f"{rule.title} · {about}", icon=VERDICT_ICON[rule.severity]):
        st.markdown(f"{as_text(rule.meaning)} **{as_text(rule.remedy)}**")
        lines = [f"- {as_text(finding.says)}" for finding in told[:_TOLD]]
        if len(told) > _TOLD:
            lines.append(f"- and {len(told) - _TOLD:,} more")
        st.markdown("\n".join(lines))
        if images and rule.name != "unreadable":
            st.image([thumbnail(cohort, image) for image in images[:_SHOWN]], width=96)
