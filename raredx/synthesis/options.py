"""The generators there are: what each one is for, and its options."""

from __future__ import annotations

from typing import Literal

from raredx.jobs.fields import option
from raredx.jobs.record import Config
from raredx.synthesis.generator import POCKET, Generator, register

_STEPS = "Steps of training; each shows one batch"
_BATCH = "Images of a step; worked on in smaller parts by itself where they do not fit in memory"
_RATE = "Speed of learning, at its fastest"
_AVERAGE = (
    "Of the weights so far, kept at each step: what is used is their mean over many steps; 0 takes"
    " the last ones"
)
_TOGETHER = (
    "together: one for all conditions, told apart by their names in the prompt; each: one for each"
    " condition, which knows of no other"
)
_PRIOR = (
    "Share of a step's images that the base model drew itself of ordinary people, so that it does"
    " not forget them"
)
_MIRROR = "Show examples in a mirror, too; off where a side of the face tells something"
_WORDS = "Let the text encoder learn as well, so that new words mean something to it"


class Fit(Config):
    """What is learned from, whichever generator learns."""

    name: str = option(..., "Name of the new generator")
    cohort: str = option("simface-103", "Name of the cohort that has the examples")
    conditions: tuple[str, ...] = option(..., "Labels of the conditions to learn", min_length=1)
    images: int | None = option(
        None,
        "Images of each condition at most, of as many people as there are; empty: all that may be"
        " learned from",
        ge=1,
        le=100_000,
    )
    base: str = option(
        POCKET,
        "The base model, for methods that have one: pocket, the path of a folder or safetensors"
        " file, or a name on a hub",
    )
    split: str | None = option(
        None, "Its split, where it has several: nothing outside the training part is looked at"
    )
    fold: int | None = option(
        None, "Learn from the training part of this fold alone, from 0 on", ge=0, advanced=True
    )
    repeat: int = option(0, "Of which repeat, from 0 on", ge=0, advanced=True)
    seed: int = option(1, "Another number learns by other chances", ge=0, lt=2**31, advanced=True)
    replace: bool = option(False, "Replace the generator of that name", advanced=True)


class Finetuned(Generator):
    """What all generators have that train a base model further."""

    adapters: Literal["together", "each"] = option("together", _TOGETHER)
    steps: int = option(500, _STEPS, ge=1, le=1_000_000)
    batch: int = option(8, _BATCH, ge=1, le=1024)
    rate: float = option(2e-3, _RATE, gt=0, le=1)
    prior: float = option(0.0, _PRIOR, ge=0, le=0.9)
    mirror: bool = option(True, _MIRROR)
    variants: int = option(
        8,
        "Ways in which each example is shown: as it is, and moved, turned and lit a little"
        " differently; each is encoded once",
        ge=1,
        le=256,
        advanced=True,
    )
    words: bool = option(False, _WORDS)
    average: float = option(0.98, _AVERAGE, ge=0, lt=1, advanced=True)
    sparing: bool = option(
        False,
        "Compute what is needed twice rather than keep it: a third slower, and large base models"
        " fit on a small GPU",
        advanced=True,
    )
    steady: bool = option(
        False, "Learn at one speed throughout, instead of faster and slower", advanced=True
    )

    def rounds(self, conditions: int) -> int:
        """One for all conditions, or one for each."""
        return conditions if self.adapters == "each" else 1


@register(
    "lora",
    title="LoRA",
    when="A few examples, and a base model that draws faces: small matrices beside its layers learn"
    " what is particular.",
    fitted="raredx.synthesis.lora:FittedLoRA",
    based=True,
    presets={
        "quick": {"adapters": "each", "steps": 200, "batch": 8, "rank": 16, "rate": 2e-3},
        "thorough": {"steps": 2000, "batch": 8, "rank": 32, "rate": 5e-4, "prior": 0.25},
    },
)
class LoRA(Finetuned):
    """Small matrices are trained beside the layers of a base model, which stays as it is."""

    rank: int = option(16, "Of the matrices: how much they can hold", ge=1, le=256)
    alpha: int | None = option(
        None, "What they weigh, by their rank; empty: as much as the rank", ge=1, le=512
    )
    targets: Literal["attention", "all"] = option(
        "all",
        "Which layers: those that look at words and at the rest of the picture (attention), as is"
        " usual with large base models, or the convolutions and linear layers beside them (all)",
    )


@register(
    "dreambooth",
    title="DreamBooth",
    when="A GPU, or a small base model: all of its weights learn what is particular.",
    fitted="raredx.synthesis.dreambooth:FittedDreamBooth",
    based=True,
    presets={
        "quick": {"adapters": "each", "steps": 200, "batch": 8, "prior": 0.25, "rate": 5e-4},
        "thorough": {"steps": 1500, "batch": 8, "prior": 0.5, "rate": 5e-5},
        "published": {
            "adapters": "each",
            "steps": 800,
            "batch": 1,
            "prior": 0.0,
            "words": True,
            "mirror": False,
            "variants": 1,
            "average": 0.0,
            "rate": 1e-6,
            "steady": True,
        },
    },
)
class DreamBooth(Finetuned):
    """A base model is trained further, whole."""

    rate: float = option(1e-4, _RATE, gt=0, le=1)
    prior: float = option(0.5, _PRIOR, ge=0, le=0.9)


@register(
    "fastgan",
    title="FastGAN",
    when="Twenty examples or more, and no base model at all: it learns to draw from them alone.",
    fitted="raredx.synthesis.fastgan.fitted:FittedFastGAN",
    based=False,
    presets={
        "quick": {"steps": 1500, "batch": 8, "width": 16},
        "thorough": {"steps": 50_000, "batch": 8, "width": 64},
        "published": {"steps": 80_000, "batch": 8, "width": 64, "labels": "afterwards"},
    },
)
class FastGAN(Generator):
    """Two networks learn against each other: one draws, one tells drawn from true."""

    labels: Literal["before", "afterwards"] = option(
        "before",
        "before: it is told which condition to draw; afterwards: it is told nothing, and each image"
        " is given the condition whose mean landmarks are nearest, as was published",
    )
    steps: int = option(1500, _STEPS, ge=1, le=1_000_000)
    batch: int = option(8, _BATCH, ge=2, le=256)
    width: int = option(16, "Channels at full size: how much the networks can hold", ge=4, le=128)
    rate: float = option(2e-4, _RATE, gt=0, le=1)
    mirror: bool = option(True, _MIRROR)
    average: float = option(0.995, _AVERAGE, ge=0, lt=1, advanced=True)


@register(
    "augmentation",
    title="Augmentation",
    when="As a control: examples moved, turned and lit a little differently; nobody new.",
    fitted="raredx.synthesis.augmentation:FittedAugmentation",
    based=False,
    presets={"quick": {}, "thorough": {}},
)
class Augmentation(Generator):
    """Examples as they are, but for their place, size, tilt and light."""

    mirror: bool = option(True, _MIRROR)
    shift: float = option(
        0.05, "Share of the side by which an image is moved, at most", ge=0, le=0.3
    )
    zoom: float = option(
        0.1, "Share by which it is enlarged or made smaller, at most", ge=0, le=0.5
    )
    tilt: float = option(8.0, "Degrees by which it is turned, at most", ge=0, le=45)
    light: float = option(
        0.2, "By how much light, contrast and colour change, at most", ge=0, le=0.8
    )
