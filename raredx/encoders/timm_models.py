"""Any network of timm by its name there, as an encoder: `timm:resnet50.a1_in1k`."""

from __future__ import annotations

from functools import cache
from typing import Any

from raredx.encoders.measuring import measured
from raredx.encoders.networks import timm_network
from raredx.encoders.registry import TIMM, Encoder
from raredx.encoders.weights.hub import Hub
from raredx.errors import NotFoundError, UserError

_NEAREST = 3


@cache
def timm_encoder(name: str) -> Encoder:
    """The encoder that `timm:NAME` means, with the preprocessing that timm gives for its weights.

    Without a tag after the dot the weights are those that timm takes first.

    >>> encoder = timm_encoder("timm:test_vit")
    >>> encoder.title, encoder.size, encoder.width, encoder.weights.repo
    ('test_vit.r160_in1k of timm', 160, 64, 'timm/test_vit.r160_in1k')
    """
    import torch

    model = name.removeprefix(TIMM)
    made_for = _published(model)
    full = f"{made_for.architecture}.{made_for.tag}"
    size = (made_for.test_input_size or made_for.input_size)[-1]
    with torch.device("meta"):
        network = timm_network(full, size, num_classes=0)
    found = measured(network, size)
    return Encoder(
        name=name,
        title=f"{full} of timm",
        when="To try a network by its name: nobody has judged it here.",
        learned_from=f"not known here: the card of {made_for.hf_hub_id} says it",
        architecture=full,
        size=size,
        mean=made_for.mean,
        std=made_for.std,
        interpolation=made_for.interpolation,
        width=found.width,
        cam_layer=found.cam_layer,
        licence=made_for.license or "not known here",
        parameters=found.parameters,
        million_macs=found.million_macs,
        weights=_weights(made_for),
    )


def _published(model: str) -> Any:
    """What timm says of a name's weights, if they can be had and used here."""
    import timm

    try:
        made_for = timm.get_pretrained_cfg(model, allow_unregistered=False)
    except RuntimeError:
        raise NotFoundError(f"timm has no network {model!r}", remedy=_nearest(model)) from None
    if fault := _fault(made_for):
        raise UserError(f"{model} cannot be used: {fault}", remedy=_nearest(model))
    return made_for


def _fault(made_for: Any) -> str | None:
    if not made_for.has_weights:
        return "timm has no weights for it"
    if not made_for.hf_hub_id:
        return "its weights are only to be had in a file that could run code"
    channels, height, width = made_for.test_input_size or made_for.input_size
    if channels != 3 or height != width:
        return f"it sees pictures of {width} × {height} pixels, and here all are squares"
    return None


def _weights(made_for: Any) -> Hub:
    """Where timm publishes weights: those of CLIP lie with its words, under another file name."""
    together = "_clip_" in made_for.architecture and "_ft_" not in made_for.tag
    file = "open_clip_model.safetensors" if together else "model.safetensors"
    return Hub(source="hub", repo=made_for.hf_hub_id, file=file)


def _nearest(model: str) -> str:
    import timm
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    usable = [name for name in timm.list_pretrained() if not _fault(timm.get_pretrained_cfg(name))]
    near = process.extract(model, usable, scorer=JaroWinkler.similarity, limit=_NEAREST)
    return f"The nearest names are {', '.join(name for name, _, _ in near)}"
