"""Which model is taken where."""

from __future__ import annotations

from raredx.jobs import Config
from raredx.jobs.fields import option


class ExternalConfig(Config):
    """A model, and the cohort of other people that it is judged by."""

    bundle: str = option(..., "Name of the model")
    cohort: str = option(..., "Name of the cohort: other people, other pictures")
    name: str | None = option(None, "Name of the result; empty: MODEL-on-COHORT")
    across_origins: bool = option(
        False,
        "Judge a model by images of an origin that it has not learned from, such as simulated"
        " against real: it says how much is lost on the way, and nothing else",
    )
    test_because: str | None = option(
        None,
        "Open the locked test part of that cohort, too, for this reason; it is written down",
        advanced=True,
    )
    permutations: int = option(
        999, "How often people change cohorts to see what shift is chance", ge=99, le=20_000,
        advanced=True,
    )  # fmt: skip
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the result of that name", advanced=True)

    @property
    def title(self) -> str:
        """The name of the result."""
        return self.name or f"{self.bundle}-on-{self.cohort.replace('.', '-')}"[:64]
