"""Training the image model: interrupted or not it ends alike, and it learns what is to be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from raredx.phenotype.traits.learning import Course, as_input, train
from tests.phenotype.drawn import draw_faces

SHORT = Course(epochs=3, batch=16, shift=1)
FACES, PRESENT = draw_faces(32, seed=0)


class Interrupted(Exception):
    pass


def stop_after(epochs: int):
    def tell(epoch: int, loss: float) -> None:
        if epoch == epochs:
            raise Interrupted

    return tell


def alike(one: dict, other: dict) -> bool:
    return all(torch.equal(weights, other[name]) for name, weights in one.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def whole(folder) -> dict:
    return train(FACES, PRESENT, SHORT, folder=folder)


def test_the_same_course_gives_the_same_weights(whole, tmp_path):
    torch.rand(7)  # whatever was drawn before
    assert alike(whole, train(FACES, PRESENT, SHORT, folder=tmp_path))


@pytest.mark.parametrize("epochs", [1, 2])
def test_an_interrupted_training_ends_with_the_same_weights(whole, tmp_path, epochs):
    with pytest.raises(Interrupted):
        train(FACES, PRESENT, SHORT, folder=tmp_path, tell=stop_after(epochs))
    told = []
    again = train(
        FACES, PRESENT, SHORT, folder=tmp_path, tell=lambda epoch, loss: told.append(epoch)
    )
    assert told == list(range(epochs + 1, SHORT.epochs + 1))
    assert alike(whole, again)


def test_a_training_that_has_ended_is_not_repeated(whole, folder):
    told = []
    again = train(FACES, PRESENT, SHORT, folder=folder, tell=lambda epoch, loss: told.append(epoch))
    assert told == []
    assert alike(whole, again)
    assert [path.name for path in folder.iterdir()] == ["checkpoint.pt"]


def test_the_loss_falls(tmp_path):
    faces, present = draw_faces(96, seed=1)
    losses = []
    course = Course(epochs=5, batch=32, shift=1)
    train(
        faces,
        present[:, :1],
        course,
        folder=tmp_path,
        tell=lambda epoch, loss: losses.append(loss),
    )
    assert losses[-1] < 0.6 * losses[0]


def test_a_face_left_alone_in_its_batch_does_no_harm(tmp_path):
    weights = train(FACES[:17], PRESENT[:17], Course(epochs=1, batch=16), folder=tmp_path)
    assert all(torch.isfinite(one.float()).all() for one in weights.values())


def test_faces_go_in_about_0_with_channels_first():
    grey = np.full((2, 32, 32, 3), 127, np.uint8)
    grey[..., 0] = 255
    found = as_input(grey)
    assert found.shape == (2, 3, 32, 32)
    assert found[:, 0].unique().tolist() == [pytest.approx(127.5 / 64)]
    assert abs(found[:, 1].mean().item()) < 0.01
