"""What would be gained by people in place of synthetic images: as they are, and as the base model's
autoencoder leaves them. Nothing that is drawn on that base can be better than the latter."""

from __future__ import annotations

from benchmarks.learning.judging import judge
from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import LICENCE, take_all
from raredx.cohorts.store import new_folder, open_cohort
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.store import Experiment
from raredx.settings import ROOT, thread_count
from raredx.synthesis.bases import open_base
from raredx.synthesis.examples import examples_of
from raredx.synthesis.pocket.autoencoding import through

ASKED = "augmentation"
"""The example that this is the ceiling of."""
NAME = "augmentation-ceiling"
MORE, DECODED = "twenty-more", "twenty-more-decoded"
IMAGES = 2
"""Images of each condition that are learned from, as in the contrast that decides."""
_SEED = 20261123
_SEVERITY, _SPREAD = 1.2, 0.75  # as the cohort's


def of_example(name: str) -> ExperimentConfig:
    """The experiment of an example."""
    import yaml

    told = yaml.safe_load((ROOT / "examples" / f"{name}.yaml").read_text())
    return ExperimentConfig.model_validate({"name": name, **told})


def measured() -> Experiment:
    """Draw further people, take them through the autoencoder, and judge what is learned of both."""
    config = of_example(ASKED)
    _decoded(strangers(config, MORE, images=config.times * IMAGES, seed=_SEED))
    return judge(
        NAME,
        cohort=config.cohort,
        judged=config.judged,
        draws=config.draws,
        conditions=config.conditions,
        backbones=config.backbones,
        heads=config.heads,
        arms=(f"own:{IMAGES}", f"own:{IMAGES}+{MORE}", f"own:{IMAGES}+{DECODED}"),
    )


def strangers(config: ExperimentConfig, name: str, *, images: int, seed: int) -> Cohort:
    """New people of its conditions, as many of each, as different as those who are learned from."""
    rows = open_cohort(config.cohort).rows("label", "label_id").to_pylist()
    codes = {row["label"]: row["label_id"] for row in rows}
    return take_all(
        plan_sittings([codes[one] for one in config.conditions], seed=seed, images=images),
        new_folder(name, replace=True),
        about=About(title=name, summary="Further people.", licence=LICENCE),
        scale=_SEVERITY,
        spread=_SPREAD,
        workers=thread_count(),
        replace=True,
        progress=Progress(),
    )


def _decoded(more: Cohort) -> None:
    """The same people framed as the base model sees them, and through its autoencoder."""
    from PIL import Image

    base = open_base()
    labels = sorted(name for name in more.counts("label") if name)
    examples = examples_of(more, labels, side=base.side, workers=thread_count())
    about = About(title=DECODED, summary="Further people, decoded.", licence=LICENCE)
    with building(new_folder(DECODED, replace=True), about, replace=True) as new:
        faces = through(base.pipeline.vae, examples.faces)
        for row, face in enumerate(faces):
            label = examples.labels[row]
            new.add(
                Image.fromarray(face),
                origin="simulated",
                subject_id=f"decoded-{examples.subjects[row]}",
                label=label,
                label_id=examples.codes[label],
            )
