"""A cohort as a value: narrowed, joined and changed without being touched, origins included."""

from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.manifest import COLUMNS, FIXED, ORIGINS
from raredx.errors import NotFoundError, UserError
from tests.cohorts.making_cohorts import files_in, ids_of, make, noise, origins_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cohorts")


@pytest.fixture(scope="module")
def real(folder: Path) -> Cohort:
    return make(folder / "real")


@pytest.fixture(scope="module")
def simulated(folder: Path) -> Cohort:
    return make(folder / "simulated", range(6, 12), origin="simulated", packed=True, site="B")


@pytest.fixture(scope="module")
def both(real: Cohort, simulated: Cohort) -> Cohort:
    return real.merge(simulated)


def test_a_cohort_gives_back_what_was_put_in(real):
    assert len(real) == 6
    assert real.columns == COLUMNS
    row = real.rows().slice(2, 1).to_pylist()[0]
    assert row["subject_id"] == "p1"
    assert row["label"] is None
    assert row["phenotypes"] == ["HP:0000316", "HP:0000431"]
    assert (row["width"], row["height"], row["age"]) == (20, 16, 1.0)
    assert real.image(row["image_id"]).tobytes() == noise(2).tobytes()


def test_plain_pandas_reads_all_of_the_manifest(folder, real):
    frame = pd.read_parquet(folder / "real" / "manifest.parquet")
    assert tuple(frame.columns) == COLUMNS
    assert frame["image_id"].tolist() == ids_of(real)
    assert set(frame["origin"]) == {"real"}
    assert all((folder / "real" / path).is_file() for path in frame["path"])


def test_columns_are_read_as_they_are_asked_for(real):
    assert real.rows("label", "age").column_names == ["label", "age"]
    assert next(real.batches("image_id")).schema.names == ["image_id"]
    with pytest.raises(UserError, match=r"no column colour\. It has: image_id"):
        real.rows("colour")


@pytest.mark.parametrize(
    ("wanted", "seeds"),
    [
        ({"label": "CdLS"}, [0, 3]),
        ({"label": ["CdLS", "Noonan"]}, [0, 1, 3, 4]),
        ({"label": None}, [2, 5]),
        ({"label": ["CdLS", None]}, [0, 2, 3, 5]),
        ({"subject_id": "p1"}, [2, 3]),
        ({"age": [0, 2.5]}, [0, 5]),
        ({"phenotypes": "HP:0000431"}, [2, 5]),
        ({"phenotypes": ["HP:0000316", "HP:0000431"]}, [1, 2, 4, 5]),
        ({"origin": "synthetic"}, []),
        ({"label": []}, []),
        ({"label": "CdLS", "subject_id": pa.array(["p1", "p2"])}, [3]),
        ({"where": pc.field("age") < 1}, [0, 1]),
        ({}, [0, 1, 2, 3, 4, 5]),
    ],
    ids=lambda value: (
        " ".join(str(value).split()) if not isinstance(value, dict) else ", ".join(value)
    ),
)
def test_select(real, wanted, seeds):
    ids = ids_of(real)
    assert ids_of(real.select(**wanted)) == [ids[seed] for seed in seeds]


def test_selections_narrow_further(real):
    assert len(real.select(label="CdLS").select(subject_id="p0")) == 1
    assert len(real) == 6


def test_select_says_what_cannot_be(real):
    with pytest.raises(UserError, match="no column 'colour'"):
        real.select(colour="red")
    with pytest.raises(UserError, match="The column age holds float"):
        real.select(age="old")


def test_an_image_that_was_left_out_is_not_there(real):
    left_out = ids_of(real)[0]
    with pytest.raises(NotFoundError, match=f"no image {left_out}"):
        real.select(label="Noonan").image(left_out)


def test_merge_has_the_images_rows_and_tables_of_both(real, simulated, both):
    assert ids_of(both) == ids_of(real) + ids_of(simulated)
    assert both.counts("origin") == {"real": 6, "simulated": 6}
    assert both.counts("site") == {"B": 6, None: 6}
    assert sorted(both.side("truth")["seed"].to_pylist()) == [*range(12)]
    last = ids_of(both)[-1]
    assert both.image(last).tobytes() == noise(11).tobytes()
    assert both.card().is_not.startswith("Rendered from a 3-D model")


def test_columns_of_one_part_select_in_the_whole(both, simulated):
    assert ids_of(both.select(site="B")) == ids_of(simulated)
    assert len(both.select(site=None)) == 6


def test_an_image_in_both_is_kept_once(folder, real):
    overlapping = make(folder / "overlapping", range(4, 8))
    merged = real.merge(overlapping)
    assert len(merged) == 8
    assert merged.data_hash == make(folder / "eight", range(8)).data_hash


@pytest.mark.parametrize("column", ["label", "subject_id", "origin"])
def test_cohorts_that_contradict_each_other_do_not_merge(folder, real, column):
    value = "synthetic" if column == "origin" else "another"
    other = make(folder / f"other-{column}", range(5, 7), **{column: value})
    with pytest.raises(UserError, match=f"1 image would have two values of {column}, such as "):
        real.merge(other)


def test_columns_of_two_kinds_do_not_merge(folder, real):
    one = real.derive(score=1.5)
    two = make(folder / "two", range(20, 22), score="high")
    with pytest.raises(UserError, match=r"score \(double and string\)"):
        one.merge(two)


def test_derive_adds_and_replaces_columns(both):
    ids = ids_of(both)
    changed = both.derive(
        about=About(title="Changed"), part=["a", "b"] * 6, sex="female", label={ids[7]: "New"}
    )
    assert changed.about.title == "Changed"
    assert changed.rows("part")["part"].to_pylist() == ["a", "b"] * 6
    assert set(changed.rows("sex")["sex"].to_pylist()) == {"female"}
    assert changed.rows("label")["label"].to_pylist()[6:8] == ["CdLS", "New"]
    assert "part" not in both.columns
    assert changed.image(ids[7]).tobytes() == noise(7).tobytes()


@pytest.mark.parametrize("column", FIXED)
def test_what_belongs_to_an_image_cannot_be_changed(both, column):
    with pytest.raises(UserError, match=f"{column} belongs to the images"):
        both.derive(**{column: "synthetic"})


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"part": ["a"]}, "1 values for the column part, and 6 images"),
        ({"age": "old"}, "not of one kind, or not float"),
        ({"subject_id": None}, "6 of 6 images would have no subject_id"),
    ],
)
def test_derive_says_what_cannot_be(real, columns, says):
    with pytest.raises(UserError, match=says):
        real.derive(**columns)


def test_a_cohort_goes_to_another_process(both):
    narrowed = both.derive(part="x").select(label="CdLS")
    again = pickle.loads(pickle.dumps(narrowed))
    assert again.rows() == narrowed.rows()
    assert again.data(ids_of(again)[3]) == narrowed.data(ids_of(narrowed)[3])


def test_writing_and_opening_again_loses_nothing(tmp_path, both):
    chosen = both.derive(part="x").select(label=["CdLS", None])
    written = chosen.write(tmp_path / "written")
    assert written.rows().drop("path") == chosen.rows().drop("path")
    assert written.side("truth") == chosen.side("truth")
    assert written.data_hash == chosen.data_hash
    assert written.verify().sound
    packed = written.pack(tmp_path / "packed")
    assert packed.rows() == written.rows()
    assert packed.verify().sound
    assert all(packed.data(id) == written.data(id) for id in ids_of(written))
    assert packed.card().counts == written.card().counts
    assert not (tmp_path / "packed" / "images").exists()


def test_nothing_changes_a_cohort_that_is_there(folder, real, both):
    before = files_in(folder / "real")
    both.select(label="CdLS").derive(sex="male").rows()
    with pytest.raises(UserError, match="is there already"):
        both.write(folder / "real")
    assert files_in(folder / "real") == before


def test_a_cohort_is_replaced_by_what_is_made_of_it(tmp_path):
    cohort = make(tmp_path / "one")
    written = cohort.select(label="CdLS").write(tmp_path / "one", replace=True)
    assert len(written) == 2
    assert written.verify().sound


def test_an_empty_selection_is_not_written(tmp_path, real):
    with pytest.raises(UserError, match="no images"):
        real.select(label="unknown").write(tmp_path / "empty")
    assert not (tmp_path / "empty").exists()


def test_a_table_that_is_not_there(real):
    with pytest.raises(NotFoundError, match=r"no table 'landmarks'\. It has: truth"):
        real.side("landmarks")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("select"), st.sampled_from(["CdLS", "Noonan", None])),
        st.tuples(st.just("merge"), st.integers(0, 2)),
        st.tuples(st.just("derive"), st.sampled_from(["sex", "label", "part", "source"])),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def of_each_origin(tmp_path_factory) -> list[Cohort]:
    folder = tmp_path_factory.mktemp("origins")
    return [
        make(folder / origin, range(4 * n, 4 * n + 4), origin=origin)
        for n, origin in enumerate(ORIGINS)
    ]


@given(start=st.integers(0, 2), steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_chain_of_steps_changes_or_loses_an_origin(of_each_origin, start, steps):
    truth = {id: origin for cohort in of_each_origin for id, origin in origins_of(cohort).items()}
    cohort = of_each_origin[start]
    for step, value in steps:
        if step == "select":
            cohort = cohort.select(label=value)
        elif step == "merge":
            known = set(ids_of(cohort))
            fresh = [id for id in ids_of(of_each_origin[value]) if id not in known]
            cohort = cohort.merge(of_each_origin[value].select(image_id=fresh))
        else:
            cohort = cohort.derive(**{value: "changed"})
    found = origins_of(cohort)
    assert found == {id: truth[id] for id in found}
    assert sum(cohort.counts("origin").values()) == len(cohort)
