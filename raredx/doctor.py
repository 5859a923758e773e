"""What is installed, where things lie, what is missing; and what to do about each problem."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
from typing import Literal

from pydantic import BaseModel

import raredx
from raredx.assets import all_assets, read_card, shipped_folders
from raredx.errors import UserError
from raredx.files import write_whole
from raredx.jobs import Status, Store
from raredx.jobs.engine import worker_is_alive
from raredx.settings import config_files, device, settings, thread_count, unknown_variables
from raredx.words import size

_LITTLE_DISK = 5e9
_VERSIONS = ("torch", "torchvision", "streamlit", "mediapipe", "numpy", "pillow", "pydicom")


class Finding(BaseModel):
    """One line of the report. A problem says what to do; a note is worth knowing."""

    topic: Literal["program", "machine", "settings", "files", "workspace"]
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
            version, state, remedy = importlib.metadata.version(name), "good", ""
        except importlib.metadata.PackageNotFoundError:
            version, state, remedy = "not installed", "problem", "Run `make install`."
        findings.append(
            Finding(topic="program", name=name, value=version, state=state, remedy=remedy)
        )
    return findings


def _machine() -> list[Finding]:
    try:
        where = Finding(topic="machine", name="device", value=device())
    except UserError as error:
        where = Finding(
            topic="machine",
            name="device",
            value=error.problem,
            state="problem",
            remedy=error.remedy,
        )
    system = f"{platform.system()} {platform.machine()}"
    return [
        Finding(topic="machine", name="system", value=system),
        Finding(topic="machine", name="threads", value=str(thread_count())),
        where,
    ]


def _settings() -> list[Finding]:
    findings = [
        Finding(topic="settings", name=name, value=_as_text(value))
        for name, value in settings().model_dump().items()
    ]
    read = ", ".join(str(file) for file in config_files()) or "no raredx.toml"
    findings.append(Finding(topic="settings", name="read from", value=read))
    findings += [
        Finding(
            topic="settings",
            name=name,
            value="sets nothing",
            state="problem",
            remedy="Check the spelling: the settings are listed above.",
        )
        for name in unknown_variables()
    ]
    return findings


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
        try:
            card = read_card(folder)
            findings.append(
                Finding(topic="files", name=card.title, value=f"{len(card.files)} files")
            )
        except UserError as error:
            findings.append(
                Finding(
                    topic="files",
                    name=folder.name,
                    value=error.problem,
                    state="problem",
                    remedy=error.remedy,
                )
            )
    return findings


def _workspace() -> list[Finding]:
    folder = settings().workspace
    probe = folder / ".doctor"
    try:
        write_whole(probe, b"")
        probe.unlink()
    except OSError as error:
        return [
            Finding(
                topic="workspace",
                name="folder",
                value=f"{folder} cannot be written ({error.strerror})",
                state="problem",
                remedy="Change its permissions, or set RAREDX_WORKSPACE to another folder.",
            )
        ]
    free = shutil.disk_usage(folder).free
    little = free < _LITTLE_DISK
    findings = [
        Finding(topic="workspace", name="folder", value=str(folder)),
        Finding(
            topic="workspace",
            name="free disk",
            value=size(free),
            state="note" if little else "good",
            remedy="Training and image generation want some gigabytes." if little else "",
        ),
    ]
    try:
        store = Store()
        counts = store.counts()
        jobs = ", ".join(f"{n} {status}" for status, n in counts.items() if n) or "none yet"
        worker = "at work" if worker_is_alive(store) else "resting: it starts with the next job"
        silent = any(job.silent for job in store.jobs(statuses=[Status.RUNNING]))
        findings += [
            Finding(topic="workspace", name="jobs", value=jobs),
            Finding(
                topic="workspace",
                name="worker",
                value="gives no sign of life" if silent else worker,
                state="problem" if silent else "good",
                remedy="Wake the machine, or end the worker's process." if silent else "",
            ),
        ]
    except UserError as error:
        findings.append(
            Finding(
                topic="workspace",
                name="jobs",
                value=error.problem,
                state="problem",
                remedy=error.remedy,
            )
        )
    return findings


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)
