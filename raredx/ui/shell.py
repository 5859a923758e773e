"""The frame around every page: navigation, logo, heading, and one way to show an error."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

import raredx
from raredx.errors import UserError, explain
from raredx.settings import ROOT

_BRAND = ROOT / "assets" / "brand"
ICON = str(_BRAND / "mark.svg")
_log = logging.getLogger("raredx.ui")


@dataclass(frozen=True)
class PageEntry:
    """One page: where it stands in the navigation, and what its docstring says it is for."""

    name: str
    title: str
    section: str  # one of Evidence, Images, Learn, Jobs; the home page has none
    icon: str

    @property
    def file(self) -> str:
        """The page's script."""
        return str(ROOT / "app_pages" / f"{self.name}.py")

    @property
    def purpose(self) -> str:
        """What one can do there: the first line of its docstring."""
        return _docstring(self.file).splitlines()[0]


PAGES = (
    PageEntry("home", "Home", "", ":material/home:"),
    PageEntry("studies", "Studies", "Evidence", ":material/article:"),
    PageEntry("map", "Map", "Evidence", ":material/grid_on:"),
    PageEntry("trends", "Trends", "Evidence", ":material/trending_up:"),
    PageEntry("datasets", "Data sets", "Evidence", ":material/database:"),
    PageEntry("search", "Search", "Evidence", ":material/manage_search:"),
    PageEntry("cohorts", "Cohorts", "Images", ":material/photo_library:"),
    PageEntry("simulator", "Simulator", "Images", ":material/face:"),
    PageEntry("face_lab", "Face lab", "Images", ":material/face_retouching_natural:"),
    PageEntry("phenotypes", "Phenotypes", "Images", ":material/diversity_3:"),
    PageEntry("generate", "Generate", "Images", ":material/auto_awesome:"),
    PageEntry("filter", "Filter", "Images", ":material/filter_alt:"),
    PageEntry("audit", "Audit", "Images", ":material/fact_check:"),
    PageEntry("check", "Check a file", "Images", ":material/image_search:"),
    PageEntry("train", "Train", "Learn", ":material/model_training:"),
    PageEntry("compare", "Compare", "Learn", ":material/leaderboard:"),
    PageEntry("model", "Models", "Learn", ":material/badge:"),
    PageEntry("predict", "Predict", "Learn", ":material/stethoscope:"),
    PageEntry("batch", "Batch", "Learn", ":material/grid_view:"),
    PageEntry("jobs", "Jobs", "Jobs", ":material/list_alt:"),
    PageEntry("system", "System", "Jobs", ":material/settings:"),
)


def navigation() -> dict[str, list[st.Page]]:
    """The pages by section, as st.navigation takes them."""
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        page = st.Page(
            entry.file,
            title=entry.title,
            icon=entry.icon,
            url_path=None if entry.name == "home" else entry.name,
            default=entry.name == "home",
        )
        sections.setdefault(entry.section, []).append(page)
    return sections


def draw_frame() -> None:
    """Draw what every page has: the logo, the style, the line that says what this is not."""
    theme = st.context.theme.type or "light"
    st.logo(str(_BRAND / f"wordmark-{theme}.svg"), size="large", icon_image=ICON)
    st.html(_BRAND / "style.css")
    st.sidebar.caption(raredx.NOT_A_DEVICE)


def as_text(text: str) -> str:
    r"""Text from outside, so that markdown in it is shown and not obeyed.

    >>> print(as_text("**bold**"))
    \*\*bold\*\*
    """
    return re.sub(r"([\\`*_{}\[\]<>#|$~:])", r"\\\1", text)


@contextmanager
def page(name: str) -> Iterator[None]:
    """Draw a page's heading and purpose, and whatever goes wrong in the block in plain words."""
    entry = next(entry for entry in PAGES if entry.name == name)
    if name != "home":
        st.title(entry.title)
        st.caption(entry.purpose)
    with plain_errors():
        yield


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an error of the block as one line; a fault of ours also goes to the log, in full."""
    try:
        yield
    except (RerunException, StopException):
        raise
    except UserError as error:
        st.error(f"**{as_text(error.problem)}.** {as_text(error.remedy)}.", icon=":material/error:")
    except Exception as error:  # noqa: BLE001 - no traceback reaches the user
        _log.exception("a page failed")
        st.error(
            f"**This page met a fault.** {as_text(explain(error))} Reload it; if it stays,"
            " the terminal that runs the app shows where it comes from.",
            icon=":material/error:",
        )


@cache
def _docstring(file: str) -> str:
    with open(file, encoding="utf-8") as script:  # noqa: PTH123
        return ast.get_docstring(ast.parse(script.read())) or ""
