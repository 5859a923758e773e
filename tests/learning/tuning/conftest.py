"""Small networks of timm's with random weights, where a user would have put real ones."""

from __future__ import annotations

import pytest
import torch

from raredx.encoders import get_encoder
from tests.encoders.making_weights import places, publish

CONVOLUTIONS, TOKENS = "timm:test_resnet", "timm:test_vit"


@pytest.fixture(scope="module")
def networks(tmp_path_factory):
    """They are there."""
    with places(tmp_path_factory.mktemp("networks")):
        for name in (CONVOLUTIONS, TOKENS):
            publish(get_encoder(name))
        yield


@pytest.fixture(autouse=True)
def alone(networks):
    """Tests of this folder have the networks, and one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
