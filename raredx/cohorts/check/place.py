"""Where a cohort's reports and splits lie: with it, or in the workspace if it is shipped."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from raredx.settings import settings


def notes_of(cohort: Cohort) -> Path:
    """The folder for what is found out about a cohort, which is named after it.

    It is the cohort's own if that lies in the workspace. Shipped files stay as they are: what is
    found out about them goes into the workspace.
    """
    if cohort.folder is None:
        raise UserError(
            "This cohort is in no folder, so that nothing can be kept beside it",
            remedy="Write it first, then open it",
        )
    folder, workspace = cohort.folder.absolute(), settings().workspace
    own = folder.is_relative_to(workspace)
    return folder if own else workspace / "about-shipped" / folder.name
