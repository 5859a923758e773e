"""Pictures that show no faces: alike by a network, copies by the whole picture."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.learning.audit.making import make
from raredx.synthesis.curation.config import Curate, Verdict
from raredx.synthesis.curation.curate import curate
from raredx.synthesis.curation.filter import EVIDENCE, LIKENESS, RANK, Drawn
from raredx.synthesis.curation.pictures import PictureFilter
from raredx.synthesis.curation.policy import near_copies
from raredx.synthesis.curation.sight import Sight, see
from tests.learning.small import SEVERAL, small_cohort
from tests.synthesis.curation.test_curate import drawn_from, source  # noqa: F401 - fixture

EACH = 12  # pictures of each condition


def sight(looks, names):
    rng = np.random.default_rng(len(looks))
    whole = rng.normal(size=(len(looks), 8, 8))
    return Sight(
        ids=tuple(names),
        landmarks=None,
        structure=np.empty((len(looks), 0, 0)),
        picture=whole / np.linalg.norm(whole, axis=(1, 2), keepdims=True),
        look=looks / np.linalg.norm(looks, axis=1, keepdims=True),
        sharpness=np.full(len(looks), np.nan),
    )


def looks(labels, seed):
    """Pictures of A lie to one side, those of B to another."""
    rng = np.random.default_rng(seed)
    middle = {"A": [1, 0, 0], "B": [0, 1, 0]}
    return np.array([middle[one] for one in labels]) + rng.normal(0, 0.1, (len(labels), 3))


def drawn(labels, meant):
    seen = sight(looks(labels, 9), [f"new {row}" for row in range(len(labels))])
    nobody = [None] * len(labels)
    return Drawn(sight=seen, labels=meant, conditions=meant, years=nobody, sexes=nobody)


@pytest.fixture
def known():
    labels = ["A", "B"] * EACH
    return sight(looks(labels, 1), [f"known {row}" for row in range(2 * EACH)]), labels


def test_a_picture_is_liker_to_what_it_shows_than_to_what_it_does_not(known):
    seen, labels = known
    judge = PictureFilter.fit(seen, labels, [str(row) for row in range(2 * EACH)])
    right = judge.look(drawn("AABB", [*"AABB"]), seen)
    wrong = judge.look(drawn("AABB", [*"BBAA"]), seen)
    assert right[RANK].to_pylist() == [1, 1, 1, 1]
    assert wrong[RANK].to_pylist() == [2, 2, 2, 2]
    assert min(right[EVIDENCE].to_pylist()) > max(wrong[EVIDENCE].to_pylist())
    assert max(wrong[LIKENESS].to_pylist()) == 0
    assert judge.calibrated


def test_what_it_was_fitted_on_is_not_judged(known):
    seen, labels = known
    judge = PictureFilter.fit(seen, labels, [str(row) for row in range(2 * EACH)])
    nobody = [None] * len(labels)
    again = Drawn(sight=seen, labels=labels, conditions=labels, years=nobody, sexes=nobody)
    with pytest.raises(UserError, match="among those that the filter was fitted on"):
        judge.look(again, seen)


def test_with_one_picture_of_each_likeness_says_nothing(known):
    seen, _ = known
    conditions = ["A", "B", *[None] * (2 * EACH - 2)]
    judge = PictureFilter.fit(seen, conditions, [str(row) for row in range(2 * EACH)])
    assert not judge.calibrated
    assert judge.look(drawn("AB", ["A", "B"]), seen)[LIKENESS].to_pylist() == [0.5, 0.5]


def test_a_cohort_is_judged_and_its_copies_found(source, tmp_path):  # noqa: F811
    drawn_from(source)
    asked = Curate(cohort="drawn", name="pictures", faces=False)
    found = curate(asked, Progress(scratch=tmp_path / "scratch"))
    assert found.record.verdicts[Verdict.NO_FACE.value] == 0
    assert near_copies(found.table)[:2].all()
    assert found.record.conditions == len(SEVERAL) + 1
    with pytest.raises(UserError, match="an audit looks at faces"):
        make("pictures", Progress(scratch=tmp_path / "scratch"))


def test_faces_are_pictures_too():
    cohort = small_cohort()
    ids = cohort.rows("image_id")["image_id"].to_pylist()[:2]
    assert see(ids, cohort.image, faces=False).picture.shape == (2, 40, 40)
