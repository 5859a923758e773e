"""The rows of the tables, as a release of HPO gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from functools import cached_property

from raredx.ontology.hpoa import Statement
from raredx.ontology.names import plain_name
from raredx.ontology.obo import OboTerm
from raredx.ontology.orphanet import disease_names
from raredx.ontology.scope import Scope, reached, scope_of

Row = dict[str, str]


class Release:
    """What hp.obo and phenotype.hpoa say, made ready to be written."""

    def __init__(self, terms: dict[str, OboTerm], statements: list[Statement]) -> None:
        self._terms = terms
        self._statements = statements
        self._current = {other: term.id for term in terms.values() for other in term.alternatives}
        self._signs = [(self._now(one.term), one) for one in statements if one.aspect == "P"]
        self.scope: Scope = scope_of(terms, used={term for term, _ in self._signs})

    @property
    def listed(self) -> dict[str, int]:
        """How many diseases each list has."""
        diseases = {one.disease for one in self._statements}
        return {name: sum(one.startswith(name) for one in diseases) for name in ("ORPHA", "OMIM")}

    def tables_of(self, ids: Set[str]) -> dict[str, list[Row]]:
        """The tables of some terms, by name."""
        return {
            "terms": self._rows(ids),
            "synonyms": self._synonyms(ids),
            "other_ids": self._other_ids(ids),
        }

    def diseases(self) -> list[Row]:
        """Every disease of Orphanet's list that has a code, and every disease of OMIM's in HPO.

        Their `terms` count signs of the head.
        """
        listed = [one for one in disease_names() if one.orpha_code]
        names = {f"ORPHA:{one.orpha_code}": [one.plain] for one in listed}
        category = {f"ORPHA:{one.orpha_code}": one.category for one in listed}
        for one in self._statements:
            known = names.setdefault(one.disease, [])
            if one.disease_name not in known:
                known.append(one.disease_name)
        terms: dict[str, set[str]] = defaultdict(set)
        for term, one in self._signs:
            if term in self.scope.face and not one.denied:
                terms[one.disease].add(one.term)
        return [
            {
                "id": id,
                "name": names[id][0],
                "category": category.get(id, ""),
                "terms": str(len(terms[id])),
                "other_names": "|".join(names[id][1:]),
                "key": plain_name(names[id][0]),
            }
            for id in sorted(names, key=_by_list)
        ]

    def annotations(self, ids: Set[str]) -> list[dict[str, str | bool]]:
        """Who has some terms, line by line."""
        rows: list[dict[str, str | bool]] = [
            {
                "disease": one.disease,
                "term": term,
                "denied": one.denied,
                "frequency": one.frequency,
                "source": one.source,
                "evidence": one.evidence,
                "sex": one.sex,
            }
            for term, one in self._signs
            if term in ids
        ]
        return sorted(
            rows, key=lambda row: (*_by_list(str(row["disease"])), *map(str, row.values()))
        )

    def _rows(self, ids: Set[str]) -> list[Row]:
        """Each term; what is beyond the head is not defined here."""
        return [
            {
                "id": id,
                "name": self._terms[id].name,
                "definition": self._terms[id].definition if id in self.scope.all else "",
                "parents": " ".join(self._terms[id].parents),
                "face": "yes" if id in self.scope.face else "",
                "orpha": str(self._diseases_below[id, "ORPHA"]),
                "omim": str(self._diseases_below[id, "OMIM"]),
                "key": plain_name(self._terms[id].name),
            }
            for id in sorted(ids)
        ]

    def _synonyms(self, ids: Set[str]) -> list[Row]:
        return [
            {"id": id, "synonym": text, "scope": breadth, "kind": kind, "key": plain_name(text)}
            for id in sorted(ids)
            for text, breadth, kind in self._terms[id].synonyms
        ]

    def _other_ids(self, ids: Set[str]) -> list[Row]:
        """Ids that lead to a term of the tables, each with how."""
        found = {(other, id, "alternative") for id in ids for other in self._terms[id].alternatives}
        for term in self._terms.values():
            if term.obsolete:
                found |= {(term.id, id, "replaced") for id in term.replaced_by if id in ids}
                found |= {(term.id, id, "consider") for id in term.consider if id in ids}
        return [{"id": id, "current": to, "how": how} for id, to, how in sorted(found)]

    @cached_property
    def _diseases_below(self) -> dict[tuple[str, str], int]:
        """How many diseases of each list have a term, or one below it."""
        has: dict[str, set[str]] = defaultdict(set)
        for term, one in self._signs:
            if not one.denied and not one.frequency.startswith("0/"):
                has[one.disease].add(term)
        parents = {id: term.parents for id, term in self._terms.items()}
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for disease, found in has.items():
            for term in reached(found, parents):
                counts[term, disease.split(":")[0]] += 1
        return counts

    def _now(self, id: str) -> str:
        return self._current.get(id, id)


def _by_list(id: str) -> tuple[bool, int]:
    """Orphanet's diseases first, each list by number."""
    return not id.startswith("ORPHA"), int(id.split(":")[1])
