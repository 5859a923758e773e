"""What an experiment tries: arms, backbones and heads, each with a sentence that says when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from raredx.cohorts.store import list_cohorts
from raredx.encoders import get_encoder
from raredx.encoders.weights import require_weights
from raredx.errors import UserError
from raredx.learning.backbones import all_backbones, get_backbone
from raredx.learning.backbones.backbone import VIEWS
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.heads import all_heads
from raredx.ui.shell import as_text
from raredx.words import count

_DEFAULTS = ExperimentConfig(name="new")


def choose_backbones() -> list[str]:
    """Draw the choice of what makes features of images."""
    there = all_backbones()
    chosen = _several(
        "Backbones",
        list(there),
        _DEFAULTS.backbones,
        key="train.backbones",
        about=[f"**{_marked(name)}**: {one.when}" for name, one in there.items()],
        shown=_marked,
    )
    told = {}
    for name in chosen:
        try:
            one = get_backbone(name)
            if one.encoder and not one.is_here:
                require_weights(get_encoder(one.encoder))
        except UserError as error:
            return _refused(error)
        told[f"{one.title.partition(';')[0]} ({name})"] = (
            f"{one.when} Sees {VIEWS[one.sees]}; learned from {one.learned_from}; {one.width:,}"
            " features."
        )
    _tell(told)
    return chosen


def choose_heads() -> list[str]:
    """Draw the choice of what tells conditions apart by features."""
    there = all_heads()
    chosen = _several(
        "Heads",
        list(there),
        _DEFAULTS.heads,
        key="train.heads",
        about=[f"**{name}**: {head.title}. {head.when}" for name, head in there.items()],
    )
    told = {}
    for text in chosen:
        try:
            head = parse_head(text)
        except UserError as error:
            return _refused(error)
        told[f"{head.title} ({text})"] = head.when
    _tell(told)
    st.caption("Options stand after a colon: type `nearest:neighbours=3` and press Enter.")
    return chosen


def choose_arms(cohort: str) -> list[str]:
    """Draw the choice of what is trained on; the images of other cohorts can be added."""
    others = [one.name for one in list_cohorts() if not one.fault and one.name != cohort]
    names = {
        text: arm_title(Arm.parse(text))
        for text in (
            "own",
            "flipped",
            *(f"{base}+{other}" for other in others for base in ("own", "flipped", "none")),
            *("own+augmentation/random", "own+lora/filtered", "none+lora/filtered"),
        )
    }
    chosen: list[str] = st.multiselect(
        "Arms: what is trained on",
        list(names),
        default=list(_DEFAULTS.arms),
        format_func=lambda text: f"{text}: {names[text]}" if text in names else text,
        key=f"train.arms.{cohort}",
        accept_new_options=True,
        help="Type `own:2` for two images of each condition, and `own+lora/filtered` for synthetic"
        " ones that a generator draws from each fold's training part.",
    )
    told = {}
    for text in chosen:
        try:
            told[text] = arm_title(Arm.parse(text))
        except UserError as error:
            return _refused(error)
    if told.keys() - names.keys():
        _tell(told)
    return chosen


def arm_title(arm: Arm) -> str:
    """What an arm trains on.

    >>> arm_title(Arm.parse("flipped+more"))
    'the training part, each image in a mirror too, with the cohort more'
    >>> arm_title(Arm.parse("none+more"))
    'the cohort more alone'
    >>> arm_title(Arm.parse("own:2+lora/filtered"))
    '2 images of each condition, with synthetic images by lora (filtered)'
    >>> arm_title(Arm.parse("own+lora/random:1"))
    'the training part, with synthetic images by lora (random, 1 for each own one)'
    """
    added = f"the cohort {arm.added}" if arm.added else ""
    if arm.drawn:
        many = f", {arm.drawn.times} for each own one" if arm.drawn.times else ""
        added = f"synthetic images by {arm.drawn.method} ({arm.drawn.choice}{many})"
        added += " that saw those who are judged" if arm.drawn.leaking else ""
    if not arm.own:
        return f"{added} alone"
    mirrored = ", each image in a mirror too" if arm.mirrored else ""
    some = f"{count(arm.images, 'image')} of each condition" if arm.images else "the training part"
    return f"{some}{mirrored}{f', with {added}' if added else ''}"


def _marked(name: str) -> str:
    """A backbone's name, and whether its weights have to be fetched first."""
    listed = all_backbones().get(name)
    return name if listed is None or listed.is_here else f"{name} (weights not here)"


def _several(
    label: str,
    names: Sequence[str],
    default: Sequence[str],
    *,
    key: str,
    about: Sequence[str],
    shown: Callable[[str], str] = str,
) -> list[str]:
    chosen: list[str] = st.multiselect(
        label,
        names,
        default=list(default),
        format_func=shown,
        key=key,
        accept_new_options=True,
        help="\n".join(f"- {line}" for line in about),
    )
    return chosen


def _tell(told: Mapping[str, str]) -> None:
    lines = [f"- **{as_text(name)}**: {as_text(text)}" for name, text in told.items()]
    st.caption("\n".join(lines))


def _refused(error: UserError) -> list[str]:
    """Say what is wrong with a choice; nothing is then chosen."""
    st.error(as_text(f"{error.problem}. {error.remedy}."), icon=":material/error:")
    return []
