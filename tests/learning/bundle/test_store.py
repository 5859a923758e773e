"""Models by name."""

from __future__ import annotations

import pytest

from raredx.errors import NotFoundError, UserError
from raredx.learning.bundle.store import bundle_folder, list_bundles, open_bundle, remove_bundle


def test_models_are_listed_the_broken_ones_with_their_fault(bench):
    (bundle_folder("broken")).mkdir()
    (bundle_folder("broken") / "card.json").write_text("{}")
    broken, first = list_bundles()
    assert (first.name, first.fault) == ("first", "")
    assert first.card == open_bundle("first").card
    assert broken.card is None
    assert "is damaged" in broken.fault


def test_a_model_that_is_not_there_names_those_that_are(bench):
    with pytest.raises(NotFoundError, match=r"There is no model 'second'\. Choose one of: first"):
        open_bundle("second")


def test_where_there_is_none_it_says_how_to_make_one(workspace):
    with pytest.raises(NotFoundError, match="Train one: `raredx train`"):
        open_bundle("first")


def test_a_name_stays_in_its_folder(workspace):
    with pytest.raises(UserError, match=r"'\.\./first' is no name for a model"):
        open_bundle("../first")


def test_a_model_can_be_removed_once(bench):
    remove_bundle("first")
    assert list_bundles() == ()
    with pytest.raises(NotFoundError):
        remove_bundle("first")
