"""What is found in a picture: every end of the search is a result, and points lie on the face."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from raredx.phenotype.landmarks import BLENDSHAPES, Landmarks, Seen
from raredx.phenotype.landmarks.detect import USUAL, Detector, _landmarker, space
from raredx.phenotype.landmarks.found import unpacked
from tests.phenotype.strangers import GREY, lfw

TIP, CHIN, FOREHEAD, RIGHT_EYE, LEFT_EYE = 4, 152, 10, 33, 263


@pytest.fixture(scope="module")
def look():
    with Detector() as detector:
        yield lambda image: unpacked(detector.detect(image)[None])


@pytest.fixture(scope="module")
def frontal(unseen) -> list[Image.Image]:
    """Portraits of unaffected people, 256 pixels wide."""
    turned = np.abs(unseen.people.landmarks.angles).max(1)
    healthy = [row for row, label in enumerate(unseen.people.labels) if not label]
    return [unseen.image(row) for row in healthy if turned[row] < 12][:3]


def beside(*images: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (sum(image.width for image in images), 256), GREY)
    across = 0
    for image in images:
        whole.paste(image, (across, 0))
        across += image.width
    return whole


def test_one_face_has_its_points_in_the_picture(look, frontal):
    for image in frontal:
        found = look(image)
        assert found.says(0) == "one face"
        assert found.doubts(0) == []
        assert found.usable.tolist() == [True]
        assert found.sizes[0].tolist() == [256, 256]
        x, y, z = found.points[0].T
        assert x[RIGHT_EYE] < x[TIP] < x[LEFT_EYE]  # the person's right is on the picture's left
        assert y[FOREHEAD] < y[RIGHT_EYE] < y[TIP] < y[CHIN]
        assert z.argmin() == TIP  # z goes to the back
        assert min(x.min(), y.min()) >= 0
        assert max(x.max(), y.max()) < 256


def test_points_are_where_the_simulator_put_them(unseen):
    truth = {row["image_id"]: row for row in unseen.cohort.side("truth").to_pylist()}
    marks = [
        {mark["name"]: (mark["x"], mark["y"]) for mark in truth[one]["landmarks"]}
        for one in unseen.ids
    ]
    real = np.array([one["pronasale"] for one in marks])
    found = unseen.people.landmarks
    apart = np.linalg.norm(found.points[:, TIP, :2] - real, axis=1) / found.eye_span
    assert np.median(apart) < 0.12


def test_head_turns_are_those_of_the_simulator(unseen):
    truth = {row["image_id"]: row["photo"] for row in unseen.cohort.side("truth").to_pylist()}
    real = np.array([truth[one]["yaw"] for one in unseen.ids])
    found = unseen.people.landmarks.angles[:, 0]
    assert abs(np.corrcoef(real, found)[0, 1]) > 0.95
    assert np.median(np.abs(np.abs(found) - np.abs(real))) < 5


def test_of_several_faces_the_largest_is_taken(look, frontal):
    small = Image.new("RGB", (256, 256), GREY)
    small.paste(frontal[0].resize((160, 160)), (48, 48))
    found = look(beside(small, frontal[1]))
    assert found.seen[0] == Seen.SEVERAL
    assert found.faces[0] == 2
    assert found.says(0) == "several faces were found, and the largest was taken"
    assert found.points[0, :, 0].min() > 256
    assert not found.usable[0]
    alone = look(frontal[1]).points[0]
    assert np.abs(found.points[0, :, :2] - [256, 0] - alone[:, :2]).mean() < 3


@pytest.mark.parametrize(
    "image",
    [
        Image.fromarray(np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)),
        Image.new("RGB", (256, 256), GREY),
        Image.new("L", (1, 1)),
        Image.new("RGBA", (3, 400)),
    ],
    ids=["noise", "a grey card", "a pixel", "a line"],
)
def test_no_face_is_a_result(look, image):
    found = look(image)
    assert found.seen[0] == Seen.NONE
    assert found.says(0) == "no face was found"
    assert found.doubts(0) == []
    assert found.faces[0] == 0
    assert np.isnan(found.points).all()
    assert np.isnan(found.expressions).all()
    assert found.sizes[0].tolist() == list(image.size)


def test_a_face_upside_down_is_told(look, frontal):
    found = look(frontal[0].rotate(180))
    assert found.says(0) == "the face is upside down"
    assert any("turn the picture upright" in line for line in found.doubts(0))
    assert not found.usable[0]
    upright = look(frontal[0]).points[0, :, :2]
    assert np.abs(256 - found.points[0, :, :2] - upright).mean() < 3


def test_few_faces_upside_down_are_taken_for_upright(look, unseen):
    people = [unseen.image(row) for row in range(0, len(unseen.ids), 7)]
    photographs = lfw(20)
    for images in (people, photographs):
        upright = [look(image).seen[0] for image in images]
        turned = [look(image.rotate(180)).seen[0] for image in images]
        assert np.mean([one == Seen.UPSIDE_DOWN for one in turned]) >= 0.85
        assert np.mean([one == Seen.ONE for one in upright]) >= 0.9


def test_low_confidence_is_told(look, frontal):
    ends = [
        look(image.filter(ImageFilter.GaussianBlur(blur)))
        for image in frontal
        for blur in (2, 6, 7, 8, 9, 10, 11, 12, 20)
    ]
    assert {Seen.ONE, Seen.UNSURE, Seen.NONE} <= {Seen(one.seen[0]) for one in ends}
    unsure = next(one for one in ends if one.seen[0] == Seen.UNSURE)
    assert unsure.says(0) == "something like a face was found, with low confidence"
    assert np.isfinite(unsure.points).all()
    assert not unsure.usable[0]


def test_a_tiny_face_is_told_with_its_size(look, frontal):
    found = look(frontal[0].resize((64, 64)))
    (said,) = found.doubts(0)
    assert said.startswith(f"The face is tiny: {found.eye_span[0]:.0f} pixels between")


def test_a_leaning_head_is_told_with_its_angle(look, frontal):
    found = look(frontal[0].rotate(60, fillcolor=GREY))
    (said,) = found.doubts(0)
    assert said.startswith("The head leans by 6")
    assert abs(found.angles[0, 2]) == pytest.approx(60, abs=5)


def test_pixels_decide_whatever_their_container(look, frontal):
    grey = frontal[0].convert("L")
    assert look(grey).points.tobytes() == look(grey.convert("RGB")).points.tobytes()


def test_the_parts_of_an_expression_are_mediapipes(frontal):
    import mediapipe as mp

    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.asarray(frontal[0]))
    with _landmarker(USUAL) as landmarker:
        (parts,) = landmarker.detect(image).face_blendshapes
    assert tuple(part.category_name for part in parts) == BLENDSHAPES


def test_expressions_are_shares_and_tell_a_smile_from_a_straight_mouth(unseen):
    found: Landmarks = unseen.people.landmarks
    assert found.expressions.min() >= 0
    assert found.expressions.max() <= 1
    truth = {row["image_id"]: row["photo"] for row in unseen.cohort.side("truth").to_pylist()}
    smiles = np.array([truth[one]["expression"]["fa:mouthSmile"] or 0.0 for one in unseen.ids])
    seen = found.expressions[:, BLENDSHAPES.index("mouthSmileLeft")]
    assert np.corrcoef(smiles, seen)[0, 1] > 0.3


def test_the_space_of_what_is_kept_names_the_model():
    assert space().startswith("landmarks-64184e229b26-p")
