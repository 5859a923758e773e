"""What a model of simulated faces does with everything else: how much of it is turned away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.predict.calibration import UNAFFECTED
from benchmarks.predict.oddities import odd, photographed, redrawn
from benchmarks.predict.outside import strangers
from benchmarks.predict.whom import (
    calibrating,
    cohort,
    demonstration,
    of_people,
    of_pictures,
    tested,
)
from benchmarks.tables import keep
from raredx.diagnosis.sighting import Sighting
from raredx.statistics.areas import area
from raredx.statistics.shares import share

HEADINGS = ["pictures", "n", "as shipped, %", "at 95 % accepted, %", "no face", "of another kind"]
ACCEPTED = 0.95
_EVERY = 25  # so-manieth person of the calibration part is redrawn


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What became of some pictures."""

    blind: npt.NDArray[np.bool_]
    strange: npt.NDArray[np.bool_]
    least: npt.NDArray[np.float64]
    """The share by which each is judged; 0 where there is no face."""

    @staticmethod
    def of(sighting: Sighting) -> _Told:
        bundle = demonstration()
        found = [sighting.apart(row, bundle) for row in range(len(sighting.seen))]
        return _Told(
            blind=~sighting.seen,
            strange=np.array([one is not None and one.strange for one in found]),
            least=np.array([one.least if one else 0.0 for one in found]),
        )

    def row(self, name: str, limit: float) -> list[str]:
        return [
            name,
            f"{len(self.blind):,}",
            _share(self.blind | self.strange),
            _share(self.least <= limit),
            f"{int(self.blind.sum()):,}",
            f"{int(self.strange.sum()):,}",
        ]


def turned_away() -> None:
    """Show the model what it was not made for, and keep how much of that it answers."""
    faces = [cohort().image(one).convert("RGB") for one in calibrating()[::_EVERY]]
    told = {name: _told(images) for name, images in {**odd(), **redrawn(faces)}.items()}
    together = {"**all of these**": _together([*told.values()])}
    photographs = {name: _told(images) for name, images in photographed().items()}
    ids = tested()
    people = of_people(cohort(), ids)
    others = strangers()
    outside = of_people(others, others.rows("image_id")["image_id"].to_pylist())
    own = _Told.of(people)
    known = {"people of the test part (wrongly)": own}
    unknown = {f"people with {len(others):,} other conditions": _Told.of(outside)}
    limit = float(np.quantile(own.least, 1 - ACCEPTED, method="lower"))
    every = {**told, **together, **photographs, **known, **unknown}
    rows = [one.row(name, limit) for name, one in every.items()]
    figures: dict[str, Any] = {
        name: dict(zip(HEADINGS[1:], cells, strict=True)) for name, *cells in rows
    }
    figures["areas"] = _areas(people, _patients(ids), outside)
    keep("predict-odd", figures, headings=HEADINGS, rows=rows)
    for name, (value, low, high) in figures["areas"].items():
        print(f"{name}: AUROC {value:.3f} ({low:.3f} to {high:.3f})")


def _told(images: Iterable[Image.Image]) -> _Told:
    return _Told.of(of_pictures(images))


def _together(parts: list[_Told]) -> _Told:
    return _Told(
        **{
            name: np.concatenate([getattr(one, name) for one in parts])
            for name in ("blind", "strange", "least")
        }
    )


def _share(some: npt.NDArray[np.bool_]) -> str:
    found = share(int(some.sum()), len(some))
    low, high = (100 * one for one in found.interval)
    return f"{100 * found.value:.1f} ({low:.1f} to {high:.1f})"


def _patients(ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of some people have a condition."""
    rows = cohort().rows("image_id", "label").to_pydict()
    label = dict(zip(rows["image_id"], rows["label"], strict=True))
    return np.array([label[one] != UNAFFECTED for one in ids])


def _areas(
    people: Sighting, patients: npt.NDArray[np.bool_], outside: Sighting
) -> dict[str, list[float]]:
    """How well people with other conditions are told from patients of the test part, by what."""
    bundle = demonstration()
    signs = {}
    everybody = np.ones(len(outside.seen), bool)
    for name, one, some in (("own", people, patients), ("others", outside, everybody)):
        seen = np.flatnonzero(one.seen & some)
        apart = [one.apart(int(row), bundle) for row in seen]
        signs[name] = {
            "distance to the nearest patient": one.far[seen],
            "likeliest condition's probability": -one.scores[seen].max(1),
            "as it is turned away": np.array(
                [
                    -min(there.far, there.odd if there.odd is not None else 1)
                    for there in apart
                    if there
                ]
            ),
        }
    found = {}
    for way, values in signs["others"].items():
        both = np.concatenate([values, signs["own"][way]])
        present = np.arange(len(both)) < len(values)
        found[way] = [float(one) for one in area(both, present)]
    return found
