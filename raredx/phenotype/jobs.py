"""The job kinds that fit references."""

from __future__ import annotations

from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings, thread_count


class Fit(Config):
    """On whom, and under which name."""

    cohort: str = option(..., "Name of the cohort")
    name: str = option(..., "Name of the new reference")
    split: str | None = option(
        None, "Name of a split: its development part alone is fitted on, never its test part"
    )
    unaffected: str = option("unaffected", "The label of people without a condition", advanced=True)
    replace: bool = option(False, "Replace the reference of that name", advanced=True)


def _images(config: Fit) -> int:
    from raredx.cohorts.store import open_cohort  # it loads pyarrow and PIL

    return len(open_cohort(config.cohort))


@job("phenotype-fit", title="Fit a reference", lane="heavy", unit="image", work=_images)
def fit(config: Fit, progress: Progress) -> Result:
    """Fit norms, rules and shapes on a cohort, so that its kind of image can be measured by it."""
    from raredx.phenotype.reference.own import fit_own

    reference, folder = fit_own(
        config.cohort,
        config.name,
        split=config.split,
        unaffected=config.unaffected,
        replace=config.replace,
        workers=thread_count(),
        progress=progress,
    )
    unable = f"; {len(reference.missing)} things it cannot say" if reference.missing else ""
    return Result(
        summary=f"{config.name}: {reference.people:,} people, {len(reference.shape.names)}"
        f" conditions{unable}",
        values={"name": config.name, "missing": list(reference.missing)},
        outputs=(str(folder.relative_to(settings().workspace)),),
    )


class Rebuild(Config):
    """Nothing is to be chosen: the recipe is simulated.toml."""


@job(
    "phenotype-rebuild",
    title="Rebuild the shipped reference",
    lane="heavy",
    unit="step",
    resumable=True,
)
def rebuild_shipped(config: Rebuild, progress: Progress) -> Result:
    """Draw the people of the shipped reference, train its networks and fit it anew: an hour."""
    from raredx.phenotype.reference.simulated import rebuild

    reference = rebuild(workers=thread_count(), progress=progress)
    return Result(
        summary=f"{reference.title}: {reference.people:,} people",
        values={"people": reference.people},
    )
