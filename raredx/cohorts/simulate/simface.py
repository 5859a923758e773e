"""The shipped cohort: 103 conditions as scarce as in RDFace, drawn from knowledge."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from raredx.assets.cards import write_card
from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.encoding import Form
from raredx.cohorts.simulate.sittings import Sitting, plan_sittings
from raredx.cohorts.splits.plan import Part
from raredx.jobs.progress import Progress
from raredx.settings import ROOT

NAME = "simface-103"
FOLDER = ROOT / "data" / NAME
_SUMMARY = (
    "Faces of 103 rare conditions and of unaffected people, rendered from a parametric head. Each"
    " patient was drawn from HPO's annotations of a condition: which terms, and how often. How"
    " strongly a term shows was invented. Training images are as scarce as in RDFace, 1 to 7 of a"
    " condition; the calibration and test parts show other people, drawn alike. Terms, severities,"
    " identity, pose, light and true landmarks of every picture are in truth.parquet, who is in"
    " which part in splits/standard."
)
_IS_NOT = (
    "No photographs and no patients: drawn from annotations, without clinical validity. A model"
    " that does well here has learned a renderer's idea of HPO terms. No sample of any population,"
    " and no basis for a diagnosis."
)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the cohort is drawn, as simface.toml says."""

    seed: int
    severity: float
    spread: float
    size: int
    turned: float
    form: Form
    split: str
    folds: int
    repeats: int
    parts: dict[Part, dict[str, int]]
    """Images of each condition and unaffected people."""

    @staticmethod
    def shipped() -> Recipe:
        """The recipe of the cohort in data/simface-103."""
        read: dict[str, Any] = tomllib.loads(
            Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
        )
        split = read.pop("split")
        return Recipe(split=split.pop("name"), **split, **read | {"form": Form(**read["form"])})

    def sittings(self, conditions: list[str]) -> list[tuple[Part, Sitting]]:
        """Every picture with its part; the parts share nobody."""
        return [
            (name, sitting)
            for number, (name, part) in enumerate(self.parts.items())
            for sitting in plan_sittings(
                conditions,
                seed=self.seed,
                part=number,
                images=part.get("images"),
                unaffected=part["unaffected"],
                turned=self.turned,
            )
        ]

    def take(
        self,
        sittings: list[Sitting],
        folder: Path,
        *,
        about: About,
        workers: int = 1,
        replace: bool = False,
        progress: Progress | None = None,
    ) -> Cohort:
        """Pictures of sittings, as those of the shipped cohort are taken."""
        from raredx.cohorts.simulate.taking import take_all

        return take_all(
            sittings,
            folder,
            about=about,
            scale=self.severity,
            spread=self.spread,
            size=self.size,
            form=self.form,
            workers=workers,
            packed=True,
            replace=replace,
            progress=progress,
        )


def rebuild(
    folder: Path = FOLDER,
    recipe: Recipe | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Cohort:
    """Draw the cohort with its split. The same machine gives the same pictures."""
    from raredx.cohorts.simulate.knowledge.conditions import simface
    from raredx.cohorts.simulate.taking import LICENCE
    from raredx.cohorts.splits.plan import Plan
    from raredx.cohorts.splits.run import keep_given
    from raredx.ontology import facts

    recipe = recipe or Recipe.shipped()
    chosen = recipe.sittings([one.id for one in simface()])
    about = About(
        title="SimFace-103: simulated patients",
        summary=_SUMMARY,
        licence=LICENCE,
        source=f"simulated patient, HPO {facts.version}, seed {recipe.seed}, "
        f"severity {recipe.severity:g}, spread {recipe.spread:g}",
        made_by="raredx cohort rebuild",
        is_not=_IS_NOT,
    )
    cohort = recipe.take(
        [sitting for _, sitting in chosen],
        folder,
        about=about,
        workers=workers,
        replace=True,
        progress=progress,
    )
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    parts = {image_id: part for image_id, (part, _) in zip(ids, chosen, strict=True)}
    plan = Plan(folds=recipe.folds, repeats=recipe.repeats, seed=recipe.seed)
    keep_given(cohort, recipe.split, plan, parts)
    write_card(folder, cohort.card())
    return Cohort.open(folder)
