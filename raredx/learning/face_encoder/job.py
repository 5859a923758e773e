"""The job kind that makes the shipped face encoder anew."""

from __future__ import annotations

from raredx.jobs import Config, Progress, Result, job
from raredx.settings import thread_count


class Rebuild(Config):
    """Nothing is to be chosen: the recipe is plan.toml."""


@job(
    "encoder-rebuild",
    title="Rebuild the face encoder",
    lane="heavy",
    unit="epoch",
    resumable=True,
)
def rebuild_encoder(config: Rebuild, progress: Progress) -> Result:
    """Draw people with other conditions and train the face encoder on them: about two hours."""
    from raredx.learning.face_encoder.rebuild import SHIPPED, WEIGHTS, rebuild

    rebuild(workers=thread_count(), progress=progress)
    return Result(
        summary=f"{SHIPPED / WEIGHTS} is made anew; its checksum belongs in"
        " raredx/encoders/registry.toml",
        values={"file": str(SHIPPED / WEIGHTS)},
    )
