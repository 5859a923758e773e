"""The way from a prior by an image to signs: how likely each condition is after every step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.risk.answers import Sign, checked, spoken_for
from raredx.diagnosis.risk.frequencies import Candidate, frequencies, signs_of
from raredx.errors import UserError
from raredx.ontology import body

Floats = npt.NDArray[Any]

LEVELS = ((0.5, "high"), (0.1, "raised"), (0.01, "low"), (0.0, "very low"))
"""From which probability on a risk is called what."""
IGNORED = (
    "Signs are taken as independent of each other within a condition, which they are not: several"
    " that usually come together count too much."
)
_NEVER = 1e-300
_GROUPS = ("Abnormal ", "Abnormality ")  # so HPO names them


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One thing that was learned, and what it did."""

    title: str
    kind: str
    """prior, image or sign."""
    posterior: Floats
    """(c,) after it; the sum is 1."""
    ratios: Floats
    """(c,) how many times likelier it is with each condition than without it, as log10."""
    counted: bool = True
    note: str = ""
    """Why it does not count, where it does not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """All steps, the prior first."""

    candidates: tuple[Candidate, ...]
    steps: tuple[Step, ...]
    answers: Mapping[str, Sign]
    """What is known of signs, by current ids."""
    judged: frozenset[str] = frozenset()
    """Terms that were judged in the image, by current ids; none without an image."""

    @property
    def posterior(self) -> Floats:
        """(c,) after all of them."""
        return self.steps[-1].posterior

    def level(self, place: int) -> str:
        """What the risk of a condition is called."""
        return level(float(self.posterior[place]))

    def ranked(self) -> list[int]:
        """The places of the candidates, the likeliest first."""
        return [int(place) for place in np.argsort(-self.posterior, kind="stable")]


def level(share: float) -> str:
    """What a probability is called.

    >>> [level(one) for one in (0.9, 0.2, 0.05, 0.001)]
    ['high', 'raised', 'low', 'very low']
    """
    return next(name for least, name in LEVELS if share >= least)


def weigh(
    candidates: Sequence[Candidate],
    prior: Floats,
    *,
    image: Floats | None = None,
    trained: Floats | None = None,
    answers: Mapping[str, Sign] | None = None,
    seen: Collection[str] = (),
) -> Course:
    """From a prior to the posterior, step by step; every step is exact, and their order no matter.

    Parameters
    ----------
    prior
        (c,) how likely each candidate is before anything is known; any positive scale.
    image
        (c,) what a model says of an image: its calibrated posterior.
    trained
        (c,) how frequent the conditions were in its training, which its posterior has in it: the
        image says as much as one divided by the other.
    answers
        By term: whether the person has the sign.
    seen
        Terms that were judged in the image; signs of the head that go with one of these do not
        count again.

    Returns
    -------
    Course
        A step for the prior, one for the image, and one for each sign that is known.
    """
    names = [one.name for one in candidates]
    if len({*names}) < len(names):
        raise UserError("A condition stands among the candidates twice", remedy="Name it once")
    table = _shares(prior, "prior", len(names))
    steps = [Step(title="Prior", kind="prior", posterior=table, ratios=np.zeros(len(names)))]
    if image is not None:
        steps.append(_of_image(table, image, trained))
    told = checked(answers or {})
    judged = frozenset(body.term(id).id for id in seen if image is not None)
    for id, sign in told.items():
        spoken = spoken_for(id, judged)
        steps.append(_of_sign(steps[-1].posterior, id, sign, candidates, spoken=spoken))
    return Course(candidates=tuple(candidates), steps=tuple(steps), answers=told, judged=judged)


def questions(course: Course, *, most: int = 5, among: int = 20) -> list[tuple[str, float]]:
    """Signs of which it would tell most whether the person has them: terms with expected bits.

    Not asked for are signs that follow from the answers, that the image has spoken for, and groups
    of signs such as "Abnormal facial shape": they are seldom noted where special cases of them are.

    Parameters
    ----------
    among
        Of how many of the likeliest candidates signs are asked for.
    """
    likeliest = [course.candidates[place] for place in course.ranked()[:among]]
    terms = dict.fromkeys(term for one in likeliest for term in signs_of(one.code))
    left = [
        term
        for term in terms
        if not _is_group(term)
        and not _settled(term, course.answers)
        and not spoken_for(term, course.judged)
    ]
    gains = [(term, gain(course.posterior, frequencies(term, course.candidates))) for term in left]
    return sorted(gains, key=lambda one: (-one[1], one[0]))[:most]


def gain(posterior: Floats, often: Floats) -> float:
    """Bits by which the answer to one question is expected to narrow a posterior (c,) down.

    >>> round(gain(np.array([0.5, 0.5]), np.array([1.0, 0.0])), 6)
    1.0
    >>> gain(np.array([0.5, 0.5]), np.array([0.3, 0.3]))
    0.0
    """
    expected = 0.0
    for likely in (often, 1 - often):
        both = posterior * likely
        if (share := float(both.sum())) > 0:
            expected += share * _bits(both / share)
    return max(0.0, round(_bits(posterior) - expected, 12))


def _of_image(before: Floats, image: Floats, trained: Floats | None) -> Step:
    """What a model says, less what it has from how frequent conditions were in its training."""
    if trained is None:
        raise UserError(
            "What an image says cannot be had without how frequent conditions were in training",
            remedy="Take both from the same model",
        )
    usual = _shares(trained, "training's frequencies", len(before))
    said = _shares(image, "image's answer", len(before)) / np.maximum(usual, _NEVER)
    return _step("Image", "image", before, said)


def _of_sign(
    before: Floats, id: str, sign: Sign, candidates: Sequence[Candidate], *, spoken: bool
) -> Step:
    """What an answer says, unless the image has said it."""
    title = f"{body.term(id).name}: {sign}"
    if spoken:
        return Step(
            title=title,
            kind="sign",
            posterior=before,
            ratios=np.zeros(len(before)),
            counted=False,
            note="The image has spoken for it already; it is not counted again.",
        )
    often = frequencies(id, candidates)
    return _step(title, "sign", before, often if sign == Sign.PRESENT else 1 - often)


def _step(title: str, kind: str, before: Floats, likely: Floats) -> Step:
    """One step, by how likely what was learned is with each condition: (c,)."""
    both = before * likely
    if not both.sum() > 0:
        raise UserError(
            f"{title}: that cannot be with any of the conditions that are left",
            remedy="Take an answer back, or give every condition some prior",
        )
    others = both.sum() - both
    rest = 1 - before
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.where(rest > 0, others / rest, likely)
        ratios = np.log10(np.maximum(likely, _NEVER)) - np.log10(np.maximum(without, _NEVER))
    return Step(title=title, kind=kind, posterior=both / both.sum(), ratios=ratios)


def _is_group(term: str) -> bool:
    return body.term(term).name.startswith(_GROUPS)


def _settled(term: str, answers: Mapping[str, Sign]) -> bool:
    """Whether the answer follows from what is known already."""
    return term in answers or any(
        id in body.ancestors(term) if sign == Sign.ABSENT else term in body.ancestors(id)
        for id, sign in answers.items()
    )


def _shares(values: Floats, what: str, many: int) -> Floats:
    table = np.asarray(values, np.float64)
    if table.shape != (many,) or not np.isfinite(table).all() or (table < 0).any():
        raise UserError(
            f"The {what} has to be a number of 0 or more for each of {many:,} conditions",
            remedy="Check its numbers",
        )
    if not table.sum() > 0:
        raise UserError(f"The {what} is 0 for all conditions", remedy="Give one of them some")
    return np.asarray(table / table.sum())


def _bits(shares: Floats) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log2(some)).sum())
