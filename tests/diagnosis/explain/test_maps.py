"""Maps of every kind of head: where they lie, what they come from, and that nothing stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from raredx.diagnosis.explain import maps
from raredx.diagnosis.explain.explanation import UNREAD, checked, explain
from raredx.diagnosis.explain.placing import cam_of
from raredx.diagnosis.explain.sight import Sight
from raredx.encoders import get_encoder
from raredx.encoders.networks import untrained
from raredx.errors import NotFoundError, UserError
from raredx.phenotype.landmarks import landmarks_in
from tests.diagnosis.model import HEADS, model, strangers


def sight_of(name="linear", number=0):
    bundle = model(name)
    image = [image for image, label in strangers() if label != "unaffected" and _usable(image)][
        number
    ]
    return Sight.of(image, landmarks_in(image), bundle)


def _usable(image):
    return landmarks_in(image).usable[0]


@pytest.mark.parametrize("name", HEADS)
def test_every_head_has_a_map_that_lies_where_hiding_costs_most(name):
    sight = sight_of(name)
    column = int(sight.logits(sight.picture[None])[0].argmax())
    found, hidden = maps.by_gradients(sight, column), maps.by_hiding(sight, column)
    side = len(sight.picture)
    assert found.shape == hidden.shape == (side, side)
    assert found.min() >= 0
    assert found.max() == hidden.max() == 1
    assert np.corrcoef(found.ravel(), hidden.ravel())[0, 1] > 0
    np.testing.assert_array_equal(found, maps.by_gradients(sight, column))
    other = maps.by_gradients(sight, (column + 1) % len(sight.bundle.classes))
    assert np.abs(found - other).max() > 0.1, "another condition, another map"


@pytest.mark.parametrize("name", ["linear", "trained"])
def test_the_direction_of_a_linear_head_is_that_of_its_weights(name):
    sight = sight_of(name)
    head = sight.bundle.head
    if name == "linear":
        weights = head.sharpness * head.weights
    else:
        top = head.network.on_top()
        weights = (top["weight"] / top["spread"]).T
    wanted = weights @ sight._contrast(1, sight.place)
    np.testing.assert_allclose(sight.direction(1), wanted, rtol=1e-4, atol=1e-6)


def test_no_hook_and_no_gradient_stays_behind():
    sight = sight_of()
    for column in range(3):
        maps.by_gradients(sight, column)
    with cam_of(sight.network, sight.encoder) as cam:
        watched = cam.model
        assert any(one._forward_hooks for one in watched.modules())
        assert not any(one._forward_hooks for one in sight.network.modules())
    for network in (watched, sight.network):
        assert not any(one._forward_hooks for one in network.modules())
        assert all(one.grad is None for one in network.parameters())


def test_a_second_network_on_the_same_numbers_is_watched_and_made_once():
    sight = sight_of()
    found = []
    for _ in range(2):
        with cam_of(sight.network, sight.encoder) as cam:
            found.append(cam.model)
    assert found[0] is found[1] is not sight.network
    both = zip(found[0].parameters(), sight.network.parameters(), strict=True)
    assert all(one.data_ptr() == other.data_ptr() for one, other in both)


def test_maps_and_answers_at_once_are_those_that_each_is_alone():
    sight = sight_of()
    columns = [*range(len(sight.bundle.head.trained))] * 2

    def drawn(column):
        return maps.by_gradients(sight, column), sight.features(sight.picture[None])

    alone = [drawn(column) for column in columns]
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(drawn, columns)]
    np.testing.assert_equal(together, alone)


@pytest.mark.parametrize(
    "name",
    ["face-encoder", "efficientnet-lite0", "timm:test_vit.r160_in1k", "timm:resnet18", "swin-t"],
)
def test_convolutions_and_transformers_know_where_things_are(name):
    """Where a layer gives something in one corner alone, the map lies in that corner."""
    encoder = get_encoder(name)
    torch.manual_seed(0)
    network = untrained(encoder)
    layer = network.get_submodule(encoder.cam_layer)
    layer.register_forward_hook(lambda layer, given, made: made * corner_of(made))
    picture, way = torch.randn(1, 3, encoder.size, encoder.size), torch.randn(encoder.width)
    with cam_of(network, encoder) as cam:
        ways = [cam(picture, [lambda made, sign=sign: sign * made @ way])[0] for sign in (1, -1)]
    found = max(ways, key=np.sum)  # what lies there speaks for it or against it
    assert found.shape == (encoder.size, encoder.size)
    assert np.isfinite(found).all()
    assert found.max() == 1
    half = encoder.size // 2
    if encoder.near is None:
        assert found[:half, :half].sum() == pytest.approx(found.sum())


def corner_of(made):
    """1 in the upper left places of what a layer made, 0 elsewhere."""
    mask = torch.zeros_like(made)
    if made.ndim == 3:
        mask[:, made.shape[1] - int(made.shape[1] ** 0.5) ** 2] = 1
    elif made.shape[1] == made.shape[2]:
        mask[:, :1, :1] = 1
    else:
        mask[:, :, :1, :1] = 1
    return mask


def test_what_the_second_path_sees_lies_where_it_looks():
    encoder = get_encoder("face-encoder")
    network = untrained(encoder)
    near = encoder.near
    with cam_of(network, encoder) as cam:
        whole, _ = cam.target_layers
        whole.register_forward_hook(lambda layer, given, made: made * 0)
        (found,) = cam(
            torch.randn(1, 3, encoder.size, encoder.size),
            [lambda features: features.square().sum()],
        )
    outside = np.ones(found.shape, bool)
    outside[near.top : near.top + near.side, near.left : near.left + near.side] = False
    assert found.max() == 1
    assert not found[outside].any()


def test_what_has_no_pixels_or_no_face_or_no_such_condition_is_one_line():
    bundle = model()
    image = strangers()[0][0]
    blank = image.point(lambda value: 0)
    with pytest.raises(UserError, match="sees nothing"):
        Sight.of(blank, landmarks_in(blank), bundle)
    with pytest.raises(NotFoundError, match="does not know 'Measles'"):
        explain(sight_of(), "Measles")


def test_an_explanation_says_where_or_that_it_must_not_be_read():
    sight = sight_of()
    first = explain(sight, sight.bundle.classes[0])
    assert first.told == "This map is not checked yet."
    assert not first.believed
    whole = checked(first)
    assert {one.name for one in whole.checks} == {
        "knowledge",
        "dependence",
        "removal",
        "steadiness",
    }
    assert whole.believed == (UNREAD not in whole.told)
    assert sum(whole.shares.values()) == pytest.approx(1)
    told = whole.as_dict()
    assert told["interpret"] == whole.believed
    assert -1 <= told["agreement with hiding"] <= 1
