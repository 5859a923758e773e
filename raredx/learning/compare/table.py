"""A measure of several classifiers by image, by fold and by draw, and what it says of any two."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from raredx.learning.compare.measures import Measure
from raredx.learning.compare.rows import Rows
from raredx.learning.predictions import Floats
from raredx.statistics.bootstrap import interval, means
from raredx.statistics.crossed import Crossed, crossed
from raredx.statistics.detectable import detectable, detectable_by_discordance
from raredx.statistics.discordant import Discordant, mcnemar
from raredx.statistics.estimate import Estimate
from raredx.statistics.folds import CorrectedT, corrected_t
from raredx.statistics.paired import Difference, from_draws
from raredx.statistics.shares import share


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """What a measure gives a classifiers, turned so that higher is better."""

    rows: Rows
    measure: Measure
    each: Floats
    """(n, a): of each row."""
    images: Floats
    """(i, a): of each image, over its repeats."""
    people: Floats
    """(s, a): of each subject, over its images."""
    folds: Floats
    """(f, a): of each fold of each repeat."""
    drawn: Floats
    """(draws, a): the mean over images in each draw of subjects."""
    train: Floats
    """(f,): images that each fold was fitted on; 0 where there was no other fold."""

    @staticmethod
    def of(rows: Rows, measure: Measure, *, train: float | None, draws: int, seed: int) -> Table:
        """Work it out once, for all pairs."""
        better = rows.values(measure) * (1 if measure.higher_is_better else -1)  # (n, a)
        images = rows.by_image(better)
        known = rows.train if train is None else np.full(len(rows.test), train)
        return Table(
            rows=rows,
            measure=measure,
            each=better,
            images=images,
            people=rows.by_subject(images),
            folds=rows.by_fold(better),
            drawn=means(images, rows.subjects, draws=draws, seed=seed),
            train=known.astype(np.float64),
        )

    def value(self, one: int) -> Estimate:
        """The mean over images, as it is measured, with its interval over subjects.

        Hits of one image of each subject, asked about once, have Wilson's; where everybody was
        asked about in several draws of the training images it is over draws and subjects.
        """
        mean, drawn = float(self.images[:, one].mean()), self.drawn[:, one]
        if self.in_draws:
            return self._turned(crossed(self._by_draw(self.each[:, one])).estimate)
        independent = len(self.each) == len(self.people)
        if self.measure.hits and (independent or mean in (0, 1)):
            return share(round(mean * len(self.people)), len(self.people)).estimate
        return self._turned(Estimate(mean, *interval(drawn, subjects=len(self.people))))

    def gain(self, one: int, other: int) -> Difference:
        """By how much one is better, drawn over subjects."""
        value = float((self.images[:, one] - self.images[:, other]).mean())
        drawn = self.drawn[:, one] - self.drawn[:, other]
        return from_draws(value, drawn, subjects=len(self.people))

    @property
    def in_draws(self) -> bool:
        """Whether everybody was judged once in each of several draws of the training images."""
        return self.rows.draws > 1

    def over_folds(self, one: int, other: int) -> CorrectedT | Crossed | None:
        """The same over folds and repeats, or over draws and subjects, where there are several."""
        if self.in_draws:
            return crossed(self._by_draw(self.each[:, one] - self.each[:, other]))
        if len(self.folds) < 2 or not self.train.all():
            return None
        apart = self.folds[:, one] - self.folds[:, other]
        return corrected_t(apart, train=self.train, test=self.rows.test)

    def discordant(self, one: int, other: int) -> Discordant | None:
        """Subjects about whom only one is right, over all their images and repeats."""
        if not self.measure.hits:
            return None
        return mcnemar(self.each[:, one], self.each[:, other], self.rows.owners)

    def shown(
        self,
        one: int,
        other: int,
        gain: Difference,
        folds: CorrectedT | Crossed | None,
        *,
        level: float,
    ) -> float:
        """The smallest difference that every way of looking at the pair could have shown."""
        least = [detectable(gain.error, df=gain.subjects - 1, level=level)]
        if folds is not None:
            least.append(detectable(folds.error, df=folds.df, level=level))
        if self.measure.hits:
            apart = self.people[:, one] - self.people[:, other]  # (s,)
            differing = float(np.mean(apart**2))
            least.append(detectable_by_discordance(differing, len(apart), level=level))
        return max((size for size in least if size > 0), default=nan)

    def _by_draw(self, values: Floats) -> Floats:
        """Of rows (n,) the means of each subject in each draw: (r, s)."""
        ordered = values.reshape(self.rows.draws, -1).T  # (i, r): rows lie by repeat and image
        return self.rows.by_subject(ordered).T

    def _turned(self, better: Estimate) -> Estimate:
        """As it is measured, where lower is better too."""
        if self.measure.higher_is_better:
            return better
        return Estimate(-better.value, -better.high, -better.low)
