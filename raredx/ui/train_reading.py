"""What an experiment reads before it can judge: how much lies ready, how long the rest takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from raredx.encoders.registry import all_encoders, get_encoder
from raredx.learning.backbones import Backbone, all_backbones, get_backbone
from raredx.learning.backbones.known import known
from raredx.learning.backbones.space import space_of
from raredx.learning.experiment.store import Record
from raredx.words import count, duration

LANDMARKS = "landmarks"


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long an image took here."""

    seconds: float
    judged_by: str = ""
    """The network that was measured, where it was another one."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Landmarks or features that are needed of some images."""

    what: str
    """A backbone, or landmarks."""
    images: int
    missing: int
    pace: Pace | None
    """None: nothing alike was measured here."""

    @property
    def seconds(self) -> float | None:
        """How long the missing ones take; None if nobody knows."""
        if not self.missing:
            return 0.0
        return None if self.pace is None else self.missing * self.pace.seconds

    def __str__(self) -> str:
        """One sentence.

        >>> print(Reading(what="face-signs", images=604, missing=15, pace=Pace(seconds=0.25)))
        face-signs: 589 of 604 images are encoded already; the rest takes about 3.8 s.
        >>> print(Reading(what="face-signs", images=604, missing=604, pace=None))
        face-signs: 0 of 604 images are encoded already; the rest was never measured here.
        >>> print(Reading(what=LANDMARKS, images=604, missing=15, pace=Pace(seconds=0.25)))
        15 images of 604 have no landmarks yet; looking for them takes about 3.8 s.
        """
        every = count(self.images, "image")
        if not self.missing:
            landmarks = f"Landmarks of all {every} are known."
            return landmarks if self._finds else f"{self.what}: all {every} are encoded already."
        if self._finds:
            begun = f"{count(self.missing, 'image')} of {self.images:,} have no landmarks yet"
        else:
            there = self.images - self.missing
            begun = f"{self.what}: {there:,} of {every} are encoded already"
        return f"{begun}; {'looking for them' if self._finds else 'the rest'} {self._takes}."

    @property
    def _finds(self) -> bool:
        return self.what == LANDMARKS

    @property
    def _takes(self) -> str:
        if self.pace is None or self.seconds is None:
            return "was never measured here"
        by = f", by the pace of {self.pace.judged_by}" if self.pace.judged_by else ""
        return f"takes about {duration(self.seconds)}{by}"


def readings(
    names: Iterable[str],
    *,
    own: Sequence[str],
    added: Sequence[str],
    mirrored: bool,
    records: Sequence[Record],
) -> tuple[Reading, ...]:
    """What has to be found and encoded, landmarks first where any backbone needs a face.

    Parameters
    ----------
    names : iterable of str
        Backbones. Those that see landmarks alone encode nothing.
    own, added : sequence of str
        Images of the cohort, and of those that arms add.
    mirrored : bool
        Whether the cohort's own are also needed in a mirror.
    records : sequence of Record
        Of the experiments here: how long they read.
    """
    backbones, every = [*map(get_backbone, dict.fromkeys(names))], [*own, *added]
    found = []
    if any(backbone.needs_a_face for backbone in backbones):
        missing = len(every) - len(known(every, get_backbone(LANDMARKS)))
        paces = (pace_of(one, records) for one in all_backbones().values() if one.sees == "points")
        pace = next(filter(None, paces), None)
        found.append(Reading(what=LANDMARKS, images=len(every), missing=missing, pace=pace))
    for backbone in backbones:
        if backbone.sees == "points":
            continue
        ready = len(known(every, backbone))
        if mirrored:
            ready += len(known(own, backbone, mirrored=True))
        images = len(own) * (1 + mirrored) + len(added)
        found.append(
            Reading(
                what=backbone.name,
                images=images,
                missing=images - ready,
                pace=pace_of(backbone, records),
            )
        )
    return tuple(found)


def pace_of(backbone: Backbone, records: Sequence[Record]) -> Pace | None:
    """How long a backbone takes for an image: its slowest reading here, or one of its like.

    By its last reading, of those in which features had to be made. A network that never ran here
    is judged by itself with another view, else by another one, and by how much each multiplies.
    """
    if seconds := _latest(backbone, records):
        return Pace(seconds=seconds)
    if backbone.encoder is None:
        return None
    work = get_encoder(backbone.encoder).million_macs
    names = dict.fromkeys(name for record in records for name in record.spaces)
    others = [get_backbone(name) for name in names if name.partition("@")[0] in all_encoders()]
    for other in sorted(others, key=lambda one: one.encoder != backbone.encoder):
        if other.encoder and (seconds := _latest(other, records)):
            scale = work / get_encoder(other.encoder).million_macs
            return Pace(seconds=scale * seconds, judged_by=other.name)
    return None


def _latest(backbone: Backbone, records: Sequence[Record]) -> float | None:
    if not backbone.is_here:
        return None
    paces = [
        one["seconds"] / one["made"]
        for record in sorted(records, key=lambda one: one.created)
        if record.spaces.get(backbone.name) == space_of(backbone)
        for one in record.reading
        if one["backbone"] == backbone.name and one["sees"] == "features"
        if one["made"] > one["images"] / 2
    ]
    return paces[-1] if paces else None
