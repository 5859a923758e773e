"""One image looked at: points, measures, signs, the conditions that come close, and a report.

analysis = analyse(image, open_reference(), years=4.0, sex="female")
analysis.says, analysis.doubts          # what was found, and why to take it with care
analysis.withheld                       # what is not said of this face, and why
analysis.measures, analysis.findings, analysis.by_shape, analysis.by_signs, analysis.report
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from raredx import NOT_A_DEVICE
from raredx.phenotype.landmarks import Landmarks, Seen, landmarks_in
from raredx.phenotype.reference.domain import SIDE, Verdict, domain_features
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.report.basis import Basis, Origin
from raredx.phenotype.report.closest import Closest, closest
from raredx.phenotype.report.findings import Findings, joined
from raredx.phenotype.report.words import Report, write_report
from raredx.phenotype.shape.model import Compared
from raredx.phenotype.shape.space import WHOLE, Faces
from raredx.phenotype.signs import Floats, findings_of
from raredx.phenotype.traits.crops import FACE, cut_out
from raredx.phenotype.traits.disturbances import disturbances_of
from raredx.phenotype.traits.measures import all_measures, measure

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measure of the face."""

    name: str
    title: str
    region: str
    unit: str
    value: float
    z: float | None
    """Standard deviations from unaffected people; None where nothing can be said."""
    points: tuple[int, ...]
    """Which of the 478 points it is taken on."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A condition that the face was compared with."""

    condition: str
    people: int
    """Behind the condition; 0 means that it is expected from its kin alone."""
    evidence: float
    """Log of how much likelier the face is among its patients than among all; it ranks."""
    likeness: dict[str, float]
    """By region, "face" being the whole: the share of its patients who were less like it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """All that is said of one image."""

    landmarks: Landmarks
    says: str
    doubts: tuple[str, ...]
    withheld: tuple[str, ...]
    """What is not said, and why."""
    remarks: tuple[str, ...]
    """What has to be said beside the z-scores."""
    verdict: Verdict | None
    """Whether the face looks like those of the reference; None where nobody had to ask."""
    measures: tuple[Measured, ...]
    by_shape: tuple[Match, ...]
    findings: Findings
    by_signs: tuple[Closest, ...]
    report: Report | None
    reference: str
    reference_origin: str

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        points = self.landmarks.points[0]
        return {
            "notice": NOT_A_DEVICE,
            "reference": {"title": self.reference, "origin": self.reference_origin},
            "face": self.says,
            "doubts": list(self.doubts),
            "withheld": list(self.withheld),
            "remarks": list(self.remarks),
            "domain": vars(self.verdict) if self.verdict else None,
            "angles": None if self.lost else self.landmarks.angles[0].round(2).tolist(),
            "points": None if self.lost else points.round(2).tolist(),
            "measures": [vars(one) for one in self.measures],
            "conditions": [vars(one) for one in self.by_shape],
            "findings": self.findings.as_dict(),
            "closest": [one.as_dict() for one in self.by_signs],
            "report": self.report.as_dict() if self.report else None,
        }

    @property
    def lost(self) -> bool:
        """Whether there is no face."""
        return bool(self.landmarks.seen[0] == Seen.NONE)


def analyse(
    image: Image.Image,
    reference: Reference,
    *,
    years: float | None = None,
    sex: str | None = None,
    origin: Origin | None = None,
    landmarks: Landmarks | None = None,
    compared: bool = True,
) -> Analysis:
    """Look at one image.

    Parameters
    ----------
    years, sex
        Of the person, where they are known: norms and shapes are then taken for them.
    origin
        Of the image, where it is known. Where it is not, the look of the face decides whether the
        reference has anything to say about it.
    landmarks
        Of this image alone, where they were found before.
    compared
        Off, no conditions are looked for, and no report is written.
    """
    found = landmarks if landmarks is not None else landmarks_in(image)
    doubts = found.doubts(0)
    if found.seen[0] in (Seen.NONE, Seen.UPSIDE_DOWN):
        return _nothing(found, reference, doubts)
    faces = reference.shape.faces(found, years=[years], sexes=[sex])
    values = measure(faces.shapes)  # (1, m)
    verdict, withheld = _belongs(image, found, reference, origin)
    if withheld:
        return _nothing(found, reference, doubts, values=values, verdict=verdict, withheld=withheld)
    z, remarks = _z_scores(values, faces, found, reference, years, sex)
    rules, picture = reference.rules, reference.picture
    cuts = picture.cut(image, found.points[0]) if picture else []
    findings = findings_of(z, cuts, rules=rules, picture=picture)[0]
    matches: tuple[Match, ...] = ()
    near: tuple[Closest, ...] = ()
    report = None
    if compared:
        shape = reference.shape.compare(faces)
        matches = tuple(_match(shape, place) for place in shape.ranking(0))
        near = closest([one.term for one in findings.present()])
        own: Origin = origin or reference.origin  # type: ignore[assignment]
        basis = Basis(own, reference.origin, detail=reference.title)  # type: ignore[arg-type]
        report = write_report(joined([findings]), basis=basis, closest=near[:5])
    return Analysis(
        landmarks=found,
        says=found.says(0),
        doubts=tuple(doubts),
        withheld=reference.missing,
        remarks=remarks,
        verdict=verdict,
        measures=_measured(values[0], z[0]),
        by_shape=matches,
        findings=findings,
        by_signs=near,
        report=report,
        reference=reference.title,
        reference_origin=reference.origin,
    )


def _nothing(
    found: Landmarks,
    reference: Reference,
    doubts: list[str],
    *,
    values: Floats | None = None,
    verdict: Verdict | None = None,
    withheld: tuple[str, ...] = (),
) -> Analysis:
    """What can be said without a reference: points and plain measures, where there is a face."""
    return Analysis(
        landmarks=found,
        says=found.says(0),
        doubts=tuple(doubts),
        withheld=withheld,
        remarks=(),
        verdict=verdict,
        measures=() if values is None else _measured(values[0], None),
        by_shape=(),
        findings=Findings(),
        by_signs=(),
        report=None,
        reference=reference.title,
        reference_origin=reference.origin,
    )


def _belongs(
    image: Image.Image, found: Landmarks, reference: Reference, origin: Origin | None
) -> tuple[Verdict | None, tuple[str, ...]]:
    """Whether the reference has anything to say about a face; where it has not, why."""
    end = (
        "No z-scores, no signs and no conditions are given. Points and plain measures are. Fit a"
        " reference on a cohort of your own to have the rest."
    )
    if origin is not None and origin != reference.origin:
        return None, (
            f"This is a {origin} image, and {reference.title} was fitted on {reference.origin}"
            f" people: it says nothing about it. {end}",
        )
    if origin is not None:
        return None, ()
    from PIL import Image as Images

    face = Images.fromarray(cut_out(image, found.points[0], side=SIDE, spans=FACE))
    (verdict,) = reference.domain.judge(domain_features([face]))
    if verdict.belongs:
        return verdict, ()
    return verdict, (
        f"This face does not look like those that {reference.title} was fitted on, which are"
        f" {reference.origin} (strangeness {verdict.strangeness:.2f}, where 1 is the limit). {end}",
    )


def _z_scores(
    values: Floats,
    faces: Faces,
    found: Landmarks,
    reference: Reference,
    years: float | None,
    sex: str | None,
) -> tuple[Floats, tuple[str, ...]]:
    if reference.norms is None:
        return np.full(values.shape, np.nan), ()
    z = reference.norms.z(
        values,
        years=np.array([np.nan if years is None else years]),
        sexes=[sex],
        disturbances=disturbances_of(faces.aligned.angles, found.expressions),
    )
    return z, reference.norms.remarks(years=years, sex=sex)


def _measured(values: Floats, z: Floats | None) -> tuple[Measured, ...]:
    scores = [None] * len(values) if z is None else [_known(one) for one in z]
    return tuple(
        Measured(
            name=one.name,
            title=one.title,
            region=one.region,
            unit=one.unit,
            value=float(value),
            z=score,
            points=one.numbers,
        )
        for one, value, score in zip(all_measures().values(), values, scores, strict=True)
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _match(compared: Compared, place: int) -> Match:
    return Match(
        condition=compared.names[place],
        people=int(compared.people[place]),
        evidence=float(compared.evidence[0, place]),
        likeness={name: float(found[0, place]) for name, found in compared.likeness.items()},
    )


__all__ = ["WHOLE", "Analysis", "Match", "Measured", "analyse"]
