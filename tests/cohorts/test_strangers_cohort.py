"""A stranger's cohort: its tables run nothing, its paths lead nowhere, its images are checked."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from tests.cohorts.making_cohorts import ids_of, make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "faces")
    return tmp_path / "faces"


def rewritten(folder: Path, column: str, values: pa.Array, **facts: bytes) -> Cohort:
    """The cohort with another column, or one more, in its manifest; written by another program."""
    rows = pq.read_table(folder / "manifest.parquet")
    field = pa.field(column, values.type, metadata=facts or None)
    if column in rows.column_names:
        rows = rows.set_column(rows.column_names.index(column), field, values)
    else:
        rows = rows.append_column(field, values)
    pq.write_table(rows, folder / "manifest.parquet")
    return Cohort.open(folder)


class Payload:
    """Once unpickled it leaves a folder behind."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


def test_a_type_that_pickles_itself_into_a_table_is_not_woken(folder, tmp_path):
    payload = pickle.dumps(Payload(tmp_path / "trace"))
    cohort = rewritten(
        folder,
        "note",
        pa.array(["x"] * 6),
        **{"ARROW:extension:name": b"arrow.py_extension_type", "ARROW:extension:metadata": payload},
    )
    assert len(cohort.rows()) == 6
    assert not (tmp_path / "trace").exists()
    pickle.loads(payload)
    assert (tmp_path / "trace").exists(), "the payload is one"


@pytest.mark.parametrize("path", ["../secret.png", "{above}/secret.png", "images\\..\\secret.png"])
@pytest.mark.parametrize("packed", [False, True])
def test_no_path_of_a_manifest_leads_out(tmp_path, path, packed):
    make(tmp_path / "faces", packed=packed)
    (tmp_path / "secret.png").write_bytes(b"secret")
    paths = pa.array([path.format(above=tmp_path)] * 6)
    cohort = rewritten(tmp_path / "faces", "path", paths)
    with pytest.raises(UserError, match="cannot be read"):
        cohort.data(ids_of(cohort)[0])
    with pytest.raises(UserError):
        cohort.write(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_link_in_place_of_an_image_is_not_followed(folder):
    secret = folder.parent / "secret.png"
    secret.write_bytes(b"secret")
    cohort = Cohort.open(folder)
    for path in cohort.rows("path")["path"].to_pylist():
        (folder / path).unlink()
        (folder / path).symlink_to(secret)
    with pytest.raises(UserError, match="This is a link to another file"):
        cohort.data(ids_of(cohort)[0])
    assert len(cohort.verify().missing) == 6


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "which is not read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG file"),
        (b"", "The file is empty"),
    ],
)
def test_an_image_file_that_is_something_else_is_refused_when_it_is_shown(folder, data, says):
    cohort = Cohort.open(folder)
    (folder / cohort.rows("path")["path"][0].as_py()).write_bytes(data)
    with pytest.raises(UserError, match=says):
        cohort.image(ids_of(cohort)[0])
