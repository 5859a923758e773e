"""Nobody is scored by what has seen them."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.population.out_of_fold import out_of_fold

SUBJECTS = [*"aabbccddeeffgghh", "single"]
LABELS = [*"KKKKKKKKNNNNNNNN", "rare"]


def test_nobody_is_scored_by_what_has_seen_them():
    seen = []

    def fit(rows):
        learnt = {SUBJECTS[row] for row in rows}
        seen.append(learnt)

        def score(others):
            assert not learnt & {SUBJECTS[row] for row in others}
            return np.ones((len(others), 2))

        return score

    found = out_of_fold(LABELS, SUBJECTS, fit, folds=4)
    assert len(seen) == 4
    assert all("single" in learnt for learnt in seen)
    assert np.isfinite(found.scores[:-1]).all()
    assert np.isnan(found.scores[-1]).all()
    assert found.fold[-1] == -1


def by_row(rows):
    return lambda others: others[:, None] + 0.0


def test_scores_go_where_they_belong():
    scores = out_of_fold(LABELS, SUBJECTS, by_row).scores
    assert scores[:-1, 0].tolist() == list(range(16))


def test_the_same_people_and_seed_give_the_same_folds_in_any_order():
    turn = np.random.default_rng(0).permutation(17)
    one = out_of_fold(LABELS, SUBJECTS, by_row).fold
    other = out_of_fold([LABELS[i] for i in turn], [SUBJECTS[i] for i in turn], by_row).fold
    assert one[turn].tolist() == other.tolist()
    folds = {tuple(out_of_fold(LABELS, SUBJECTS, by_row, seed=seed).fold) for seed in range(5)}
    assert len(folds) > 1


@pytest.mark.parametrize(
    ("labels", "fit", "folds", "problem"),
    [
        ("KKNN", by_row, 1, "One fold leaves nothing to learn from"),
        ("KNUV", by_row, 5, "No condition has two people"),
        ("KKNN", lambda rows: lambda others: np.ones(len(others)), 2, "Give images x conditions"),
        ("KKNN", lambda rows: lambda others: np.ones((1, 2)), 2, "2 images were scored as"),
    ],
)
def test_what_does_not_work_is_said_in_one_line(labels, fit, folds, problem):
    with pytest.raises(UserError, match=problem):
        out_of_fold(labels, "abcd", fit, folds=folds)
