"""The job kind that imports images as a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from raredx.errors import UserError
from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings, thread_count

if TYPE_CHECKING:
    from raredx.cohorts.importers.plan import Plan

Source = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
Origin = Literal["real", "simulated", "synthetic"]
LayoutName = Literal[
    "auto", "class-folders", "raw-refined", "table", "rdface", "dicom", "imagefolder"
]


class Import(Config):
    """What to import, and what it is."""

    path: Source = option(..., "Folder, ZIP or table of images")
    origin: Origin = option(
        ...,
        "What the images are, where no table says it: photographs and scans are real, renderings "
        "of a 3-D model are simulated, samples of a generator are synthetic",
    )
    name: str = option("", "Name of the cohort; that of the folder or file, if left empty")
    layout: LayoutName = option("auto", "How the images are laid out; auto finds out")
    columns: tuple[str, ...] = option(
        (), "Which column of a table means what, as ROLE=COLUMN: label=Diagnosis"
    )
    keep: tuple[str, ...] = option((), "Further columns of a table to keep; * keeps all")
    subject_column: str = option("", "Column of a table that tells people apart")
    subject_pattern: str = option(
        "", "Regular expression with a group `subject`, that finds the person in a file's path"
    )
    codes: tuple[str, ...] = option((), "Confirmed ORPHA codes of labels, as LABEL=ORPHA:199")
    stage: Literal["", "raw", "refined"] = option(
        "", "Which images, where they are there raw and refined; refined ones, if left empty"
    )
    title: str = option("", "Title on the cohort's card; its name, if left empty")
    licence: str = option("", "Under which terms you have the images")
    form: Literal["png", "jpeg", "webp"] = option(
        "png",
        "Kind of file to keep images in. PNG is lossless; the others are smaller, and leave traces",
        advanced=True,
    )
    quality: int = option(95, "Quality of JPEG and WebP", ge=1, le=100, advanced=True)
    follow_links: bool = option(False, "Read links to files elsewhere, too", advanced=True)
    replace: bool = option(False, "Replace the cohort of that name", advanced=True)


def _files(config: Import) -> int:
    from raredx.cohorts.importers.sources import open_source

    return len(open_source(config.path, follow_links=config.follow_links).listing().entries)


@job("cohort-import", title="Import images", unit="file", work=_files, resumable=True, lane="heavy")
def import_images(config: Import, progress: Progress) -> Result:
    """Import a folder, ZIP or table of images as a cohort; each is checked and written anew."""
    from raredx.cohorts.encoding import Form
    from raredx.cohorts.importing import about_import, import_cohort
    from raredx.cohorts.store import new_folder, plain

    name = config.name or plain(config.path.stem)
    folder = new_folder(name, replace=config.replace)
    progress.tick(message="looking at the files")
    plan = plan_of(config)
    imported = import_cohort(
        plan,
        folder,
        about=about_import(plan, title=config.title or name, licence=config.licence),
        origin=config.origin,
        scratch=progress.scratch / "import",
        form=Form(kind=config.form, quality=config.quality),
        workers=thread_count(),
        replace=config.replace,
        progress=progress,
    )
    for note in imported.notes:
        print(note)  # noqa: T201  into the job's log
    return Result(
        summary=f"{name}: {imported}",
        values={
            "name": name,
            "images": len(imported.cohort),
            "refused": dict(imported.refused),
            "notes": [*imported.notes],
        },
        outputs=(str(folder.relative_to(settings().workspace)),),
    )


def plan_of(config: Import) -> Plan:
    """What an import of that config will do; nothing is read or written yet."""
    from raredx.cohorts.importers.layout import Choices
    from raredx.cohorts.importers.plan import plan

    columns = pairs(config.columns)
    if config.subject_column:
        columns["subject_id"] = config.subject_column
    return plan(
        config.path,
        layout=config.layout,
        choices=Choices(columns=columns, keep=config.keep, stage=config.stage),
        subject_pattern=config.subject_pattern,
        codes=config.codes,
        follow_links=config.follow_links,
    )


def pairs(columns: Sequence[str]) -> dict[str, str]:
    """What columns mean, from ROLE=COLUMN.

    >>> pairs(["label=Diagnosis"])
    {'label': 'Diagnosis'}
    """
    found: dict[str, str] = {}
    for said in columns:
        role, equals, column = (part.strip() for part in said.partition("="))
        if not (role and equals and column):
            raise UserError(
                f"{said!r} does not say what a column means", remedy="Write it as label=Diagnosis"
            )
        found[role] = column
    return found
