"""The job kind that makes the shipped base model anew."""

from __future__ import annotations

from raredx.jobs import Config, Progress, Result, job
from raredx.settings import thread_count


class Rebuild(Config):
    """Nothing is to be chosen: the recipe is plan.toml."""


@job(
    "pocket-rebuild",
    title="Rebuild the base model",
    lane="heavy",
    unit="step",
    resumable=True,
)
def rebuild_pocket(config: Rebuild, progress: Progress) -> Result:
    """Draw people, and train the base model on them: about five hours on two cores."""
    from raredx.synthesis.pocket.rebuild import rebuild

    place = rebuild(workers=thread_count(), progress=progress)
    return Result(summary=f"{place} is made anew", values={"folder": str(place)})
