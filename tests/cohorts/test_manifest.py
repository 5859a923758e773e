"""The manifest's laws: what every row needs, and the hash that names the data."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raredx.cohorts.manifest import COLUMNS, SCHEMA, as_rows, data_hash, read_schema
from raredx.errors import UserError

ROW = {
    "image_id": "a1",
    "path": "images/a1/a1.png",
    "subject_id": "p1",
    "label": "CdLS",
    "origin": "real",
    "width": 20,
    "height": 16,
    "sha256": "00",
}


def test_rows_are_brought_into_order_and_further_columns_stand_behind():
    rows = as_rows([{"score": 0.5, **ROW}])
    assert rows.column_names == [*COLUMNS, "score"]
    assert rows.schema.field("age").type == pa.float32()
    assert rows["label_id"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"origin": None}, "1 of 2 images have no origin. .* one of real, simulated, synthetic"),
        ({"origin": "painted"}, "'painted' is no origin"),
        ({"origin": ""}, "An image's origin is missing"),
        ({"subject_id": None}, "1 of 2 images have no subject_id"),
        ({"image_id": "a1"}, "The image a1 stands in 2 rows"),
        ({"age": "old"}, "The column age holds string"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_rows_that_cannot_be(change, says):
    other = {**ROW, "image_id": "b2", "age": 1.0 if "age" not in change else "1"}
    first = {**ROW, "age": other["age"]}
    with pytest.raises(UserError, match=says):
        as_rows([first, {**other, **change}])


def test_rows_without_a_column_that_all_need():
    with pytest.raises(UserError, match="no column origin"):
        as_rows([{name: value for name, value in ROW.items() if name != "origin"}])


def rows(*facts: tuple[str, str | None, str]) -> pa.Table:
    names = ("image_id", "label", "subject_id")
    return as_rows([{**ROW, **dict(zip(names, one, strict=True))} for one in facts])


def test_the_hash_is_of_ids_labels_and_subjects_in_any_order():
    one = rows(("a", "x", "p"), ("b", None, "q"))
    assert data_hash(one) == data_hash(rows(("b", None, "q"), ("a", "x", "p")))
    others = [
        rows(("a", "y", "p"), ("b", None, "q")),
        rows(("a", "x", "q"), ("b", None, "q")),
        rows(("a", "x", "p"), ("b", "", "q")),
        rows(("a", "x", "p")),
        rows(("c", "x", "p"), ("b", None, "q")),
    ]
    assert len({data_hash(table) for table in [one, *others]}) == 6


def test_texts_of_other_programs_are_read_as_texts(tmp_path):
    table = as_rows([ROW])
    place = table.column_names.index("label")
    coded = table.set_column(place, "label", table["label"].dictionary_encode())
    pq.write_table(coded, tmp_path / "manifest.parquet")
    assert read_schema(tmp_path / "manifest.parquet").field("label").type == pa.string()


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (as_rows([ROW]).drop("sha256"), "has no column sha256"),
        (as_rows([ROW]).set_column(3, "label", pa.array([1])), "label .* holds int64, not string"),
    ],
    ids=["no column", "another kind"],
)
def test_a_manifest_of_another_program(tmp_path, table, says):
    pq.write_table(table, tmp_path / "manifest.parquet")
    with pytest.raises(UserError, match=says):
        read_schema(tmp_path / "manifest.parquet")


def test_every_needed_column_is_in_the_schema():
    assert not SCHEMA.field("origin").nullable
