"""The published search: its eleven queries byte for byte, and its recipe for other names."""

from __future__ import annotations

import pytest

from raredx.evidence.search.build import build
from raredx.evidence.search.config import Search
from raredx.evidence.search.published import in_thousands, published_queries
from raredx.settings import ROOT

SCRIPTS = ROOT.parent / "shared" / "data" / "review" / "scripts"


@pytest.mark.skipif(not SCRIPTS.exists(), reason="the authors' queries are not at hand")
def test_the_eleven_queries_are_the_published_ones_byte_for_byte():
    published = [(SCRIPTS / f"group_{number}_query.txt").read_bytes() for number in range(1, 12)]
    assert [text.encode() for text in published_queries()] == published


def test_a_search_without_a_choice_is_the_published_one():
    assert [query.text for query in build(Search())] == published_queries()


def test_the_recipe_for_invented_names():
    (text,) = published_queries(["Blue nose", "Green-ear syndrome, type 2"])
    assert ' AND ("Blue nose"[tiab] OR "Green-ear syndrome, type 2"[tiab])\n' in text
    assert text.startswith('\n(\n(\n  ("computer vision"[tiab] OR "image processing"[tiab] OR')
    assert 'AND ("2015/01/01"[Date - Publication] : "2025/06/01"[Date - Publication])\n)\n' in text
    assert text.endswith('OR "Books and Documents"[pt])\n)\n')
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize(
    ("names", "sizes"),
    [
        (1, [1]),
        (1000, [1000]),
        (1999, [1999]),
        (2000, [1000, 1000]),
        (11074, [*[1000] * 10, 1074]),
    ],
)
def test_a_thousand_names_go_to_a_query_and_the_last_takes_the_rest(names, sizes):
    clauses = [str(number) for number in range(names)]
    packs = in_thousands(clauses)
    assert [len(pack) for pack in packs] == sizes
    assert [clause for pack in packs for clause in pack] == clauses


def test_other_days_and_exclusions_stand_in_the_published_layout():
    search = Search(diseases=("58",), until=None, date_of="entry", exclude=("review",))
    (query,) = build(search)
    assert '"2015/01/01"[Date - Create] : "3000"[Date - Create]' in query.text
    assert query.text.endswith('NOT \n(\n("review"[pt])\n)\n')
    (query,) = build(Search(diseases=("58",), exclude=()))
    assert "NOT" not in query.text


def test_synonyms_are_asked_for_beside_the_name():
    search = Search(synonyms={"58": ("Dysmyelinogenic leukodystrophy", "Alexander disease")})
    (query,) = build(search)
    assert '"Alexander disease"[tiab] OR "Dysmyelinogenic leukodystrophy"[tiab])' in query.text
    assert query.text.count('"Alexander disease"') == 1
