"""The plan of an import: which layout, what each file will be, and what a person should know.

Nothing is decoded and nothing written yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from raredx.cohorts.codes import checked, confirmed, suggested
from raredx.cohorts.importers.layout import Choices, Item, Layout
from raredx.cohorts.importers.listing import Listing
from raredx.cohorts.importers.noting import about_labels, about_phenotypes, about_subjects
from raredx.cohorts.importers.registry import BY_NAME, LAYOUTS
from raredx.cohorts.importers.sources import Source, open_source
from raredx.cohorts.importers.subjects import subjects_by_pattern
from raredx.errors import NotFoundError, UserError
from raredx.ontology.labels import Suggestion
from raredx.words import count


@dataclass(frozen=True)
class Recognised:
    """The layout of some files, and why it is taken for that."""

    layout: Layout
    why: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import will do."""

    source: Source
    recognised: Recognised
    items: tuple[Item, ...]
    refused: tuple[tuple[str, str], ...]
    """Files that cannot come in, each with a code (see `raredx.cohorts.importers.faults`)."""
    notes: tuple[str, ...]
    suggestions: Mapping[str, tuple[Suggestion, ...]]
    fingerprint: str
    """Changes when a file of the source does."""

    @property
    def classes(self) -> dict[str, int]:
        """Images per label."""
        found = Counter(item.label for item in self.items if item.label)
        return dict(sorted(found.items()))

    @property
    def subjects(self) -> int | None:
        """How many people there are; None where no file says whose it is."""
        known = {item.subject for item in self.items if item.subject}
        return len(known) or None


def recognise(path: Path | str) -> Recognised:
    """Which layout a folder, ZIP or table has, and why.

    Raises
    ------
    UserError
        If it holds no images in any layout.
    """
    source = open_source(Path(path))
    return _recognised(source, source.listing())


def plan(
    path: Path | str,
    *,
    layout: str = "auto",
    choices: Choices | None = None,
    subject_pattern: str = "",
    codes: Sequence[str] = (),
    follow_links: bool = False,
) -> Plan:
    """Read what every file is, without opening an image."""
    source = open_source(Path(path), follow_links=follow_links)
    listing = source.listing()
    recognised = _recognised(source, listing, layout)
    reading = recognised.layout.read(source, listing, choices or Choices())
    items, notes = list(reading.items), list(reading.notes)
    if subject_pattern:
        subjects = subjects_by_pattern(subject_pattern, [item.file for item in items])
        items = [
            replace(item, subject=subject or item.subject)
            for item, subject in zip(items, subjects, strict=True)
        ]
    items, code_notes = _coded(items, codes)
    if not items:
        raise UserError(
            f"No image of {source.name} can be imported",
            remedy="; ".join([*notes, *(f"{f} ({code})" for f, code in reading.refused[:3])])
            or "Put images into it",
        )
    labels = sorted({item.label for item in items if item.label})
    bare = {item.label for item in items if item.label and not item.columns.get("label_id")}
    return Plan(
        source=source,
        recognised=recognised,
        items=tuple(items),
        refused=(*reading.refused, *listing.refused),
        notes=(
            *notes,
            *code_notes,
            *about_labels(items, labels),
            *about_subjects(items),
            *about_phenotypes(items),
        ),
        suggestions=suggested(sorted(bare)),
        fingerprint=listing.fingerprint(),
    )


def _recognised(source: Source, listing: Listing, name: str = "auto") -> Recognised:
    if name != "auto" and name not in BY_NAME:
        raise NotFoundError(
            f"There is no layout {name!r}", remedy=f"Choose one of: auto, {', '.join(BY_NAME)}"
        )
    for layout in LAYOUTS if name == "auto" else (BY_NAME[name],):
        if why := layout.recognise(source, listing):
            return Recognised(layout, why)
    if name != "auto":
        raise UserError(
            f"{source.name} is not laid out as {name!r}",
            remedy=f"It should look like this: {BY_NAME[name].looks_like}",
        )
    others = ", ".join(f"{number:,} {suffix}" for suffix, number in listing.others.most_common(5))
    raise UserError(
        f"There are no images in {source.name}" + (f", only {others}" if others else ""),
        remedy="Give a folder, a ZIP or a table of PNG, JPEG, WebP, TIFF, BMP or DICOM files",
    )


def _coded(items: list[Item], codes: Sequence[str]) -> tuple[list[Item], list[str]]:
    """Items with the ORPHA codes that a table states or a person confirms, and no others."""
    said = confirmed(codes, sorted({item.label for item in items if item.label}))
    stated = Counter(
        str(item.columns["label_id"]) for item in items if item.columns.get("label_id")
    )
    known, unknown = checked(stated)
    notes = []
    if unknown:
        named = ", ".join(unknown[:3]) + (", ..." if len(unknown) > 3 else "")
        images = sum(stated[text] for text in unknown)
        notes.append(
            f"{count(images, 'image')} with a code that Orphanet has not ({named}): left empty"
        )

    def coded(item: Item) -> Item:
        code = said.get(item.label or "") or known.get(str(item.columns.get("label_id")))
        return replace(item, columns={**item.columns, "label_id": code})

    return [coded(item) for item in items], notes
