"""What is installed, where things lie, what is missing; and what to do about each problem."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

import raredx
from raredx.assets import all_assets, read_card, shipped_folders
from raredx.errors import UserError
from raredx.files import write_whole
from raredx.jobs import Status, Store, all_kinds
from raredx.jobs.engine import worker_is_alive
from raredx.settings import (
    ROOT,
    config_files,
    device,
    settings,
    thread_count,
    unknown_variables,
)
from raredx.words import count, size

_LITTLE_DISK = 5e9
_VERSIONS = ("torch", "torchvision", "streamlit", "mediapipe", "numpy", "pillow", "pydicom")

Topic = Literal["program", "machine", "settings", "files", "workspace"]


class Finding(BaseModel):
    """One line of the report. A problem says what to do; a note is worth knowing."""

    topic: Topic
    name: str
    value: str
    state: Literal["good", "note", "problem"] = "good"
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything, in the order of the report. Imports torch, to ask it for devices."""
    return [*_program(), *_machine(), *_settings(), *_files(), *_workspace()]


def _program() -> list[Finding]:
    findings = [
        Finding(topic="program", name="raredx", value=raredx.__version__),
        Finding(topic="program", name="Python", value=platform.python_version()),
    ]
    for name in _VERSIONS:
        try:
            found = Finding(topic="program", name=name, value=importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            missing = UserError("not installed", remedy="Run `make install`")
            found = _problem("program", name, missing)
        findings.append(found)
    return [*findings, *_told("program", "job kinds", lambda: ", ".join(all_kinds()))]


def _machine() -> list[Finding]:
    system = f"{platform.system()} {platform.machine()}"
    return [
        Finding(topic="machine", name="system", value=system),
        Finding(topic="machine", name="threads", value=str(thread_count())),
        *_told("machine", "device", device),
    ]


def _settings() -> list[Finding]:
    read = ", ".join(str(file) for file in config_files()) or "no raredx.toml"
    spelling = UserError("sets nothing", remedy="Check the spelling: the settings are listed above")
    return [
        *(
            Finding(topic="settings", name=name, value=_as_text(value))
            for name, value in settings().model_dump().items()
        ),
        Finding(topic="settings", name="read from", value=read),
        *(_problem("settings", name, spelling) for name in unknown_variables()),
    ]


def _files() -> list[Finding]:
    findings = []
    for asset in all_assets().values():
        state = asset.state()
        remedy = f"Run `raredx assets pull {asset.name}`. Offline: {asset.place_by_hand()}."
        findings.append(
            Finding(
                topic="files",
                name=asset.file,
                value=f"{state}, {size(asset.size)}",
                state="good" if state == "present" else "problem",
                remedy="" if state == "present" else remedy,
            )
        )
    for folder in shipped_folders():
        name = folder.relative_to(ROOT).as_posix()
        findings += _told("files", name, lambda folder=folder: _card_in_words(folder))  # type: ignore[misc]
    return findings


def _workspace() -> list[Finding]:
    folder = settings().workspace
    probe = folder / ".doctor"
    try:
        write_whole(probe, b"")
        probe.unlink()
    except OSError as error:
        trouble = UserError(
            f"{folder} cannot be written ({error.strerror})",
            remedy="Change its permissions, or set RAREDX_WORKSPACE to another folder",
        )
        return [_problem("workspace", "folder", trouble)]
    free = shutil.disk_usage(folder).free
    little = free < _LITTLE_DISK
    return [
        Finding(topic="workspace", name="folder", value=str(folder)),
        Finding(
            topic="workspace",
            name="free disk",
            value=size(free),
            state="note" if little else "good",
            remedy="Training and image generation want some gigabytes." if little else "",
        ),
        *_told("workspace", "jobs", _jobs_in_words),
        *_told("workspace", "worker", _worker_in_words),
    ]


def _told(topic: Topic, name: str, look: Callable[[], str]) -> list[Finding]:
    """What a look finds, or the problem that it meets."""
    try:
        return [Finding(topic=topic, name=name, value=look())]
    except UserError as error:
        return [_problem(topic, name, error)]


def _problem(topic: Topic, name: str, error: UserError) -> Finding:
    return Finding(
        topic=topic, name=name, value=error.problem, state="problem", remedy=f"{error.remedy}."
    )


def _card_in_words(folder: Path) -> str:
    card = read_card(folder)
    return f"{card.title}, {count(len(card.files), 'file')}"


def _jobs_in_words() -> str:
    counts = Store().counts()
    return ", ".join(f"{number} {status}" for status, number in counts.items() if number) or "none"


def _worker_in_words() -> str:
    store = Store()
    if any(job.silent for job in store.jobs(statuses=[Status.RUNNING])):
        raise UserError(
            "gives no sign of life", remedy="Wake the machine, or end the worker's process"
        )
    return "at work" if worker_is_alive(store) else "resting: it starts with the next job"


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
