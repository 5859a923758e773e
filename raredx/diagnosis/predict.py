"""One image and a trained model: what it shows, what it is like, and whether anybody can say.

>>> from raredx.learning.bundle.store import open_bundle
>>> told = predict(image, open_bundle("demonstration"))        # doctest: +SKIP
>>> told.differential.ranked[0].name, told.differential.held   # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

import raredx
from raredx.diagnosis.prediction import COVERAGE, Differential, Nearest, Prediction
from raredx.diagnosis.sighting import Sighting
from raredx.errors import UserError
from raredx.learning.bundle.reach import Apart, likeness
from raredx.learning.bundle.seeing import BLIND
from raredx.phenotype.analyse import Analysis, analyse
from raredx.phenotype.landmarks import Landmarks, Seen, landmarks_in
from raredx.phenotype.reference.reference import SIMULATED, open_reference

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.bundle.bundle import Bundle

Floats = npt.NDArray[Any]

_SHOWN = 5  # people of the gallery


def predict(
    image: Image.Image,
    bundle: Bundle,
    *,
    coverage: float = COVERAGE,
    teaching: bool = False,
    years: float | None = None,
    sex: str | None = None,
    landmarks: Landmarks | None = None,
) -> Prediction:
    """What a model says of an image that came in by `cohorts.intake`, or out of a cohort.

    The same image and model give the same answer. There is none where nothing is seen; where the
    image is of another kind than those that the model learned from there is none unless it is asked
    for, and then it is marked.

    Parameters
    ----------
    coverage
        How often the set of answers is to hold the truth, between 0 and 1.
    teaching
        Give the differential of an image of another kind, too.
    years, sex
        Of the person, where they are known: measures are then compared with such people.
    landmarks
        Of this image alone, where they were found before.
    """
    found = landmarks if landmarks is not None else landmarks_in(image)
    shown = image.convert("RGB")
    sighting = Sighting.of(lambda name: shown, ("",), bundle, found, keep=False)
    told = answer(sighting, 0, bundle, coverage=coverage, teaching=teaching)
    analysis = None if told.withheld else _analysis(shown, bundle, found, years, sex)
    if analysis is None:
        return told
    return replace(
        told,
        terms=tuple(vars(one) for one in analysis.findings.present()),
        measures=tuple(vars(one) for one in analysis.measures),
    )


def answer(
    sighting: Sighting,
    row: int,
    bundle: Bundle,
    *,
    coverage: float = COVERAGE,
    teaching: bool = False,
) -> Prediction:
    """What a model says of one of the images that it has looked at; their signs are not read.

    Parameters
    ----------
    row
        Which of them.
    coverage, teaching
        As in `predict`.
    """
    if not 0 < coverage < 1:
        raise UserError(
            f"A coverage of {coverage:g} cannot be promised", remedy="Choose one between 0 and 1"
        )
    found = sighting.landmarks.take([row])
    blind, apart = not sighting.seen[row], sighting.apart(row, bundle)
    withheld = _blind(found) if blind else _strange(bundle, apart)
    shown = not blind and (teaching or not withheld)
    return Prediction(
        model=bundle.name,
        seen=found.says(0) if bundle.backbone.needs_a_face else "the whole picture",
        doubts=tuple(found.doubts(0)) if bundle.backbone.needs_a_face else (),
        apart=apart,
        withheld=withheld,
        teaching=bool(withheld) and shown,
        differential=_differential(bundle, sighting.scores[row], coverage) if shown else None,
        nearest=_nearest(bundle, sighting.places[row : row + 1]) if shown else (),
        terms=(),
        measures=(),
        versions=versions_of(bundle),
    )


def versions_of(bundle: Bundle) -> dict[str, str]:
    """What an answer has to be told with, to be had again."""
    return {
        "model": f"{bundle.name} {bundle.digest[:12]}",
        "data": f"{bundle.card.cohort} {bundle.card.data_hash[:12]}",
        "split": f"{bundle.card.split} {bundle.card.split_hash[:12]}",
        "features": bundle.card.space,
        "workbench": raredx.__version__,
    }


def _blind(found: Landmarks) -> str:
    return f"{BLIND.get(Seen(found.seen[0]), 'the picture is black')}."


def _strange(bundle: Bundle, apart: Apart | None) -> str:
    """Why an image is of another kind than those that a model learned from; empty if it is not."""
    if apart is None or not apart.strange:
        return ""
    origins = " and ".join(bundle.card.origins)
    return (
        f"This image is not like the {origins} ones that {bundle.name} learned from: {apart.why}."
    )


def _differential(bundle: Bundle, scores: Floats, coverage: float) -> Differential:
    ranked, reach, held = bundle.ranked(scores), bundle.reach, frozenset[str]()
    if reach is not None:
        shares = np.array([[one.probability for one in ranked]])
        inside = reach.held(shares, coverage)[0]
        held = frozenset(one.name for one, own in zip(ranked, inside, strict=True) if own)
    return Differential(
        ranked=ranked,
        coverage=coverage,
        held=held,
        promised=None if reach is None else reach.promised(coverage),
    )


def _nearest(bundle: Bundle, places: Floats) -> tuple[Nearest, ...]:
    """The people that a model was fitted on who are most like this one, each once."""
    gallery = bundle.gallery
    like = likeness(places, gallery.features)[0]  # (n,)
    found: dict[int, Nearest] = {}
    for row in np.argsort(-like, kind="stable"):
        person = int(gallery.person[row])
        if person not in found:
            found[person] = Nearest(
                condition=bundle.classes[gallery.owner[row]],
                likeness=float(like[row]),
                person=person,
                mark=int(gallery.picture[row]),
            )
        if len(found) == _SHOWN:
            break
    return tuple(found.values())


def _analysis(
    image: Image.Image,
    bundle: Bundle,
    found: Landmarks,
    years: float | None,
    sex: str | None,
) -> Analysis | None:
    """The phenotype in words, where a face was found and the shipped reference knows its kind."""
    if not found.usable[0]:
        return None
    ours = {*bundle.card.origins} == {"simulated"}
    return analyse(
        image,
        open_reference(SIMULATED),
        years=years,
        sex=sex,
        origin="simulated" if ours else None,
        landmarks=found,
        compared=False,
    )
