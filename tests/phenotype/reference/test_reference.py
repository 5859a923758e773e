"""References: saved, listed and opened again; a damaged one is told in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from raredx.assets.cards import CARD, Card, read_card
from raredx.errors import NotFoundError, UserError
from raredx.phenotype.reference.packing import ARRAYS, FORM, pack
from raredx.phenotype.reference.reference import (
    SHIPPED,
    SIMULATED,
    Reference,
    list_references,
    open_reference,
    references_folder,
)
from raredx.phenotype.shape.space import WHOLE

ABOUT = Card(title="A small reference", summary="Of a test", licence="CC0-1.0", made_by="a test")


@pytest.fixture
def kept(small) -> Path:
    folder = references_folder() / "mine"
    small.save(folder, ABOUT)
    return folder


def test_a_reference_is_the_same_after_it_was_saved(small, kept, few):
    again = open_reference("mine")
    assert (again.title, again.origin, again.people) == (small.title, "simulated", small.people)
    assert (again.data, again.missing, again.measures) == (
        small.data,
        small.missing,
        small.measures,
    )
    assert again.norms is None
    one, other = (
        ref.shape.compare(ref.shape.faces(few.people.landmarks)) for ref in (small, again)
    )
    assert one.names == other.names
    np.testing.assert_allclose(one.evidence, other.evidence, atol=0.02)
    np.testing.assert_allclose(one.likeness[WHOLE], other.likeness[WHOLE], atol=0.06)
    np.testing.assert_allclose(again.domain.limits, small.domain.limits, rtol=1e-5)


def test_references_are_listed_the_shipped_one_first(kept):
    found = list_references()
    assert [(one.name, one.shipped) for one in found] == [(SIMULATED, True), ("mine", False)]
    assert found[1].card.title == "A small reference"
    assert set(read_card(kept).files) == {ARRAYS, FORM}


def test_the_shipped_reference_opens_and_says_what_it_is():
    shipped = open_reference()
    assert shipped.origin == "simulated"
    assert shipped.norms
    assert shipped.rules
    assert shipped.picture
    assert len(shipped.shape.names) == 103
    assert shipped.missing == ()
    assert set(read_card(SHIPPED).files) == {ARRAYS, FORM}


def test_an_unknown_name_is_told_with_those_there_are(kept):
    with pytest.raises(NotFoundError, match=r"no reference 'other'.* mine, simulated"):
        open_reference("other")
    with pytest.raises(NotFoundError, match="no reference"):
        open_reference("../mine")


def told(folder: Path) -> str:
    with pytest.raises(UserError) as found:
        Reference.open(folder)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_a_reference_of_other_measures_is_refused(small, kept):
    replace(small, measures=small.measures[1:]).save(kept, ABOUT)
    assert "was fitted on other measures than there are now. Fit it again" in told(kept)


def test_a_damaged_reference_is_told_in_one_line(kept):
    whole = (kept / ARRAYS).read_bytes()
    (kept / ARRAYS).write_bytes(whole[: len(whole) // 2])
    assert told(kept).startswith("mine cannot be read as it was written")
    (kept / ARRAYS).unlink()
    told(kept)


def test_a_reference_with_a_class_of_its_own_is_refused(kept):
    form = (kept / FORM).read_text()
    (kept / FORM).write_text(form.replace('"Domain"', '"Popen"'))
    assert "cannot be read as it was written" in told(kept)


@pytest.mark.parametrize("value", [{"other": 1}, {"reference": {"title": "half"}}, (1, 2), None])
def test_a_folder_that_holds_something_else_is_told(tmp_path, value):
    pack(value, tmp_path)
    assert told(tmp_path)


def test_a_card_that_is_damaged_is_told_by_name(kept):
    (kept / CARD).write_text("{")
    with pytest.raises(UserError, match=r"card of .*mine cannot be read"):
        list_references()


def test_saving_again_replaces_the_whole_folder(small, kept):
    (kept / "left-over").write_text("x")
    small.save(kept, ABOUT)
    assert sorted(path.name for path in kept.iterdir()) == sorted([ARRAYS, FORM, CARD])
    assert json.loads((kept / CARD).read_text())["title"] == "A small reference"
