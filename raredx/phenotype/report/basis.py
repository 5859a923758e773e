"""What a report rests on: the origin of the image, and that of whatever was fitted before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from raredx.errors import UserError
from raredx.phenotype.report.findings import Findings

Origin = Literal["real", "simulated", "synthetic"]
_FITTED = ("measure", "picture")
_IMAGE = {
    "real": "a real image",
    "simulated": "a simulated image, rendered from a 3-D model",
    "synthetic": "a synthetic image, sampled from a generator",
}


@dataclass(frozen=True)
class Basis:
    """The origin of the image and of the people that norms, rules and models were fitted on.

    >>> Basis("simulated", "simulated", detail="reference of 400 simulated people").said
    'a simulated image, rendered from a 3-D model; fitted on simulated people \
(reference of 400 simulated people)'
    """

    image: Origin
    reference: Origin | None = None
    """None: nothing fitted was used, a reader alone looked."""
    detail: str = ""
    """Which reference, which model, in words."""

    def __post_init__(self) -> None:
        for origin in filter(None, (self.image, self.reference)):
            if origin not in get_args(Origin):
                raise ValueError(f"{origin!r} is no origin: {', '.join(get_args(Origin))}")

    @property
    def said(self) -> str:
        """The basis in words."""
        fitted = f"fitted on {self.reference} people" if self.reference else "nothing fitted"
        return f"{_IMAGE[self.image]}; {fitted}" + (f" ({self.detail})" if self.detail else "")

    def check(self, findings: Findings) -> None:
        """Refuse findings that say nothing about such an image.

        Raises
        ------
        UserError
            If the image is real, and measures or pictures were judged by simulated people.
        """
        if not any(one.source in _FITTED for one in findings.judged):
            return
        if self.reference is None:
            raise ValueError("measures and pictures are judged by a reference: say its origin")
        if self.image == "real" and self.reference != "real":
            raise UserError(
                f"A reference fitted on {self.reference} people says nothing about a real image",
                remedy="Fit a reference on a real cohort of your own, or ask a reader",
            )
