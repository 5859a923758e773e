"""Models of transformers by name or path; nothing is fetched unless that was allowed."""

from __future__ import annotations

from typing import Any

from raredx.errors import UserError, explain, is_disk_full
from raredx.settings import settings


def transformers_for(what: str) -> Any:
    """The package, or one line if it is not installed."""
    try:
        import transformers
    except ImportError:
        raise UserError(
            f"A {what} needs the package transformers",
            remedy="Install it with `pip install transformers==5.23.0`, or leave it out",
        ) from None
    return transformers


def load_pretrained(
    model: str, *, what: str, reads: Any, thinks: Any, allow_download: bool
) -> tuple[Any, Any]:
    """What reads for a model and the model itself, by their classes in transformers."""
    loading = {"local_files_only": settings().offline or not allow_download}
    try:
        return (
            reads.from_pretrained(model, **loading),
            thinks.from_pretrained(model, use_safetensors=True, **loading),
        )
    except (OSError, ValueError, KeyError, ImportError) as error:
        if isinstance(error, OSError) and is_disk_full(error):
            raise
        raise UserError(
            f"{model} cannot be loaded as a {what}: {explain(error)}",
            remedy="Give the folder of one, or allow it to be fetched by its name",
        ) from None
