"""Weights that lie on a model hub: used once they are here, and never fetched by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from raredx.encoders.networks import timm_network
from raredx.encoders.weights.files import check_whole, misfit
from raredx.settings import settings

if TYPE_CHECKING:
    from torch import nn

    from raredx.encoders.registry import Encoder

_MISFITS = (RuntimeError, LookupError, ValueError, AssertionError)  # what timm may say of tensors


class Hub(BaseModel):
    """A safetensors file of a hub's repository, as timm publishes it: with a classifier."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: Literal["hub"]
    repo: str = Field(pattern=r"^[\w-][\w.-]*/[\w-][\w.-]*$")
    file: str = Field("model.safetensors", pattern=r"^[\w.-]+\.safetensors$")
    revision: str | None = None
    sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")

    @property
    def by_hand(self) -> Path:
        """Where somebody may put the file who has it from elsewhere."""
        return settings().assets / "models" / self.repo / self.file

    def find(self) -> Path | None:
        """The file that was put there by hand, else the one in the hub's own cache, else None."""
        from huggingface_hub import try_to_load_from_cache

        if self.by_hand.is_file():
            return self.by_hand
        cached = try_to_load_from_cache(self.repo, self.file, revision=self.revision)
        return Path(cached) if isinstance(cached, str) else None

    def command(self, name: str) -> str:
        """What fetches the file."""
        return f"raredx backbones get {name}"

    def read(self, encoder: Encoder, file: Path) -> nn.Module:
        """The network with the tensors of a file, all of which must fit; then the classifier goes.

        Timm gives tensors of other programs its own names, and turns the positions of patches into
        those of the size that the encoder sees.
        """
        check_whole(file)
        try:
            network = timm_network(
                encoder.architecture,
                encoder.size,
                pretrained=True,
                pretrained_cfg_overlay={"file": str(file)},
            )
        except _MISFITS:
            raise misfit(file, encoder.architecture) from None
        network.reset_classifier(0)  # type: ignore[operator]
        return network
