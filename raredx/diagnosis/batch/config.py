"""Which model is asked about which images."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from raredx.cohorts.imports import LayoutName, Source
from raredx.jobs import Config
from raredx.jobs.fields import option

Part = Literal["all", "development", "gallery", "calibration", "test"]
_LONGEST = 64


class BatchConfig(Config):
    """A model, and the images that it is asked about."""

    model: str = option(..., "Name of the model")
    cohort: str = option("", "Name of a cohort whose images are asked about")
    path: Source | None = option(
        None, "Folder, ZIP or table of images, instead of a cohort; none of them is kept"
    )
    part: Part = option(
        "all", "Part of the cohort's split; all of it but for what is locked for a test"
    )
    name: str = option("", "Name of the batch; empty: MODEL-on-COHORT or MODEL-on-FOLDER")
    coverage: float = option(0.9, "How often the sets of answers are to hold the truth", gt=0, lt=1)
    teaching: bool = option(
        False, "Answer about images of another kind, too; those rows and every export are marked"
    )
    split: str = option("", "Which split of the cohort, where it has several", advanced=True)
    test_because: str | None = option(
        None, "Open the locked test part for this reason; it is written down", advanced=True
    )
    layout: LayoutName = option(
        "auto", "How images of a folder are laid out; auto finds out", advanced=True
    )
    follow_links: bool = option(False, "Read links to files elsewhere, too", advanced=True)
    replace: bool = option(False, "Replace the batch of that name", advanced=True)

    @model_validator(mode="after")
    def _one_source(self) -> BatchConfig:
        if bool(self.cohort) == (self.path is not None):
            raise ValueError("name either a cohort or a path")
        if self.part == "test" and not (self.test_because or "").strip():
            raise ValueError("the test part is opened for a reason alone: test_because")
        return self

    @property
    def title(self) -> str:
        """The name of the batch.

        >>> BatchConfig(model="first", cohort="faces", part="calibration").title
        'first-on-faces-calibration'
        """
        if self.name:
            return self.name
        from raredx.cohorts.store import plain

        asked = self.cohort or (self.path.stem if self.path else "")
        part = "" if self.part == "all" else f"-{self.part}"
        return plain(f"{self.model}-on-{asked}".replace(".", "-"))[: _LONGEST - len(part)] + part
