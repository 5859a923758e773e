"""A folded network gives the features of the network that it was made from, which stays."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from raredx.encoders import get_encoder
from raredx.encoders.encode import load
from raredx.encoders.folding import folded


@pytest.mark.parametrize("name", ["efficientnet-lite0", "efficientnet-lite2"])
def test_features_are_the_same_and_the_network_stays_as_it_was(name):
    network = load(name)
    before = {key: value.clone() for key, value in network.state_dict().items()}
    pictures = torch.rand(3, 3, *[get_encoder(name).size] * 2)
    with torch.inference_mode():
        found, wanted = (one(pictures).numpy() for one in (folded(network), network))
    np.testing.assert_allclose(found, wanted, atol=1e-4)
    assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 1 - 1e-6
    after = network.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(value, after[key]) for key, value in before.items())
