"""Networks of timm by name: what timm says of their weights is what the encoder does."""

from __future__ import annotations

import pytest

from raredx.encoders import all_encoders, get_encoder
from raredx.encoders.networks import OWN, untrained
from raredx.errors import NotFoundError, UserError


def test_a_name_without_a_tag_means_the_weights_that_timm_takes_first():
    short, long = get_encoder("timm:resnet18"), get_encoder("timm:resnet18.a1_in1k")
    assert short.architecture == long.architecture == "resnet18.a1_in1k"
    assert short.weights == long.weights
    assert (short.size, short.width, short.cam_layer) == (288, 512, "layer4")
    assert short.licence == "apache-2.0"
    assert get_encoder("timm:resnet18") is short, "it is worked out once"


@pytest.mark.parametrize("name", ["densenet169", "swin-t"])
def test_a_listed_encoder_is_what_timm_s_name_gives(name):
    listed = all_encoders()[name]
    found = get_encoder(f"timm:{listed.architecture}")
    told = {"architecture", "mean", "std", "interpolation", "width", "cam_layer", "parameters"}
    assert found.model_dump(include=told) == listed.model_dump(include=told)
    assert found.weights == listed.weights


def test_weights_of_clip_lie_with_its_words():
    found = get_encoder("timm:vit_base_patch32_clip_quickgelu_224.openai")
    assert found.weights == all_encoders()["clip-vit-b32"].weights
    tuned = get_encoder("timm:vit_base_patch32_clip_224.openai_ft_in1k")
    assert tuned.weights.file == "model.safetensors"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("resnett50", r"timm has no network 'resnett50'. The nearest names are resnet50\."),
        ("resnet50.none", r"timm has no network 'resnet50.none'. The nearest names are resnet50\."),
        ("../resnet50", r"timm has no network '../resnet50'. The nearest"),
        ("", r"timm has no network ''. The nearest"),
    ],
)
def test_an_unknown_name_says_the_nearest_ones(name, says):
    with pytest.raises(NotFoundError, match=says):
        get_encoder(f"timm:{name}")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("coatnet_0_224", r"coatnet_0_224 cannot be used: timm has no weights for it. The nearest"),
        ("gcvit_tiny", r"gcvit_tiny .* only to be had in a file that could run code"),
        ("vit_base_patch16_sapiens2", r"pictures of 768 × 1024 pixels, and here all are squares"),
    ],
)
def test_what_cannot_be_used_says_why(name, says):
    with pytest.raises(UserError, match=says) as caught:
        get_encoder(f"timm:{name}")
    assert name not in str(caught.value).partition("The nearest names are")[2].split(", ")


def test_a_space_can_name_a_file_and_tells_preprocessings_apart(tmp_path):
    encoder = get_encoder("timm:test_vit")
    declared = encoder.weights.model_copy(update={"sha256": "a" * 64})
    here = encoder.model_copy(update={"weights": declared})
    assert here.space.startswith("timm-test_vit-aaaaaaaaaaaa-p1-")
    (tmp_path / here.space).write_text("a file can be called so")
    for change in ({"mean": (0.4, 0.4, 0.4)}, {"size": 96}, {"interpolation": "bilinear"}):
        assert here.model_copy(update=change).space != here.space


@pytest.mark.parametrize("architecture", OWN)
def test_a_network_of_our_own_is_made_by_its_name(architecture):
    import torch

    encoder = all_encoders()["efficientnet-lite0"].model_copy(update={"architecture": architecture})
    network = untrained(encoder)
    assert not network.training
    assert network(torch.zeros(2, 3, 208, 208)).shape == (2, 256)
