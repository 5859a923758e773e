"""Weights fetched from a model hub, when somebody asks for them: nothing else here does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from raredx.encoders.weights import require_weights
from raredx.encoders.weights.files import check_whole
from raredx.encoders.weights.hub import Hub
from raredx.errors import UserError, is_disk_full
from raredx.settings import settings

if TYPE_CHECKING:
    from raredx.encoders.registry import Encoder

_PATIENCE = 15  # seconds for the hub to answer

Answer = TypeVar("Answer")


def fetch(encoder: Encoder, *, tell: Callable[[int | None], None] = lambda weighs: None) -> Path:
    """Fetch an encoder's weights into the hub's own cache, where other programs find them, too.

    Parameters
    ----------
    tell : callable
        Hears before the first byte how many there will be, or None if the hub does not say.

    Raises
    ------
    UserError
        In one line, where no connection may be opened or none can be, where the hub does not have
        the file, and where what came is not what it should be.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

    there = _on_hub(encoder)
    address = hf_hub_url(there.repo, there.file, revision=there.revision)
    tell(_asked(encoder, lambda: get_hf_file_metadata(address, timeout=_PATIENCE).size))
    file = _asked(encoder, lambda: hf_hub_download(there.repo, there.file, revision=there.revision))
    check_whole(Path(file))
    return require_weights(encoder)


def _on_hub(encoder: Encoder) -> Hub:
    if isinstance(encoder.weights, Hub):
        return encoder.weights
    raise UserError(
        f"The weights of {encoder.name} lie on no hub",
        remedy=f"Run `{encoder.weights.command(encoder.name)}`",
    )


def _asked(encoder: Encoder, ask: Callable[[], Answer]) -> Answer:
    """What the hub answers; every way in which it does not is one line."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import XetDownloadError

    there = _on_hub(encoder)
    by_hand = f"Put {there.file} of {there.repo}, from wherever it can be had, at {there.by_hand}"
    if settings().offline:
        raise UserError(
            f"The weights of {encoder.name} are not here and RAREDX_OFFLINE is set", remedy=by_hand
        )
    try:
        return ask()
    except (OSError, HTTPError, XetDownloadError) as error:
        if isinstance(error, PermissionError) or is_disk_full(error):
            raise
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    raise UserError(
        f"The weights of {encoder.name} could not be fetched ({reason})", remedy=by_hand
    )
