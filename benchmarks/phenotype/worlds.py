"""How often the look of a face is mistaken: simulated people turned away, photographs let in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PIL import Image
from skimage import data

from benchmarks.phenotype.people import parts
from benchmarks.simface.scores import wilson
from benchmarks.tables import keep
from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import Seen, unpacked
from raredx.phenotype.reference.domain import SIDE, domain_features
from raredx.phenotype.reference.reference import open_reference
from raredx.phenotype.traits.crops import FACE, cut_out

HEADINGS = [
    "pictures",
    "found strange, % (95 % CI)",
    "with a face",
    "least and greatest strangeness",
]
EVERY = 2  # so-manieth calibration image
LFW = 100  # of scikit-image's pictures the first hundred are faces


def told_apart() -> None:
    """Judge pictures of both worlds, and keep how often that was right."""
    cohort = parts(test=False, workers=1).judged.cohort
    ids = cohort.rows("image_id")["image_id"].to_pylist()[::EVERY]
    worlds = {
        "simulated people, calibration part (wrong if strange)": map(cohort.image, ids),
        "scikit-image's astronaut (right if strange)": [Image.fromarray(data.astronaut())],
        "faces of scikit-image's LFW subset, 25 pixels wide (right if strange)": _lfw(),
    }
    rows, figures = [], []
    for name, images in worlds.items():
        strangeness = _strangeness(images)
        figure = wilson(int((strangeness > 1).sum()), len(strangeness))
        least, most = float(strangeness.min()), float(strangeness.max())
        rows.append([name, str(figure), f"{figure.of:,}", f"{least:.2f} to {most:.2f}"])
        figures.append({"pictures": name, "strangeness": np.sort(strangeness).round(3).tolist()})
    keep("phenotype-worlds", figures, headings=HEADINGS, rows=rows)


def _strangeness(images: Iterable[Image.Image]) -> npt.NDArray[np.float64]:
    """Of the pictures in which a face is found."""
    cuts = []
    with Detector() as detector:
        for image in images:
            found = unpacked(detector.detect(image)[None])
            if found.seen[0] not in (Seen.NONE, Seen.UPSIDE_DOWN):
                face = cut_out(image, found.points[0], side=SIDE, spans=FACE)
                cuts.append(Image.fromarray(face))
    return open_reference().domain.strangeness(domain_features(cuts))


def _lfw() -> list[Image.Image]:
    grey = (255 * data.lfw_subset()[:LFW]).astype(np.uint8)
    return [Image.fromarray(one).convert("RGB") for one in grey]
