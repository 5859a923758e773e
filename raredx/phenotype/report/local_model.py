"""A reader that runs on this machine, by transformers: a vision-language model by name or path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from raredx.errors import UserError, explain
from raredx.phenotype.report.pretrained import load_pretrained, transformers_for
from raredx.phenotype.report.reader import pixels_only
from raredx.settings import device

if TYPE_CHECKING:
    from PIL.Image import Image

_WHAT = "vision-language model"


@dataclass(frozen=True, kw_only=True)
class TransformersReader:
    """A model that answers on this machine, loaded when it is first asked.

    Parameters
    ----------
    model : str
        A folder, or the name of a model that was fetched before.
    allow_download : bool
        That a model may be fetched by its name.
    most_tokens : int
        How long an answer may be.
    longest_side : int
        A larger image is made smaller before the model sees it.
    """

    model: str
    allow_download: bool = False
    most_tokens: int = 1_500
    longest_side: int = 1_024

    @property
    def name(self) -> str:
        """The model."""
        return f"{self.model} on this machine"

    @property
    def is_here(self) -> bool:
        """It always is."""
        return True

    def read(self, image: Image, prompt: str) -> str:
        """The model's answer, the likeliest word each time."""
        pixels = pixels_only(image, longest=self.longest_side)
        content = [{"type": "image", "image": pixels}, {"type": "text", "text": prompt}]
        try:
            answered = self._pipeline(
                text=[{"role": "user", "content": content}],
                return_full_text=False,
                generate_kwargs={"max_new_tokens": self.most_tokens, "do_sample": False},
            )
        except (ValueError, TypeError, RuntimeError, IndexError) as error:
            raise UserError(
                f"{self.name} could not read the image: {explain(error)}",
                remedy="Choose a vision-language model with a chat template",
            ) from None
        answer = str(answered[0]["generated_text"])
        if not answer.strip():
            raise UserError(f"{self.name} answers with nothing", remedy="Choose another model")
        return answer

    @cached_property
    def _pipeline(self) -> Any:
        package = transformers_for(_WHAT)
        processor, model = load_pretrained(
            self.model,
            what=_WHAT,
            reads=package.AutoProcessor,
            thinks=package.AutoModelForImageTextToText,
            allow_download=self.allow_download,
        )
        return package.pipeline(
            "image-text-to-text", model=model, processor=processor, device=device()
        )
