"""The domain check: pictures of the same world belong, others do not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageFilter

from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import unpacked
from raredx.phenotype.reference.domain import SIDE, TURNED_AWAY, Domain, domain_features
from raredx.phenotype.reference.reference import Reference, open_reference
from raredx.phenotype.traits.crops import FACE, cut_out
from tests.phenotype.strangers import astronaut, lfw


def draw(n: int, seed: int, *, width: int = 200, along: int = 8) -> np.ndarray:
    """Features that differ in a few directions, and a little in all."""
    axes = np.random.default_rng(0).normal(size=(along, width)) / np.sqrt(width)
    rng = np.random.default_rng([1, seed])
    return 3 + rng.normal(size=(n, along)) @ axes * 5 + rng.normal(0, 0.1, (n, width))


@pytest.fixture(scope="module")
def planted() -> Domain:
    return Domain.fit(draw(600, 0))


def test_the_stated_share_of_unseen_pictures_is_turned_away(planted):
    away = (planted.strangeness(draw(4000, 1)) > 1).mean()
    assert away == pytest.approx(TURNED_AWAY, abs=0.035)


def test_what_lies_outside_or_too_far_along_is_turned_away(planted):
    fresh = draw(100, 2)
    outside = fresh + np.random.default_rng(3).normal(0, 0.5, fresh.shape)
    assert (planted.strangeness(outside) > 1).all()
    far = planted.centre + 5 * (fresh - planted.centre)
    assert (planted.strangeness(far) > 1).mean() > 0.95


def test_a_verdict_is_the_strangeness_and_its_limit(planted):
    fresh = draw(50, 4)
    judged = planted.judge(fresh)
    strangeness = planted.strangeness(fresh)
    assert [one.strangeness for one in judged] == strangeness.tolist()
    assert [one.belongs for one in judged] == (strangeness <= 1).tolist()


def test_few_pictures_are_learned_from_as_well():
    small = Domain.fit(draw(24, 5))
    assert np.isfinite(small.strangeness(draw(10, 6))).all()


@pytest.fixture(scope="module")
def shipped() -> Reference:
    return open_reference()


def strangeness(reference: Reference, faces: list[np.ndarray]) -> np.ndarray:
    return reference.domain.strangeness(domain_features(map(Image.fromarray, faces)))


@pytest.fixture(scope="module")
def own(unseen) -> list[tuple[Image.Image, np.ndarray]]:
    """Pictures of simulated people that the shipped reference has not seen, and their points."""
    rows = range(0, len(unseen.ids), 7)
    return [(unseen.image(row), unseen.people.landmarks.points[row]) for row in rows]


def test_unseen_pictures_of_the_same_world_mostly_belong(shipped, own):
    faces = [cut_out(image, points, side=SIDE, spans=FACE) for image, points in own]
    assert len(faces) >= 20
    assert (strangeness(shipped, faces) <= 1).mean() >= 0.8


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "heavily blurred": lambda image: image.filter(ImageFilter.GaussianBlur(9)),
    "noisy": lambda image: Image.fromarray(
        np.random.default_rng(0).integers(0, 256, np.asarray(image).shape, np.uint8)
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_strange_pictures_do_not_belong(shipped, own, how):
    faces = [
        cut_out(SPOILT[how](image), points, side=SIDE, spans=FACE) for image, points in own[:3]
    ]
    assert (strangeness(shipped, faces) > 1).all()


def test_photographs_do_not_belong(shipped):
    faces = []
    with Detector() as detector:
        for image in (astronaut(), *lfw(10)):
            found = unpacked(detector.detect(image)[None])
            assert found.seen[0]
            faces.append(cut_out(image, found.points[0], side=SIDE, spans=FACE))
    assert (strangeness(shipped, faces) > 1).all()


def test_a_cat_is_no_face_of_that_world(shipped):
    cat = Image.fromarray(skimage.data.chelsea()).resize((SIDE, SIDE))
    assert strangeness(shipped, [np.asarray(cat)])[0] > 1
