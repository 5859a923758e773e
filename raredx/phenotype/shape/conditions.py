"""What faces of each condition are like, from few images, and how like it another face is.

    conditions = Conditions.fit(scores, labels, subjects, between=space.whitening.between,
                                kin=kinship(names))
    conditions.evidence(new)     # (n, c): log of how much likelier than any face; it ranks
    conditions.likeness(new)     # (n, c): the share of held-out patients who were less like theirs

A condition's mean is not the mean of its images, of which there may be one: it is what those images
leave likely, given how much conditions differ from one another and how akin they are by their signs
(a Gaussian process over conditions). How much kinship is worth, the images say (`kin_weight`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_WEIGHTS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95)  # of kinship, that are tried
_FOLDS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Conditions:
    """c conditions in a whitened space of k dimensions."""

    names: tuple[str, ...]
    people: npt.NDArray[np.intp]
    """(c,) subjects behind each."""
    means: Floats
    """(c, k)"""
    doubt: Floats
    """(c, k) variance of the means: large where there are few people."""
    centre: Floats
    """(k,) the mean over conditions."""
    between: Floats
    """(k,) variance of conditions around it."""
    kin_weight: float
    """From 0 (images alone) to 1 (what is akin looks alike)."""
    held_out: Floats
    """How like their own condition held-out patients were, in order: the scale of `likeness`."""

    @staticmethod
    def fit(
        scores: Floats,
        labels: Sequence[str],
        subjects: Sequence[str],
        *,
        between: Floats,
        kin: Floats | None = None,
        names: Sequence[str] | None = None,
        kin_weight: float | None = None,
    ) -> Conditions:
        """Fit on the scores (n, k) of training images.

        Parameters
        ----------
        between : ndarray of shape (k,)
            How much conditions differ along each axis (`Whitening.between`).
        kin : ndarray of shape (c, c), optional
            The kinship of the conditions `names`. Without it nothing is borrowed.
        names : sequence of str, optional
            The conditions, in the order of `kin`; without it those of the labels, sorted.
        kin_weight : float, optional
            Without it the most likely one.
        """
        known = tuple(names or sorted(set(labels)))
        people = _People.of(scores, labels, subjects, known)
        prior = _Prior(centre=people.means.mean(0), between=between, kin=_apart(kin, len(known)))
        weights = _WEIGHTS if kin_weight is None else (kin_weight,)
        weights = weights if kin is not None else (0.0,)
        best = max(weights, key=lambda weight: prior.likelihood(people, weight))
        fitted = _fitted(known, people, prior, best)
        return replace(fitted, held_out=_held_out(known, people, prior, best))

    def evidence(self, scores: Floats) -> Floats:
        """Log of how much likelier each face is among a condition's than among all: (n, c)."""
        own, every = 1 + self.doubt, 1 + self.between  # (c, k), (k,)
        near = _squares(scores, self.means, own) + np.log(own).sum(1)
        far = ((scores - self.centre) ** 2 / every).sum(1) + np.log(every).sum()
        return np.asarray((far[:, None] - near) / 2)

    def likeness(self, scores: Floats) -> Floats:
        """From 0 to 1: the share of held-out patients who were less like their own condition."""
        return self.likeness_of(self.evidence(scores))

    def likeness_of(self, evidence: Floats) -> Floats:
        """`likeness` of faces whose evidence (n, c) is at hand."""
        return _share_below(self.held_out, self._standing(evidence))

    def standing(self, scores: Floats, truth: Sequence[str]) -> Floats:
        """How like their own condition faces are, before `held_out` makes a share of it: (n,)."""
        column = [self.names.index(name) for name in truth]
        return np.asarray(self._standing(self.evidence(scores))[np.arange(len(column)), column])

    def ranks(self, scores: Floats, truth: Sequence[str]) -> npt.NDArray[np.intp]:
        """The place of the true condition for each face, 0 being the first: (n,)."""
        found = self.evidence(scores)
        column = np.array([self.names.index(name) for name in truth])
        return np.asarray((found > found[np.arange(len(found)), column][:, None]).sum(1))

    def _standing(self, evidence: Floats) -> Floats:
        """The evidence, measured against what a patient of the condition is expected to have."""
        own, every = 1 + self.doubt, 1 + self.between
        apart = self.means - self.centre  # (c, k)
        bend = (own / every - 1) / 2
        expected = (np.log(every / own) / 2 + bend + apart**2 / every / 2).sum(1)  # (c,)
        spread = np.sqrt((2 * bend**2 + own * apart**2 / every**2).sum(1))  # (c,)
        return np.asarray((evidence - expected) / np.maximum(spread, 1e-9))


@dataclass(frozen=True, kw_only=True, eq=False)
class _People:
    """One row for each person, whose images are averaged."""

    scores: Floats  # (p, k)
    own: npt.NDArray[np.intp]  # (p,)
    conditions: int

    @staticmethod
    def of(
        scores: Floats, labels: Sequence[str], subjects: Sequence[str], names: Sequence[str]
    ) -> _People:
        place = {name: number for number, name in enumerate(names)}
        who = [f"{label}\0{subject}" for label, subject in zip(labels, subjects, strict=True)]
        _, first, person = np.unique(who, return_index=True, return_inverse=True)
        sums = np.zeros((len(first), scores.shape[1]))
        np.add.at(sums, person, scores)
        own = np.array([place[labels[number]] for number in first])
        return _People(scores=sums / np.bincount(person)[:, None], own=own, conditions=len(names))

    @property
    def counts(self) -> npt.NDArray[np.intp]:
        return np.bincount(self.own, minlength=self.conditions)

    @property
    def means(self) -> Floats:
        """Of the conditions that have somebody: (seen, k)."""
        sums = np.zeros((self.conditions, self.scores.shape[1]))
        np.add.at(sums, self.own, self.scores)
        seen = self.counts > 0
        return np.asarray(sums[seen] / self.counts[seen, None])

    def take(self, rows: Any) -> _People:
        return _People(scores=self.scores[rows], own=self.own[rows], conditions=self.conditions)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Prior:
    """What is expected of conditions before any image of theirs is seen."""

    centre: Floats  # (k,)
    between: Floats  # (k,)
    kin: Floats  # (c, c)

    def covariance(self, weight: float) -> Floats:
        """(c, c), to be multiplied by `between` for each axis."""
        return np.asarray(weight * self.kin + (1 - weight) * np.eye(len(self.kin)))

    def likelihood(self, people: _People, weight: float) -> float:
        """The log of how likely the means are."""
        seen = _Seen.of(self, people, weight)
        squares = (seen.apart**2 / seen.variance).sum()
        return float(-(squares + np.log(seen.variance).sum()) / 2)

    def posterior(self, people: _People, weight: float) -> tuple[Floats, Floats]:
        """The means of all conditions and their variance: (c, k) each."""
        seen = _Seen.of(self, people, weight)
        moved = seen.to @ (seen.apart * self.between / seen.variance)  # (c, k)
        known = seen.to**2 @ (self.between**2 / seen.variance)  # (c, k)
        left = self.between * self.covariance(weight).diagonal()[:, None] - known
        return self.centre + moved, np.maximum(left, 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Seen:
    """The conditions that have somebody, turned so that they say different things on every axis.

    One decomposition serves all axes, which differ only in how much conditions differ along them.
    """

    apart: Floats  # (s, k) how far they are from the centre
    variance: Floats  # (s, k) of that
    to: Floats  # (c, s) how much of each goes to every condition

    @staticmethod
    def of(prior: _Prior, people: _People, weight: float) -> _Seen:
        seen = people.counts > 0
        root = np.sqrt(people.counts[seen])
        every = prior.covariance(weight)
        spread, turn = np.linalg.eigh(root[:, None] * every[np.ix_(seen, seen)] * root)
        return _Seen(
            apart=turn.T @ (root[:, None] * (people.means - prior.centre)),
            variance=1 + np.maximum(spread, 0)[:, None] * prior.between,
            to=every[:, seen] @ (root[:, None] * turn),
        )


def _fitted(names: tuple[str, ...], people: _People, prior: _Prior, weight: float) -> Conditions:
    means, doubt = prior.posterior(people, weight)
    return Conditions(
        names=names,
        people=people.counts,
        means=means,
        doubt=doubt,
        centre=prior.centre,
        between=prior.between,
        kin_weight=weight,
        held_out=np.empty(0),
    )


def _held_out(names: tuple[str, ...], people: _People, prior: _Prior, weight: float) -> Floats:
    """How like their own condition people are who were left out, where others were left in."""
    place = np.arange(len(people.own))
    order = np.argsort(people.own, kind="stable")
    fold = np.empty_like(place)
    fold[order] = place % _FOLDS  # people of one condition go to different folds
    found = []
    for number in range(_FOLDS):
        rest, out = people.take(fold != number), people.take(fold == number)
        kept = rest.counts[out.own] > 0
        fitted = _fitted(names, rest, prior, weight)
        standing = fitted._standing(fitted.evidence(out.scores[kept]))
        found.append(standing[np.arange(len(standing)), out.own[kept]])
    return np.sort(np.concatenate(found))


def _apart(kin: Floats | None, conditions: int) -> Floats:
    """Kinship as departure from the average, so that what all share is not borrowed twice."""
    if kin is None:
        return np.eye(conditions)
    centring = np.eye(conditions) - 1 / conditions
    own = centring @ kin @ centring
    size = np.sqrt(np.maximum(own.diagonal(), 1e-9))
    return np.asarray(own / size / size[:, None])


def _squares(scores: Floats, means: Floats, variance: Floats) -> Floats:
    """Squared distances (n, c) of scores (n, k) from means (c, k), by their variance (c, k)."""
    precise = 1 / variance
    crossed = scores @ (means * precise).T
    return np.asarray(scores**2 @ precise.T - 2 * crossed + (means**2 * precise).sum(1))


def _share_below(scale: Floats, values: Floats) -> Floats:
    """Where values stand on a scale of sorted ones, from 0 to 1, never quite either.

    >>> _share_below(np.array([1.0, 2.0, 3.0]), np.array([0.0, 2.5])).tolist()
    [0.125, 0.625]
    """
    return np.asarray((np.searchsorted(scale, values) + 0.5) / (len(scale) + 1))
