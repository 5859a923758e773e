"""The kinds of job there are. A kind registers itself; this module knows none of them.

    class Settings(Config):
        images: int = Field(8, ge=1, description="How many images to draw")

    @job("draw", title="Draw images", unit="image", work=lambda config: config.images)
    def draw(config: Settings, progress: Progress) -> Result:
        '''One line that says what the job does: it is the help text on every door.'''

The module that holds it is named in pyproject.toml under `raredx.jobs`, or in the setting
`plugins`; pages, commands and the API then have the new kind without another line.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, ValidationError

from raredx.errors import NotFoundError, UserError
from raredx.jobs.progress import Progress
from raredx.jobs.record import Lane, Result
from raredx.settings import settings

Run = Callable[[Any, Progress], Result]
AnyRun = TypeVar("AnyRun", bound=Run)

_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A verb of the workbench: a config and the pure function that carries it out."""

    name: str
    title: str
    help: str
    lane: Lane
    config: type[BaseModel]
    run: Run
    unit: str  # what progress counts, one of them: "image", "file", "step"
    work: Callable[[Any], float] | None  # how many units a config asks for, for the estimate
    resumable: bool
    finishable: bool

    def parse(self, values: object) -> BaseModel:
        """The validated config, or one line that names every field that is wrong."""
        try:
            return self.config.model_validate(values)
        except ValidationError as error:
            wrong = "; ".join(f"{field}: {says}" for field, says in field_errors(error).items())
            raise UserError(
                f"The settings do not fit {self.name!r}: {wrong}",
                remedy="Change those fields and submit again",
            ) from None


def job(
    name: str,
    *,
    title: str,
    lane: Lane = "light",
    unit: str = "step",
    work: Callable[[Any], float] | None = None,
    resumable: bool = False,
    finishable: bool = False,
) -> Callable[[AnyRun], AnyRun]:
    """Register the function below as a kind of job.

    A `heavy` kind runs alone in its lane. A `resumable` one finds what it kept in
    `progress.scratch` when it is started again. A `finishable` one ends well with what it has when
    `progress.enough` becomes true.
    """

    def register(run: AnyRun) -> AnyRun:
        if name in _kinds and _kinds[name].run.__module__ != run.__module__:
            raise ValueError(f"two modules register the job kind {name!r}")
        config = get_type_hints(run)[next(iter(inspect.signature(run).parameters))]
        help_text = (inspect.getdoc(run) or "").split("\n\n")[0].replace("\n", " ")
        _kinds[name] = Kind(
            name=name,
            title=title,
            help=help_text,
            lane=lane,
            config=config,
            run=run,
            unit=unit,
            work=work,
            resumable=resumable,
            finishable=finishable,
        )
        return run

    return register


def all_kinds() -> dict[str, Kind]:
    """Every kind by name, the modules that register them imported."""
    _import_modules()
    return dict(sorted(_kinds.items()))


def get_kind(name: str) -> Kind:
    """The kind of that name, or an error that lists the names there are."""
    kinds = all_kinds()
    if name not in kinds:
        raise NotFoundError(
            f"There is no job kind {name!r} in this version",
            remedy=f"Choose one of: {', '.join(kinds)}",
        )
    return kinds[name]


def field_errors(error: ValidationError) -> dict[str, str]:
    """What is wrong, field by field, in words.

    Nested fields are joined by dots; an error that is nobody's in particular stands under "".
    """
    words = {"extra_forbidden": "there is no such field", "missing": "is needed"}
    return {
        ".".join(str(part) for part in detail["loc"]): words.get(detail["type"], detail["msg"])
        for detail in error.errors(include_url=False)
    }


@cache
def _import_modules() -> None:
    for point in entry_points(group="raredx.jobs"):
        point.load()
    for module in settings().plugins:
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise UserError(
                f"The plug-in {module!r} cannot be imported: {error}",
                remedy="Install it, or take it out of the setting `plugins`",
            ) from None
