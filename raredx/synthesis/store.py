"""The generators of the workspace, by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from raredx.cohorts.splits.store import check_name
from raredx.errors import NotFoundError, UserError
from raredx.settings import settings
from raredx.synthesis.fitted import RECORD, FittedGenerator, Learned, opened, read_learned


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A generator as a list shows it: what it has learned, or what is wrong with it."""

    name: str
    learned: Learned | None
    fault: str = ""


def generators_folder() -> Path:
    """Where generators lie."""
    return settings().workspace / "generators"


def list_generators() -> tuple[Listed, ...]:
    """Every generator, also one that cannot be opened, by name."""
    return tuple(_listed(file.parent) for file in sorted(generators_folder().glob(f"*/{RECORD}")))


def open_generator(name: str) -> FittedGenerator:
    """The generator of that name, or one line that says which there are."""
    folder = generators_folder() / name
    if not name or Path(name).name != name or not (folder / RECORD).exists():
        known = ", ".join(one.name for one in list_generators())
        raise NotFoundError(
            f"There is no generator {name!r}",
            remedy=f"Choose one of: {known}" if known else "Train one with `raredx generate fit`",
        )
    return opened(folder)


def new_folder(name: str, *, replace: bool = False) -> Path:
    """Where a new generator of that name goes, if the name can be one and is free."""
    check_name(name, what="a generator")
    folder = generators_folder() / name
    if (folder / RECORD).exists() and not replace:
        raise UserError(
            f"There is a generator {name!r} already",
            remedy="Choose another name, or replace it (--replace)",
        )
    return folder


def _listed(folder: Path) -> Listed:
    try:
        return Listed(name=folder.name, learned=read_learned(folder))
    except UserError as error:
        return Listed(name=folder.name, learned=None, fault=str(error))
