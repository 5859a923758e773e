"""The job kinds that train and judge classifiers."""

from __future__ import annotations

from raredx.errors import NotFoundError
from raredx.jobs import Progress, Result, job
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import pairs
from raredx.learning.experiment.config import ExperimentConfig
from raredx.settings import settings, thread_count
from raredx.words import count


def _cells(config: ExperimentConfig) -> int:
    from raredx.cohorts.splits.run import fitting_split
    from raredx.cohorts.store import open_cohort  # it loads pyarrow and PIL
    from raredx.learning.experiment.supply import WORTH

    try:
        found = fitting_split(open_cohort(config.cohort), config.split)
    except NotFoundError:
        if config.folder is None:
            raise
        return 0  # nobody knows before the folder is in
    if found is None:
        return 0
    plan = found[1].plan
    folds = plan.folds * min(plan.repeats, config.repeats or plan.repeats)
    folds = config.draws if config.judged else folds + (config.test_because is not None)
    arms = [Arm.parse(text) for text in config.arms]
    pools = {(arm.drawn.method, arm.drawn.leaking, arm.images) for arm in arms if arm.drawn}
    return folds * (len(arms) * len(pairs(config.backbones, config.heads)) + WORTH * len(pools))


@job(
    "experiment",
    title="Run an experiment",
    lane="heavy",
    unit="cell",
    work=_cells,
    resumable=True,
)
def experiment(config: ExperimentConfig, progress: Progress) -> Result:
    """Train classifiers on every fold, judge them by people they have not seen, and keep it all."""
    from raredx.learning.experiment.run import run

    found = run(config, workers=thread_count(), progress=progress)
    record = found.record
    judged = sum(record.origins.values())
    return Result(
        summary=f"{config.name}: {count(len(record.cells), 'classifier')} judged on"
        f" {count(judged, 'image')} of {count(len(record.classes), 'condition')}"
        f" ({', '.join(record.origins)}); `raredx compare {config.name}` says what differs",
        values={"name": config.name, "classifiers": found.names},
        outputs=(str(found.folder.relative_to(settings().workspace)),),
    )
