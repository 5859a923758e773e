"""An overview where something is missing: nobody unaffected, nobody enough, no reference."""

from __future__ import annotations

import pytest

from raredx.errors import UserError
from raredx.jobs import Progress, get_kind
from raredx.phenotype.overview.__main__ import main
from raredx.phenotype.overview.differing import OTHERS
from raredx.phenotype.overview.finding import last_overview
from raredx.phenotype.overview.job import Describe, overview
from raredx.phenotype.overview.run import Wanted, describe
from tests.phenotype.overview.small import FEW, SEVERAL, small_cohort

QUICK = {"permutations": 100, "rounds": 1}


def test_where_nobody_is_unaffected_a_condition_is_compared_with_all_others():
    found = describe(small_cohort(), "small", Wanted(unaffected="healthy", **QUICK))
    assert found.card.against == OTHERS
    rows = {row["condition"]: row for row in found.conditions.to_pylist()}
    assert set(rows) == {*SEVERAL, FEW, "unaffected"}
    assert found.card.people_against == found.card.counts["people"]
    assert found.difference(SEVERAL[0]) is not None


def test_what_few_people_cannot_tell_is_missing_and_said():
    cohort = small_cohort().select(label=[FEW, SEVERAL[0]])
    few = cohort.select(subject_id=cohort.rows("subject_id")["subject_id"].to_pylist()[:4])
    written = few.write(small_cohort().folder.parent / "few")
    found = describe(written, "few", Wanted(reference="none", **QUICK))
    assert set(found.card.missing) == {"difference", "recognisable", "distances", "likeness"}
    assert found.card.split is None
    assert all(found.card.missing.values())
    assert found.faces == {}
    found.save(written.folder / "phenotype")
    assert "place" not in found.tables["images"].column_names


@pytest.mark.slow
def test_without_a_reference_a_space_is_fitted_fold_by_fold():
    found = describe(small_cohort(), "small", Wanted(reference="none", **QUICK))
    assert found.card.reference is None
    assert found.card.missing == {}
    told = [row["auc"] for row in found.conditions.to_pylist() if row["auc"] is not None]
    assert len(told) == len(SEVERAL)
    assert max(told) > 0.7


def test_the_job_says_how_far_it_is_and_what_came_out():
    small_cohort()
    heard = []
    progress = Progress(send=lambda message: heard.append(message.get("progress")))
    result = overview(Describe(cohort="small", **QUICK), progress)
    assert result.outputs == ("cohorts/small/phenotype",)
    assert result.values["conditions"] == len(SEVERAL) + 1
    assert result.summary.startswith("small: ")
    done = [one["done"] for one in heard if one]
    assert done == sorted(done)
    assert heard[-1]["done"] == heard[-1]["total"]


def test_the_same_seed_gives_the_same_tables_and_they_are_kept_as_they_are():
    cohort = small_cohort()
    kept, again = last_overview(cohort), describe(cohort, "small", Wanted(**QUICK))
    for name, table in again.tables.items():
        assert table.to_pylist() == kept.tables[name].to_pylist()
    assert again.faces == kept.faces


def test_the_estimate_counts_the_images_that_are_looked_at():
    cohort = small_cohort()
    work = get_kind("phenotype-overview").work(Describe(cohort="small"))
    assert 0 < work < len(cohort)


def test_only_a_shipped_cohort_gets_its_overview_beside_its_files():
    small_cohort()
    with pytest.raises(UserError, match="is not shipped"):
        main("small")
