"""From a search to queries that PubMed takes, split as its form splits them.

The published form takes a thousand names to a query; the corrected one as many as a web address has
room for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from raredx.evidence.search.clauses import any_of
from raredx.evidence.search.config import Search, selected
from raredx.evidence.search.published import in_thousands, published_text, quoted
from raredx.evidence.search.terms import terms
from raredx.evidence.search.wording import wording

SAFE_ADDRESS = 4000  # characters of a web address that browsers and PubMed take without trouble
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/?term="
_FIELDS = {"publication": "dp", "entry": "crdt"}


@dataclass(frozen=True)
class Query:
    """One query for PubMed's search box."""

    number: int
    of: int
    text: str
    diseases: int

    @property
    def length(self) -> int:
        """Characters of the text."""
        return len(self.text)

    @property
    def terms(self) -> int:
        """Search terms in it: words and phrases with a field, dates apart."""
        return len(re.findall(r"\[(?:tiab(?::~\d+)?|mh|pt|sb)\]", self.text))

    @property
    def address(self) -> str:
        """The web address that opens it, however long."""
        return _PUBMED + quote_plus(" ".join(self.text.split()))

    @property
    def url(self) -> str | None:
        """The web address, or None where it is too long to rely on."""
        return self.address if len(self.address) <= SAFE_ADDRESS else None

    @property
    def hint(self) -> str:
        """How to run it."""
        if self.url:
            return "Open the address"
        return (
            "Too long for a web address: paste the text into PubMed's search box, or send it by"
            " POST to E-utilities (esearch.fcgi, db=pubmed, term=the text)"
        )

    def record(self) -> dict[str, object]:
        """Everything about it, for JSON."""
        return {
            "number": self.number,
            "of": self.of,
            "diseases": self.diseases,
            "terms": self.terms,
            "length": self.length,
            "url": self.url,
            "hint": self.hint,
            "text": self.text,
        }


def build(search: Search) -> list[Query]:
    """The queries of a search; the same search always gives the same ones.

    >>> query, = build(Search(diseases=("58",), form="corrected", vision=("deep learning",)))
    >>> print(query.text)
    ("deep learning"[tiab] OR "neural network*"[tiab])
    AND
    ("Alexander disease"[tiab:~1])
    AND
    2015/01/01:2025/06/01[dp]
    NOT
    ("review"[pt] OR "systematic review"[pt] OR "meta-analysis"[pt] OR "case reports"[pt] \
OR "Clinical Trial"[pt] OR "pubmed books"[sb])
    """
    clauses = list(dict.fromkeys(_clauses(search)))
    if search.form == "published":
        packs, write = in_thousands(clauses), published_text
    else:
        packs, write = list(_packed(clauses, search)), _corrected_text
    return [
        Query(number, len(packs), write(pack, search), len(pack))
        for number, pack in enumerate(packs, 1)
    ]


def _clauses(search: Search) -> Iterator[str]:
    """What is asked for each disease, its synonyms included."""
    for disease in selected(search):
        synonyms = search.synonyms.get(disease.name, ())
        if search.form == "published":
            yield " OR ".join(quoted(name) for name in dict.fromkeys([disease.name, *synonyms]))
        else:
            yield str(any_of(wording(name) for name in [disease.plain, *synonyms]))


def _corrected_text(diseases: Sequence[str], search: Search) -> str:
    asked = terms()
    end = f"{search.until:%Y/%m/%d}" if search.until else "3000"
    or_ = "\nOR "
    lines = [
        str(asked.clause(search.vision)),
        "AND",
        f"({or_.join(diseases)})",
        "AND",
        f"{search.since:%Y/%m/%d}:{end}[{_FIELDS[search.date_of]}]",
    ]
    chosen = (one for one in asked.exclusions if one.text in search.exclude)
    if left_out := [one.corrected for one in chosen if one.corrected]:
        lines += ["NOT", f"({' OR '.join(left_out)})"]
    return "\n".join(lines)


def _packed(clauses: list[str], search: Search) -> Iterator[list[str]]:
    """Clauses in their order, as many to a query as its web address has room for."""
    room = SAFE_ADDRESS - len(Query(1, 1, _corrected_text([], search), 0).address)
    pack: list[str] = []
    used = 0
    for clause in clauses:
        size = len(quote_plus(f" OR {clause}"))
        if pack and used + size > room:
            yield pack
            pack, used = [], 0
        pack.append(clause)
        used += size
    yield pack
