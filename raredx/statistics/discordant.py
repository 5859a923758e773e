"""Where of two classifiers only one is right: McNemar's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, kw_only=True)
class Discordant:
    """Subjects by who was right more often, and how likely so uneven a count is by chance."""

    ours: int
    theirs: int
    even: int
    p: float
    """Exact, two-sided."""


def mcnemar(ours: npt.ArrayLike, theirs: npt.ArrayLike, subjects: npt.ArrayLike) -> Discordant:
    """Whether one of two classifiers is right more often, by the subjects where they differ.

    If neither is better, each such subject is as likely to speak for the one as for the other: an
    exact binomial test, which rejects too seldom rather than too often when there are few. With one
    image of each subject it is McNemar's. With several the images of a subject are not independent
    and McNemar's own count of images would be wrong; here a subject speaks once, for whoever is
    right on more of its images (the sign test over subjects). So a person with two images weighs
    as much as one with twenty, which the difference of means does not say.

    Parameters
    ----------
    ours, theirs : array_like
        (n,): whether either is right about each image. An image may come several times, once for
        each repeat of a cross-validation.
    subjects : array_like
        (n,): whose each image is.

    Examples
    --------
    >>> ours, theirs = [1, 1, 1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0, 0, 1]
    >>> mcnemar(ours, theirs, range(8))
    Discordant(ours=6, theirs=0, even=2, p=0.03125)
    >>> mcnemar(ours, theirs, ["ann", "ann", "ann", "bob", "bob", "eve", "eve", "eve"])
    Discordant(ours=3, theirs=0, even=0, p=0.25)
    """
    from scipy.stats import binomtest

    _, own = np.unique(np.asarray(subjects), return_inverse=True)
    more = np.zeros(int(own.max()) + 1, np.intp)  # (s,) images that only we have, less theirs
    np.add.at(more, own, np.asarray(ours, bool).astype(np.intp) - np.asarray(theirs, bool))
    better, worse = int((more > 0).sum()), int((more < 0).sum())
    p = binomtest(better, better + worse).pvalue if better + worse else 1.0
    return Discordant(ours=better, theirs=worse, even=int((more == 0).sum()), p=float(p))
