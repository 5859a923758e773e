"""Import images as a cohort: plan, read through the one door, assemble, and move in as a whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from raredx.cohorts.building import building, check_free, write_table
from raredx.cohorts.card import UNSTATED, About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.encoding import Form
from raredx.cohorts.importers.assemble import FILES, IMPORTED, REFUSED, Assembled, assemble
from raredx.cohorts.importers.plan import Plan
from raredx.cohorts.importers.reading import Reader
from raredx.cohorts.manifest import check_origins
from raredx.cohorts.pack import IMAGES
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.words import count


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of an import."""

    cohort: Cohort
    refused: Mapping[str, int]
    """How many files have no row, by code."""
    notes: tuple[str, ...]
    """What a person should know, of the plan and of what came in."""

    def __str__(self) -> str:
        """One sentence."""
        card = self.cohort.card()
        numbers = ", ".join(
            count(card.counts[many], one)
            for many, one in (("images", "image"), ("classes", "class"), ("subjects", "subject"))
        )
        return f"{numbers} imported" + (
            f"; {count(sum(self.refused.values()), 'file')} refused ({_told(self.refused)})"
            if self.refused
            else ""
        )


def import_cohort(
    plan: Plan,
    folder: Path,
    *,
    about: About,
    origin: str,
    scratch: Path,
    form: Form | None = None,
    workers: int = 1,
    replace: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Carry a plan out. Files that do not come in are listed in `refused.parquet`.

    Parameters
    ----------
    folder : Path
        Where the cohort goes. Until the end, what is there stays as it is.
    origin : str
        Of images whose table does not state it.
    scratch : Path
        Where images lie until then. If the import is interrupted, the same call goes on from there.
    """
    check_origins([origin])
    check_free(folder, replace=replace)
    form = form or Form()
    reader = Reader(source=plan.source, form=form, folder=scratch)
    reader.read_all(
        [item.file for item in plan.items],
        stamp=_stamp(plan, form),
        workers=workers,
        progress=progress or Progress(),
    )
    source = f"{plan.source.name} ({plan.recognised.layout.title})"
    made = assemble(
        plan.items,
        plan.refused,
        reader.outcomes(),
        defaults={"origin": origin, "licence": about.licence, "source": f"import of {source}"},
    )
    if not len(made.rows):
        first = made.refused.slice(0, 1).to_pylist()[0]
        raise UserError(
            f"None of the {count(len(made.refused), 'file')} came in",
            remedy=f"The first of them, {first['file']}: {first['says']}",
        )
    with building(folder, about, replace=replace) as new:
        write_table(new.folder / f"{REFUSED}.parquet", made.refused)
        write_table(new.folder / f"{FILES}.parquet", made.files)
        new.side(IMPORTED, made.imported)
        new.adopt(scratch / IMAGES, made.rows)
    shutil.rmtree(scratch, ignore_errors=True)
    refused = Counter(made.refused["code"].to_pylist())
    return Imported(
        cohort=Cohort.open(folder), refused=refused, notes=(*plan.notes, *_looked_at(made))
    )


def about_import(plan: Plan, *, title: str, licence: str = "") -> About:
    """The words on the card of an import."""
    layout = plan.recognised.layout.title
    return About(
        title=title,
        summary=f"Imported from {plan.source.name}: {plan.recognised.why}.",
        licence=licence or UNSTATED,
        source=f"{plan.source.name} ({layout})",
        made_by="raredx cohort import",
    )


def _looked_at(made: Assembled) -> list[str]:
    """Warnings of intake, each once."""
    warnings = Counter(
        warning for found in made.imported["warnings"].to_pylist() for warning in found
    )
    notes = [f"{count(number, 'image')}: {warning}" for warning, number in warnings.most_common()]
    if contradicted := made.refused["code"].to_pylist().count("contradicted"):
        notes.append(
            f"{count(contradicted, 'picture')} came in twice with different labels or subjects: "
            "the first stands"
        )
    return notes


def _stamp(plan: Plan, form: Form) -> str:
    files = [item.file for item in plan.items]
    said = json.dumps([plan.fingerprint, files, asdict(form), repr(plan.source)])
    return hashlib.sha256(said.encode()).hexdigest()


def _told(refused: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {code}" for code, number in sorted(refused.items()))
