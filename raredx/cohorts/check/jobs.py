"""The job kind that checks a cohort."""

from __future__ import annotations

from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option


class Check(Config):
    """What to check, and how thoroughly."""

    cohort: str = option(..., "Name of the cohort")
    cropped: bool = option(
        True, "Also search for cropped copies, by features of an encoder: it takes most of the time"
    )
    encoder: str = option(
        "efficientnet-lite0", "Whose features", advanced=True, when={"cropped": True}
    )


def _looks(config: Check) -> int:
    """How often an image is looked at: once, and once more for its features."""
    from raredx.cohorts.store import open_cohort  # it loads pyarrow and PIL

    return len(open_cohort(config.cohort)) * (2 if config.cropped else 1)


@job("cohort-check", title="Check a cohort", unit="image", work=_looks)
def check_cohort(config: Check, progress: Progress) -> Result:
    """Look at every image of a cohort, its labels, subjects and splits, and say what is wrong."""
    from raredx.cohorts.check.run import check
    from raredx.cohorts.store import open_cohort

    total = _looks(config)
    report = check(
        open_cohort(config.cohort),
        encoder=config.encoder if config.cropped else None,
        tick=lambda done: progress.tick(done, total=total),
    )
    summary = report.summary
    return Result(
        summary=f"{config.cohort}: {summary}",
        values={
            "verdict": summary.verdict,
            "images": {**summary.images},
            "findings": {name: len(told) for name, told in summary.by_rule().items()},
        },
    )
