"""A model that is asked, and every way in which it can be unusable."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from PIL import Image, ImageOps

from raredx.assets.cards import write_card
from raredx.cohorts.store import open_cohort
from raredx.errors import NotFoundError, UserError
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.reading import look_at
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.seeing import see
from raredx.learning.bundle.store import bundle_folder, open_bundle, read_bundle_card


def first_of(cohort: str) -> tuple[str, Image.Image]:
    opened = open_cohort(cohort)
    image_id = opened.rows("image_id")["image_id"].to_pylist()[0]
    return image_id, opened.image(image_id)


def test_an_image_is_answered_as_the_same_image_of_a_cohort(bench):
    bundle = open_bundle("first")
    image_id, image = first_of("there")
    shutil.rmtree(bench / "features")
    answer = bundle.predict(image)
    assert not (bench / "features").exists()  # nothing of a stranger's image is kept
    features = look_at(open_cohort("there"), [image_id], bundle.backbone)
    assert answer == bundle.predict_features(features[0], seen="one face")


def test_an_answer_ranks_every_condition_by_calibrated_probability(bench):
    bundle = open_bundle("first")
    answer = bundle.predict(first_of("there")[1])
    shares = [one.probability for one in answer.ranked]
    assert sorted(one.name for one in answer.ranked) == sorted(bundle.classes)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert answer.as_dict()["notice"].startswith("Research tool")
    assert answer.ranked[0].name in str(answer)


def test_an_image_without_one_upright_face_has_one_clear_answer(bench):
    bundle = open_bundle("first")
    face = first_of("there")[1]
    pair = Image.new("RGB", (2 * face.width, face.height))
    pair.paste(face, (0, 0))
    pair.paste(ImageOps.mirror(face), (face.width, 0))
    for image, says in (
        (Image.new("RGB", (200, 200), "grey"), "No answer: no face was found."),
        (pair, "No answer: several faces were found; cut out the one that is meant."),
        (face.rotate(180), "No answer: the face is upside down; turn the picture."),
    ):
        answer = bundle.predict(image)
        assert not answer.answered
        assert str(answer) == says


def test_a_backbone_of_whole_pictures_sees_any(bench):
    image = Image.new("RGB", (64, 64), "grey")
    features, seen = see(image, get_backbone("efficientnet-lite0@whole"))
    assert np.isfinite(features).all()
    assert seen == "the whole picture"


def test_what_is_not_seen_is_answered_by_frequency_among_others(bench):
    bundle = open_bundle("first")
    counts = np.array([one.images for one in bundle.card.conditions])
    scores = bundle.scores(np.full((2, bundle.backbone.width), np.nan))
    np.testing.assert_allclose(np.exp(scores[1]), counts / counts.sum(), rtol=1e-5)


def test_features_of_another_backbone_are_refused(bench):
    with pytest.raises(UserError, match="7 features each, 100 are needed"):
        open_bundle("first").predict_features(np.zeros(7))


def tell(folder, **changes):
    """Write other things on a card."""
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, **changes}))


def test_a_model_of_another_version_of_its_backbone_is_refused(bench):
    tell(bundle_folder("first"), space="shape-space landmarks-0 reference-0")
    with pytest.raises(UserError, match="was fitted with another version of shape-space"):
        open_bundle("first")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 99}, "was made by a newer version. Update the workbench"),
        ({"format": None}, "is damaged: card.json is not what was saved"),
        ({"colour": "blue"}, "is damaged: card.json is not what was saved"),
        ({"backbone": "retina"}, "cannot be used here: There is no backbone 'retina'"),
        ({"conditions": []}, "is damaged: its head is of another model"),
    ],
)
def test_a_card_that_cannot_be_is_one_clear_line(bench, changes, says):
    tell(bundle_folder("first"), **changes)
    with pytest.raises(UserError, match=says) as caught:
        open_bundle("first")
    assert "'first'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_card_of_an_older_version_is_one_clear_line(bench):
    file = bundle_folder("first") / "card.json"
    card = json.loads(file.read_text())
    del card["maps"]
    file.write_text(json.dumps({**card, "format": 2}))
    with pytest.raises(UserError, match=r"'first' was made by an older version\. Make it again"):
        open_bundle("first")


@pytest.mark.parametrize("name", ["head/head.safetensors", "head/head.json", "gallery.safetensors"])
def test_a_file_that_is_missing_or_changed_is_named(bench, name):
    file = bundle_folder("first") / name
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match=f"is damaged: {name} is not what was saved"):
        open_bundle("first")
    file.unlink()
    with pytest.raises(UserError, match=f"is damaged: {name} is missing"):
        open_bundle("first")


def test_a_head_that_is_not_known_is_told(bench):
    folder = bundle_folder("first")
    card = read_bundle_card(folder)
    head = json.loads((folder / "head" / "head.json").read_text())
    (folder / "head" / "head.json").write_text(json.dumps({**head, "head": "oracle"}))
    write_card(folder, card)
    with pytest.raises(UserError, match="cannot be used here: There is no head 'oracle'"):
        open_bundle("first")


@pytest.mark.parametrize("text", ["{", "", "\udcff"])
def test_a_card_that_is_no_json_is_told(bench, text):
    (bundle_folder("first") / "card.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(UserError, match=r"'first' is damaged: card\.json"):
        open_bundle("first")


def test_a_folder_without_a_model_is_told(bench, tmp_path):
    with pytest.raises(NotFoundError, match="There is no model in"):
        Bundle.open(tmp_path)
