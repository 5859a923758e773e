"""Every page in a real browser, wide and narrow, light and dark; the pictures are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from raredx.jobs import submit
from raredx.ui.shell import PAGES
from tests.browser.server import Watched, serve
from tests.jobs.waiting import ended

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parent / "pictures"
VIEWS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def used_workspace(workspace):
    """A workspace with a job that went well and one that did not."""
    ended(submit("count", {"steps": 40}))
    ended(submit("count", {"steps": 9, "fail_at": 7}))
    return workspace


def test_every_page_draws_without_errors_or_strangers(browser, used_workspace, subtests):
    PICTURES.mkdir(exist_ok=True)
    with serve() as address:
        for width, theme in VIEWS:
            with subtests.test(width=width, theme=theme):
                watched = Watched(browser, address, width=width, theme=theme)
                for entry in PAGES:
                    _look_at(watched, entry.name, f"{entry.name}-{width}-{theme}")
                watched.close()
                assert watched.console_errors == []
                assert watched.strangers == []


def _look_at(watched, name, picture):
    page = watched.open("" if name == "home" else name)
    page.screenshot(path=PICTURES / f"{picture}.png", full_page=True)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{name} is wider than the screen"
    assert page.get_by_text("Traceback").count() == 0


def test_our_style_is_in_force(browser, workspace):
    with serve() as address:
        watched = Watched(browser, address, width=1920, theme="light")
        page = watched.open()
        widest = "getComputedStyle(document.querySelector('.stMainBlockContainer')).maxWidth"
        assert page.evaluate(widest) == "1200px"
        watched.close()


def test_the_theme_follows_the_reader(browser, workspace):
    with serve() as address:
        colours = {}
        for theme in ("light", "dark"):
            watched = Watched(browser, address, width=1440, theme=theme)
            page = watched.open()
            colours[theme] = page.evaluate(
                "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
            )
            logo = page.locator("[data-testid=stSidebarLogo], [data-testid=stLogo]").first
            assert logo.is_visible()
            watched.close()
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 25, 28)"}
