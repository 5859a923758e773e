"""The job kinds of the assets: fetch third-party files, and verify every file that is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from raredx.assets.cards import card_files, read_card, shipped_folders
from raredx.assets.registry import Asset, all_assets, get_asset
from raredx.assets.sources import fetch
from raredx.errors import UserError
from raredx.files import sha256_of
from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import ROOT
from raredx.words import count


class Verify(Config):
    """What to verify."""

    strict: bool = option(False, "Count a missing third-party file as a fault too")


class Pull(Config):
    """What to fetch."""

    names: tuple[str, ...] = option(
        (), "Names of the assets to fetch; none means all of them", title="Which"
    )


def _count_files(config: Verify) -> int:
    return len(all_assets()) + sum(len(card_files(folder)) for folder in shipped_folders())


@job(
    "assets-verify",
    title="Verify files",
    unit="file",
    work=_count_files,
)
def verify(config: Verify, progress: Progress) -> Result:
    """Hash every shipped and every third-party file, and compare with what it should be."""
    faults: dict[str, str] = {}
    missing = []
    for asset in progress.track(all_assets().values(), total=_count_files(config)):
        state = asset.state()
        if state == "missing":
            missing.append(asset.name)
        if state == "damaged" or (state == "missing" and config.strict):
            faults[asset.file] = state
    done = len(all_assets())
    for path, expected in _shipped_files():
        done += 1
        name = path.relative_to(ROOT).as_posix()
        progress.tick(done, message=name)
        if expected is None:
            faults[name] = "on no card"
        elif not path.is_file():
            faults[name] = "missing"
        elif sha256_of(path) != expected:
            faults[name] = "damaged"
    if faults:
        listed = ", ".join(f"{name} ({fault})" for name, fault in faults.items())
        raise UserError(
            f"{len(faults)} of {done} files are not as they should be: {listed}",
            remedy="`raredx assets pull` mends third-party files, `git checkout assets data` ours",
        )
    note = f"; not fetched yet: {', '.join(missing)}" if missing else ""
    return Result(
        summary=f"{count(done - len(missing), 'file')} as expected{note}",
        values={"files": done, "missing": [*missing]},
    )


@job(
    "assets-pull",
    title="Fetch model files",
    unit="byte",
    work=lambda config: sum(asset.size for asset in _wanted(config)),
)
def pull(config: Pull, progress: Progress) -> Result:
    """Fetch third-party model files from the first source that answers, and check them."""
    assets = _wanted(config)
    total = sum(asset.size for asset in assets)
    before, said = 0, []
    for asset in assets:
        progress.tick(before, total=total, message=asset.title)
        source = fetch(asset, tick=lambda received, so_far=before: progress.tick(so_far + received))  # type: ignore[misc]
        said.append(f"{asset.file} was here" if source is None else f"{asset.file} from {source}")
        before += asset.size
    progress.tick(total)
    return Result(summary="; ".join(said), values={"files": [str(a.path) for a in assets]})


def _wanted(config: Pull) -> list[Asset]:
    return [get_asset(name) for name in config.names] or list(all_assets().values())


def _shipped_files() -> Iterator[tuple[Path, str | None]]:
    """Every file with its checksum; one that no card knows with None."""
    for folder in shipped_folders():
        listed = read_card(folder).files
        found = {path.relative_to(folder).as_posix() for path in card_files(folder)}
        for name in sorted(found | listed.keys()):
            yield folder / name, listed.get(name)
