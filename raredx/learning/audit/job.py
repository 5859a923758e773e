"""The job that writes what a reviewer would ask of synthetic images."""

from __future__ import annotations

from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings


class AuditConfig(Config):
    """Which images are audited."""

    curation: str = option(..., "Name of the curation; an audit of it from before is replaced")


@job("audit", title="Audit synthetic images", lane="heavy", unit="image")
def audit(config: AuditConfig, progress: Progress) -> Result:
    """Measure likeness, diversity, phenotype and copies of synthetic images, for a reviewer."""
    from raredx.learning.audit.making import make

    found, folder = make(config.curation, progress)
    told = [f"{one.title} {one.told}" for one in found.measures if one.value is not None]
    return Result(
        summary=f"{config.curation}: " + "; ".join(told),
        values={"name": config.curation, "measures": len(told)},
        outputs=(str(folder.relative_to(settings().workspace)),),
    )
