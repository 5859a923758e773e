"""The pictures of the README: the real app, used as the five-minute tour says.

make screenshots
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from raredx.diagnosis.batch.config import BatchConfig
from raredx.diagnosis.batch.run import run as ask
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.jobs import Progress
from raredx.learning.audit.making import make
from raredx.learning.bundle.store import DEMONSTRATION
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.settings import ROOT, thread_count
from raredx.synthesis.album import draw_cohort
from raredx.synthesis.curation.config import Curate
from raredx.synthesis.curation.curate import curate
from raredx.synthesis.jobs import FitLoRA, fit_lora
from raredx.synthesis.sampling import Sample
from tests.browser import chrome
from tests.browser.server import Watched, serve

PICTURES = ROOT / "docs" / "pictures"
THREE = ("Williams syndrome", "Down syndrome", "Apert syndrome")
TOUR = {
    "studies": "studies?modality=OCT&study=S423",
    "map": "map",
    "trends": "trends?of=architecture",
    "datasets": "datasets",
    "simulator": "simulator",
    "cohorts": "cohorts?cohort=simface-103",
    "face-lab": "face_lab",
    "phenotypes": "phenotypes?cohort=simface-103",
    "generate": "generate?" + urlencode({"condition": THREE}, doseq=True),
    "drawn": "generate?view=images&cohort=three-images",
    "filter": "filter?curation=three-images",
    "audit": "audit?curation=three-images",
    "train": "train?cohort=simface-103",
    "compare": "compare?experiment=first",
    "model": "model?model=first",
    "batch": "batch",
}


def main() -> None:
    """Take the tour in a new workspace and keep a picture of each stop."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as workspace, sync_playwright() as playwright:
        os.environ["RAREDX_WORKSPACE"] = workspace
        _learn(Path(workspace))
        _synthesise(Path(workspace))
        browser = chrome.launch(playwright)
        with serve() as address:
            watched = Watched(browser, address, width=1280, theme="light")
            page = watched.open()
            page.screenshot(path=PICTURES / "home.png")
            for name, address_of in TOUR.items():
                _keep(watched.open(address_of), name)
            _keep(_scrolled(watched.open("predict?view=map"), "Map"), "predict")
            watched.open("check")
            page.get_by_role("button", name="Try it on an example").click()
            page.get_by_text("This file comes in").wait_for()
            watched.settle().screenshot(path=PICTURES / "check.png")
            watched.open("system")
            page.get_by_role("button", name="Verify files").click()
            page.get_by_text("as expected").first.wait_for()
            watched.settle().screenshot(path=PICTURES / "jobs.png")
            watched.close()
        browser.close()


def _keep(page: Page, name: str) -> None:
    """Keep a picture of a stop, once all images on it are there."""
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    page.screenshot(path=PICTURES / f"{name}.png")


def _scrolled(page: Page, view: str) -> Page:
    """The page with the choice of a view at its top."""
    page.get_by_role("radio", name=view).evaluate("one => one.scrollIntoView()")
    return page


def _learn(folder: Path) -> None:
    """What the pages about classifiers show: an experiment, a model of its make, and a batch."""
    run(
        ExperimentConfig(
            name="first",
            backbones=("shape-space", "face-signs", "face-encoder"),
            heads=("nearest", "expected"),
        ),
        workers=thread_count(),
        progress=Progress(scratch=folder / "experiment"),
    )
    train(
        TrainConfig(name="first", backbone="face-encoder", head="expected"),
        progress=Progress(scratch=folder / "model"),
    )
    ask(
        BatchConfig(model=DEMONSTRATION, cohort="simface-103", part="calibration"),
        workers=thread_count(),
        progress=Progress(scratch=folder / "batch"),
    )


def _synthesise(folder: Path) -> None:
    """What the pages about synthetic images show: three conditions drawn, judged and audited."""
    fit_lora(
        FitLoRA.model_validate({"name": "three", "conditions": THREE, "preset": "quick"}),
        Progress(scratch=folder / "generator"),
    )
    draw_cohort(Sample(generator="three", name="three-images"), Progress())
    curate(Curate(cohort="three-images", name="three-images"), Progress())
    make("three-images", Progress())


if __name__ == "__main__":
    main()
