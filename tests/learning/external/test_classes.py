"""Conditions that meet: by their code, by their name, or not."""

from __future__ import annotations

import pyarrow as pa
import pytest

from raredx.learning.bundle.card import Condition
from raredx.learning.external.classes import Classes


def known(*pairs: tuple[str, str | None]) -> list[Condition]:
    return [Condition(name=name, code=code, images=4, people=2) for name, code in pairs]


def met(label: str | None, code: str | None, conditions: list[Condition]):
    rows = pa.table(
        {
            "label": pa.array([label], pa.string()),
            "label_id": pa.array([code], pa.string()),
            "subject_id": ["p"],
        }
    )
    (one,) = Classes.of(rows, conditions).met
    return one.condition, one.how


NOONAN, APERT = ("Noonan syndrome", "ORPHA:648"), ("Apert syndrome", "ORPHA:87")


@pytest.mark.parametrize(
    ("label", "code", "condition", "how"),
    [
        ("Noonan", "ORPHA:648", "Noonan syndrome", "code"),
        ("Apert syndrome", "ORPHA:648", "Noonan syndrome", "code"),
        ("NOONAN  syndrome", None, "Noonan syndrome", "name"),
        ("Noonan syndrome", "ORPHA:1", None, "the model has another condition of that name"),
        ("Kabuki syndrome", None, None, "not known"),
        (None, None, None, "no label"),
        (None, "ORPHA:87", "Apert syndrome", "code"),
    ],
)
def test_the_code_comes_before_the_name(label, code, condition, how):
    assert met(label, code, known(NOONAN, APERT)) == (condition, how)


def test_a_condition_without_a_code_is_met_by_its_name():
    assert met("Apert syndrome", "ORPHA:87", known(("Apert syndrome", None))) == (
        "Apert syndrome",
        "name",
    )


def test_of_several_conditions_with_one_code_the_name_decides():
    twins = known(("Type 1", "ORPHA:5"), ("Type 2", "ORPHA:5"))
    assert met("type 2", "ORPHA:5", twins) == ("Type 2", "code")
    assert met("type 3", "ORPHA:5", twins) == (
        None,
        "several conditions of the model have its code",
    )


def test_images_and_people_are_counted_and_the_unseen_are_named():
    rows = pa.table(
        {
            "label": ["Noonan", "Noonan", "Kabuki", "Noonan"],
            "label_id": ["ORPHA:648", "ORPHA:648", None, None],
            "subject_id": ["a", "a", "b", "c"],
        }
    )
    found = Classes.of(rows, known(NOONAN, APERT))
    counts = {(one.label, one.code): (one.images, one.people) for one in found.met}
    assert counts == {
        ("Noonan", "ORPHA:648"): (2, 1),
        ("Noonan", None): (1, 1),
        ("Kabuki", None): (1, 1),
    }
    assert found.never_seen == ("Apert syndrome",)
    assert found.condition("Noonan", "ORPHA:648") == "Noonan syndrome"
    assert found.condition("Noonan", None) is None
