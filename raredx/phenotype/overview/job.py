"""The job kind that describes the faces of a cohort."""

from __future__ import annotations

from typing import Literal

from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option


class Describe(Config):
    """Whose faces to describe, and against whom."""

    cohort: str = option(..., "Name of the cohort")
    unaffected: str = option(
        "unaffected",
        "Label of people without a condition; where too few have it, all others take their place",
    )
    split: str | None = option(
        None,
        "Split whose test part stays closed; needed where the cohort has several",
        advanced=True,
    )
    origin: Literal["real", "simulated", "synthetic"] | None = option(
        None, "Images of which origin; needed where the cohort has several", advanced=True
    )
    reference: str = option(
        "auto",
        "Reference in whose space faces are placed, of the same origin; auto: the shipped one for"
        " simulated images, none for others. none: a space is fitted on the cohort, fold by fold",
        advanced=True,
    )
    permutations: int = option(
        1000, "No p-value of a point is below one over so many", ge=100, le=20_000, advanced=True
    )
    rounds: int = option(
        3, "How often chance is measured by labels dealt anew", ge=1, le=50, advanced=True
    )
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)


def _images(config: Describe) -> int:
    from raredx.cohorts.store import open_cohort  # it loads pyarrow and PIL
    from raredx.phenotype.overview.chosen import choose

    cohort = open_cohort(config.cohort)
    return len(choose(cohort, split=config.split, origin=config.origin))


@job("phenotype-overview", title="Describe the faces", unit="image", work=_images)
def overview(config: Describe, progress: Progress) -> Result:
    """Work out mean faces, what differs in each condition, what can be recognised, and distances.

    The test part of the cohort's split stays closed.
    """
    from raredx.cohorts.store import open_cohort
    from raredx.phenotype.overview.finding import folder_of
    from raredx.phenotype.overview.run import Wanted, describe
    from raredx.settings import settings, thread_count

    total = _images(config)
    cohort = open_cohort(config.cohort)
    found = describe(
        cohort,
        config.cohort,
        Wanted(**config.model_dump(exclude={"cohort"})),
        workers=thread_count(),
        tick=lambda share, what: progress.tick(share * total, total=total, message=what),
    )
    folder = folder_of(cohort)
    found.save(folder)
    progress.tick(total, total=total)
    verdicts = found.conditions["verdict"].to_pylist()
    told = verdicts.count("recognisable")
    return Result(
        summary=f"{config.cohort}: {told:,} of {len(verdicts):,} conditions are recognisable,"
        f" by {found.card.counts['people']:,} {found.card.origin} people",
        values={"recognisable": told, "conditions": len(verdicts), "missing": found.card.missing},
        outputs=(str(folder.relative_to(settings().workspace)),),
    )
