"""Who may reach the app: this machine, by its own names, and nobody's page from elsewhere."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.browser.server import Watched, serve

pytestmark = pytest.mark.browser


@pytest.fixture
def address(workspace):
    with serve() as address:
        yield address


def open_websocket(address: str, *, host: str, origin: str) -> str:
    """The first line of the answer to a WebSocket request by that name from that page."""
    port = urlsplit(address).port
    assert port is not None
    request = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: {origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "",
    )
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join(request).encode())
        return connection.recv(200).decode(errors="replace").splitlines()[0]


def test_the_app_answers_to_its_own_names_alone(address):
    own = open_websocket(address, host="127.0.0.1", origin=address)
    assert "101" in own
    rebound = open_websocket(address, host="rebound.example.com", origin=address)
    assert "101" not in rebound
    elsewhere = open_websocket(address, host="127.0.0.1", origin="https://example.com")
    assert "101" not in elsewhere


def test_the_app_listens_on_this_machine_alone(address):
    port = urlsplit(address).port
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
        outside = probe.getsockname()[0]
    if outside.startswith("127."):
        return  # a machine without a network has no other address
    with pytest.raises(OSError):  # noqa: PT011
        socket.create_connection((outside, port), timeout=5).close()


def test_a_hostile_file_name_and_content_are_shown_and_not_obeyed(browser, address):
    watched = Watched(browser, address, width=1440, theme="light")
    page = watched.open("check")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "<img src=x onerror=alert(1)>.png",
            "mimeType": "image/png",
            "buffer": b"<html><script>document.title='owned'</script></html>",
        },
    )
    page.get_by_text("Reason in short").wait_for()
    assert "RareDx" in page.title() or "Check" in page.title()
    assert page.locator("img[src=x]").count() == 0
    watched.close()
    assert watched.console_errors == []
    assert watched.strangers == []
