"""Does a held-out patient rank the own condition high: each step of the way, and the baselines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.phenotype.people import Looked, Parts
from benchmarks.simface.scores import Figure, share
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.embedding import EmbeddingModel
from raredx.phenotype.shape.five_points import five_point_cosine, five_point_prototypes
from raredx.phenotype.shape.kinship import kinship
from raredx.phenotype.shape.model import ShapeModel, faces_of
from raredx.phenotype.shape.space import WHOLE, Faces, Space

Floats = npt.NDArray[Any]
Ranks = npt.NDArray[np.intp]

REMOVED, DRAWS = 0.3, 5
_SHIPPED = ("pose", "age")
_REPEATS = 2000


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to rank conditions, and the ranks of the true ones."""

    what: str
    ranks: Ranks
    subjects: tuple[str, ...]
    conditions: int
    beside: str = ""

    def top(self, most: int) -> Figure:
        """How often the true condition is among the first so many."""
        return share(self.ranks < most, self.subjects)

    @property
    def area(self) -> Figure:
        """How often the own condition stands above another one: 0.5 is chance."""
        return mean(1 - self.ranks / (self.conditions - 1), self.subjects)


def mean(values: Floats, subjects: tuple[str, ...]) -> Figure:
    """A mean with an interval from a bootstrap over subjects."""
    _, whose = np.unique(np.asarray(subjects), return_inverse=True)
    sums, counts = np.bincount(whose, values), np.bincount(whose)
    drawn = np.random.default_rng(0).integers(0, len(sums), (_REPEATS, len(sums)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(value=float(values.mean()), low=float(low), high=float(high), of=len(values))


def better(one: Way, than: Way, most: int) -> Figure:
    """By how much one way is better than another on the same faces, paired."""
    hits = (one.ranks < most).astype(float) - (than.ranks < most)
    return mean(hits, one.subjects)


def ways(parts: Parts, reference: Looked, shipped: ShapeModel) -> Iterator[Way]:
    """Every way, from the baselines to the one that the workbench goes."""
    gallery, judged = parts.gallery.patients, parts.judged.patients
    labels = [label or "" for label in judged.labels]
    taught = [label or "" for label in gallery.labels]
    names = sorted(set(taught))

    def told(what: str, ranks: Ranks, beside: str = "") -> Way:
        return Way(
            what=what,
            ranks=ranks,
            subjects=tuple(judged.subjects),
            conditions=len(names),
            beside=beside,
        )

    prototypes = five_point_prototypes(gallery.landmarks.points, taught)
    cosines = five_point_cosine(judged.landmarks.points, prototypes)
    yield told("`five-point-cosine`, as published", _ranked(cosines, list(prototypes), labels))
    yield told("frozen network's features (images that are no faces)", _by_network(parts, labels))

    whom = {"reference": reference.people, "gallery": gallery, "judged": judged}
    faces = {who: faces_of(one, shipped.mean) for who, one in whom.items()}

    def by_shape(
        faces: dict[str, Faces], *, taken_out: tuple[str, ...], kin: Floats | None = None
    ) -> Ranks:
        space = Space.fit(
            faces["reference"], reference.people.labels, taken_out=taken_out, by_region=False
        )
        between = space.whitenings[WHOLE].between
        scores = {who: space.scores(faces[who])[WHOLE] for who in ("gallery", "judged")}
        found = Conditions.fit(
            scores["gallery"], taught, gallery.subjects, between=between, kin=kin, names=names
        )
        return found.ranks(scores["judged"], labels)

    boxed = {
        who: replace(one, aligned=replace(one.aligned, shapes=_in_box(whom[who].landmarks.points)))
        for who, one in faces.items()
    }
    steps: tuple[tuple[str, dict[str, Faces], tuple[str, ...]], ...] = (
        ("478 points in the face's box, not aligned", boxed, ()),
        ("aligned in 3-D", faces, ()),
        ("and pose taken out", faces, ("pose",)),
        ("and age and sex taken out", faces, _SHIPPED),
        ("and expression taken out, too", faces, (*_SHIPPED, "expression")),
    )
    for what, some, taken_out in steps:
        yield told(f"{what}; nothing borrowed", by_shape(some, taken_out=taken_out))
    compared = shipped.compare(faces["judged"])
    yield told(
        "**as shipped**: aligned, pose, age and sex out, borrowed from kin",
        _ranked(compared.evidence, list(compared.names), labels),
    )
    for draw in range(DRAWS):
        part = kinship(names, removed=REMOVED, seed=draw)
        yield told(
            f"as shipped, {REMOVED:.0%} of the annotations removed, draw {draw + 1}",
            by_shape(faces, kin=part, taken_out=_SHIPPED),
        )
    everyone = parts.gallery.people
    alone = ShapeModel.fit(everyone, everyone)
    compared = alone.compare(faces_of(judged, alone.mean))
    yield told(
        f"as shipped, but all fitted on the {len(everyone)} development images alone",
        _ranked(compared.evidence, list(compared.names), labels),
    )


def _by_network(parts: Parts, labels: list[str]) -> Ranks:
    """Whole pictures by a frozen network, whitened on the gallery itself."""
    people = parts.gallery.patients
    model = EmbeddingModel.fit(
        parts.gallery.patient_ids,
        parts.gallery.cohort.image,
        [label or "" for label in people.labels],
        people.subjects,
    )
    judged = parts.judged
    return model.conditions.ranks(model.scores(judged.patient_ids, judged.cohort.image), labels)


def _in_box(points: Floats) -> Floats:
    """Points in the box around them, flat: (n, 478, 3)."""
    flat = points[:, :, :2].astype(np.float64)
    corner, far = flat.min(1, keepdims=True), flat.max(1, keepdims=True)
    boxed = (flat - (corner + far) / 2) / (far - corner) * [1, -1]
    return np.concatenate([boxed, np.zeros((*boxed.shape[:2], 1))], 2)


def _ranked(scores: Floats, names: list[str], labels: list[str]) -> Ranks:
    own = scores[np.arange(len(scores)), [names.index(label) for label in labels]]
    return np.asarray((scores > own[:, None]).sum(1))
