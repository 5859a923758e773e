"""A form from a config: keyed widgets for its fields, its own words for what is wrong.

Draw it inside a fragment, so that fields that depend on each other and the estimate follow every
change without a rerun of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st
from pydantic import BaseModel, ValidationError, create_model
from streamlit.delta_generator import DeltaGenerator

from raredx.jobs import Config, field_errors
from raredx.jobs.fields import FieldSpec, fields_of, nested

_FEW = 5  # choices up to which all of them are shown at once


def config_form(
    model: type[BaseModel], *, key: str, initial: dict[str, Any] | None = None
) -> BaseModel | None:
    """Draw a field for everything that can be set; the config once all of it is valid.

    What is wrong stands under the field it belongs to. Fields that only matter beside a certain
    value of another one appear with that value; advanced ones are folded away.
    """
    specs = fields_of(model)
    values: dict[tuple[str, ...], Any] = {}
    slots: dict[str, DeltaGenerator] = {}
    plain = [spec for spec in specs if not spec.advanced]
    folded = [spec for spec in specs if spec.advanced]
    for spec in plain:
        _draw(spec, values, slots, key=key, initial=initial or {})
    if folded and any(_matters(spec, values, specs) for spec in folded):
        with st.expander("Advanced"):
            for spec in folded:
                _draw(spec, values, slots, key=key, initial=initial or {})
    given = {path: value for path, value in values.items() if value is not None}
    try:
        return model.model_validate(nested(given))
    except ValidationError as error:
        for name, says in field_errors(error).items():
            slot = slots.get(name) or st.container()
            slot.markdown(f":red[:material/error: {says}]")
        return None


def fields_without(config: type[BaseModel], given: Iterable[str]) -> type[BaseModel]:
    """A config's fields but for some, in its own words.

    >>> class Drawing(Config):
    ...     images: int = 3
    ...     seed: int = 1
    >>> [*fields_without(Drawing, ["images"]).model_fields]
    ['seed']
    """
    fields = {name: one for name, one in config.model_fields.items() if name not in given}
    made: type[BaseModel] = create_model(
        "Rest",
        __base__=Config,
        **{name: (one.annotation, one) for name, one in fields.items()},  # type: ignore[call-overload]
    )
    return made


def _draw(
    spec: FieldSpec,
    values: dict[tuple[str, ...], Any],
    slots: dict[str, DeltaGenerator],
    *,
    key: str,
    initial: dict[str, Any],
) -> None:
    if not _applies(spec, values):
        return
    value = _initial(spec, initial)
    values[spec.path] = _widget(spec, value, key=f"{key}.{spec.name}")
    slots[spec.name] = st.container()


def _applies(spec: FieldSpec, values: dict[tuple[str, ...], Any]) -> bool:
    """Whether the fields that this one depends on, drawn before it, have the values it needs."""
    beside = {path[-1]: value for path, value in values.items() if path[:-1] == spec.path[:-1]}
    return all(beside.get(name) == wanted for name, wanted in spec.when.items())


def _matters(spec: FieldSpec, values: dict[tuple[str, ...], Any], specs: list[FieldSpec]) -> bool:
    """Whether a folded field may appear: what it depends on is folded too, or has its value."""
    folded = {other.path[-1] for other in specs if other.advanced}
    return set(spec.when) <= folded or _applies(spec, values)


def _initial(spec: FieldSpec, initial: dict[str, Any]) -> Any:
    branch: Any = initial
    for name in spec.path:
        if not isinstance(branch, dict) or name not in branch:
            return spec.default
        branch = branch[name]
    return branch


def _widget(spec: FieldSpec, value: Any, *, key: str) -> Any:
    shared: dict[str, Any] = {"key": key, "help": spec.help or None}
    match spec.shape:
        case "switch":
            return st.toggle(spec.title, value=bool(value), **shared)
        case "whole" | "number":
            return _number(spec, value, shared)
        case "choice":
            return _choice(spec, value, shared)
        case "choices":
            return st.multiselect(spec.title, spec.choices, default=list(value or ()), **shared)
        case "list":
            given = list(value or ())
            return st.multiselect(
                spec.title, given, default=given, accept_new_options=True, **shared
            )
        case "text" | "path":
            text = st.text_input(spec.title, value="" if value is None else str(value), **shared)
            return text or None


def _number(spec: FieldSpec, value: Any, shared: dict[str, Any]) -> Any:
    kind = int if spec.shape == "whole" else float
    if not isinstance(value, int | float) or isinstance(value, bool):
        value = None
    return st.number_input(
        spec.title,
        value=None if value is None else kind(value),
        step=1 if kind is int else None,
        format=None if kind is int else "%g",
        placeholder="empty" if spec.optional else None,
        **shared,
    )


def _choice(spec: FieldSpec, value: Any, shared: dict[str, Any]) -> Any:
    if value not in spec.choices:
        value = None
    if len(spec.choices) <= _FEW and not spec.optional:
        return st.segmented_control(spec.title, spec.choices, default=value, **shared)
    index = None if value is None else spec.choices.index(value)
    return st.selectbox(spec.title, spec.choices, index=index, **shared)
