"""A report in words from findings, by rules alone: the same findings give the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from raredx import NOT_A_DEVICE
from raredx.phenotype.report.basis import Basis
from raredx.phenotype.report.closest import Closest
from raredx.phenotype.report.findings import ABSENT, PRESENT, Finding, Findings
from raredx.phenotype.report.markdown import escaped
from raredx.phenotype.report.sections import Part, hedge, part_of, parts, said, source_said
from raredx.words import count

State = Literal["notable", "nothing notable", "unseen"]


@dataclass(frozen=True)
class Section:
    """What is said of one part of the face."""

    name: str
    title: str
    state: State
    text: str
    terms: tuple[str, ...]
    """The terms that are taken as present, the surest first."""


@dataclass(frozen=True)
class Report:
    """A report: sections, terms, what could not be seen, and what it all rests on."""

    sections: tuple[Section, ...]
    terms: tuple[Finding, ...]
    """What is taken as present, the surest first."""
    unseen: tuple[str, ...]
    closest: tuple[Closest, ...]
    basis: Basis
    findings: Findings
    """Everything that was judged, what is absent or undecided included."""

    @property
    def text(self) -> str:
        """The report as markdown. What a reader wrote stands in it as plain text."""
        blocks = ["\n".join(f"**{one.title}.** {one.text}  " for one in self.sections)]
        if self.terms:
            blocks.append("\n".join(["Terms of HPO:", "", *map(self._line, self.terms)]))
        if self.closest:
            blocks.append("\n".join([self._compared(), "", *map(_ranked, self.closest)]))
        if self.unseen:
            names = ", ".join(said(id) for id in self.unseen)
            blocks.append(f"Could not be seen, which does not mean absent: {escaped(names)}.")
        blocks.append(f"Rests on {escaped(self.basis.said)}.")
        blocks.append(f"*{NOT_A_DEVICE}*")
        return "\n\n".join(blocks) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return {
            "notice": NOT_A_DEVICE,
            "basis": vars(self.basis),
            "sections": [{**vars(one), "terms": list(one.terms)} for one in self.sections],
            "terms": [vars(one) for one in self.terms],
            "closest": [one.as_dict() for one in self.closest],
            "findings": self.findings.as_dict(),
            "text": self.text,
        }

    def _line(self, one: Finding) -> str:
        reasons = "; ".join(
            f"{source_said(other.source)} {other.confidence:.2f}"
            + (f": {escaped(other.why)}" if other.why else "")
            for other in self.findings.about(one.term)
        )
        return f"- {escaped(said(one.term))}, {one.term}, {one.confidence:.2f} ({reasons})"

    def _compared(self) -> str:
        return (
            f"Closest of {self.closest[0].of:,} conditions by the meaning of their signs"
            " (a comparison with a table, no diagnosis):"
        )


def write_report(
    findings: Findings,
    *,
    basis: Basis,
    closest: Sequence[Closest] = (),
    threshold: float = PRESENT,
) -> Report:
    """Put findings into words.

    Parameters
    ----------
    findings : Findings
        What was judged, and what nothing could look at.
    basis : Basis
        The origin of the image and of the reference. Findings that rest on simulated people are
        refused for a real image.
    closest : sequence of Closest
        Conditions to name, as `raredx.phenotype.report.closest.closest` ranks them.
    threshold : float
        The confidence from which a term is said to be seen.

    Examples
    --------
    >>> wide, ptosis, low_ears = "HP:0000316", "HP:0000508", "HP:0000369"
    >>> found = Findings(
    ...     (
    ...         Finding(wide, 0.83, "measure", "intercanthal index 2.9 SD above"),
    ...         Finding("HP:0000455", 0.03, "measure", "nasal tip 0.2 SD below"),
    ...     ),
    ...     unseen=(ptosis, low_ears),
    ... )
    >>> report = write_report(found, basis=Basis("simulated", "simulated"))
    >>> for section in report.sections[1:3]:
    ...     print(section.text)
    Wide-set eyes (hypertelorism) likely, 0.83. 1 sign here could not be seen.
    Nothing notable was seen.
    >>> report.sections[5].text
    'Could not be seen.'
    """
    basis.check(findings)
    return Report(
        sections=tuple(_section(part, findings, threshold) for part in parts()),
        terms=findings.present(threshold),
        unseen=findings.unseen,
        closest=tuple(closest),
        basis=basis,
        findings=findings,
    )


def _section(part: Part, findings: Findings, threshold: float) -> Section:
    looked_at = [one for one in findings.surest if part_of(one.term) == part]
    if not looked_at:
        return Section(part.name, part.title, "unseen", "Could not be seen.", ())
    present = [one for one in looked_at if one.confidence >= threshold]
    undecided = sum(ABSENT < one.confidence < threshold for one in looked_at)
    unseen = sum(part_of(id) == part for id in findings.unseen)
    sentences = [_listed(present) if present else "Nothing notable was seen."]
    if undecided:
        sentences.append(f"{_signs(undecided, 'stays', 'stay')} undecided.")
    if unseen:
        sentences.append(f"{_signs(unseen, 'here', 'here')} could not be seen.")
    return Section(
        part.name,
        part.title,
        "notable" if present else "nothing notable",
        " ".join(sentences),
        tuple(one.term for one in present),
    )


def _listed(present: list[Finding]) -> str:
    phrases = [f"{said(one.term)} {hedge(one.confidence)}, {one.confidence:.2f}" for one in present]
    text = "; ".join(phrases) + "."
    return text[0].upper() + text[1:]


def _signs(number: int, one: str, several: str) -> str:
    return f"{count(number, 'sign')} {one if number == 1 else several}"


def _ranked(one: Closest) -> str:
    shared = ", ".join(dict.fromkeys(said(pair.term) for pair in one.shared[:3]))
    return f"1. {escaped(one.name)} ({one.disease_id}), {one.score:.2f}: {escaped(shared)}"
