"""The address of an endpoint: well formed, safe to send an image to, on this machine or not."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from raredx.errors import UserError


def check_address(address: str, *, allow_plain_http: bool = False) -> None:
    """Refuse an address that is none, that holds a secret, or that would not be encrypted.

    Raises
    ------
    UserError
        What is wrong with it; a name or password in it is not repeated.
    """
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - looking at it checks it
    except ValueError:
        raise _refusal("That", "is no web address") from None
    if parts.username is not None or parts.password is not None:
        raise _refusal("The address", "holds a name or password")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refusal(repr(address[:100]), "is no web address")
    if parts.query or parts.fragment or not address.isprintable() or " " in address:
        raise _refusal(repr(parts.hostname), "is not given by the plain address of an API")
    if parts.scheme == "http" and not (is_own(address) or allow_plain_http):
        raise UserError(
            f"{parts.hostname} would get the image unencrypted",
            remedy="Give an address that begins with https",
        )


def is_own(address: str) -> bool:
    """Whether an address is one of this machine's own. Names are not looked up.

    >>> is_own("http://localhost:11434/v1"), is_own("https://localhost.example.org/v1")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusal(what: str, problem: str) -> UserError:
    return UserError(
        f"{what} {problem}", remedy="Give one such as http://localhost:11434/v1 or https://HOST/v1"
    )
