"""What a split is to be like."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Part = Literal["test", "calibration", "development", "gallery", "left-out"]
PARTS: tuple[Part, ...] = ("test", "calibration", "development", "gallery", "left-out")
"""Locked until the end; for confidence; divided into folds; always in training; in nothing."""


class Plan(BaseModel):
    """Shares are of the subjects of each condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    folds: int = Field(5, ge=2, le=100, description="Folds of a cross-validation")
    repeats: int = Field(5, ge=1, le=100, description="How often the folds are drawn anew")
    test: float = Field(0.2, ge=0, le=0.5, description="Share that is locked for the test")
    calibration: float = Field(0.1, ge=0, le=0.5, description="Share that confidence is fitted on")
    singletons: Literal["gallery", "leave-out"] = Field(
        "gallery", description="Where conditions with one subject go: always in training, or out"
    )
    seed: int = Field(1, ge=0, lt=2**63, description="Seed of the random numbers")

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if self.test + self.calibration > 0.8:
            raise ValueError("test and calibration together take more than 0.8")
        return self
