"""What is known of a job: its config, its state, its progress and, in the end, its result."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from raredx.settings import settings

Lane = Literal["heavy", "light"]

SILENT_AFTER = 30.0  # seconds without a heartbeat until a running job counts as silent


class Config(BaseModel):
    """The base of every job's config: frozen, and unknown fields are errors, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Result(BaseModel):
    """What a job returns: one sentence, values for machines, and the outputs that it moved in."""

    model_config = ConfigDict(frozen=True)

    summary: str
    values: dict[str, JsonValue] = Field(default_factory=dict)
    outputs: tuple[str, ...] = ()  # relative to the workspace


class Status(StrEnum):
    """Where a job stands. Only the first two can still change by themselves."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def active(self) -> bool:
        """Whether the job waits or runs."""
        return self in (Status.QUEUED, Status.RUNNING)


class Job(BaseModel):
    """One row of the job store. Times are seconds since 1970."""

    model_config = ConfigDict(frozen=True)

    id: int
    kind: str
    lane: Lane
    config: dict[str, Any]
    status: Status
    attempt: int = 1
    resume: bool = False
    cancel_asked: bool = False
    version: str = ""
    created: float
    started: float | None = None
    finished: float | None = None
    heartbeat: float | None = None
    pid: int | None = None
    pid_started: float | None = None
    done: float = 0
    total: float | None = None
    rate: float | None = None  # units per second, over the last half minute
    message: str = ""
    result: Result | None = None
    error: str | None = None

    @property
    def folder(self) -> Path:
        """The job's own folder: log, previews, checkpoints."""
        return jobs_folder() / f"{self.id:06d}"

    @property
    def scratch(self) -> Path:
        """Where the job keeps checkpoints and what it needs until it ends."""
        return self.folder / "scratch"

    @property
    def log(self) -> Path:
        """Everything the job printed, attempt after attempt."""
        return self.folder / "log.txt"

    @property
    def fraction(self) -> float | None:
        """Progress from 0 to 1, or None where the end is not known."""
        if self.status is Status.DONE:
            return 1.0
        return min(self.done / self.total, 1.0) if self.total else None

    @property
    def seconds_left(self) -> float | None:
        """The time left at the present rate."""
        if self.status is not Status.RUNNING or not self.total or not self.rate:
            return None
        return max(self.total - self.done, 0) / self.rate

    @property
    def seconds_taken(self) -> float | None:
        """How long the last attempt ran, or has been running."""
        if self.started is None:
            return None
        return (self.finished or time.time()) - self.started

    @property
    def silent(self) -> bool:
        """Whether it should be running but has given no sign of life for a while."""
        if self.status is not Status.RUNNING:
            return False
        return time.time() - (self.heartbeat or self.created) > SILENT_AFTER


class Metric(BaseModel):
    """One point of a series that a job reports."""

    name: str
    step: float
    value: float


class Preview(BaseModel):
    """A picture that shows how far a job has come."""

    file: str  # in the job's folder
    caption: str


def jobs_folder() -> Path:
    """Where the job store and the jobs' folders lie."""
    return settings().workspace / "jobs"
