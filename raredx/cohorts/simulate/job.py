"""The job kind that draws a cohort of simulated patients."""

from __future__ import annotations

from typing import Literal

from raredx.jobs import Config, Progress, Result, job
from raredx.jobs.fields import option
from raredx.settings import settings, thread_count

_WHAT = (
    "Drawn from HPO's annotations of each condition and rendered from a parametric head. Terms,"
    " severities, identity, pose, light and true landmarks of every picture are in truth.parquet."
)


class Simulate(Config):
    """Who is drawn, and how."""

    name: str = option(..., "Name of the new cohort")
    conditions: tuple[str, ...] = option(
        (), "ORPHA codes, such as ORPHA:904; none means the 103 conditions of simface"
    )
    images: int = option(5, "Images of each condition, each of another patient", ge=1, le=100_000)
    unaffected: int = option(20, "People without a condition", ge=0, le=1_000_000)
    severity: float = option(
        1.0, "Multiplies the severity of every term; 0 is a control without any", ge=0, le=1.5
    )
    spread: float = option(
        1.0, "Multiplies how much people differ in shape otherwise", ge=0, le=2, advanced=True
    )
    size: Literal[128, 192, 256, 384, 512] = option(256, "Pixels on each side")
    turned: float = option(0.25, "Share in three-quarter view", ge=0, le=1, advanced=True)
    seed: int = option(1, "Another number draws other people", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the cohort of that name", advanced=True)


def _pictures(config: Simulate) -> int:
    return config.images * (len(config.conditions) or 103) + config.unaffected


@job("cohort-simulate", title="Draw patients", lane="heavy", unit="image", work=_pictures)
def simulate(config: Simulate, progress: Progress) -> Result:
    """Draw a cohort of simulated patients, with the truth about every picture beside it."""
    from raredx.cohorts.card import About
    from raredx.cohorts.simulate.knowledge.conditions import condition, simface
    from raredx.cohorts.simulate.sittings import plan_sittings
    from raredx.cohorts.simulate.taking import LICENCE, take_all
    from raredx.cohorts.store import new_folder
    from raredx.ontology import facts

    folder = new_folder(config.name, replace=config.replace)
    chosen = [condition(code) for code in config.conditions] or list(simface())
    sittings = plan_sittings(
        [one.id for one in chosen],
        seed=config.seed,
        images=config.images,
        unaffected=config.unaffected,
        turned=config.turned,
    )
    about = About(
        title=config.name,
        summary=_WHAT,
        licence=LICENCE,
        source=f"simulated patient, HPO {facts.version}, seed {config.seed}, "
        f"severity {config.severity:g}, spread {config.spread:g}",
        made_by="raredx cohort simulate",
    )
    cohort = take_all(
        sittings,
        folder,
        about=about,
        scale=config.severity,
        spread=config.spread,
        size=config.size,
        workers=thread_count(),
        replace=config.replace,
        progress=progress,
    )
    return Result(
        summary=f"{config.name}: {len(cohort):,} images of {len(chosen):,} conditions",
        values={"name": config.name, "images": len(cohort)},
        outputs=(str(folder.relative_to(settings().workspace)),),
    )
