"""A model's answer taken apart, whatever form it has: plain text, JSON, JSON that breaks off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from raredx.phenotype.report.lines import Item, Sentence, item, of_text, parts_of, sentences
from raredx.phenotype.report.vocabulary import State, is_key, is_section, listed, state_said

MOST_CHARACTERS = 20_000
_DEEPEST = 20

_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)(?:```|\Z)", re.DOTALL)
_BEGINS = re.compile(r'[\[{]\s*[\[{"]')
_OBJECT = re.compile(r"\{[^{}]*\}")
_MEMBER = re.compile(r'"([^"\n]{1,200})"\s{0,9}:\s{0,9}"?(\w[\w ]{0,40}\b)"?(?=\s{0,99}[,}\]\n])')


@dataclass(frozen=True)
class Broken:
    """JSON that breaks off."""

    text: str


Statement = Item | Sentence | Broken


def statements(answer: str) -> Iterator[Statement]:
    r"""What an answer says, one thing after another.

    >>> list(statements("EYES: Wide-set. No ptosis.\nTERMS:\n- Ptosis: absent"))[1:]
    [Sentence(text='No ptosis.'), Item(text='Ptosis', state='absent')]
    >>> list(statements('{"present": ["Synophrys"], "Ptosis": false}'))
    [Item(text='Synophrys', state='present'), Item(text='Ptosis', state='absent')]
    """
    text = _TAG.sub(" ", _THINKING.sub(" ", answer[:MOST_CHARACTERS]))
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    at = 0
    for fence in _FENCE.finditer(text):
        yield from of_text(text[at : fence.start()])
        yield from _of_json_or_text(fence[1])
        at = fence.end()
    yield from _of_json_or_text(text[at:])


def _of_json_or_text(text: str) -> Iterator[Statement]:
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    start, end = min(starts, default=0), max(text.rfind("}"), text.rfind("]")) + 1
    value = _loaded(text[start:end])
    if value is not None:
        yield from of_text(text[:start])
        yield from _of_json(value, None, 0)
        yield from of_text(text[end:])
    elif begun := _BEGINS.search(text):
        yield from of_text(text[: begun.start()])
        yield from _of_broken_json(text[begun.start() :])
    else:
        yield from of_text(text)


def _loaded(text: str) -> dict[str, Any] | list[Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _of_broken_json(text: str) -> Iterator[Statement]:
    """What is whole in JSON that breaks off: objects, and names with a state."""
    for found in _OBJECT.finditer(text):
        if value := _loaded(found[0]):
            yield from _of_json(value, None, 0)
    rest = _OBJECT.sub(" ", text)
    for found in _MEMBER.finditer(rest):
        if not is_key(found[1]) and (state := state_said(found[2])):
            yield Item(found[1], state)
    if re.search(r"[A-Za-z]", _MEMBER.sub(" ", rest)):
        yield Broken(" ".join(rest.split()).strip("[]{}, "))


def _of_json(value: Any, state: State | None, depth: int) -> Iterator[Statement]:
    """What a value lists; `state` is said of everything in it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield item(value, state)
    elif isinstance(value, list):
        for one in value:
            yield from _of_json(one, state, depth + 1)
    elif isinstance(value, dict):
        if entry := _entry(value, state):
            yield entry
            return
        for key, one in value.items():
            if isinstance(one, list | dict):
                yield from _of_json(one, state_said(key) or state, depth + 1)
            else:
                yield from _of_member(key, one)


def _entry(value: dict[str, Any], state: State | None) -> Item | None:
    """An object that is about one term."""
    kept = {key.casefold(): one for key, one in value.items()}
    keys = (*listed("keys", "name"), *listed("keys", "id"))
    named = [kept[key] for key in keys if isinstance(kept.get(key), str)]
    if not named:
        return None
    said = [_state_of(kept[key]) for key in listed("keys", "state") if key in kept]
    return Item(" ".join(named), next(filter(None, said), state))


def _of_member(key: str, value: Any) -> Iterator[Statement]:
    """A name with its state, a state with its names, or a text under a heading."""
    if isinstance(value, str) and (over := state_said(key)):
        yield from (Item(part, over) for part in parts_of(value))
    elif isinstance(value, str) and (is_section(key) or _state_of(value) is None):
        yield from sentences(value)
    else:
        yield Item(key, _state_of(value))


def _state_of(value: Any) -> State | None:
    """The state that a value stands for: true, "absent", null and so on."""
    return state_said("null" if value is None else str(value))
