"""The job kind that trains a model."""

from __future__ import annotations

from raredx.diagnosis.training.config import TrainConfig
from raredx.jobs import Progress, Result, job


def _images(config: TrainConfig) -> int:
    from raredx.diagnosis.training.ground import study_of  # it loads pyarrow and PIL

    return len(study_of(config)[0].images)


@job("train", title="Train a model", lane="heavy", unit="image", work=_images)
def train(config: TrainConfig, progress: Progress) -> Result:
    """Fit a classifier on all that a split gives to learn from, and keep it with a model card."""
    from raredx.diagnosis.training.train import train as fit
    from raredx.settings import settings, thread_count

    bundle = fit(config, workers=thread_count(), progress=progress)
    return Result(
        summary=" ".join(bundle.card.short(config.name)),
        values={"name": config.name, "card": bundle.card.model_dump(mode="json")},
        outputs=(str(bundle.folder.relative_to(settings().workspace)),),
    )
