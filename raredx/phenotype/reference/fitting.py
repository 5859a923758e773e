"""Fitting a reference on people: shapes, norms, rules, and what their pictures look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.landmarks import landmarks_of
from raredx.phenotype.reference.domain import SIDE, Domain, domain_features
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.shape.model import People, ShapeModel, faces_of
from raredx.phenotype.traits.crops import FACE, cut_out
from raredx.phenotype.traits.disturbances import disturbances_of
from raredx.phenotype.traits.measures import all_measures, measure
from raredx.phenotype.traits.norms import Norms
from raredx.phenotype.traits.picture import PictureModel
from raredx.phenotype.traits.rules import Rules

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort

Floats = npt.NDArray[Any]

FEWEST_WITH = 25
"""Images with a sign, below which it has no rule."""
_LOOKED_AT = 4000  # pictures that say what a world looks like


def people_of(
    cohort: Cohort,
    *,
    unaffected: str = "unaffected",
    workers: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> tuple[People, list[str], list[set[str]]]:
    """The people of a cohort of whom one face each was found, their images and their signs."""
    landmarks = landmarks_of(cohort, workers=workers, tick=tick)
    names = ("image_id", "label", "label_id", "subject_id", "age", "sex", "phenotypes")
    rows = cohort.rows(*names).to_pydict()
    kept = np.flatnonzero(landmarks.usable).tolist()
    conditions = conditions_of(rows["label"], rows["label_id"], unaffected=unaffected)
    people = People(
        landmarks=landmarks.take(kept),
        labels=[conditions[row] for row in kept],
        subjects=[rows["subject_id"][row] for row in kept],
        years=[rows["age"][row] for row in kept],
        sexes=[rows["sex"][row] for row in kept],
    )
    signs = [set(rows["phenotypes"][row] or ()) for row in kept]
    return people, [rows["image_id"][row] for row in kept], signs


def fit_reference(
    people: People,
    signs: Sequence[set[str]],
    images: Callable[[int], Image.Image],
    *,
    title: str,
    origin: str,
    data: str,
    gallery: People | None = None,
    picture: PictureModel | None = None,
) -> Reference:
    """Fit all that can be fitted on some people, and say what cannot.

    Parameters
    ----------
    signs
        The signs of each image's person; empty sets where nobody wrote them down.
    images
        The picture of the so-manieth image.
    gallery : People, optional
        Those whose conditions faces are compared with; without it the same people.
    picture : PictureModel, optional
        One that was trained on pictures of the same origin.
    """
    shape = ShapeModel.fit(people, gallery or people)
    faces = faces_of(people, shape.mean)
    values = measure(faces.shapes)
    causes = disturbances_of(faces.aligned.angles, people.landmarks.expressions)
    missing = []
    norms = rules = None
    try:
        norms = _norms(people, values, causes)
    except UserError as error:
        missing.append(f"No z-scores and no signs by measures: {error}")
    if norms:
        z = norms.z(values, years=_numbers(people.years), sexes=people.sexes, disturbances=causes)
        rules = _rules(z, signs, people.subjects)
        if rules is None:
            missing.append("No signs by measures: nobody's signs are written down in this cohort")
    if picture is None:
        missing.append("No image model: signs that points cannot show stay unseen")
    return Reference(
        title=title,
        origin=origin,
        people=len(set(people.subjects)),
        data=data,
        measures=tuple(all_measures()),
        shape=shape,
        norms=norms,
        rules=rules,
        picture=picture,
        domain=Domain.fit(_looks(people, images)),
        missing=tuple(missing),
    )


def _norms(people: People, values: Floats, causes: Floats) -> Norms:
    healthy = [row for row, label in enumerate(people.labels) if not label]
    return Norms.fit(
        values[healthy],
        years=_numbers([people.years[row] for row in healthy]),
        sexes=[people.sexes[row] for row in healthy],
        disturbances=causes[healthy],
        subjects=[people.subjects[row] for row in healthy],
    )


def _rules(z: Floats, signs: Sequence[set[str]], subjects: Sequence[str]) -> Rules | None:
    terms = sorted(set().union(*signs))
    if not terms:
        return None
    present = np.array([[term in own for term in terms] for own in signs])
    return Rules.fit(z, present, terms=terms, groups=subjects)


def _looks(people: People, images: Callable[[int], Image.Image]) -> Floats:
    """The features of some of the pictures, evenly chosen."""
    from PIL import Image as Images

    every = max(1, -(-len(people) // _LOOKED_AT))
    points = people.landmarks.points
    faces = (
        Images.fromarray(cut_out(images(row), points[row], side=SIDE, spans=FACE))
        for row in range(0, len(people), every)
    )
    return domain_features(faces)


def conditions_of(
    labels: Sequence[str | None], codes: Sequence[str | None], *, unaffected: str = "unaffected"
) -> list[str | None]:
    """The condition of each row: its code, or its name where it has none; None for nobody's.

    >>> conditions_of(["Noonan syndrome", "Mine", "unaffected"], ["ORPHA:648", None, None])
    ['ORPHA:648', 'Mine', None]
    """
    pairs = zip(labels, codes, strict=True)
    return [None if label == unaffected else code or label for label, code in pairs]


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], float)
