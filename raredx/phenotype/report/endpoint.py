"""A reader behind an OpenAI-compatible endpoint, on this machine or elsewhere."""

from __future__ import annotations

import base64
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from raredx.errors import UserError
from raredx.phenotype.report.address import check_address, is_own
from raredx.phenotype.report.reader import pixels_only
from raredx.settings import settings

if TYPE_CHECKING:
    from PIL.Image import Image

_PATH = "/chat/completions"
_NO_KEY = SecretStr("")
_CHUNK = 1 << 16
_SHOWN = 200  # characters of what an endpoint says about its own failure
_SAID = {
    401: ("does not accept the key", "Set the key that belongs to it"),
    403: ("does not accept the key", "Set the key that belongs to it"),
    404: ("knows no such address or model", "Check the address and the name of the model"),
    413: ("finds the image too large", "Lower `longest_side`"),
    429: ("has too many requests", "Wait, then ask again"),
}


@dataclass(frozen=True, kw_only=True)
class EndpointReader:
    """A model that is asked over the network.

    Parameters
    ----------
    address : str
        Where the API begins, such as http://localhost:11434/v1. Encrypted (https), or on this
        machine, unless `allow_plain_http` is given.
    model : str
        The name of the model there.
    key : pydantic.SecretStr
        What the endpoint knows you by; it is shown and logged nowhere.
    seconds : float
        How long the answer may take in all.
    most_bytes : int
        How long it may be.
    longest_side : int
        A larger image is made smaller before it is sent.
    """

    address: str
    model: str
    key: SecretStr = _NO_KEY
    seconds: float = 120.0
    most_bytes: int = 1_000_000
    most_tokens: int = 1_500
    longest_side: int = 1_024
    allow_plain_http: bool = False

    def __post_init__(self) -> None:
        check_address(self.address, allow_plain_http=self.allow_plain_http)
        key = self.key.get_secret_value()
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise UserError("The reader's key holds spaces or odd signs", remedy="Copy it anew")

    @property
    def name(self) -> str:
        """The model and the host that runs it."""
        return f"{self.model} at {urlsplit(self.address).netloc}"

    @property
    def is_here(self) -> bool:
        """Whether the address is one of this machine's own.

        What listens there may pass the image on; only its owner can know.
        """
        return is_own(self.address)

    def read(self, image: Image, prompt: str) -> str:
        """The endpoint's answer."""
        if settings().offline and not self.is_here:
            raise UserError(
                f"{self.name} is elsewhere, and RAREDX_OFFLINE is set",
                remedy="Unset it, or ask a reader on this machine",
            )
        return self._text_of(self._post(self._body(image, prompt)))

    def _body(self, image: Image, prompt: str) -> bytes:
        file = BytesIO()
        pixels_only(image, longest=self.longest_side).save(file, "PNG")
        url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
        content = [
            {"type": "text", "text": prompt},
            {"type": "image_url", "image_url": {"url": url}},
        ]
        asked = {
            "model": self.model,
            "messages": [{"role": "user", "content": content}],
            "max_tokens": self.most_tokens,
            "temperature": 0,
        }
        return json.dumps(asked).encode()

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := self.key.get_secret_value():
            headers["Authorization"] = f"Bearer {key}"
        address = self.address.rstrip("/").removesuffix(_PATH) + _PATH
        request = urllib.request.Request(address, body, headers)  # noqa: S310 - the scheme is checked
        handlers: list[urllib.request.BaseHandler] = [_StayHere()]
        if self.is_here:
            handlers.append(urllib.request.ProxyHandler({}))  # else a proxy might get the image
        deadline = time.monotonic() + self.seconds
        try:
            opener = urllib.request.build_opener(*handlers)
            with opener.open(request, timeout=self.seconds) as answer:
                return self._bounded(answer, deadline)
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise self._too_slow() from None
            raise self._failed(
                f"does not answer ({self._told(str(reason))})", "Check that it runs"
            ) from None

    def _bounded(self, answer: Any, deadline: float) -> bytes:
        """The answer's bytes, never more than `most_bytes`, never later than the deadline."""
        data = bytearray()
        while chunk := answer.read1(_CHUNK):
            data += chunk
            if len(data) > self.most_bytes:
                raise self._failed(
                    f"answers with more than {self.most_bytes:,} bytes", "Choose another model"
                )
            if time.monotonic() > deadline:
                raise self._too_slow()
        return bytes(data)

    def _text_of(self, data: bytes) -> str:
        try:
            message = json.loads(data)["choices"][0]["message"]
            content = message["content"]
            if isinstance(content, list):
                content = "".join(part["text"] for part in content if part["type"] == "text")
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            what = "a web page" if data.lstrip()[:1] == b"<" else "no answer of a chat model"
            raise self._failed(f"answers with {what}", "Check the address of the API") from None
        if not isinstance(content, str) or not content.strip():
            raise self._failed("answers with nothing", "Choose a model that can read images")
        return content

    def _refused(self, error: urllib.error.HTTPError) -> UserError:
        with error:
            if 300 <= error.code < 400:
                return self._failed(
                    "sends on to another address, which is not followed", "Give the final address"
                )
            problem, remedy = _SAID.get(
                error.code, (f"answers with the error {error.code}", "Look at its own log")
            )
            try:
                said = self._told(error.read1(_CHUNK).decode("utf-8", "replace"))
            except OSError:
                said = ""
        return self._failed(problem + (f" ({said})" if said else ""), remedy)

    def _told(self, text: str) -> str:
        """What an endpoint says about itself: short, on one line, the key struck out."""
        if key := self.key.get_secret_value():
            text = text.replace(key, "…")
        if text.lstrip()[:1] == "<":
            return "a web page"
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_SHOWN]

    def _too_slow(self) -> UserError:
        return self._failed(f"has not answered within {self.seconds:g} s", "Give it more time")

    def _failed(self, problem: str, remedy: str) -> UserError:
        return UserError(f"The reader {self.name} {problem}", remedy=remedy)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows nothing: an image and a key go to the address that was given, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """No request."""
