"""What PubMed saves, as it should be and as it should not: read, or told with its line."""

from __future__ import annotations

import random

import pytest

from raredx.errors import UserError
from raredx.evidence.search import results
from raredx.evidence.search.records import MOST_TEXT
from raredx.evidence.search.results import read_results

NBIB = """\
PMID- 11
OWN - NLM
DP  - 2024 Mar-Apr
TI  - Counting teeth in <i>Kabuki</i> syndrome
      from photographs.
LID - S01 [pii]
LID - 10.9999/teeth.11 [doi]
AB  - We count.  Then we
      count again.
FAU - Nobody, A
TA  - J Invent Stud
JT  - Journal of Invented Studies
OT  - teeth
OT  - U-Net

PMID- 0012
TI  - Another.
"""
CSV = (
    '"PMID","Title","Authors","Citation","First Author","Journal/Book","Publication Year",'
    '"Create Date","PMCID","NIHMS ID","DOI"\n'
    '"11","Teeth, ""counted""","A","J. 2024","A","J Invent Stud","2024","2024/03/01","","",'
    '"10.9999/teeth.11"\n'
)


def test_every_field_of_pubmed_s_own_format():
    first, second = read_results(NBIB.encode(), file="a.nbib").records
    assert (first.file, first.line, first.pmid, first.year) == ("a.nbib", 1, "11", 2024)
    assert first.title == "Counting teeth in Kabuki syndrome from photographs."
    assert first.abstract == "We count. Then we count again."
    assert (first.doi, first.journal) == ("10.9999/teeth.11", "J Invent Stud")
    assert first.keywords == "teeth U-Net"
    assert (second.line, second.pmid, second.year, second.journal) == (16, "12", None, "")


def test_every_field_of_pubmed_s_csv():
    (record,) = read_results(CSV.encode()).records
    assert (record.line, record.pmid, record.year) == (2, "11", 2024)
    assert record.title == 'Teeth, "counted"'
    assert (record.doi, record.journal) == ("10.9999/teeth.11", "J Invent Stud")


@pytest.mark.parametrize("text", [NBIB, CSV], ids=["nbib", "csv"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("eeth", "e\x00e\x1bth").encode(),
    ],
    ids=["bom", "utf-16", "crlf", "cr", "no last line end", "control characters"],
)
def test_the_same_records_in_another_dress(text, change):
    assert read_results(change(text)) == read_results(text.encode())


def test_a_table_that_a_spreadsheet_saved_anew_is_read():
    (record,) = read_results(b"Title;Notes;PMID\nBlue nose;mine;7\n").records
    assert (record.pmid, record.title) == ("7", "Blue nose")


def test_two_files_put_together_are_read():
    glued = "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n"
    assert [record.line for record in read_results(glued.encode()).records] == [1, 3]


def test_windows_accents_are_read_and_told():
    found = read_results("PMID- 1\nTI  - Behçet disease\n".encode("cp1252"))
    assert found.records[0].title == "Behçet disease"
    assert [(fault.line, fault.says[:9]) for fault in found.faults] == [(2, "Not UTF-8")]


@pytest.mark.parametrize(
    ("text", "kept", "line", "says"),
    [
        ("PMID- 1\nTI  - A\n\nTI  - No number\n", 1, 4, "without a PMID"),
        ("PMID- 1\nTI  - A\n\n\nPMID- 2\nDP  - 2024\n", 1, 5, "PMID 2 has no title"),
        ("PMID- 1\nTI  - A\nlost its indent\n", 1, 3, "Not a line of PubMed's format"),
        ("      lost\nPMID- 1\nTI  - A\n", 1, 1, "Not a line of PubMed's format"),
        ("PMID- 1\nTI  - A\n\nPMID- 12x\nTI  - B\n", 1, 4, "without a PMID"),
        (f"PMID- 1\nTI  - A\n\nPMID- 2\nTI  - {'x' * (MOST_TEXT + 1)}\n", 1, 4, "A field of more"),
        ("PMID,Title\n1,A\n2\n", 1, 3, "1 cells for 2 columns"),
        ('PMID,Title\n1,A\n2,"never closed\n3,C\n', 1, 3, "nothing is read from here"),
        ('PMID,Title\n1,"two\nlines"\nx,B\n', 1, 4, "without a PMID"),
        (f"PMID,Title\n1,A\n2,{'x' * 200_000}\n", 1, 3, "field larger than field limit"),
    ],
)
def test_a_broken_record_is_told_with_its_line_and_the_rest_is_read(text, kept, line, says):
    found = read_results(text.encode())
    assert len(found.records) == kept
    (fault,) = found.faults
    assert fault.line == line
    assert says in fault.says


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"%PDF-1.7", "is neither PubMed's own format nor its CSV"),
        (b"<?xml version='1.0'?><PubmedArticleSet/>", "is neither"),
        (b"TY  - JOUR\nTI  - A\nER  -\n", "is neither"),
        (b"39000001\n39000002\n", "is neither"),
        (b"PMID- 1\n" + b"!\n" * 2000, "broken in more than 1,000 places, first on line 2"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_line(data, says):
    with pytest.raises(UserError) as error:
        read_results(data, file="list.nbib")
    assert str(error.value).startswith("list.nbib ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(results, "MOST_BYTES", 100)
    with pytest.raises(UserError, match="is larger"):
        read_results(NBIB.encode())
    monkeypatch.setattr(results, "MOST_BYTES", 1000)
    monkeypatch.setattr(results, "MOST_RECORDS", 1)
    with pytest.raises(UserError, match="more than 1 records"):
        read_results(NBIB.encode())


def read_or_refused(data: bytes) -> results.Results | str:
    try:
        return read_results(data)
    except UserError as error:
        return str(error)


def test_whatever_bytes_come_there_is_an_answer_in_words():
    chance = random.Random(7)
    answers = []
    for _ in range(300):
        data = bytearray((NBIB if chance.random() < 0.5 else CSV).encode())
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        answers.append(read_or_refused(bytes(data[: chance.randrange(len(data))])))
    read = [answer for answer in answers if not isinstance(answer, str)]
    assert 0 < len(read) < len(answers)
    assert not any("\n" in answer for answer in answers if isinstance(answer, str))
    assert all(record.pmid and record.title for one in read for record in one.records)
    assert all(fault.line >= 1 for one in read for fault in one.faults)
