"""A server on this machine that answers as an endpoint may: well, badly, or not at all."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any, ClassVar

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

ANSWER = "EYES: Wide-set.\nTERMS:\n- Hypertelorism: present\n- Ptosis: absent\n"


def chat(content: Any) -> bytes:
    """The body with which a chat model's endpoint answers."""
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}]}
    ).encode()


BODIES = {
    "good": chat(ANSWER),
    "parts": chat([{"type": "text", "text": ANSWER}, {"type": "image", "image": "x"}]),
    "invented": chat("- HP:9999999: present\n- Blorptosis: present"),
    "prose": chat("I see widely spaced eyes. There is no ptosis. Perhaps Noonan syndrome."),
    "html": b"<html><body>Sign in</body></html>",
    "no-json": b"{nothing",
    "other-json": b'{"answer": 42}',
    "deep": b"[" * 100_000,
    "empty": chat("  "),
    "nothing": chat(None),
}


class Endpoint(BaseHTTPRequestHandler):
    """The path begins with what it does, as in /good/v1/chat/completions."""

    asked: ClassVar[list[tuple[str, dict[str, str], dict[str, Any]]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Endpoint.asked.append((self.path, dict(self.headers), body))
        how = self.path.split("/")[1]
        if how.isdigit():
            key = self.headers.get("Authorization", "")
            self._answer(int(how), json.dumps({"error": f"your key {key} is odd"}).encode())
        elif how == "redirect":
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
        elif how == "silent":
            time.sleep(1.5)
        elif how == "dripping":
            self._drip(0.05)
        elif how == "huge":
            self._drip(0.0, b"x" * 100_000)
        elif how == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(BODIES["good"][:50])
        else:
            self._answer(200, BODIES[how])

    def _answer(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, wait: float, piece: bytes = b" ") -> None:
        """Write on and on, 10 MB or two seconds at most."""
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(40 if wait else 100):
                self.wfile.write(piece)
                time.sleep(wait)
        except OSError:
            return  # the reader has had enough

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site():
    Endpoint.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked():
    """What the server was asked: path, headers and body of each request."""
    return Endpoint.asked


@pytest.fixture
def image():
    """A picture that carries more than its pixels."""
    file = BytesIO()
    text = PngInfo()
    text.add_text("Patient", "Jane Doe")
    exif = Image.Exif()
    exif[0x010E] = "Jane Doe, born 2019"
    Image.linear_gradient("L").convert("RGB").save(file, "PNG", pnginfo=text, exif=exif)
    return Image.open(BytesIO(file.getvalue()))


def sent_image(body: dict[str, Any]) -> bytes:
    """The file inside a request."""
    parts = body["messages"][0]["content"]
    url = next(part["image_url"]["url"] for part in parts if part["type"] == "image_url")
    return base64.b64decode(url.removeprefix("data:image/png;base64,"))
