"""One browser for all browser tests of a process."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chrome


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = chrome.launch(playwright)
        yield browser
        browser.close()
