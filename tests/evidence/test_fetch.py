"""The workbooks from the authors' repository: only when asked, only the right ones."""

from __future__ import annotations

import re

import pytest

from raredx.assets import read_card, sources
from raredx.errors import UserError
from raredx.evidence.catalogue import FOLDER
from raredx.evidence.fetch import WORKBOOKS, fetch_workbooks, is_as_published
from raredx.settings import ROOT
from tests.conftest import forget_settings
from tests.evidence.test_catalogue import WORKBOOKS as PUBLISHED
from tests.evidence.test_catalogue import with_workbooks


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch):
    monkeypatch.setenv("RAREDX_ASSETS", str(tmp_path / "third-party"))
    forget_settings()


def test_they_are_those_that_the_shipped_facts_were_made_from():
    stated = re.findall(r"SHA-256 ([0-9a-f]{64})", read_card(FOLDER).summary)
    assert [book.sha256 for book in WORKBOOKS] == stated
    assert all(map(is_as_published, stated))
    assert not is_as_published("0" * 64)


def test_they_are_told_in_the_notice():
    notice = (ROOT / "NOTICE").read_text()
    assert all(book.title in notice for book in WORKBOOKS)


def test_every_address_names_a_commit():
    for book in WORKBOOKS:
        for source in book.source:
            assert re.search(r"/[0-9a-f]{7,40}/Table-[\w%-]+\.xlsx$", str(source))


@with_workbooks
def test_both_come_whole_and_only_once(monkeypatch):
    asked = []

    def answer(source):
        asked.append(str(source))
        yield PUBLISHED[len(asked) - 1].read_bytes()

    monkeypatch.setattr(sources, "_url_chunks", answer)
    seen = []
    paths = fetch_workbooks(tick=seen.append)
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in PUBLISHED]
    assert seen[-1] == sum(book.size for book in WORKBOOKS)
    assert fetch_workbooks() == paths
    assert len(asked) == 2


def test_another_file_at_the_address_is_not_kept(monkeypatch):
    monkeypatch.setattr(sources, "_url_chunks", lambda source: iter([b"moved"]))
    with pytest.raises(UserError, match="is not the file expected") as error:
        fetch_workbooks()
    assert str(WORKBOOKS[0].path) in str(error.value)
    assert not WORKBOOKS[0].path.exists()


def test_offline_it_says_which_file_to_put_where(monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "true")
    forget_settings()
    with pytest.raises(UserError, match="RAREDX_OFFLINE is set") as error:
        fetch_workbooks()
    assert WORKBOOKS[0].sha256 in str(error.value)
