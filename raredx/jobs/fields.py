"""A config read field by field, so that a form or a command can be made from it.

A plain pydantic model is enough: types, bounds, choices, descriptions and defaults are read from
it. `option` adds what pydantic has no word for: fields to fold away, and fields that only mean
something beside a certain value of another one.

    class Draw(Config):
        method: Literal["lora", "gan"] = option("lora", "How to learn")
        rank: int = option(4, "Rank of the adapter", ge=1, le=128, when={"method": "lora"})
        seed: int = option(0, "Seed of the random numbers", advanced=True)
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import annotated_types
from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Shape = Literal["switch", "whole", "number", "text", "path", "choice", "choices", "list"]

_SHAPES: dict[Any, Shape] = {
    bool: "switch",
    int: "whole",
    float: "number",
    str: "text",
    Path: "path",
}


def option(
    default: Any,
    description: str,
    *,
    advanced: bool = False,
    when: dict[str, Any] | None = None,
    **bounds: Any,
) -> Any:
    """A config field with its help text; `...` as default makes it required."""
    extra: Any = {"advanced": advanced, "when": when or {}}
    return Field(default, description=description, json_schema_extra=extra, **bounds)


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field, as a form or a command line needs it. Fields of nested models are spelled out."""

    path: tuple[str, ...]
    shape: Shape
    title: str
    help: str
    default: Any  # None where there is none
    required: bool
    optional: bool  # None is a value of its own
    choices: tuple[Any, ...]
    minimum: float | None
    maximum: float | None
    advanced: bool
    when: dict[str, Any]

    @property
    def name(self) -> str:
        """The path as one word: `outer.inner`."""
        return ".".join(self.path)


def fields_of(model: type[BaseModel], *, prefix: tuple[str, ...] = ()) -> list[FieldSpec]:
    """The fields of a config, in order."""
    found = []
    for name, info in model.model_fields.items():
        path = (*prefix, name)
        kind, optional = _without_none(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found += fields_of(kind, prefix=path)
            continue
        shape, choices = _shape(kind, where=f"{model.__name__}.{name}")
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        found.append(
            FieldSpec(
                path=path,
                shape=shape,
                title=info.title or name.replace("_", " ").capitalize(),
                help=info.description or "",
                default=_default(info),
                required=info.is_required(),
                optional=optional,
                choices=choices,
                minimum=_bound(info, "ge", "gt", step=1 if shape == "whole" else 0),
                maximum=_bound(info, "le", "lt", step=-1 if shape == "whole" else 0),
                advanced=bool(extra.get("advanced")),
                when=typing.cast("dict[str, Any]", extra.get("when") or {}),
            )
        )
    return found


def nested(values: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Values by path as the nested dictionary that the model takes.

    >>> nested({("a",): 1, ("b", "c"): 2})
    {'a': 1, 'b': {'c': 2}}
    """
    tree: dict[str, Any] = {}
    for path, value in values.items():
        branch = tree
        for name in path[:-1]:
            branch = branch.setdefault(name, {})
        branch[path[-1]] = value
    return tree


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(annotation) if part is not types.NoneType]
        if len(rest) == 1:
            return rest[0], True
    return annotation, False


def _shape(kind: Any, *, where: str) -> tuple[Shape, tuple[Any, ...]]:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _shape(parts[0], where=where)
    if origin is Literal:
        return "choice", parts
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "choice", tuple(member.value for member in kind)
    if origin in (tuple, list, frozenset) and parts:
        inner, choices = _shape(parts[0], where=where)
        if inner == "choice":
            return "choices", choices
        if inner == "text":
            return "list", ()
    if kind in _SHAPES:
        return _SHAPES[kind], ()
    raise TypeError(f"{where}: no form or option can be made from the type {kind}")


def _default(info: FieldInfo) -> Any:
    default = info.get_default(call_default_factory=True, validated_data={})
    if default is PydanticUndefined:
        return None
    return default.value if isinstance(default, Enum) else default


def _bound(info: FieldInfo, inclusive: str, exclusive: str, *, step: float) -> float | None:
    for rule in info.metadata:
        if isinstance(rule, annotated_types.Interval | annotated_types.BaseMetadata):
            if (bound := getattr(rule, inclusive, None)) is not None:
                return typing.cast("float", bound)
            if (bound := getattr(rule, exclusive, None)) is not None:
                return typing.cast("float", bound + step)
    return None
