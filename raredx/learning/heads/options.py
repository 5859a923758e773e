"""The heads there are: what each one is for, and its options."""

from __future__ import annotations

from typing import Literal

from raredx.jobs.fields import option
from raredx.learning.heads.head import Head, register

Scaling = Literal["standardise", "centre", "none"]
Units = Literal["standardise", "centre"]
Weighting = Literal["none", "balanced"]

_UNITS = (
    "What is done to features first, by the training images: standardise (each to mean 0 and"
    " spread 1) or centre (the mean taken off, which suits coordinates in one unit)"
)
_SCALING = f"{_UNITS}, or none"
_WEIGHTING = "balanced: a class weighs the same, however many images it has"
_ADJUSTMENT = (
    "How much of the training frequencies is taken out of the scores: 0 leaves frequent classes"
    " ahead, 1 treats all classes alike"
)
_STRENGTH = (
    "Strength of the penalty on large weights, 1 being the mean squared length of an image's"
    " features"
)


@register(
    "prototype",
    title="Class mean",
    when="A few images for each class, and a simple baseline that needs no tuning.",
    seconds=0.07,
    fitted="raredx.learning.heads.prototype:FittedPrototype",
)
class Prototype(Head):
    """An image belongs to the class whose mean it is nearest to."""

    distance: Literal["cosine", "euclidean"] = option("cosine", "How nearness is measured")
    scaling: Scaling = option("standardise", _SCALING, advanced=True)


@register(
    "nearest",
    title="Nearest patient",
    when="One image for a class, or classes that come and go: the published gallery method.",
    seconds=0.08,
    fitted="raredx.learning.heads.nearest:FittedNearest",
)
class Nearest(Head):
    """An image belongs to the class of the patients who are most like it."""

    neighbours: int = option(
        1,
        "Patients who vote, each weighted by how like the image they are; 1 is the published"
        " method. Classes without a vote follow in the order of their nearest patient",
        ge=1,
        le=100,
    )
    scaling: Scaling = option("standardise", _SCALING, advanced=True)


@register(
    "logistic",
    title="Logistic regression",
    when="Ten images or more for most classes, and probabilities that matter.",
    seconds=0.7,
    fitted="raredx.learning.heads.logistic:FittedLogistic",
)
class Logistic(Head):
    """A linear model of the probabilities of all classes together."""

    strength: float | None = option(
        None,
        f"{_STRENGTH}; empty: chosen by subjects left out of training in turn",
        gt=0,
        le=1e4,
    )
    weighting: Weighting = option("none", _WEIGHTING)
    adjustment: float = option(0.0, _ADJUSTMENT, ge=0, le=2, advanced=True)
    scaling: Units = option("standardise", _UNITS, advanced=True)


@register(
    "discriminant",
    title="Linear discriminant",
    when="Two images or more for most classes, and features in which people differ a lot.",
    seconds=0.12,
    fitted="raredx.learning.heads.discriminant:FittedDiscriminant",
)
class Discriminant(Head):
    """Distances to class means, in a space where images of one class differ alike everywhere."""

    components: int = option(
        80, "Principal components that are kept before it is learned", ge=2, le=1000
    )
    adjustment: float = option(1.0, _ADJUSTMENT, ge=0, le=2, advanced=True)
    scaling: Units = option("centre", _UNITS, advanced=True)


@register(
    "expected",
    title="Expected mean",
    when="One to a few images for a class, and classes enough to learn how classes differ.",
    seconds=0.6,
    fitted="raredx.learning.heads.expected:FittedExpected",
)
class Expected(Head):
    """An image belongs to the class whose expected mean it is nearest to, doubt counted."""

    components: int = option(
        80, "Principal components that are kept before it is learned", ge=2, le=1000
    )
    scaling: Units = option("centre", _UNITS, advanced=True)


@register(
    "ridge",
    title="Ridge regression",
    when="Many images or classes, and little time: it chooses its own strength at once.",
    seconds=0.14,
    fitted="raredx.learning.heads.ridge:FittedRidge",
)
class Ridge(Head):
    """Least squares for each class against all others."""

    strength: float | None = option(
        None, f"{_STRENGTH}; empty: chosen by generalised cross-validation", gt=0, le=1e4
    )
    weighting: Weighting = option("none", _WEIGHTING)
    scaling: Units = option("standardise", _UNITS, advanced=True)


@register(
    "tuned",
    title="Trained network",
    when="Hundreds of images or more, a GPU or patience: the network itself learns the conditions.",
    seconds=60,
    fitted="raredx.learning.tuning.fitted:FittedTuned",
    sees="pictures",
)
class Tuned(Head):
    """The encoder is trained on, with a layer of conditions on top."""

    depth: Literal["linear", "partial", "full", "lora"] = option(
        "partial",
        "What learns: the layer on top (linear), the last quarter of the layers too (partial), all"
        " of them (full), or small matrices beside each (lora)",
    )
    loss: Literal["plain", "balanced", "focal", "adjusted"] = option(
        "plain",
        "What it learns by: plain, or for classes of unequal size balanced (by effective numbers),"
        " focal (what is told already counts less) or adjusted (logits by the log of the shares)",
    )
    epochs: int = option(20, "How often each image is seen", ge=1, le=10_000)
    steps: int | None = option(
        None,
        "Steps altogether, instead of epochs: as many for a large training set as for a small one",
        ge=1,
        le=1_000_000,
    )
    flip: bool = option(
        True, "Show images in a mirror, too; off where a side of the face tells something"
    )
    shift: float = option(0.04, "Share of the side by which an image is moved", ge=0, le=0.3)
    light: float = option(0.15, "By how much light and contrast change", ge=0, le=0.8)
    batch: int = option(
        16,
        "Images of a step; halved by itself where they do not fit in memory",
        ge=1,
        le=4096,
        advanced=True,
    )
    rate: float | None = option(
        None, "Speed of learning; empty: by depth", gt=0, le=1, advanced=True
    )
    average: float = option(
        0.98,
        "Of the weights so far, kept at each step: what is used is their mean over many steps; 0"
        " takes the last ones",
        ge=0,
        lt=1,
        advanced=True,
    )
    patience: int = option(
        0,
        "Epochs without gain on people who are left out for this (never a generated image), after"
        " which it ends; 0: all epochs, and everybody is learned from",
        ge=0,
        le=1000,
        advanced=True,
    )
    rank: int = option(8, "Of the matrices, where depth is lora", ge=1, le=256, advanced=True)
