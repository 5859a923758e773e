"""Opening a base model: the one that is shipped, a folder, a file, or a name on a hub."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from raredx.errors import NotFoundError, UserError, explain, is_disk_full
from raredx.settings import ROOT, device, settings
from raredx.synthesis.bases.base import Base
from raredx.synthesis.generator import POCKET

UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    ImportError,
    SafetensorError,
)
"""How hubs, formats and damaged files fail, in the libraries that read them."""
_NEEDED = ("unet", "vae", "text_encoder", "tokenizer")


@cache
def open_base(name: str = POCKET) -> Base:
    """The base model of that name or path; loaded once in a process.

    Raises
    ------
    UserError
        In one line, where it is not there, is damaged, or is of a kind that cannot be led by words.
    """
    import torch
    from diffusers import DiffusionPipeline

    place = ROOT / "assets" / POCKET if name == POCKET else Path(name).expanduser()
    if name == POCKET and not (place / "model_index.json").exists():
        raise NotFoundError(
            "The base model that comes with the workbench is missing",
            remedy="Bring assets/pocket back, or make it anew: `raredx generate rebuild`",
        )
    _hush()
    where = device()
    about: dict[str, Any] = {
        "dtype": torch.bfloat16 if where == "cuda" else torch.float32,
        "use_safetensors": True,
        "local_files_only": place.exists() or settings().offline,
    }
    try:
        if place.is_file():
            pipeline = _single_file(place, about)
        else:
            source = str(place) if place.exists() else name
            pipeline = DiffusionPipeline.from_pretrained(source, **about)  # type: ignore[no-untyped-call]
    except UNREADABLE as error:
        if isinstance(error, OSError) and is_disk_full(error):
            raise
        raise _cannot_open(name, place, error) from None
    base = Base(name=name, pipeline=pipeline.to(where))
    _check(base)
    base.pipeline.set_progress_bar_config(disable=True)
    for network in (*base.networks().values(), base.pipeline.vae):
        network.requires_grad_(False).eval()
    return base


def _hush() -> None:
    """Keep both libraries from telling how they load."""
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def _single_file(place: Path, about: dict[str, Any]) -> Any:
    from diffusers import StableDiffusionPipeline

    if place.suffix != ".safetensors":
        raise UserError(
            f"{place.name} is no safetensors file: other kinds can run code when they are opened",
            remedy="Take the same model as .safetensors, or as a folder",
        )
    return StableDiffusionPipeline.from_single_file(str(place), **about)


def _check(base: Base) -> None:
    parts = base.pipeline.components
    if missing := [name for name in _NEEDED if parts.get(name) is None]:
        raise UserError(
            f"The base model {base.name!r} has no {' and no '.join(missing)}: it cannot be led by"
            " words",
            remedy="Choose one in the format of Stable Diffusion 1.5, 2 or XL",
        )


def _cannot_open(name: str, place: Path, error: Exception) -> UserError:
    said = explain(error)
    if place.exists():
        return UserError(
            f"The base model in {name!r} cannot be opened ({said})",
            remedy="It has to be a folder in diffusers' format, or one safetensors file; copy it"
            " again if it was cut short",
        )
    offline = settings().offline
    return NotFoundError(
        f"There is no base model {name!r} here, and "
        + ("the workbench is set to stay offline" if offline else f"it cannot be fetched ({said})"),
        remedy=f"Take {POCKET}, the path of a folder, or a name on the hub while there is internet",
    )
