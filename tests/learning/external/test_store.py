"""External validations by name, and what can be wrong with them."""

from __future__ import annotations

import pytest

from raredx.errors import NotFoundError, UserError
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.store import External, external_folder, list_externals

FIRST = "first-on-there"


def test_those_that_can_be_read_are_listed(bench):
    external_folder("broken").mkdir()
    (external_folder("broken") / "record.json").write_text("{}")
    assert [found.name for found in list_externals()] == [FIRST]
    with pytest.raises(NotFoundError, match=f"Choose one of: {FIRST}"):
        External.open("two")
    with pytest.raises(UserError, match="'broken' cannot be read"):
        External.open("broken")


def test_where_there_is_none_it_says_how_to_make_one(workspace):
    with pytest.raises(NotFoundError, match="Make one: `raredx external MODEL COHORT`"):
        External.open("one")


def test_a_table_that_is_gone_is_told(bench):
    found = External.open(FIRST)
    (found.folder / "predictions.parquet").unlink()
    with pytest.raises(UserError, match=f"The predictions of '{FIRST}' cannot be read"):
        found.predictions()


@pytest.mark.parametrize("name", ["../one", "", "a b"])
def test_a_name_is_a_plain_word(workspace, name):
    with pytest.raises(UserError, match="is no name for"):
        external_folder(name)


def test_a_result_has_the_name_of_its_model_and_cohort():
    assert ExternalConfig(bundle="first", cohort="my.faces").title == "first-on-my-faces"
    assert len(ExternalConfig(bundle="a" * 64, cohort="there").title) == 64
