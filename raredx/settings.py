"""Where things live and what to run on: from `RAREDX_*` variables and an optional raredx.toml.

The first that says something wins: the environment, raredx.toml in the current folder, raredx.toml
beside the code, the defaults below.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import TomlConfigSettingsSource as TomlSource

from raredx.errors import UserError

ROOT = Path(__file__).resolve().parent.parent  # the clone: app.py, assets/ and data/ lie here
PREFIX = "RAREDX_"

_Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
_Names = Annotated[
    tuple[str, ...],
    NoDecode,  # a variable holds plain names, not JSON
    BeforeValidator(lambda text: text.replace(",", " ").split() if isinstance(text, str) else text),
]

_SECRET = {"reader_key", "api_key"}


class Settings(BaseSettings):
    """What can be set. Frozen: a change takes a new process, so that nothing changes midway."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True
    )

    workspace: _Folder = Field(
        ROOT / "workspace",
        description="Folder for everything that you make: jobs, cohorts, models, imported tables",
    )
    assets: _Folder = Field(
        ROOT / "assets" / "third-party",
        description="Folder for third-party model files, which are fetched, not shipped",
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        "auto", description="Where models run; auto takes a GPU where there is one"
    )
    threads: int = Field(
        0, ge=0, le=1024, description="Processor threads for heavy work; 0 takes all"
    )
    engine: Literal["local"] = Field(
        "local", description="What runs the jobs; local is this machine"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much the job logs say"
    )
    offline: bool = Field(False, description="Never open a connection to another host")
    reader_endpoint: str = Field(
        "",
        description="Address of an OpenAI-compatible server with a model that reads images;"
        " nothing is sent anywhere without it",
    )
    reader_model: str = Field(
        "", description="Name of its model; without an address one of transformers, or its folder"
    )
    reader_key: SecretStr = Field(SecretStr(""), description="Its key; never shown or logged")
    reader_seconds: float = Field(120, gt=0, le=3600, description="How long its answer may take")
    api_key: SecretStr = Field(
        SecretStr(""),
        description="What whoever asks the HTTP API has to send; never shown or logged",
    )
    api_rate: int = Field(
        600, ge=0, le=1_000_000, description="Requests of one address in a minute; 0 is no limit"
    )
    plugins: _Names = Field(
        (), description="Further Python modules to import for their job kinds, with commas between"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the files; nothing else is read."""
        return (env_settings, *(TomlSource(settings_cls, file) for file in config_files()))


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    try:
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"raredx.toml cannot be read: {error}", remedy="Mend or remove that file"
        ) from None
    except ValidationError as error:
        problems = "; ".join(_in_words(detail) for detail in error.errors())
        raise UserError(
            f"A setting is not valid: {problems}",
            remedy=f"Change it in the environment or in raredx.toml ({_names()} can be set)",
        ) from None


def config_files() -> list[Path]:
    """The raredx.toml files that are read, the winner first."""
    candidates = dict.fromkeys([Path.cwd() / "raredx.toml", ROOT / "raredx.toml"])
    return [file for file in candidates if file.is_file()]


def unknown_variables() -> list[str]:
    """`RAREDX_*` variables that set nothing: most likely misspelt."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def thread_count() -> int:
    """The threads to use: those that were set, or all that this process may run on."""
    if settings().threads:
        return settings().threads
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def device() -> Literal["cpu", "cuda", "mps"]:
    """The device to use, `auto` resolved. Imports torch."""
    import torch

    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    wanted = settings().device
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if present[name])
    if not present[wanted]:
        raise UserError(
            f"The device {wanted} is set, but torch finds none here",
            remedy=f"Set {PREFIX}DEVICE=auto, or install the torch build for your GPU",
        )
    return wanted


def _in_words(detail: Any) -> str:
    name = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f"there is no setting {name!r}"
    shown = "(not shown)" if name in _SECRET else repr(detail["input"])
    return f"{name} = {shown}: {detail['msg']}"


def _names() -> str:
    return ", ".join(Settings.model_fields)
