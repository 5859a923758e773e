"""Accepted images as a cohort: synthetic as before, each with its verdict and how it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.store import new_folder, open_cohort
from raredx.errors import UserError
from raredx.synthesis.curation.config import Keep, Policy, Verdict
from raredx.synthesis.curation.policy import decide, reasons
from raredx.synthesis.curation.store import Curation

CURATION = "curation"
"""The table beside the manifest that says what was found of each image."""


def keep_accepted(asked: Keep) -> tuple[Path, int]:
    """Write the images that a policy accepts as a new cohort: its folder, and how many they are."""
    curation = Curation.open(asked.curation)
    folder = new_folder(asked.name, replace=asked.replace)
    cohort = open_cohort(curation.record.cohort)
    if cohort.data_hash != curation.record.data_hash:
        raise UserError(
            f"The cohort {curation.record.cohort!r} is not as it was when it was judged",
            remedy="Judge it again: `raredx curate`",
        )
    policy = Policy.model_validate(asked.model_dump(include=set(Policy.model_fields)))
    told = judged(curation.table, decide(curation.table, policy), policy)
    accepted = told.filter(pc.equal(told["verdict"], Verdict.ACCEPTED.value))
    if not len(accepted):
        raise UserError(
            f"Of {len(told):,} images none is accepted",
            remedy="Ask for less, draw more, or train longer",
        )
    chosen = cohort.select(image_id=accepted["image_id"].to_pylist())
    about = About(
        title=asked.name,
        summary=f"{len(accepted):,} of {len(told):,} synthetic images, kept by {policy.keep}"
        f" {policy.at:g} of {policy.score}. What was found of each is in {CURATION}.parquet."
        + (f" Near copies are kept: {policy.because}." if policy.copies == "keep" else ""),
        licence=cohort.about.licence,
        source=cohort.about.source,
        made_by="raredx curate",
    )
    with building(folder, about, replace=asked.replace) as new:
        for part in chosen.parts:
            new.take(part)
        for name in chosen.sides:
            if name != CURATION:
                new.side(name, chosen.side(name))
        new.side(CURATION, accepted)
    return folder, len(accepted)


def judged(table: pa.Table, verdicts: Sequence[Verdict], policy: Policy) -> pa.Table:
    """What was found, with the verdict on each row and its reason."""
    said = [
        reasons(row, verdict, policy)
        for row, verdict in zip(table.to_pylist(), verdicts, strict=True)
    ]
    return table.append_column("verdict", pa.array([one.value for one in verdicts])).append_column(
        "reason", pa.array(said)
    )
