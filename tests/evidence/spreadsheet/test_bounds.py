"""Workbooks that would swell without end are read or refused in little memory."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from raredx.errors import UserError
from raredx.evidence.spreadsheet import read_file, read_grids
from raredx.evidence.workbook import read_workbook
from tests.evidence import making
from tests.evidence.making import sheet_of, with_parts


def ghosts():
    """50 MB of formatting below one value."""
    cells = "".join(f'<c r="{letter}300000" s="1"/>' for letter in "ABCD")
    looks = 'spans="1:28" s="1" customFormat="1" ht="14.5" customHeight="1" thickBot="1"'
    rows = "".join(f'<row r="{number}" {looks}>{cells}</row>' for number in range(2, 270_000))
    return f'<row r="1"><c r="A1"><v>7</v></c></row>{rows}'


def endless_attributes():
    attributes = " ".join(f'a{number:x}="b"' for number in range(3_500_000))
    return f"<row {attributes}/>"


def names():
    return "".join(f"<a{number:x}/>" for number in range(4_000_000))


def namespaces():
    return "".join(f'<a xmlns:b{number:x}="c"/>' for number in range(2_000_000))


def pieces():
    return f'<row><c t="inlineStr"><is>{"<t>aaaaaaaaaaaaaaa</t>" * 2_000_000}</is></c></row>'


NO_END = "a tag or a text in it has no end"


READ = """
import resource, sys
from pathlib import Path
from raredx.errors import UserError
from raredx.evidence.spreadsheet import read_file, read_grids
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
try:
    print([len(grid.rows) for grid in read_grids(read_file(Path(sys.argv[1])))])
except UserError as error:
    print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounds memory as Linux does")
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ghosts, "[1]"),
        (lambda: f'<row r="{"1" * 60_000_000}"/>', NO_END),
        (lambda: f"<row><c><v>{'1' * 60_000_000}</v></c></row>", NO_END),
        (endless_attributes, NO_END),
        (lambda: "<a>" * 15_000_000, "its elements are nested too deeply"),
        (names, "it has elements of too many names"),
        (namespaces, "it has too many namespaces"),
        (pieces, "A1 holds 30,000,000 characters; a spreadsheet allows 32,767"),
    ],
)
def test_what_unpacks_enormously_takes_less_than_half_a_gigabyte(tmp_path, rows, says):
    sheet = sheet_of(rows())
    assert len(sheet) > 30_000_000
    path = with_parts(making.studies(tmp_path), {making.SHEET: sheet})
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=120
    )
    assert says in done.stdout
    assert done.stderr == ""


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked(tmp_path):
    blank = bytes(130 << 20)
    path = with_parts(making.studies(tmp_path), {"xl/media/image1.png": blank})
    with pytest.raises(UserError, match=r"would unpack to \d+ MB, more than \d+ MB"):
        read_grids(read_file(path))


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "large.xlsx").open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(UserError, match=r"large\.xlsx is larger than 67 MB"):
        read_grids(read_file(tmp_path / "large.xlsx"))


@pytest.mark.parametrize("packed", [True, False], ids=["the file", "its sheet"])
def test_a_spoilt_workbook_is_read_or_refused_in_one_line(tmp_path, packed):
    path = making.studies(tmp_path, {}, {"featured": "=0"})
    whole = path.read_bytes() if packed else making.part(path).encode()
    ends = set()
    for seed in range(250):
        chance = random.Random(seed)
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
        if packed:
            path.write_bytes(spoilt)
        else:
            with_parts(path, {making.SHEET: bytes(spoilt)})
        try:
            ends.add(str(len(read_workbook(path).rows)))
        except UserError as error:
            ends.add(str(error))
    assert "2" in ends
    assert len(ends) > 2
    assert [end for end in ends if not end.isprintable()] == []
