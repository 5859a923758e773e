"""What the shipped base model is worth: faces, landmarks, likeness to people, captions obeyed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import numpy as np
from PIL import Image

from benchmarks.generate.faces import Pixels, apart, features, landmarks, people
from benchmarks.tables import keep
from raredx.assets.cards import read_model_card, write_card
from raredx.jobs import Progress
from raredx.learning.heads import Logistic
from raredx.settings import ROOT
from raredx.statistics.discrepancy import kernel_distance
from raredx.statistics.shares import share
from raredx.synthesis.bases import Base, open_base
from raredx.synthesis.captions import Shown
from raredx.synthesis.drawing import Wish, draw
from raredx.synthesis.pocket.autoencoding import through
from raredx.synthesis.pocket.plan import People, Plan
from raredx.synthesis.pocket.rebuild import SHIPPED
from raredx.synthesis.sampling import Sampling

_SAMPLES = 500
_READERS = 1500  # people by whom captions are learned to be read
_SHEET = 64
_HOW = Sampling(guidance=2.5)
_PICTURE = ROOT / "docs" / "pictures" / "pocket-samples.webp"
_READ: dict[str, Callable[[Shown], str | None]] = {
    "sex": lambda shown: shown.sex,
    "skin": lambda shown: shown.skin,
    "hair": lambda shown: _colour(shown.hair),
    "age": lambda shown: str(shown.age),
    "view": lambda shown: shown.view,
}
"""What of a caption is read back from the picture."""


def accepted() -> None:
    """Measure the base model, and write it down in its card and beside the other results."""
    plan, base = Plan.shipped().people, open_base()
    true, shown = people(plan, slice(plan.number - _SAMPLES, plan.number))
    others, _ = people(plan, slice(plan.number - 2 * _SAMPLES, plan.number - _SAMPLES))
    wishes = [Wish(prompt=one.caption, seed=seed) for seed, one in enumerate(shown)]
    started = time.perf_counter()
    drawn = list(draw(base.pipeline, wishes, _HOW, progress=Progress()))
    seconds = (time.perf_counter() - started) / len(drawn)
    made = np.stack([one for one in drawn if one is not None])
    told = {"seconds for an image": f"{seconds:.2f}"}
    told |= (
        _faces(made, true)
        | _reconstructed(base, true)
        | _near(made, true, others, through(base.pipeline.vae, true))
    )
    told |= _obeyed(made, true, shown, plan)
    _sheet(made[:_SHEET])
    keep("pocket", told, headings=["measure", "value"], rows=[[*one] for one in told.items()])
    write_card(SHIPPED, read_model_card(SHIPPED).model_copy(update={"measures": told}))


def _faces(made: Pixels, true: Pixels) -> dict[str, str]:
    """How many pictures have exactly one face."""
    return {
        f"one face found, in {name}": str(share(int(landmarks(faces).usable.sum()), len(faces)))
        for name, faces in (("samples", made), ("people held out", true))
    }


def _reconstructed(base: Base, true: Pixels) -> dict[str, str]:
    """How far the autoencoder alone moves landmarks, beside how far a pixel's shift does."""
    found = landmarks(true)
    again = landmarks(through(base.pipeline.vae, true))
    moved = landmarks(np.roll(true, 1, axis=2))
    by = {
        "the autoencoder": apart(found, again),
        "one pixel of shift": apart(found, moved, (1, 0)),
    }
    return {
        f"landmarks moved by {name}, of the eyes' distance": f"mean {one.mean():.2%}, 95th"
        f" percentile {np.percentile(one, 95):.2%} (n = {len(one):,})"
        for name, one in by.items()
    }


def _near(made: Pixels, true: Pixels, others: Pixels, again: Pixels) -> dict[str, str]:
    """How far samples are from people, beside how far other people are, and these ones again."""
    own, judged, floor, soft = (features(faces) for faces in (made, others, true, again))
    return {
        f"kernel distance x 1,000, {name}": "{:.2f} (95 % {:.2f} to {:.2f})".format(
            *(1000 * one for one in kernel_distance(some, judged))
        )
        for name, some in (
            ("samples to people", own),
            ("other people through the autoencoder to people", soft),
            ("other people to people", floor),
        )
    }


def _obeyed(made: Pixels, true: Pixels, shown: list[Shown], plan: People) -> dict[str, str]:
    """How often what a caption says is read back, beside how often it is from people."""
    learned, known = people(plan, slice(_READERS))
    seen, own, judged = (features(faces) for faces in (learned, made, true))
    found = {}
    for name, read in _READ.items():
        labels = [str(read(one)) for one in known]
        wanted = np.array([str(read(one)) for one in shown])
        classes = sorted({*labels, *wanted})
        subjects = [str(row) for row in range(len(labels))]
        reader = Logistic().fit(seen, labels, subjects, classes=classes, seed=0)
        right = [
            int((np.array(classes)[reader.scores(some).argmax(1)] == wanted).sum())
            for some in (own, judged)
        ]
        most = max(Counter(wanted.tolist()).values()) / len(wanted)
        found[f"{name} read back"] = (
            f"{share(right[0], len(wanted))}; from people {right[1] / len(wanted):.1%}; the most"
            f" frequent answer {most:.1%}"
        )
    return found


def _colour(hair: str | None) -> str | None:
    """The last word before "hair"; of the bald, that.

    >>> _colour("long dark brown hair"), _colour("bald")
    ('brown', 'bald')
    """
    return hair and hair.removesuffix(" hair").split()[-1]


def _sheet(faces: Pixels) -> None:
    rows = [np.concatenate(list(faces[first : first + 8]), 1) for first in range(0, _SHEET, 8)]
    Image.fromarray(np.concatenate(rows)).save(_PICTURE, quality=85)
