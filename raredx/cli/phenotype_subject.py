"""An image file as a command looks at it: whose it is, by which reference, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from raredx.cli.output import AnyCommand
from raredx.errors import UserError

if TYPE_CHECKING:
    from raredx.cohorts.intake import Admitted
    from raredx.phenotype.analyse import Analysis
    from raredx.phenotype.reference.reference import Reference


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """An image that came in, and what is known of it."""

    name: str
    admitted: Admitted
    origin: str | None
    """None: nobody knows."""
    years: float | None
    sex: str | None


def reference_option(command: AnyCommand) -> AnyCommand:
    """The option that names a reference."""
    return click.option(
        "--reference",
        default="simulated",
        show_default=True,
        help="What to measure by; `raredx phenotype references` lists them.",
    )(command)


def subject_of(
    path: str, *, age: float | None = None, sex: str | None = None, origin: str | None = None
) -> Subject:
    """An image file; one that a cohort has is of that row's origin, age and sex.

    Raises
    ------
    UserError
        If the file does not come in, or its cohort says another origin than was given.
    """
    from raredx.cohorts.intake import admit_file
    from raredx.phenotype.looking import find_image

    admitted = admit_file(Path(path), follow_links=True)
    cohort, row = find_image(admitted.image_id) or ("", {})
    known = row.get("origin")
    if origin and known and origin != known:
        raise UserError(
            f"{Path(path).name} is {known}, as the cohort {cohort} says, and not {origin}",
            remedy="Leave --origin away",
        )
    return Subject(
        name=Path(path).name,
        admitted=admitted,
        origin=known or origin,
        years=age if age is not None else row.get("age"),
        sex=sex or row.get("sex"),
    )


def looked_at(subject: Subject, reference: str) -> tuple[Reference, Analysis]:
    """The reference of that name, and what it says of a subject."""
    from raredx.phenotype.analyse import analyse
    from raredx.phenotype.reference.reference import open_reference

    opened = open_reference(reference)
    return opened, analyse(
        subject.admitted.image,
        opened,
        years=subject.years,
        sex=subject.sex,
        origin=subject.origin,  # type: ignore[arg-type]
    )


def tell(subject: Subject, analysis: Analysis, reference: Reference) -> dict[str, Any]:
    """All of it as plain values."""
    from raredx.phenotype.looking import record_of

    named = {"name": subject.name, "image_id": subject.admitted.image_id}
    known = {"origin": subject.origin or "not known", "years": subject.years, "sex": subject.sex}
    return record_of(analysis, reference, **named, **known)
