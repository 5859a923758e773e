"""What a check has found: a verdict for the cohort and for each image, kept beside the cohort."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from raredx.cohorts.check.examined import Examined
from raredx.cohorts.check.rules import Severity, all_rules, gravest
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder
from raredx.words import count

FOLDER = "checks"
REPORT, IMAGES, COPIES = "report.json", "images.parquet", "copies.parquet"

Verdict = Literal["sound", "note", "warning", "error"]


class Told(BaseModel):
    """One finding: the rule, what it says, and the images that it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    severity: Severity
    says: str
    images: tuple[str, ...] = ()
    """None if it is about the cohort as a whole."""


class Summary(BaseModel):
    """A report without its tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    cohort: str
    data_hash: str
    """Of the cohort that was checked; for any other the report is stale."""
    made: datetime
    encoder: str | None
    """By whose features cropped copies were proposed; None if they were not searched for."""
    verdict: Verdict
    images: dict[Verdict, int]
    """How many images have each verdict."""
    findings: tuple[Told, ...]

    def by_rule(self) -> dict[str, list[Told]]:
        """The findings of each rule that has any, in the order of the rules."""
        found: dict[str, list[Told]] = {name: [] for name in all_rules()}
        for finding in self.findings:
            found.setdefault(finding.rule, []).append(finding)
        return {name: told for name, told in found.items() if told}

    def __str__(self) -> str:
        total = sum(self.images.values())
        if self.verdict == "sound":
            return f"{count(total, 'image')}, nothing to say against any"
        severities = Counter(finding.severity for finding in self.findings)
        told = ", ".join(
            count(severities[name], name)
            for name in ("error", "warning", "note")
            if severities[name]
        )
        return f"{count(total, 'image')}, {self.images['sound']:,} of them sound: {told}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """All that a check has found."""

    summary: Summary
    images: pa.Table
    """image_id, verdict, rules (that found something), and what was measured."""
    copies: pa.Table
    """left, right (image ids), exact, agreement, how."""

    def save(self, notes: Path) -> None:
        """Write it into a cohort's notes, in place of an older one."""
        with build_folder(notes / FOLDER) as folder:
            (folder / REPORT).write_text(self.summary.model_dump_json(indent=2) + "\n")
            pq.write_table(self.images, folder / IMAGES)
            pq.write_table(self.copies, folder / COPIES)


def judge(examined: Examined, *, cohort: str, data_hash: str, encoder: str | None) -> Report:
    """Ask every rule, and put together what they say."""
    ids = examined.column("image_id")
    found = [(rule, finding) for rule in all_rules().values() for finding in rule.find(examined)]
    rules: list[list[str]] = [[] for _ in ids]
    grave: list[list[Severity]] = [[] for _ in ids]
    for rule, finding in found:
        for row in finding.rows:
            rules[row].append(rule.name)
            grave[row].append(rule.severity)
    verdicts: list[Verdict] = [gravest(severities) or "sound" for severities in grave]
    images = {
        "image_id": pa.array(ids, pa.string()),
        "verdict": pa.array(verdicts, pa.string()),
        "rules": pa.array([[*dict.fromkeys(names)] for names in rules], pa.list_(pa.string())),
    }
    measured = {
        name: pa.array(values, from_pandas=True) for name, values in examined.measures.items()
    }
    summary = Summary(
        cohort=cohort,
        data_hash=data_hash,
        made=datetime.now(UTC),
        encoder=encoder,
        verdict=gravest(rule.severity for rule, _ in found) or "sound",
        images={name: verdicts.count(name) for name in ("sound", "note", "warning", "error")},
        findings=tuple(
            Told(
                rule=rule.name,
                severity=rule.severity,
                says=finding.says,
                images=tuple(ids[row] for row in finding.rows),
            )
            for rule, finding in found
        ),
    )
    return Report(summary=summary, images=pa.table(images | measured), copies=_copies(examined))


def load_report(notes: Path, *, data_hash: str) -> Report:
    """The last report on a cohort, if it was made for the cohort as it is now."""
    folder = notes / FOLDER
    try:
        summary = Summary.model_validate_json((folder / REPORT).read_text())
        images, copies = (
            pq.read_table(BytesIO((folder / name).read_bytes())) for name in (IMAGES, COPIES)
        )
    except FileNotFoundError:
        raise NotFoundError(
            f"The cohort {notes.name!r} has not been checked",
            remedy=f"Run `raredx cohort check {notes.name}`",
        ) from None
    except (OSError, ValidationError, UnicodeDecodeError, pa.ArrowException):
        raise UserError(
            f"The report on {notes.name!r} is damaged",
            remedy=f"Make it anew: `raredx cohort check {notes.name}`",
        ) from None
    if summary.data_hash != data_hash:
        raise StaleReport(notes.name)
    return Report(summary=summary, images=images, copies=copies)


class StaleReport(UserError):
    """The last report is about a cohort that has changed since."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"The report on {cohort!r} is stale: the cohort has changed since it was checked",
            remedy=f"Check it again: `raredx cohort check {cohort}`",
        )


def _copies(examined: Examined) -> pa.Table:
    ids = examined.column("image_id")
    return pa.table(
        {
            "left": pa.array([ids[copy.left] for copy in examined.copies], pa.string()),
            "right": pa.array([ids[copy.right] for copy in examined.copies], pa.string()),
            "exact": pa.array([copy.exact for copy in examined.copies], pa.bool_()),
            "agreement": pa.array([copy.agreement for copy in examined.copies], pa.float64()),
            "how": pa.array([copy.how for copy in examined.copies], pa.string()),
        }
    )
