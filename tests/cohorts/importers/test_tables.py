"""Tables in whatever dialect and encoding people save them."""

from __future__ import annotations

import pytest

from raredx.cohorts.importers.tables import read_csv, read_jsonl
from raredx.errors import UserError

ROWS = ({"file": "1.png", "label": "Sjögren"}, {"file": "2.png", "label": "a, b"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_dialect_gives_the_same_rows(encoding, delimiter, end):
    lines = [f"file{delimiter} label ", f"1.png{delimiter}Sjögren", f'2.png{delimiter}"a, b"', ""]
    table = read_csv("t.csv", end.join(lines).encode(encoding))
    assert table.rows == ROWS
    assert table.notes == (("t.csv is read as Windows text (cp1252)",) * (encoding == "cp1252"))


def test_lines_of_other_lengths_are_told():
    table = read_csv("t.csv", b"file,label\n1.png\n2.png,B,C\n\n")
    assert table.rows == ({"file": "1.png", "label": ""}, {"file": "2.png", "label": "B"})
    assert table.notes == ("2 lines of t.csv have more or fewer cells than it has headings",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "t.csv is empty"),
        (b"file,label,file\n", "t.csv has two columns 'file'"),
        (b"PK\x03\x04\0\0\0", "t.csv is no table of text"),
        (b"file,label\n" + b"x" * 200_000, "t.csv cannot be read as CSV"),
        (b"," * 600, "more than 2,000,000 rows or 500 columns"),
    ],
    ids=["empty", "twice", "binary", "endless cell", "too wide"],
)
def test_what_is_no_table(data, says):
    with pytest.raises(UserError, match=says) as caught:
        read_csv("t.csv", data)
    assert "\n" not in str(caught.value)


def test_json_lines():
    data = b'{"file": "1.png", "age": 3, "hpo": ["HP:1", "HP:2"]}\n\n{"file": "2.png", "x": null}'
    table = read_jsonl("t.jsonl", data)
    assert table.columns == ("file", "age", "hpo", "x")
    assert table.rows[0] == {"file": "1.png", "age": "3", "hpo": "HP:1; HP:2", "x": ""}
    assert table.rows[1] == {"file": "2.png", "age": "", "hpo": "", "x": ""}
