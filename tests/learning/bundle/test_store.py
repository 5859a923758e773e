"""Models by name."""

from __future__ import annotations

import pytest

from raredx.cohorts.store import open_cohort
from raredx.errors import NotFoundError, UserError
from raredx.learning.bundle.store import (
    DEMONSTRATION,
    bundle_folder,
    list_bundles,
    new_folder,
    open_bundle,
    remove_bundle,
    state_of,
)


def test_models_are_listed_the_broken_ones_with_their_fault(bench):
    (bundle_folder("broken")).mkdir()
    (bundle_folder("broken") / "card.json").write_text("{}")
    shipped, broken, first = list_bundles()
    assert (shipped.name, shipped.shipped, shipped.fault) == (DEMONSTRATION, True, "")
    assert (first.name, first.fault) == ("first", "")
    assert first.card == open_bundle("first").card
    assert broken.card is None
    assert "is damaged" in broken.fault


def test_a_model_that_is_not_there_names_those_that_are(bench):
    with pytest.raises(
        NotFoundError, match=r"There is no model 'second'\. Choose one of: demonstration, first"
    ):
        open_bundle("second")


def test_the_shipped_one_is_there_from_the_beginning_and_stays(workspace):
    bundle = open_bundle(DEMONSTRATION)
    assert len(bundle.classes) == 104
    assert "unaffected" in bundle.classes
    assert bundle.card.judged is not None
    assert bundle.card.maps is not None
    assert bundle.reach is not None
    assert bundle.card.data_hash == open_cohort(bundle.card.cohort).data_hash
    with pytest.raises(UserError, match="is shipped and stays"):
        remove_bundle(DEMONSTRATION)
    for replace in (False, True):
        with pytest.raises(UserError, match=r"is shipped\. Choose another name"):
            new_folder(DEMONSTRATION, replace=replace)


def test_the_state_of_a_model_is_another_one_once_its_card_is(bench):
    before = state_of("first")
    assert before == open_bundle("first").digest
    card = bundle_folder("first") / "card.json"
    card.write_text(card.read_text() + "\n")
    assert state_of("first") not in ("", before)
    assert state_of("second") == ""


def test_a_name_stays_in_its_folder(workspace):
    with pytest.raises(UserError, match=r"'\.\./first' is no name for a model"):
        open_bundle("../first")


def test_a_model_can_be_removed_once(bench):
    remove_bundle("first")
    assert [one.name for one in list_bundles()] == [DEMONSTRATION]
    with pytest.raises(NotFoundError):
        remove_bundle("first")
