"""What a batch asks about: an item for each file of a folder or ZIP, or each image of a cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from raredx.cohorts.importers.faults import sentence
from raredx.cohorts.importers.plan import Plan, plan
from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import fitting_split, split_folder, split_folders
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.batch.config import BatchConfig
from raredx.diagnosis.batch.pictures import Files, Held, Pictures
from raredx.errors import UserError
from raredx.phenotype.looking import unlocked

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.cohorts.splits.split import Split

_ASKED = ("image_id", "label", "label_id", "subject_id", "origin")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One file, or one image of a cohort, and what is known of it besides its pixels."""

    key: str
    """Its path below the source, or its image id."""
    label: str | None = None
    code: str | None = None
    subject: str | None = None
    origin: str | None = None
    refused: str = ""
    """Why it cannot come in, where that is known beforehand."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """All items, and where their pictures come from."""

    items: tuple[Item, ...]
    pictures: Pictures
    what: str
    """In words: the folder, the ZIP, or the part of a cohort."""
    hash: str
    """Changes with what is asked about."""
    split_hash: str = ""
    related: tuple[tuple[str, str], ...] = ()
    """Image id and subject of everybody in the cohort, also those who are not asked about."""


def asked_about(config: BatchConfig) -> Asked:
    """What a config means. No picture is opened; a test part is, if it was given a reason."""
    if config.cohort:
        return _of_cohort(config)
    return _of_files(_planned(config))


def count_of(config: BatchConfig) -> int:
    """How many images are asked about; no test part is opened for that."""
    if config.cohort:
        cohort = open_cohort(config.cohort)
        if config.part == "all":
            return len(cohort if config.test_because else unlocked(cohort))
        if config.part == "test":
            return len(cohort) - len(unlocked(cohort))
        return len(_split(config, cohort)[1].images(config.part))
    return len(_planned(config).items)


def _planned(config: BatchConfig) -> Plan:
    assert config.path is not None
    return plan(config.path, layout=config.layout, follow_links=config.follow_links)


def _of_files(planned: Plan) -> Asked:
    items = [
        Item(
            key=item.file,
            label=item.label,
            code=item.columns.get("label_id"),
            subject=item.subject,
            origin=item.columns.get("origin"),
        )
        for item in planned.items
    ]
    items += [Item(key=file, refused=f"{sentence(code)}.") for file, code in planned.refused]
    return Asked(
        items=tuple(items),
        pictures=Files(source=planned.source),
        what=planned.source.name,
        hash=planned.fingerprint,
    )


def _of_cohort(config: BatchConfig) -> Asked:
    whole = open_cohort(config.cohort)
    ids, split_hash, part = None, "", ""
    if config.part != "all":
        name, split = _split(config, whole)
        split_hash, part = split.hash, f", {config.part} part of {name}"
        ids = (
            open_test(split_folder(whole, name), by=_by(config), why=config.test_because or "")
            if config.part == "test"
            else split.images(config.part)
        )
    elif config.test_because:
        for folder in split_folders(whole):
            open_test(folder, by=_by(config), why=config.test_because)
    free = whole if config.test_because else unlocked(whole)
    chosen = free if ids is None else free.select(image_id=[*ids])
    rows = chosen.rows(*_ASKED).to_pylist()
    if not rows:
        raise UserError(
            f"There are no images in {config.cohort}{part}", remedy="Choose another part"
        )
    both = whole.rows("image_id", "subject_id").to_pydict()
    return Asked(
        items=tuple(
            Item(
                key=row["image_id"],
                label=row["label"],
                code=row["label_id"],
                subject=row["subject_id"],
                origin=row["origin"],
            )
            for row in rows
        ),
        pictures=Held(cohort=whole),
        what=f"{config.cohort}{part}",
        hash=whole.data_hash,
        split_hash=split_hash,
        related=tuple(zip(both["image_id"], both["subject_id"], strict=True)),
    )


def _split(config: BatchConfig, cohort: Cohort) -> tuple[str, Split]:
    found = fitting_split(cohort, config.split or None)
    if found is None:
        raise UserError(
            f"The cohort {config.cohort!r} has no split, and so no parts",
            remedy="Ask about all of it, or make a split: `raredx cohort split`",
        )
    return found


def _by(config: BatchConfig) -> str:
    return f"batch {config.title}"
