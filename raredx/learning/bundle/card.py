"""A model's card: what it is for, what it comes from, what it was judged by, and what it is not."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from raredx import NOT_A_DEVICE
from raredx.assets.cards import Card
from raredx.statistics.shares import share
from raredx.words import count

FORMAT = 3
"""To be raised whenever a bundle of this version could be misread by another."""
AGAIN = "Bring the folder back from a copy, or train it again"
"""What to do about a damaged model."""
UNKNOWN = "unknown"
SAME = 0.5
"""The rank correlation from which on two maps show the same."""
_IS_NOT = (
    "No basis for a diagnosis or for any decision about a person. It knows its own conditions"
    " alone: every face is given one of them, also that of a person who has none."
)
_USE = (
    "Research and teaching: to rank conditions for pictures of the same kind as those that it"
    " learned from."
)


class Condition(BaseModel):
    """A condition that a model can answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    code: str | None = Field(description="Its ORPHA code, where the cohort has one")
    images: int = Field(description="That the model was fitted on")
    people: int


class Confidence(BaseModel):
    """How scores were made believable."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    temperature: float
    images: int = Field(description="Of the calibration part, none of them trained on")
    note: str = Field(description="Why the temperature stays at 1, if it does; else empty")


class Maps(BaseModel):
    """What maps of answers are worth: all that was learned is taken away, and what is left seen.

    The weights of the network are shuffled. Maps have to become others then, and a head that is
    fitted on what such a network makes of the same images has to tell less.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    images: int = Field(description="Whose maps were compared, of the calibration part")
    agreement: float = Field(description="Mean rank correlation of maps, before and after")
    low: float
    high: float
    judges: int = Field(description="Images of the calibration part that both heads answered")
    right: int = Field(description="First answers that were right by the network as it is")
    blank: int = Field(description="First answers that were right by the shuffled one")

    @property
    def changed(self) -> bool:
        """Whether maps show what was learned, rather than the picture."""
        return self.high < SAME

    @property
    def learned(self) -> bool:
        """Whether the network tells more than one does that has learned nothing."""
        least, most = share(self.right, self.judges), share(self.blank, self.judges)
        return least.interval[0] > most.interval[1]

    def words(self) -> tuple[str, str]:
        """What was found, in two sentences."""
        what = "what was learned" if self.changed else "the picture, whatever was learned"
        right, blank = self.right / self.judges, self.blank / self.judges
        return (
            f"With the weights of the network shuffled, maps of {count(self.images, 'image')} are"
            f" alike to {self.agreement:.2f} ({self.low:.2f} to {self.high:.2f}; 1 is the same):"
            f" they show {what}.",
            f"About {self.judges:,} images that it was not fitted on its first answer is right in"
            f" {right:.0%}; by the shuffled network it would be in {blank:.0%}.",
        )


class Judging(BaseModel):
    """The experiment that judged a classifier of the same make, by people it had not seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    experiment: str
    classifier: str
    folds: int
    repeats: int
    images: int
    subjects: int
    scores: tuple[dict[str, Any], ...]
    sentences: tuple[str, ...]


class BundleCard(Card):
    """All that is known of a trained model."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: int
    cohort: str
    data_hash: str
    origins: dict[str, int] = Field(description="Images that it was fitted on, by origin")
    split: str
    split_hash: str
    arm: str
    backbone: str
    space: str = Field(description="What features mean: weights, preprocessing, reference")
    head: str
    without: tuple[str, ...]
    conditions: tuple[Condition, ...]
    unseen: tuple[str, ...] = Field(description="Conditions of which no image had features")
    blind: int = Field(description="Training images without features, which it was not fitted on")
    confidence: Confidence
    maps: Maps | None = Field(description="None: its backbone sees no pixels, or nobody was left")
    judged: Judging | None = Field(description="None: nobody judged a classifier of this make yet")
    seed: int
    created: str
    versions: dict[str, str]
    is_not: str = _IS_NOT
    notice: str = NOT_A_DEVICE

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its conditions, in the order of its scores."""
        return tuple(one.name for one in self.conditions)

    @property
    def alone(self) -> tuple[str, ...]:
        """Conditions of which it knows one person: how well it tells them nobody can say."""
        return tuple(one.name for one in self.conditions if one.people == 1)

    def words(self) -> dict[str, tuple[str, ...]]:
        """The card in sentences, by heading; what nobody knows is said to be unknown."""
        origins = ", ".join(f"{many:,} {origin}" for origin, many in self.origins.items())
        images, people = self.counts["images"], self.counts["people"]
        return {
            "Intended use": (_USE,),
            "What it is not": (self.notice, self.is_not),
            "Data": (
                f"{self.cohort}, split {self.split}, arm {self.arm}: {count(images, 'image')}"
                f" ({origins}) of {people:,} people.",
                f"Licence of the images: {self.licence}.",
                f"Data {self.data_hash[:12]}, split {self.split_hash[:12]}.",
                *([f"{count(self.blind, 'image')} had no features."] if self.blind else []),
            ),
            "Conditions": self._conditions(),
            "How it answers": (
                f"Features by {self.backbone} ({self.space}), told apart by {self.head}.",
                self._confidence(),
            ),
            "How well": self._judged(),
            "Its maps": self.maps.words() if self.maps else (f"What they are worth is {UNKNOWN}.",),
            "For whom": (
                f"By sex, age, skin tone and site: {UNKNOWN}, until it is taken to another cohort.",
            ),
        }

    def short(self, name: str) -> tuple[str, ...]:
        """What to know first, in a few sentences."""
        return (
            f"{name} tells {count(len(self.conditions), 'condition')} apart by {self.backbone} and"
            f" {self.head}, fitted on {count(self.counts['images'], 'image')} of"
            f" {self.counts['people']:,} people ({', '.join(self.origins)}).",
            self._confidence(),
            *self._judged()[:3],
            self.notice,
        )

    def _conditions(self) -> tuple[str, ...]:
        coded = sum(one.code is not None for one in self.conditions)
        said = [f"{count(len(self.conditions), 'condition')}, {coded:,} of them with ORPHA codes."]
        if self.alone:
            said.append(
                f"Of one person, and so never judged: {count(len(self.alone), 'condition')}"
                f" ({', '.join(self.alone)})."
            )
        if self.unseen:
            said.append(f"Left out, as no image had features: {', '.join(self.unseen)}.")
        return tuple(said)

    def _confidence(self) -> str:
        found = self.confidence
        if found.note:
            return f"Its confidence is not calibrated: {found.note}."
        return (
            f"Its confidence is calibrated on {count(found.images, 'image')} that it was not fitted"
            f" on (temperature {found.temperature:.2f})."
        )

    def _judged(self) -> tuple[str, ...]:
        if self.judged is None:
            return (
                f"How well it does is {UNKNOWN}: no experiment has judged this arm, backbone and"
                " head on this split.",
            )
        return (
            f"The experiment {self.judged.experiment} judged a classifier of this make by people"
            f" that it had not seen ({self.judged.folds} folds x {self.judged.repeats}).",
            *self.judged.sentences,
        )
