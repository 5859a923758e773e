"""A batch in a browser: a row is ticked, looked at closely, closed again, and a table is taken."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.browser.server import Watched, serve
from tests.diagnosis.batch.asked import asked, write_folder

pytestmark = pytest.mark.browser


def test_a_row_leads_to_a_closer_look_and_the_rows_leave_as_a_table(browser, workspace, tmp_path):
    batch = asked(path=write_folder(tmp_path / "faces"))
    with serve() as address:
        watched = Watched(browser, address, width=1440, theme="light")
        page = watched.open("batch?only=answered")
        table = page.locator("[data-testid=stDataFrame]").first
        table.click(position={"x": 16, "y": 70})  # the box of the first row
        page.get_by_text("conditions are in the set").wait_for()
        assert "row=" in page.url
        page.get_by_role("button", name="Close").click()
        page.get_by_role("dialog").wait_for(state="detached")
        page.wait_for_url(lambda url: "row=" not in url)
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == batch.card.counts["answered"]
        assert {row["filter"] for row in rows} == {"only answered"}
        watched.close()
        assert watched.console_errors == []
        assert watched.strangers == []
