"""The job kinds that train generators and draw with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import model_validator

from raredx.jobs import Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings
from raredx.synthesis.generator import Generator, Preset
from raredx.synthesis.options import Augmentation, DreamBooth, FastGAN, Fit, LoRA
from raredx.synthesis.sampling import Sample
from raredx.words import count


class Prepared(Fit):
    """Who is learned from, and options that stand together."""

    preset: Preset | None = option(
        None,
        "quick for a laptop, thorough for a GPU or patience, published to repeat what was; options"
        " that are given beside it come before it",
    )

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, given: Any) -> Any:
        """Options of the preset, where they are not given."""
        if not isinstance(given, Mapping) or not (name := given.get("preset")):
            return given
        presets: Mapping[Any, Mapping[str, object]] = getattr(cls, "presets", {})
        if name not in presets:
            raise ValueError(f"there is no preset {name!r}; there is {', '.join(presets)}")
        return {**presets[name], **given}


class FitLoRA(LoRA, Prepared):
    """How an adapter is trained."""


class FitDreamBooth(DreamBooth, Prepared):
    """How a base model is trained further."""


class FitFastGAN(FastGAN, Prepared):
    """How two networks learn against each other."""


class FitAugmentation(Augmentation, Prepared):
    """How examples are changed."""


_training = partial(
    job,
    lane="heavy",
    unit="step",
    work=lambda config: config.steps * config.rounds(len(config.conditions)),
    resumable=True,
    finishable=True,
)


@_training("generate-lora", title="Train a LoRA")
def fit_lora(config: FitLoRA, progress: Progress) -> Result:
    """Train small matrices beside a base model on a few images of some conditions."""
    return _fitted(LoRA, config, progress)


@_training("generate-dreambooth", title="Train a DreamBooth")
def fit_dreambooth(config: FitDreamBooth, progress: Progress) -> Result:
    """Train a base model further, whole, on a few images of some conditions."""
    return _fitted(DreamBooth, config, progress)


@_training("generate-fastgan", title="Train a FastGAN")
def fit_fastgan(config: FitFastGAN, progress: Progress) -> Result:
    """Train a network to draw some conditions from nothing but their images."""
    return _fitted(FastGAN, config, progress)


@job("generate-augmentation", title="Prepare augmentation", lane="heavy", unit="image")
def fit_augmentation(config: FitAugmentation, progress: Progress) -> Result:
    """Prepare examples to be moved, turned and lit a little differently: the control."""
    return _fitted(Augmentation, config, progress)


@job(
    "generate-sample",
    title="Draw synthetic images",
    lane="heavy",
    unit="image",
    work=lambda config: config.images * max(1, len(config.conditions)),
)
def draw_samples(config: Sample, progress: Progress) -> Result:
    """Draw images with a generator, and keep them as a cohort of origin synthetic."""
    from raredx.synthesis.album import draw_cohort

    album = draw_cohort(config, progress)
    return Result(
        summary=str(album),
        values={"name": config.name, "images": album.kept, "blanked": album.blanked},
        outputs=(str(album.folder.relative_to(settings().workspace)),),
    )


def _fitted(kind: type[Generator], config: Any, progress: Progress) -> Result:
    from raredx.synthesis.learning import learn

    options = kind.model_validate(config.model_dump(include=set(kind.model_fields)))
    made = learn(options, config, progress)
    learned = made.learned
    images = sum(map(len, learned.examples.values()))
    lost = sum(learned.lost.values())
    said = [
        f"{config.name}: {kind.title} of {count(len(made.conditions), 'condition')} from"
        f" {count(images, 'image')}"
    ]
    if lost:
        said.append(f"{count(lost, 'image')} without one face left out")
    said += learned.remarks
    return Result(
        summary="; ".join(said),
        values={"name": config.name, "conditions": list(made.conditions), "images": images},
        outputs=(str(made.folder.relative_to(settings().workspace)),),
    )
