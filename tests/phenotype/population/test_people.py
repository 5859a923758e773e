"""Images of one person count as one person."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.population.people import people_of


def test_the_order_of_images_does_not_matter():
    values = np.arange(12.0).reshape(6, 2)
    labels, subjects = list("KKNNKU"), list("aabbac")
    turn = np.array([5, 0, 3, 1, 4, 2])
    one = people_of(values, labels, subjects)
    other = people_of(values[turn], [labels[i] for i in turn], [subjects[i] for i in turn])
    np.testing.assert_array_equal(one.values, [[10 / 3, 13 / 3], [5, 6], [10, 11]])
    np.testing.assert_allclose(one.values, other.values)
    assert one.subjects.tolist() == other.subjects.tolist() == ["a", "b", "c"]
    assert one.images.tolist() == other.images.tolist() == [3, 2, 1]


def test_some_of_them():
    people = people_of([1.0, 2, 3], "KNU", "abc")
    assert people.of("K", "U").subjects.tolist() == ["a", "c"]
    assert len(people.take(np.array([1]))) == 1


@pytest.mark.parametrize(
    ("values", "labels", "subjects", "problem"),
    [
        ([], "", "", "There are no shapes"),
        ([1.0, 2], "KN", "a", "2 shapes, but 2 labels and 1 subjects"),
        ([1.0, np.inf], "KN", "ab", "Some shapes are infinite"),
        ([1.0, 2], "KN", "aa", "Subject a has the labels K and N"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(values, labels, subjects, problem):
    with pytest.raises(UserError, match=problem) as told:
        people_of(values, labels, subjects, what="shapes")
    assert "\n" not in str(told.value)
