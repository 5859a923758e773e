"""A config read field by field."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Literal

import pytest

from raredx.jobs import Config, all_kinds
from raredx.jobs.fields import fields_of, option


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(Config):
    depth: int = option(2, "How deep", gt=0, lt=9)


class Everything(Config):
    name: str = option(..., "Its name")
    folder: Path | None = option(None, "Where")
    rate: float = option(1e-4, "Learning rate", gt=0, le=1, advanced=True)
    method: Literal["lora", "gan"] = option("lora", "How")
    rank: int = option(4, "Rank", ge=1, when={"method": "lora"})
    colour: Colour = option(Colour.RED, "Which colour")
    parts: tuple[Literal["eyes", "nose"], ...] = option(("eyes",), "Which parts")
    words: list[str] = option(..., "Any words")
    quick: bool = option(False, "Hurry")
    inner: Inner = Inner()


def test_every_shape_is_read():
    specs = {spec.name: spec for spec in fields_of(Everything)}
    assert {name: spec.shape for name, spec in specs.items()} == {
        "name": "text",
        "folder": "path",
        "rate": "number",
        "method": "choice",
        "rank": "whole",
        "colour": "choice",
        "parts": "choices",
        "words": "list",
        "quick": "switch",
        "inner.depth": "whole",
    }
    assert specs["name"].required
    assert specs["folder"].optional
    assert specs["rate"].advanced
    assert (specs["rate"].minimum, specs["rate"].maximum) == (0, 1)
    assert (specs["inner.depth"].minimum, specs["inner.depth"].maximum) == (1, 8)
    assert specs["rank"].when == {"method": "lora"}
    assert specs["colour"].choices == ("red", "blue")
    assert specs["colour"].default == "red"
    assert specs["inner.depth"].default == 2


def test_a_type_that_no_form_can_show_is_an_error_for_its_author():
    class Strange(Config):
        matrix: dict[str, int]

    with pytest.raises(TypeError, match=r"Strange\.matrix"):
        fields_of(Strange)


@pytest.mark.parametrize("name", sorted(all_kinds()))
def test_every_kind_can_be_asked_for_in_a_form_and_says_what_its_fields_mean(name):
    kind = all_kinds()[name]
    assert kind.help
    assert all(spec.help for spec in fields_of(kind.config))
