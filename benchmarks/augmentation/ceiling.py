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

NAME = "augmentation-ceiling"
MORE, DECODED = "twenty-more", "twenty-more-decoded"
IMAGES = 2
"""Images of each condition that are learned from, as in the contrast that decides."""
_SEED, _SEVERITY, _SPREAD = 20261123, 1.2, 0.75  # as the cohort's, other people


def asked() -> ExperimentConfig:
    """The experiment that this is the ceiling of."""
    import yaml

    file = ROOT / "examples" / "augmentation.yaml"
    return ExperimentConfig.model_validate(yaml.safe_load(file.read_text()))


def measured() -> Experiment:
    """Draw further people, take them through the autoencoder, and judge what is learned of both."""
    config = asked()
    more = _more(config)
    _decoded(more)
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


def _more(config: ExperimentConfig) -> Cohort:
    """As many further people of each condition as there are synthetic images."""
    rows = open_cohort(config.cohort).rows("label", "label_id").to_pylist()
    codes = {row["label"]: row["label_id"] for row in rows}
    sittings = plan_sittings(
        [codes[name] for name in config.conditions], seed=_SEED, images=config.times * IMAGES
    )
    about = About(title=MORE, summary="Further people.", licence=LICENCE)
    folder = new_folder(MORE, replace=True)
    return take_all(
        sittings,
        folder,
        about=about,
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
