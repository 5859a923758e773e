"""What stands on a report, in order: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from raredx.diagnosis.explain.explanation import Explanation
from raredx.diagnosis.prediction import Prediction
from raredx.diagnosis.risk.course import IGNORED, Course
from raredx.learning.bundle.card import BundleCard
from raredx.ontology import body, facts

if TYPE_CHECKING:
    from PIL import Image

_ANSWERS, _SIGNS, _RISKS = 7, 8, 4  # rows
_UNUSUAL = 2.0  # standard deviations
_SIDE = 320  # pixels of a picture


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the page."""

    title: str
    lines: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """A whole report."""

    title: str
    notices: tuple[str, ...]
    pictures: tuple[tuple[str, Image.Image], ...]
    """Captions and pictures, made anew from pixels: there is nothing else in them."""
    sections: tuple[Section, ...]
    record: dict[str, Any]
    """All of it for programs."""

    @staticmethod
    def of(
        image: Image.Image,
        told: Prediction,
        card: BundleCard,
        *,
        explanation: Explanation | None = None,
        course: Course | None = None,
        years: float | None = None,
        sex: str | None = None,
    ) -> Sheet:
        """What was found of one image.

        Parameters
        ----------
        explanation, course
            The map of an answer, and the risk by symptoms, where they were asked for.
        years, sex
            Of the person, where they were entered; nothing else of them is on the page.
        """
        created = datetime.now(UTC).isoformat(timespec="seconds")
        person = [f"{years:g} years"] if years is not None else []
        person += [sex] if sex else []
        sections = [
            _summary(told, person, created),
            _answer(told),
            _map(explanation),
            _face(told),
            _risk(course),
            Section(title="The model", lines=card.short(told.model)),
            Section(
                title="Versions",
                lines=("; ".join(f"{name} {one}" for name, one in told.versions.items()) + ".",),
            ),
        ]
        pictures = [("The image", _small(image))]
        if explanation:
            shown = _small(explanation.overlay())
            pictures.append((f"What speaks for {explanation.condition}", shown))
        return Sheet(
            title=f"What {told.model} says of an image",
            notices=told.notices,
            pictures=tuple(pictures),
            sections=tuple(one for one in sections if one.lines or one.rows),
            record={
                "created": created,
                "person": {"years": years, "sex": sex},
                "prediction": told.as_dict(),
                "explanation": explanation.as_dict() if explanation else None,
                "risk": _as_record(course) if course else None,
            },
        )


def _summary(told: Prediction, person: list[str], created: str) -> Section:
    found = told.withheld or f"{told.seen}."
    lines = [found[0].upper() + found[1:]]
    if told.withheld and told.alarm:
        lines.append(told.alarm)
    lines += [f"Take care: {one}." for one in told.doubts]
    if person:
        lines.append(f"Entered of the person: {', '.join(person)}.")
    return Section(title="What was found", lines=(*lines, f"Made {created}."))


def _answer(told: Prediction) -> Section:
    found = told.differential
    if found is None:
        return Section(title="Answer", lines=("There is none.",))
    rows = tuple(
        (
            one.name,
            one.code or "",
            f"{one.probability:.1%}",
            "in the set" if one.name in found.held else "",
        )
        for one in found.ranked[:_ANSWERS]
    )
    headings = ("Condition", "Code", "Probability", "")
    return Section(title="Answer", lines=(found.told,), headings=headings, rows=rows)


def _map(found: Explanation | None) -> Section:
    if found is None:
        return Section(title="Map")
    rows = tuple((one.name, "passed" if one.passed else "failed", one.says) for one in found.checks)
    headings = ("Check", "", "What was found") if rows else ()
    return Section(title="Map", lines=(found.told,), headings=headings, rows=rows)


def _face(told: Prediction) -> Section:
    signs = [f"{facts.term(one['term']).name} ({one['term']})" for one in told.terms[:_SIGNS]]
    unusual = sorted(
        (one for one in told.measures if one["z"] is not None and abs(one["z"]) >= _UNUSUAL),
        key=lambda one: -abs(one["z"]),
    )
    lines = [f"Signs: {', '.join(signs)}."] if signs else []
    if unusual:
        named = [f"{one['title']} {one['z']:+.1f} SD" for one in unusual[:_SIGNS]]
        lines.append(f"Unusual measures: {', '.join(named)}.")
    return Section(title="The face", lines=tuple(lines))


def _risk(course: Course | None) -> Section:
    if course is None or not course.answers:
        return Section(title="Risk by symptoms")
    known = [f"{body.term(id).name} {sign}" for id, sign in course.answers.items()]
    rows = tuple(
        (
            course.candidates[place].name,
            f"{course.steps[0].posterior[place]:.2%}",
            f"{course.posterior[place]:.1%}",
            course.level(place),
        )
        for place in course.ranked()[:_RISKS]
    )
    return Section(
        title="Risk by symptoms",
        lines=(f"Entered: {', '.join(known)}.", IGNORED),
        headings=("Condition", "Before", "Now", "Risk"),
        rows=rows,
    )


def _as_record(course: Course) -> dict[str, Any]:
    return {
        "answers": {id: str(sign) for id, sign in course.answers.items()},
        "posterior": {
            one.name: float(share)
            for one, share in zip(course.candidates, course.posterior, strict=True)
        },
    }


def _small(image: Image.Image) -> Image.Image:
    from PIL import Image as Images

    shown = image.convert("RGB")
    shown.thumbnail((_SIDE, _SIDE))
    return Images.frombytes("RGB", shown.size, shown.tobytes())
