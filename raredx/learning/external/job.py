"""The job kind that takes a model to another cohort."""

from __future__ import annotations

from raredx.jobs import Progress, Result, job
from raredx.learning.external.config import ExternalConfig


def _images(config: ExternalConfig) -> int:
    from raredx.cohorts.store import open_cohort  # it loads pyarrow and PIL

    return len(open_cohort(config.cohort))


@job("external", title="Validate a model elsewhere", lane="heavy", unit="image", work=_images)
def external(config: ExternalConfig, progress: Progress) -> Result:
    """Take a model to another cohort: how much it loses there, why it might, and for whom."""
    from raredx.learning.external.run import validate
    from raredx.settings import settings, thread_count

    found = validate(config, workers=thread_count(), progress=progress)
    return Result(
        summary=" ".join(found.record.sentences),
        values={"name": found.name, "record": found.record.model_dump(mode="json")},
        outputs=(str(found.folder.relative_to(settings().workspace)),),
    )
