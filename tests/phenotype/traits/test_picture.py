"""The image model: calibrated on faces it has not seen, silent where it cannot tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from raredx.phenotype.reference.packing import pack, unpack
from raredx.phenotype.traits.crops import FACE, HEAD
from raredx.phenotype.traits.picture import FEWEST, Answer, PictureModel, View
from raredx.phenotype.traits.rule import SPECIFICITY
from raredx.phenotype.traits.scoring import calibration_error
from raredx.statistics.estimate import Estimate
from tests.phenotype.drawn import CHANCE, LOCK, RARE, SIDES, TERMS, draw_faces, views_of


@pytest.fixture(scope="module")
def others() -> tuple[list[np.ndarray], np.ndarray]:
    faces, present = draw_faces(300, seed=2)
    return views_of(faces), present


@pytest.fixture(scope="module")
def said(seer, others) -> np.ndarray:
    return seer.confidence(others[0])


def test_a_planted_sign_is_learned_and_told_on_unseen_faces(seer, said, others):
    has = others[1][:, 0]
    assert seer.terms == (LOCK,)
    assert seer.answers[LOCK].auc.value > 0.95
    assert said[has, 0].mean() > 0.7
    assert said[~has, 0].mean() < 0.3


def test_confidence_is_a_frequency_on_unseen_faces(said, others):
    assert calibration_error(said, others[1][:, :1]) < 0.1


def test_named_terms_are_as_specific_as_promised(seer, said, others):
    named = said[:, 0] > seer.answers[LOCK].threshold
    assert (~named)[~others[1][:, 0]].mean() == pytest.approx(SPECIFICITY, abs=0.05)


def test_what_it_does_not_tell_is_undecided_and_not_absent(seer):
    assert seer.undecided[CHANCE].startswith("the image model hardly tells who has it (area 0.")
    assert seer.undecided[RARE] == "only 3 faces to judge the image model by"
    assert FEWEST > 3
    assert set(seer.answers) | set(seer.undecided) == set(TERMS)


def test_a_view_that_says_nothing_has_no_weight(seer, others):
    faces, present = others
    silent = replace(seer.views[1])
    noise = np.random.default_rng(0).integers(0, 256, faces[1].shape, np.uint8)
    found = PictureModel.calibrate([seer.views[0], silent], TERMS, [faces[0], noise], present)
    assert found.slopes[0] > 0.3
    assert found.slopes[1] < 0.1 * found.slopes[0]


def test_each_face_is_judged_by_itself(seer, others):
    for view, faces in zip(seer.views, others[0], strict=True):
        together = view.logits(faces[:70])
        np.testing.assert_allclose(view.logits(faces[66:67])[0], together[66], atol=1e-4)
        assert view.logits(faces[:0]).shape == (0, len(TERMS))


def test_a_face_is_cut_out_for_each_view(seer):
    points = np.random.default_rng(0).uniform(20, 80, (478, 3))
    found = seer.cut(Image.new("RGB", (100, 100)), points)
    assert [one.shape for one in found] == [(1, side, side, 3) for side in SIDES]
    assert [view.spans for view in seer.views] == [HEAD, FACE]


def test_weights_are_kept_in_half_precision(seer):
    for view in seer.views:
        kept = {one.dtype for one in view.weights.values() if one.dtype.kind == "f"}
        assert kept == {np.dtype(np.float16)}


def test_it_is_the_same_after_it_was_kept(seer, said, others, tmp_path):
    pack(seer, tmp_path)
    again = unpack(tmp_path, [PictureModel, View, Answer, Estimate])
    np.testing.assert_allclose(again.confidence(others[0]), said, atol=1e-5)
    assert again.answers == seer.answers
    assert again.undecided == seer.undecided
