"""Links are asked on request, by their head alone, and never inside one's own network."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from raredx.errors import UserError
from raredx.evidence.link_check import Links, addresses, ask, check_links, recall, remember
from raredx.jobs import Status, submit
from tests.conftest import forget_settings
from tests.jobs.waiting import ended


class Answers(BaseHTTPRequestHandler):
    """Knows heads alone: whoever asks for more is told that there is no such method."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self.asked.append(self.path)
        self.send_response(int(self.path.strip("/")))
        if self.path == "/302":
            self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site():
    Answers.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answers"),
    [("/200", True), ("/302", True), ("/403", True), ("/404", False), ("/500", False)],
)
def test_an_address_is_asked_for_its_head(site, path, answers):
    found = ask(f"{site}{path}", local=True)
    assert found.answers is answers
    assert Answers.asked == ([path, "/200"] if path == "/302" else [path])
    assert found.said


def test_an_address_inside_this_network_is_not_asked(site):
    found = ask(f"{site}/200")
    assert not found.answers
    assert "own network" in found.said
    onward = ask(f"{site}/302")
    assert not onward.answers
    assert Answers.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "nonsense", ""])
def test_what_is_no_web_address_is_not_asked(url):
    found = ask(url, local=True)
    assert not found.answers
    assert found.said


def test_a_silent_server_is_told_in_words():
    assert "does not answer" in ask("http://127.0.0.1:9/", local=True).said


def test_what_was_found_is_remembered(site):
    first, second = ask(f"{site}/200", local=True), ask(f"{site}/404", local=True)
    remember({first.url: first})
    remember({second.url: second})
    assert recall() == {first.url: first, second.url: second}


def test_a_spoilt_memory_is_no_error(workspace):
    (workspace / "evidence").mkdir(parents=True)
    (workspace / "evidence" / "links.json").write_text('[{"url": 3}]')
    assert recall() == {}


def test_offline_nothing_is_asked(monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "true")
    forget_settings()
    with pytest.raises(UserError, match="RAREDX_OFFLINE"):
        check_links(Links(), None)  # type: ignore[arg-type]
    job = ended(submit("evidence-links", {}))
    assert job.status is Status.FAILED
    assert "RAREDX_OFFLINE" in str(job.error)


def test_featured_addresses_are_a_part_of_all():
    assert len(addresses(featured=True)) < len(addresses(featured=False))
    assert set(addresses(featured=True)) < set(addresses(featured=False))
