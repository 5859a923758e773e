"""How unusual a measure is for age and sex, by people without a condition.

    norms = Norms.fit(values, years=years, sexes=sexes, disturbances=causes)
    norms.z(values, years=years, sexes=sexes, disturbances=causes)   # (n, m) standard deviations
    norms.remarks(years=3.0, sex=None)                               # what to say beside them

Mean and spread change smoothly with the logarithm of age, differently for the sexes, and with the
disturbances that a measure is corrected for. Where age or sex is not known, norms that do without
it are taken: they are wider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.traits.basis import (
    SEXES,
    Known,
    ages_of,
    design,
    eased,
    sides_of,
    spread_design,
    with_known,
)
from raredx.phenotype.traits.disturbances import DISTURBANCES, POSE
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.robust import fit_mean, fit_spread

Floats = npt.NDArray[Any]

SMALLEST = 60
"""People: below this the spread itself is known to no better than a tenth."""

_EACH = SMALLEST // 4  # faces of each sex, to tell them apart
_VARIANTS: tuple[Known, ...] = ((True, True), (True, False), (False, True), (False, False))


@dataclass(frozen=True, kw_only=True, eq=False)
class Norms:
    """Smooth means and spreads of every measure."""

    means: Mapping[Known, Floats]
    """By whether age and sex are known: (p, m) coefficients."""
    spreads: Mapping[Known, Floats]
    """(q, m) coefficients of the logarithm of the standard deviation."""
    people: Mapping[Known, int]
    """How many they were fitted on."""
    youngest: float
    oldest: float

    @staticmethod
    def fit(
        values: Floats,
        *,
        years: npt.ArrayLike | None,
        sexes: Sequence[str | None] | None,
        disturbances: Floats,
        subjects: Sequence[str] | None = None,
    ) -> Norms:
        """Learn norms from unaffected people.

        Parameters
        ----------
        values
            (n, m) as `measure` gives them. Rows that are not finite are left out.
        years, sexes
            (n,) ages, NaN where not known; "female", "male" or None. None where nobody's is known.
        disturbances
            (n, d) as `disturbances_of` gives them.
        subjects
            Whose image it is, where a person has several: it is people who are counted.
        """
        ages, sides = ages_of(years, len(values)), sides_of(sexes, len(values))
        names = np.arange(len(values)) if subjects is None else np.asarray(subjects)
        whole = np.isfinite(values).all(1) & np.isfinite(disturbances).all(1)
        old_enough = ages[whole & np.isfinite(ages)]
        youngest, oldest = (old_enough.min(), old_enough.max()) if old_enough.size else (0.0, 0.0)
        means, spreads, people = {}, {}, {}
        for known in _VARIANTS:
            rows = whole & with_known(ages, sides, known)
            people[known] = len(set(names[rows].tolist()))
            if people[known] >= SMALLEST and (not known[1] or _of_both(sides[rows])):
                means[known], spreads[known] = _fitted(
                    eased(values[rows]), ages[rows], sides[rows], known, disturbances[rows]
                )
        if not means:
            raise UserError(
                f"The reference has {people[False, False]} people with a face,"
                f" and z-scores need {SMALLEST}",
                remedy="Add unaffected people, or read the plain measures",
            )
        return Norms(
            means=means,
            spreads=spreads,
            people={known: people[known] for known in means},
            youngest=float(youngest),
            oldest=float(oldest),
        )

    def z(
        self,
        values: Floats,
        *,
        years: npt.ArrayLike | None = None,
        sexes: Sequence[str | None] | None = None,
        disturbances: Floats,
    ) -> Floats:
        """Standard deviations from the mean of unaffected people: (n, m), NaN without a face.

        An age beyond the reference's is taken for its youngest or oldest; `remarks` says so.
        """
        ages, sides = ages_of(years, len(values)), sides_of(sexes, len(values))
        ages = np.clip(ages, self.youngest, self.oldest)
        found = np.full(np.shape(values), np.nan)
        left = np.isfinite(disturbances).all(1)
        for known in self.means:
            rows = left & with_known(ages, sides, known)
            left &= ~rows
            causes = disturbances[rows]
            expected = np.column_stack([design(ages[rows], sides[rows], known), causes])
            spread = np.exp(spread_design(ages[rows], causes, known) @ self.spreads[known])
            found[rows] = (eased(values[rows]) - expected @ self.means[known]) / spread
        return found

    def remarks(self, *, years: float | None, sex: str | None) -> tuple[str, ...]:
        """What has to be said beside the z-scores of a person."""
        age_known = years is not None and bool(np.isfinite(years))
        known = age_known, sex in SEXES
        used = next(other for other in self.means if _covers(known, other))
        said = [
            f"{what} is not known: compared with {whom}, so the norms are wider"
            for what, whom, is_known in (
                ("Age", "people of all ages", known[0]),
                ("Sex", "both sexes together", known[1]),
            )
            if not is_known
        ]
        said += [
            f"The reference says {what} of too few people to compare by it"
            for what, is_known, is_used in zip(("the age", "the sex"), known, used, strict=True)
            if is_known and not is_used
        ]
        if years is not None and used[0] and not self.youngest <= years <= self.oldest:
            side = "youngest" if years < self.youngest else "oldest"
            said.append(
                f"An age of {years:.3g} is beyond the reference's {self.youngest:.3g} to"
                f" {self.oldest:.3g} years: compared with its {side}"
            )
        return tuple(said)


def _fitted(
    values: Floats, ages: Floats, sides: Floats, known: Known, disturbances: Floats
) -> tuple[Floats, Floats]:
    """Coefficients of means and spreads; a disturbance has none where it is not corrected for."""
    people = design(ages, sides, known)  # (n, p)
    means = np.zeros((people.shape[1] + len(DISTURBANCES), values.shape[1]))
    taken = np.array(
        [
            [name in POSE or name in one.corrected_for for one in all_measures().values()]
            for name in DISTURBANCES
        ]
    )  # (d, m)
    for pattern in np.unique(taken, axis=1).T:
        columns = (taken == pattern[:, None]).all(0)
        rows = np.r_[np.full(people.shape[1], True), pattern]
        full = np.column_stack([people, disturbances[:, pattern]])
        means[np.ix_(rows, columns)] = fit_mean(full, values[:, columns])
    apart = values - np.column_stack([people, disturbances]) @ means
    return means, fit_spread(spread_design(ages, disturbances, known), apart, fitted=len(means))


def _name(known: Known) -> str:
    words = [word for word, is_known in zip(("age", "sex"), known, strict=True) if is_known]
    return "-".join(words) or "neither"


def _covers(has: Known, asks: Known) -> bool:
    return all(one or not other for one, other in zip(has, asks, strict=True))


def _of_both(sides: Floats) -> bool:
    return bool(min((sides > 0).sum(), (sides < 0).sum()) >= _EACH)
