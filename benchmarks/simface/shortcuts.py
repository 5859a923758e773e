"""What gives a condition away without being a sign of it: this must be nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from benchmarks.simface.baselines import by_discriminant, in_classes
from benchmarks.simface.scores import Ranks, ranks

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.simulate.sittings import Sitting

Floats = npt.NDArray[np.float64]

_CORNER = 0.1  # of the picture's side
_TREES = 200


def circumstances(sittings: Iterable[Sitting]) -> list[dict[str, float | str]]:
    """Background, light, style and identity of each photograph, before any term shows."""
    from dataclasses import asdict

    from raredx.cohorts.simulate.knowledge.conditions import condition
    from raredx.cohorts.simulate.knowledge.patient import draw_patient
    from raredx.cohorts.simulate.photograph import photo_of, plain
    from raredx.cohorts.simulate.portrait.look import draw_look

    found = []
    for sitting in sittings:
        has = None if sitting.condition is None else condition(sitting.condition)
        patient = draw_patient(has, sitting.seed)
        identity = patient.identity
        chance = np.random.default_rng(patient.look_seed)
        look = draw_look(chance, years=identity.years, sex=identity.sex)
        photo = photo_of(patient, sitting.number, view=sitting.view)
        found.append(
            flat(
                {
                    "identity": plain(asdict(identity)),
                    "look": plain(asdict(look)),
                    "photo": plain(asdict(photo)),
                }
            )
        )
    return found


def flat(values: Mapping[str, Any]) -> dict[str, float | str]:
    """Nested values as one row; of a list of lists, only how many there are.

    >>> flat({"hair": {"kind": "bob", "length": 2}, "gaze": [0.5, 1], "moles": [[1, 2], [3, 4]]})
    {'hair.kind': 'bob', 'hair.length': 2.0, 'gaze.0': 0.5, 'gaze.1': 1.0, 'moles': 2.0}
    """
    row: dict[str, float | str] = {}
    for name, value in values.items():
        if isinstance(value, list) and any(isinstance(one, list) for one in value):
            row[name] = float(len(value))
        elif isinstance(value, Mapping | list):
            inner = value.items() if isinstance(value, Mapping) else enumerate(value)
            row |= {
                f"{name}.{key}": one for key, one in flat({str(k): v for k, v in inner}).items()
            }
        elif value is not None:
            row[name] = value if isinstance(value, str) else float(value)
    return row


def as_numbers(*groups: Sequence[Mapping[str, float | str]]) -> list[Floats]:
    """Rows as matrices (n, f) with the same columns: words become columns of 0 and 1."""
    import pandas as pd

    table = pd.get_dummies(pd.DataFrame([row for rows in groups for row in rows])).fillna(0.0)
    values = table.to_numpy(np.float64)  # (all, f)
    return np.split(values, np.cumsum([len(rows) for rows in groups])[:-1])


def corners(image: Image.Image) -> Floats:
    """Colours, spread and fine noise of the two upper corners of a picture: (f,)."""
    pixels = np.asarray(image.convert("RGB"), np.float64)  # (s, s, 3)
    side = round(_CORNER * len(pixels))
    found = []
    for corner in (pixels[:side, :side], pixels[:side, -side:]):
        fine = [np.abs(np.diff(corner, 2, axis)).mean((0, 1)) for axis in (0, 1)]
        found += [corner.mean((0, 1)), corner.std((0, 1)), *fine]
    return np.concatenate(found)


def by_line(train: Floats, labels: Sequence[str], test: Floats, truth: Sequence[str]) -> Ranks:
    """Guess the condition from numbers by a linear discriminant."""
    spread = in_classes(train, labels)[2].std(0)  # (f,)
    varied = spread > 0
    own, new = (some[:, varied] / spread[varied] for some in (train, test))
    return by_discriminant(own - own.mean(0), labels, new - own.mean(0), truth)


def by_forest(train: Floats, labels: Sequence[str], test: Floats, truth: Sequence[str]) -> Ranks:
    """Guess the condition from numbers by a random forest."""
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(_TREES, min_samples_leaf=2, random_state=0)
    forest.fit(train, labels)
    return ranks(forest.predict_proba(test), forest.classes_.tolist(), truth)
