"""What pictures are compared by: edits of one are found again, other people are other people."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.synthesis.curation.novelty import FEWEST, Novelty
from raredx.synthesis.curation.sight import SPACES, see
from tests.people import made_once, write_people

PEOPLE = 30


def edits(image):
    """What may be done to a picture so that it is no longer the same file."""
    wide, high = image.size
    pixels, chance = np.asarray(image).astype(float), np.random.default_rng(4)
    squeezed = io.BytesIO()
    image.save(squeezed, "JPEG", quality=30)
    return {
        "resized": image.resize((wide // 2, high // 2), Image.Resampling.LANCZOS),
        "flipped": image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "recoloured": _image(pixels * [1.2, 0.9, 0.8] + 12),
        "cropped": image.crop((wide // 12, high // 15, wide * 11 // 12, high)),
        "compressed": Image.open(squeezed).convert("RGB"),
        "noised": _image(pixels + chance.normal(0, 12, pixels.shape)),
    }


def _image(pixels):
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


@made_once
def _made(folder):
    seen_in(write_people("people", {"unaffected": PEOPLE}, images=1))


def seen_in(cohort):
    return see(cohort.rows("image_id")["image_id"].to_pylist(), cohort.image)


@pytest.fixture
def cohort():
    _made()
    return open_cohort("people")


@pytest.fixture
def people(cohort):
    """The sight of as many people, and who each one is."""
    return seen_in(cohort), cohort.rows("subject_id")["subject_id"].to_pylist()


def test_a_picture_is_the_same_as_itself_and_as_its_mirror_image(cohort, people):
    known, _ = people
    for name, apart in known.distances(known).items():
        assert np.diag(apart) == pytest.approx(np.zeros(PEOPLE), abs=2e-3), name
        assert (apart[~np.eye(PEOPLE, dtype=bool)] > 2e-3).all(), name
    turned = cohort.image(known.ids[0]).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    again = see(["turned"], lambda name: turned)
    assert again.distances(known)["structure"][0].argmin() == 0


def test_every_edit_is_a_near_copy_of_its_own_picture_and_nobody_else_is(cohort, people):
    known, subjects = people
    novelty = Novelty.fit(known, subjects)
    assert set(novelty.limits) == set(SPACES)
    made = {
        f"{row} {name}": image
        for row in (0, 7)
        for name, image in edits(cohort.image(known.ids[row])).items()
    }
    near = novelty.nearest(see([*made], made.__getitem__), known)
    assert near.copied.all(), near.worst
    assert [known.ids.index(one) for one in near.ids["structure"]] == [0] * 6 + [7] * 6
    for row in range(5):
        others = known.take(np.arange(PEOPLE) != row)
        assert not novelty.nearest(known.take([row]), others).copied.any()


def test_a_picture_without_a_face_is_like_nobody(people):
    known, subjects = people
    drawn = see(["teal"], lambda name: Image.new("RGB", (90, 90), "teal"))
    near = Novelty.fit(known, subjects).nearest(drawn, known)
    assert not near.copied.any()
    assert [name for name, apart in near.distances.items() if np.isfinite(apart).any()] == [
        "picture"
    ]


def test_pictures_of_anything_are_compared_by_their_look(cohort):
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:3]
    found = see(ids, cohort.image, faces=False)
    every = found.distances(found)
    assert {*every} == {"look", "picture"}
    for apart in every.values():
        assert np.diag(apart) == pytest.approx(np.zeros(3), abs=1e-5)


def test_too_few_people_say_nothing(people):
    known, subjects = people
    few = slice(FEWEST - 1)
    with pytest.raises(UserError, match=r"There are 19 people .* and 20 are needed"):
        Novelty.fit(known.take(np.arange(FEWEST - 1)), subjects[few])
