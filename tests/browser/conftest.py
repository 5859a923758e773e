"""One browser for all browser tests of a process."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chrome
from tests.browser.server import Watched


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = chrome.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def watched(browser, address):
    """A wide, light page of the app at the address of a test's module, watched to its end."""
    one = Watched(browser, address, width=1440, theme="light")
    yield one
    one.close()
    assert one.console_errors == []
    assert one.strangers == []
