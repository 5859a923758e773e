"""What is to be said of a model that was taken elsewhere, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from raredx import NOT_A_DEVICE
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.external.classes import Classes
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.drop import Drop
from raredx.learning.external.shift import Shift
from raredx.learning.metrics import Reliability, Scores
from raredx.statistics.shares import Share
from raredx.words import count

_TOLD = ("top-1", "top-5", "auroc")


def mapping(bundle: str, classes: Classes) -> str:
    """Which conditions met, and which did not."""
    known = [one for one in classes.met if one.condition is not None]
    others = [one for one in classes.met if one.condition is None]
    hows = [f"{sum(one.how == how for one in known):,} by {how}" for how in ("code", "name")]
    said = f"{count(len(known), 'label')} are conditions of {bundle} ({', '.join(hows)})"
    if others:
        images = count(sum(one.images for one in others), "image")
        said += f"; {images} of {count(len(others), 'other label')} are counted, not judged"
    return f"{said}; {len(classes.never_seen):,} of its conditions are not there."


def sentences(
    config: ExternalConfig,
    bundle: Bundle,
    classes: Classes,
    scores: Scores,
    drops: Sequence[Drop] | None,
    shift: Shift | None,
    calibration: Reliability,
    faceless: Share,
    *,
    origins: dict[str, int],
) -> tuple[str, ...]:
    """All of it, the most important first.

    Parameters
    ----------
    drops
        None: nobody judged the model's make at home.
    """
    images = ", ".join(f"{many:,} {origin}" for origin, many in origins.items())
    said = [
        f"{config.bundle} was taken to {config.cohort}: {count(scores.images, 'image')}"
        f" ({images}) of {scores.subjects:,} people.",
        mapping(config.bundle, classes),
    ]
    if other := [origin for origin in origins if origin not in bundle.card.origins]:
        said.append(
            f"It learned from {' and '.join(bundle.card.origins)} images, and these are"
            f" {' and '.join(other)}: what is lost is lost between origins, too."
        )
    said += [f"{scores[name]}." for name in _TOLD]
    said += _loss(drops)
    if shift is not None:
        said.append(shift.says)
    said.append(
        f"Its confidence is {100 * calibration.error:.1f} points from being right there (ECE); so"
        f" many images show {100 * calibration.floor:.1f} even where it is right."
    )
    said.append(f"Images without features: {faceless}.")
    return (*said, NOT_A_DEVICE)


def _loss(drops: Sequence[Drop] | None) -> list[str]:
    if drops is None:
        return [
            "How much is lost is unknown: no experiment has judged its arm, backbone and head on"
            " its own split."
        ]
    if not drops:
        return ["How much is lost is unknown: no condition is asked for in both places."]
    return [one.says for one in drops if one.metric in _TOLD]
