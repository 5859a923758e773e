"""From a folder of images to a cohort that can be judged: imported, checked for copies, split."""

from __future__ import annotations

from raredx.cohorts.check.run import check
from raredx.cohorts.imports import Import, import_images
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split, split_folders
from raredx.cohorts.store import find, open_cohort
from raredx.errors import NotFoundError
from raredx.jobs.progress import Progress
from raredx.learning.experiment.config import ExperimentConfig

_SPLIT = "standard"
_IMPORTED, _CHECKED = 0.7, 0.98  # where each ends on the way


def begin(config: ExperimentConfig, progress: Progress) -> None:
    """Bring in the folder that an experiment begins with, unless its cohort is there already.

    The cohort is checked first, so that copies of a picture stay on one side of the split.
    """
    if config.folder is None:
        return
    progress.tick(0, total=1)
    try:
        find(config.cohort)
    except NotFoundError:
        asked = Import(path=config.folder, origin=config.origin, name=config.cohort)
        import_images(asked, progress.part("importing", first=0, last=_IMPORTED))
    cohort = open_cohort(config.cohort)
    if split_folders(cohort):
        return
    checking = progress.part("checking", first=_IMPORTED, last=_CHECKED)
    checking.tick(0, total=2 * len(cohort))  # each is read once more for its features
    check(cohort, tick=checking.tick)
    make_split(cohort, config.split or _SPLIT, Plan())
    progress.tick(1, total=1)
