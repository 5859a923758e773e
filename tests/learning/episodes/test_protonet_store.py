"""Projections on disk: the same as before, or one clear line that says what is wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from raredx.errors import NotFoundError, UserError
from raredx.learning.episodes.judge import evaluate
from raredx.learning.episodes.methods import ProtoNetOptions
from raredx.learning.episodes.protonet import train
from raredx.learning.episodes.protonet_store import ARRAYS, CARD, load, save
from tests.learning.episodes.people import drawn

NAMES = [f"{number:02}" for number in range(24)]
LABELS = [label for label in "abcdef" for _ in range(4)]
FEATURES = np.random.default_rng(0).normal(size=(24, 9)).astype(np.float32)


def trained(**options):
    quick = {"width": 4, "ways": 3, "steps": 3, **options}
    return train(FEATURES, LABELS, NAMES, options=ProtoNetOptions(**quick), seed=0)


@pytest.fixture
def folder(tmp_path):
    save(trained(), tmp_path / "net")
    return tmp_path / "net"


def change_card(folder, **fields):
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(card | fields))


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_it_projects_as_before_bit_for_bit(tmp_path, layers, distance):
    net = trained(layers=layers, distance=distance)
    save(net, tmp_path / "net")
    again = load(tmp_path / "net")
    assert (again.classes, again.distance) == (net.classes, distance)
    assert again.embed(FEATURES).tobytes() == net.embed(FEATURES).tobytes()


def test_it_still_refuses_those_it_was_trained_on(folder):
    episodes = drawn(5)
    known = tuple(episodes.classes[:2])
    change_card(folder, classes=[*known, "c", "d", "e", "f"])
    with pytest.raises(UserError, match="trained on class 000, which it is asked about"):
        evaluate(np.ones((len(episodes.images), 9)), episodes, net=load(folder))


def test_a_folder_from_a_newer_version(folder):
    change_card(folder, format=2, colour="blue")
    with pytest.raises(UserError, match="'net' was made by a newer version"):
        load(folder)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("card", "protonet.json is not what was saved"),
        ("layers", "in protonet.safetensors there are bias-1, centre, weights-1, not bias-1, "),
        ("width", r"centre has shape \(9,\), not \(8,\)"),
        ("bytes", "protonet.safetensors cannot be read"),
        ("missing", "protonet.safetensors is missing"),
        ("shape", r"bias-1 has shape \(3,\), not \(4,\)"),
        ("finite", "holds what is no finite number"),
    ],
)
def test_a_damaged_folder_is_one_line(folder, fault, says):
    arrays = load_file(folder / ARRAYS)
    match fault:
        case "card":
            (folder / CARD).write_text("[]")
        case "layers":
            change_card(folder, layers=2)
        case "width":
            change_card(folder, width=8)
        case "bytes":
            (folder / ARRAYS).write_bytes((folder / ARRAYS).read_bytes()[:-9])
        case "missing":
            (folder / ARRAYS).unlink()
        case "shape":
            save_file(arrays | {"bias-1": arrays["bias-1"][:3]}, folder / ARRAYS)
        case "finite":
            save_file(arrays | {"centre": arrays["centre"] * np.nan}, folder / ARRAYS)
    with pytest.raises(UserError, match=f"projection 'net' is damaged: .*{says}") as caught:
        load(folder)
    assert "\n" not in str(caught.value)


def test_no_folder(tmp_path):
    with pytest.raises(NotFoundError, match="There is no trained projection in 'away'"):
        load(tmp_path / "away")
