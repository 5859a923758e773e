"""The contract of every encoder: what the registry says of it is so.

Where its weights are not here, files with random ones are put where a user would put them.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from raredx.encoders import all_encoders, get_encoder
from raredx.encoders.encode import load, run
from raredx.encoders.measuring import measured
from raredx.encoders.networks import OWN, untrained
from raredx.encoders.preprocess import as_array
from raredx.encoders.weights import weights_file
from raredx.encoders.weights.hub import Hub
from raredx.encoders.weights.shipped import Shipped
from raredx.errors import NotFoundError
from tests.encoders.making_weights import places, publish

LARGE = ("resnet152", "clip-vit-b32")
NAMES = [
    *(pytest.param(name, marks=[pytest.mark.slow] * (name in LARGE)) for name in all_encoders()),
    *("timm:test_vit.r160_in1k", "timm:test_resnet"),
]


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Several of them wait for each other longer than one takes, where others work here, too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module", params=NAMES)
def encoder(request, tmp_path_factory):
    encoder = get_encoder(request.param)
    if weights_file(encoder) or not isinstance(encoder.weights, Hub):
        yield encoder
        return
    with places(tmp_path_factory.mktemp("weights")):
        file = publish(encoder)
        yield encoder
        file.unlink()  # some weigh hundreds of megabytes


@pytest.fixture(scope="module")
def network(encoder):
    return load(encoder.name) if weights_file(encoder) else untrained(encoder)


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(1)
    sizes = [(60, 80), (300, 90)]
    return [Image.fromarray(rng.integers(0, 256, (*size, 3), np.uint8)) for size in sizes]


@pytest.fixture(scope="module")
def seen(encoder, network, images):
    """The features of both images, and the shape of what the layer for maps gave."""
    shapes = []
    handle = network.get_submodule(encoder.cam_layer).register_forward_hook(
        lambda layer, given, made: shapes.append(tuple(made.shape))
    )
    vectors = run(network, encoder, images)
    handle.remove()
    return vectors, shapes[0]


def test_features_are_as_wide_as_the_registry_says(encoder, seen):
    vectors, _ = seen
    assert vectors.shape == (2, encoder.width)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.abs(vectors[0] - vectors[1]).max() > 1e-3


def test_an_image_has_the_same_features_every_time_and_in_any_company(
    encoder, network, images, seen
):
    alone, again = (run(network, encoder, images[1:]) for _ in range(2))
    np.testing.assert_array_equal(alone, again)
    np.testing.assert_allclose(seen[0][1:], alone, rtol=1e-3, atol=1e-4)


def test_the_layer_for_maps_still_knows_where(encoder, seen):
    _, shape = seen
    if len(shape) == 4:  # a map, its channels first or last
        places = shape[2:] if shape[2] == shape[3] else shape[1:3]
        assert places[0] == places[1] > 4
    else:  # tokens, that of the class among them
        side = round((shape[1] - 1) ** 0.5)
        assert len(shape) == 3
        assert side**2 + 1 == shape[1] > 16


def test_width_parameters_and_multiplications_are_counted(encoder):
    with torch.device("meta"):
        network = untrained(encoder)
    found = measured(network, encoder.size)
    assert (found.width, found.parameters) == (encoder.width, encoder.parameters)
    assert found.million_macs == encoder.million_macs


def test_the_preprocessing_is_what_the_weights_were_made_for(encoder):
    import timm

    if encoder.architecture in OWN:  # its training and what it is shown are compared elsewhere
        assert isinstance(encoder.weights, Shipped)
        return
    made_for = timm.get_pretrained_cfg(encoder.architecture)
    native = (made_for.test_input_size or made_for.input_size)[-1]
    assert native == encoder.size or (native, encoder.name) == (518, "dinov2-vit-s14")
    assert (made_for.mean, made_for.std) == (encoder.mean, encoder.std)
    assert made_for.interpolation == encoder.interpolation
    if isinstance(encoder.weights, Hub):
        assert made_for.hf_hub_id == encoder.weights.repo


def test_a_grey_picture_is_standardised_by_its_own_mean_and_spread(encoder):
    pixels = as_array([Image.new("RGB", (40, 40), (102, 102, 102))], encoder)
    assert pixels.shape == (1, 3, encoder.size, encoder.size)
    expected = (0.4 - np.array(encoder.mean)) / np.array(encoder.std)
    np.testing.assert_allclose(pixels.mean((0, 2, 3)), expected, atol=1e-5)
    assert np.ptp(pixels, axis=(2, 3)).max() == 0


def test_a_space_is_named_after_its_weights(encoder, tmp_path):
    if encoder.weights.sha256:
        assert encoder.weights.sha256[:12] in encoder.space
        return
    spaces = set()
    with places(tmp_path):
        encoder.weights.by_hand.parent.mkdir(parents=True)
        for content in (b"some", b"other"):
            encoder.weights.by_hand.write_bytes(content)
            spaces.add(encoder.space)
    assert len(spaces) == 2
    assert all(one.startswith(encoder.name.replace(":", "-")) for one in spaces)


def test_no_two_encoders_share_a_name_or_weights():
    encoders = list(all_encoders().values())
    assert len({str(one.weights) for one in encoders}) == len(encoders)


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(NotFoundError, match="efficientnet-lite0, efficientnet-lite1"):
        get_encoder("resnet")
