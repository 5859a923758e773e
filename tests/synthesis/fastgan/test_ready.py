"""A network comes back from its file as it was, or one line says what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.errors import UserError
from raredx.memory import InParts
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.ready import opened, save

NAMES = ("A", "B")
SIZE = {"side": 32, "width": 4}


@pytest.fixture
def file(tmp_path):
    torch.manual_seed(1)
    drawer = Drawer(**SIZE, conditions=2)
    torch.nn.init.normal_(drawer.norm.meanings)
    save(drawer, {}, tmp_path / "drawer.safetensors")
    return tmp_path / "drawer.safetensors"


def pixels(ready, seeds, labels, at_once=8):
    return ready.pixels(seeds, labels, InParts(at_once=at_once, say=[].append))


def test_it_draws_the_same_from_its_file(file):
    first, again = (opened(file, NAMES, **SIZE, told=True) for _ in range(2))
    drawn = pixels(first, [1, 2, 1], ["A", "B", "B"])
    assert drawn.shape == (3, 32, 32, 3)
    assert np.array_equal(drawn, pixels(again, [1, 2, 1], ["A", "B", "B"]))
    assert not np.array_equal(drawn[0], drawn[2])


def test_an_image_does_not_depend_on_those_beside_it(file):
    ready = opened(file, NAMES, **SIZE, told=True)
    together, alone = (pixels(ready, [1, 2, 3], ["A"] * 3, at_once=many) for many in (3, 1))
    assert np.abs(together.astype(int) - alone).max() <= 1


def test_nobody_is_of_all_conditions_alike(file):
    ready = opened(file, NAMES, **SIZE, told=True)
    one, other, nobody = pixels(ready, [4, 4, 4], ["A", "B", None])
    assert not np.array_equal(nobody, one)
    assert not np.array_equal(nobody, other)


def test_mean_faces_lie_beside_the_weights(tmp_path):
    file, means = tmp_path / "drawer.safetensors", {"A": np.arange(25.0), "B": np.ones(25)}
    save(Drawer(**SIZE, conditions=0), means, file)
    ready = opened(file, NAMES, **SIZE, told=False)
    assert {name: one.tolist() for name, one in ready.means.items()} == {
        name: one.tolist() for name, one in means.items()
    }
    assert pixels(ready, [1, 2], [None, None]).shape == (2, 32, 32, 3)


def test_a_file_that_cannot_be_read_is_one_line(file):
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(UserError, match=r"is damaged: drawer.safetensors cannot be read.*train"):
        opened(file, NAMES, **SIZE, told=True)


def test_a_file_of_another_network_is_one_line(file):
    with pytest.raises(UserError, match=r"drawer.safetensors is not what was saved") as caught:
        opened(file, NAMES, side=64, width=4, told=True)
    assert "\n" not in str(caught.value)
