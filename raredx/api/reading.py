"""What the workbench is and has, over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel

import raredx
from raredx.assets import all_assets
from raredx.doctor import Finding, examine
from raredx.jobs import all_kinds


class Health(BaseModel):
    """That it runs."""

    status: Literal["ok"] = "ok"
    version: str
    notice: str


class ModelEntry(BaseModel):
    """A model, as a client sees it."""

    name: str
    title: str
    conditions: int
    fault: str
    """Why it cannot be asked; empty if it can."""


class KindEntry(BaseModel):
    """A job kind, as a client sees it."""

    name: str
    title: str
    help: str
    lane: str
    resumable: bool
    config_schema: dict[str, Any]


class AssetEntry(BaseModel):
    """A third-party file, and whether it is here."""

    name: str
    title: str
    licence: str
    size: int
    state: Literal["present", "missing", "damaged"]


def add_reading(api: FastAPI) -> None:
    """Add the models, the doctor, the assets and the job kinds."""

    @api.get("/health")
    def health() -> Health:
        """Whether it runs, and which version."""
        return Health(version=raredx.__version__, notice=raredx.NOT_A_DEVICE)

    @api.get("/models")
    def models() -> list[ModelEntry]:
        """The models that are here."""
        from raredx.learning.bundle.store import list_bundles

        return [
            ModelEntry(
                name=one.name,
                title=one.card.title if one.card else "",
                conditions=len(one.card.conditions) if one.card else 0,
                fault=one.fault,
            )
            for one in list_bundles()
        ]

    @api.get("/doctor")
    def doctor() -> list[Finding]:
        """What is installed, what is missing, what to do about it."""
        return examine()

    @api.get("/assets")
    def assets() -> list[AssetEntry]:
        """Third-party model files and whether they are here."""
        return [
            AssetEntry(
                name=asset.name,
                title=asset.title,
                licence=asset.licence,
                size=asset.size,
                state=asset.state(),
            )
            for asset in all_assets().values()
        ]

    @api.get("/kinds")
    def kinds() -> list[KindEntry]:
        """The job kinds, each with the schema of its config."""
        return [
            KindEntry(
                name=kind.name,
                title=kind.title,
                help=kind.help,
                lane=kind.lane,
                resumable=kind.resumable,
                config_schema=kind.config.model_json_schema(),
            )
            for kind in all_kinds().values()
        ]
