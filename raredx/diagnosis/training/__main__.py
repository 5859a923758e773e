"""Train the demonstration model anew, and the experiment that judges its make: for who ships it.

python -m raredx.diagnosis.training
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from raredx.assets.cards import write_card
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import make
from raredx.jobs.progress import Progress
from raredx.learning.bundle.store import DEMONSTRATION, SHIPPED
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.settings import thread_count

_COMMAND = "python -m raredx.diagnosis.training"
_MODEL = TrainConfig(
    name=DEMONSTRATION,
    split="standard",
    backbone="face-encoder",
    head="logistic:strength=0.1",
    without=(),
)


def main() -> None:
    """Write it into assets/models."""
    judging = ExperimentConfig(
        name=DEMONSTRATION,
        cohort=_MODEL.cohort,
        split=_MODEL.split,
        arms=(_MODEL.arm,),
        backbones=(_MODEL.backbone,),
        heads=(_MODEL.head,),
        without=_MODEL.without,
        replace=True,
    )
    with tempfile.TemporaryDirectory() as scratch:
        progress = Progress(scratch=Path(scratch) / "experiment")
        run(judging, workers=thread_count(), progress=progress)
        progress = Progress(scratch=Path(scratch) / "model")
        made = make(_MODEL, SHIPPED / DEMONSTRATION, workers=thread_count(), progress=progress)
    write_card(made.folder, made.card.model_copy(update={"made_by": _COMMAND}))


if __name__ == "__main__":
    main()
