"""An audit, made and written, with small pictures of those who are nearest to somebody."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.audit.attacks import attacks
from raredx.learning.audit.store import audits_folder
from raredx.synthesis.audit.audit import Audit, audit
from raredx.synthesis.audit.writing import write

_SIDE = 160  # pixels of a picture


def make(curation: str, progress: Progress) -> tuple[Audit, Path]:
    """Audit a curation; the audit, and the folder that it was written to."""
    found = audit(curation, progress, attacks)
    folder = audits_folder() / curation
    cohorts = {
        "synthetic": open_cohort(found.cohort),
        "people": open_cohort(found.source["cohort"]),
    }

    def picture(whose: str, image_id: str) -> bytes | None:
        try:
            image = cohorts[whose].image(image_id)
        except UserError:
            return None
        image.thumbnail((_SIDE, _SIDE))
        kept = BytesIO()
        image.save(kept, "PNG")
        return kept.getvalue()

    write(found, folder, picture)
    return found, folder
