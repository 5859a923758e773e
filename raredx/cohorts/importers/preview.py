"""What an import will do, to be looked at before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from raredx.cohorts.encoding import Form
from raredx.cohorts.importers.faults import sentence
from raredx.cohorts.importers.layout import Item
from raredx.cohorts.importers.plan import Plan, plan
from raredx.ontology.labels import Suggestion
from raredx.words import count

_NO_TRACES = (
    "PNG, which loses nothing. That holds for JPEG files too: compressed a second time they would "
    "carry traces from which a model can tell where they came from"
)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A plan in words and first rows."""

    layout: str
    why: str
    images: int
    subjects: int | None
    classes: dict[str, int]
    first: tuple[dict[str, Any], ...]
    suggestions: dict[str, tuple[Suggestion, ...]]
    refused: tuple[tuple[str, str], ...]
    """Files that are sure not to come in, each with its reason."""
    notes: tuple[str, ...]
    will: tuple[str, ...]
    """What will happen, sentence by sentence."""

    def lines(self) -> Iterator[str]:
        """All of it for a terminal."""
        yield f"{self.layout}: {self.why}."
        yield from (f"- {sentence}." for sentence in self.will)
        yield from (f"! {note}." for note in self.notes)
        for label, found in self.suggestions.items():
            said = ", ".join(f"{one.id} {one.name} ({one.reason})" for one in found[:2])
            yield f"? {label}: {said}" if found else f"? {label}: no disease is suggested"
        yield from (f"x {file}: {reason}." for file, reason in self.refused[:10])


def preview(path: Path | str, *, rows: int = 10, origin: str = "", **chosen: Any) -> Preview:
    """What `plan` makes of a folder, ZIP or table, with the options that it takes.

    No image is opened and nothing is written.
    """
    return preview_of(plan(path, **chosen), rows=rows, origin=origin)


def preview_of(
    plan: Plan, *, form: Form | None = None, rows: int = 10, origin: str = ""
) -> Preview:
    """A plan as a preview."""
    return Preview(
        layout=plan.recognised.layout.title,
        why=plan.recognised.why,
        images=len(plan.items),
        subjects=plan.subjects,
        classes=plan.classes,
        first=tuple(_row(item, origin) for item in plan.items[:rows]),
        suggestions=dict(plan.suggestions),
        refused=tuple((file, sentence(code)) for file, code in plan.refused),
        notes=plan.notes,
        will=tuple(_will(plan, form or Form(), origin)),
    )


def _row(item: Item, origin: str) -> dict[str, Any]:
    said = {name: value for name, value in item.columns.items() if value not in (None, [])}
    own = {"origin": origin, "label": item.label, "subject_id": item.subject}
    return {"file": item.file, **own, **said}


def _will(plan: Plan, form: Form, origin: str) -> Iterator[str]:
    stated = sum("origin" in item.columns for item in plan.items)
    yield f"{count(len(plan.items), 'file')} will be read, in {count(len(plan.classes), 'class')}"
    if plan.subjects:
        yield f"They are of {count(plan.subjects, 'subject')}, as far as it is said"
    if stated:
        yield f"{count(stated, 'file')} have their origin in the table"
    if stated < len(plan.items):
        told = f"will be {origin}" if origin else "need an origin: real, simulated or synthetic"
        yield f"{count(len(plan.items) - stated, 'image')} {told}"
    if form.kind == "png":
        yield f"Images are kept as {_NO_TRACES}"
    else:
        kind = f"{form.kind.upper()} of quality {form.quality}"
        yield f"Images are kept as {kind}, which loses a little and leaves traces"
    yield "Whatever the files say besides their pixels is left behind"
