"""Whether the addresses of the data sets still answer: asked on request, never by itself."""

from __future__ import annotations

import ipaddress
import json
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

from pydantic import BaseModel, ValidationError

from raredx import __version__
from raredx.errors import UserError
from raredx.evidence.imported import current
from raredx.files import write_whole
from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings

_SECONDS = 15
_AT_ONCE = 4


class Checked(BaseModel):
    """What an address answered, and when it was asked."""

    url: str
    answers: bool
    said: str
    asked: datetime


class Links(Config):
    """Which addresses to ask."""

    featured: bool = option(True, "Only those of the data sets in the paper", title="Featured only")


@job(
    "evidence-links",
    title="Check the links",
    unit="address",
    work=lambda config: len(addresses(featured=config.featured)),
)
def check_links(config: Links, progress: Progress) -> Result:
    """Ask the address of each data set whether it still answers; nothing is downloaded."""
    if settings().offline:
        raise UserError(
            "Links cannot be checked while RAREDX_OFFLINE is set", remedy="Unset it and try again"
        )
    urls = addresses(featured=config.featured)
    found = {}
    with ThreadPoolExecutor(_AT_ONCE) as several:
        for checked in progress.track(several.map(ask, urls), total=len(urls)):
            found[checked.url] = checked
    remember(found)
    good = sum(one.answers for one in found.values())
    return Result(
        summary=f"{good} of {len(found)} addresses answer",
        values={"answer": good, "silent": [url for url, one in found.items() if not one.answers]},
    )


def addresses(*, featured: bool) -> list[str]:
    """The addresses of the data sets, each once."""
    rows = current().tables["datasets"]
    kept = [row for row in rows if row["featured"] == "yes" or not featured]
    return list(dict.fromkeys(url for row in kept for url in row["links"].split()))


def ask(url: str, *, local: bool = False) -> Checked:
    """Ask an address for its head alone. Addresses inside this network are not asked."""
    answers, said = False, ""
    try:
        opener = urllib.request.build_opener(_Onward(local=local))
        with opener.open(_request(url, local=local), timeout=_SECONDS) as answer:
            answers, said = True, f"answers ({answer.status})"
    except urllib.error.HTTPError as error:
        # A server that wants a person or forbids being asked for the head is there all the same.
        answers = error.code in (401, 403, 405, 429)
        said = f"{'is there' if answers else 'answers'} ({error.code} {error.reason})"
    except urllib.error.URLError as error:
        said = f"does not answer ({error.reason})"
    except (OSError, ValueError) as error:
        said = str(error) or type(error).__name__
    return Checked(url=url, answers=answers, said=said[:200], asked=datetime.now(UTC))


def remember(found: dict[str, Checked]) -> None:
    """Keep what was found, beside what is known of other addresses."""
    known = {**recall(), **found}
    listed = [known[url].model_dump(mode="json") for url in sorted(known)]
    write_whole(_file(), json.dumps(listed, indent=1))


def recall() -> dict[str, Checked]:
    """What the addresses answered when they were last asked."""
    try:
        listed = json.loads(_file().read_text(encoding="utf-8"))
        return {one.url: one for one in (Checked.model_validate(entry) for entry in listed)}
    except (OSError, ValueError, ValidationError):
        return {}


class _Onward(urllib.request.HTTPRedirectHandler):
    """Redirections are followed for the head alone, and only to where one may ask."""

    def __init__(self, *, local: bool) -> None:
        self._local = local

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request:
        """Ask on at the new address."""
        return _request(newurl, local=self._local)


def _request(url: str, *, local: bool) -> Request:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("is not a web address")
    if not local and _is_inside(url):
        raise ValueError("leads into this machine's own network: not asked")
    agent = {"User-Agent": f"RareDx-Workbench/{__version__} (link check)"}
    return Request(url, method="HEAD", headers=agent)  # noqa: S310 - the scheme is checked


def _is_inside(url: str) -> bool:
    """Whether an address leads to this machine or its own network."""
    parts = urlsplit(url)
    found = socket.getaddrinfo(parts.hostname or "", parts.port or 443, proto=socket.IPPROTO_TCP)
    return any(not ipaddress.ip_address(str(place[4][0])).is_global for place in found)


def _file() -> Path:
    return settings().workspace / "evidence" / "links.json"
