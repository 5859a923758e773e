"""Episodes on disk."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raredx.errors import NotFoundError, UserError
from raredx.learning.episodes.episodes import draw
from raredx.learning.episodes.store import load, save


@pytest.fixture
def drawn():
    labels = [label for label in "abcd" for _ in range(5)]
    names = [f"image {number}" for number in range(20)]
    return draw(labels, names, names, ways=3, shots=2, queries=2, episodes=7, seed=5)


@pytest.fixture
def file(drawn, tmp_path):
    save(drawn, tmp_path / "episodes.parquet")
    return tmp_path / "episodes.parquet"


def change(file, about=None, **columns):
    table = pq.read_table(file)
    for name, values in columns.items():
        table = table.set_column(table.column_names.index(name), name, pa.array(values))
    known = json.loads(table.schema.metadata[b"raredx"]) | (about or {})
    pq.write_table(table.replace_schema_metadata({b"raredx": json.dumps(known)}), file)


def test_a_list_comes_back_as_it_was(drawn, file):
    again = load(file)
    assert again.hash == drawn.hash
    assert (again.classes, again.images, again.seed) == (drawn.classes, drawn.images, 5)
    for name in ("members", "support", "query"):
        assert (getattr(again, name) == getattr(drawn, name)).all()


def test_the_table_can_be_read_by_others(drawn, file):
    table = pq.read_table(file)
    assert table.column_names == ["episode", "label", "role", "image_id"]
    assert table.num_rows == 7 * 3 * 4
    first = table.slice(0, 4)
    assert first["role"].to_pylist() == ["support", "support", "query", "query"]
    assert set(first["label"].to_pylist()) == {drawn.classes[drawn.members[0, 0]]}
    assert first["image_id"][2].as_py() == drawn.images[drawn.query[0, 0, 0]]


def test_what_was_changed_is_refused(file):
    rows = pq.read_table(file)["image_id"].to_pylist()
    change(file, image_id=[rows[1], rows[0], *rows[2:]])
    with pytest.raises(UserError, match="not what was saved"):
        load(file)


def test_a_file_from_a_newer_version(file):
    change(file, about={"format": 2})
    with pytest.raises(UserError, match="made by a newer version"):
        load(file)


@pytest.mark.parametrize("fault", ["junk", "other", "short"])
def test_a_file_that_is_something_else(file, fault):
    if fault == "junk":
        file.write_bytes(b"\x80\x04junk")
    elif fault == "other":
        pq.write_table(pa.table({"image_id": np.arange(3)}), file)
    else:
        change(file, about={"ways": 5})
    with pytest.raises(UserError, match="cannot be read"):
        load(file)


def test_no_file(tmp_path):
    with pytest.raises(NotFoundError, match=r"There are no episodes at 'away.parquet'"):
        load(tmp_path / "away.parquet")
