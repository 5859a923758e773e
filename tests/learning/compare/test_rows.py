"""Only what was judged by the same rows can be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.learning.compare.measures import measure_of
from raredx.learning.compare.rows import in_common
from tests.learning.compare.planted import FOLDS, REPEATS, planted

SAID = planted(1.0, people=20, images=2)


def test_rows_in_another_order_are_the_same_rows():
    shuffled = SAID.take(np.random.default_rng(0).permutation(len(SAID)))
    rows = in_common({"A": SAID, "B": shuffled})
    np.testing.assert_array_equal(rows.said["A"].scores, rows.said["B"].scores)
    values = rows.values(measure_of("log-loss"))
    np.testing.assert_array_equal(values[:, 0], values[:, 1])


def test_repeats_of_an_image_and_images_of_a_fold_are_averaged():
    rows = in_common({"A": SAID, "B": SAID})
    values = rows.values(measure_of("top-1"))
    by_image = rows.by_image(values)
    assert by_image.shape == (40, 2)
    mine = measure_of("top-1").values(SAID)[SAID.images == "image 007"]
    assert by_image[7, 0] == pytest.approx(mine.mean())
    by_fold = rows.by_fold(values)
    assert by_fold.shape == (FOLDS * REPEATS, 2)
    mine = measure_of("top-1").values(SAID)[(SAID.repeat == 1) & (SAID.fold == 2)]
    assert by_fold[FOLDS + 2, 0] == pytest.approx(mine.mean())
    by_subject = rows.by_subject(by_image)
    assert by_subject[3, 0] == pytest.approx(by_image[[6, 7], 0].mean())


def test_a_fold_is_fitted_on_the_other_folds_of_its_repeat():
    rows = in_common({"A": SAID, "B": SAID})
    assert rows.test.tolist() == [8] * FOLDS * REPEATS
    assert rows.train.tolist() == [32] * FOLDS * REPEATS


def changed(**columns):
    return replace(SAID, **columns)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (SAID.take(SAID.images != "image 003"), "the same images"),
        (SAID.take(SAID.repeat < 2), "the same images"),
        (changed(repeat=SAID.repeat + 1), "the same repeats"),
        (changed(fold=(SAID.fold + 1) % FOLDS), "the same folds"),
        (changed(subjects=SAID.images), "the same subjects"),
        (changed(classes=tuple("ABCDF")), "the same classes"),
        (changed(truth=(SAID.truth + 1) % 5), "the same labels"),
        (SAID.take(SAID.repeat > 9), "B has no predictions"),
        (SAID.take([0, 1, 1]), "B has the image image 001 twice in one repeat"),
        (changed(scores=np.full_like(SAID.scores, np.nan)), "Some scores of B are no numbers"),
    ],
)
def test_what_was_not_judged_alike_is_refused_in_one_line(other, problem):
    with pytest.raises(UserError, match=problem) as refused:
        in_common({"A": SAID, "B": other})
    assert "\n" not in str(refused.value)


def test_one_alone_is_no_comparison():
    with pytest.raises(UserError, match="takes two"):
        in_common({"A": SAID})
