"""All that the catalogue knows of a study: each fact with how and where it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from raredx.evidence.samples import PARTS
from raredx.evidence.study_tables import Table
from raredx.ontology.orphanet import disease_names

PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
ORPHANET = "https://www.orpha.net/en/disease/detail/"

_SPELT_OUT = 8  # letters from which a token is a name, and not an abbreviation
_NEAR = 0.85  # of the spelling shared, from which a name is worth a look
_TOPICS = {
    "study_modalities": "Modality",
    "study_architectures": "Architecture",
    "study_tasks": "Task",
    "study_validation": "Validation",
    "study_sources": "Public source",
    "study_themes": "Theme",
    "study_limits": "Declared limit",
    "study_claims": "Claim",
    "study_ethics": "Ethics",
}
_PLAIN = {
    "class": "Class",
    "availability": "Data",
    "citations": "Citations",
    "pretraining_stated": "Pre-training stated",
    "featured": "In the paper",
}


@dataclass(frozen=True)
class Fact:
    """One thing that is known: the value, how it was made, from which cell, by which rule."""

    topic: str
    value: str
    how: str
    cell: str
    rule: str = ""
    link: str = ""
    sure: bool = True


def facts_of(study: str, tables: Mapping[str, Table]) -> list[Fact]:
    """All facts about a study, by topic."""
    (record,) = [row for row in tables["studies"] if row["study_id"] == study]
    fields = {row["column"]: row for row in tables["fields"] if row["table"] == "studies"}
    facts = [_disease(link) for link in tables["study_diseases"] if link["study_id"] == study]
    for table, topic in _TOPICS.items():
        facts += [
            Fact(topic, row["tag"], row["how"], row["cell"], row["rule"])
            for row in tables[table]
            if row["study_id"] == study
        ]
    for column, topic in _PLAIN.items():
        if record[column]:
            cell = fields[column]["letter"] + record["row"]
            facts.append(Fact(topic, record[column], fields[column]["how"], cell))
    samples = [row for row in tables["study_samples"] if row["study_id"] == study]
    return [*facts, *(_sample(sample) for sample in samples), *_performance(study, tables)]


def links_of(record: Mapping[str, str]) -> dict[str, str]:
    """Where else a study stands: names and addresses."""
    return {"PubMed": f"{PUBMED}{record['pmid']}/"} if record["pmid"] else {}


def _sample(row: Mapping[str, str]) -> Fact:
    parts = [f"{row[part]} {part}" for part in PARTS if row[part]]
    inside = f" ({', '.join(parts)})" if parts else ""
    return Fact(
        "Sample size", f"{row['total']} {row['unit']}{inside}".strip(), "parsed", row["cell"]
    )


def _performance(study: str, tables: Mapping[str, Table]) -> list[Fact]:
    """The values that a cell reports. They are claims; which are comparable is not known."""
    return [
        Fact("Performance", _reported(row), "parsed", row["cell"], row["flags"])
        for row in tables["study_metrics"]
        if row["study_id"] == study
    ]


def _reported(row: Mapping[str, str]) -> str:
    """A reported value in words.

    >>> _reported({"metric": "AUC", "relation": "=", "value": "0.91", "spread": "", "low": "0.88",
    ...     "high": "0.94", "unit": "fraction", "subset": "external test", "context": ""})
    'AUC 0.91 (0.88 to 0.94) · external test'
    """
    relation = "" if row["relation"] in ("", "=") else f"{row['relation']} "
    ends = f"{row['low']} to {row['high']}" if row["low"] else ""
    value = f"{relation}{row['value']}" if row["value"] else ends
    spread = f" ± {row['spread']}" if row["spread"] else ""
    bounds = f" ({ends})" if ends and row["value"] else ""
    unit = "" if row["unit"] in ("", "fraction") else f" {row['unit']}"
    where = "".join(f" · {part}" for part in (row["subset"], row["context"]) if part)
    return f"{row['metric']} {value}{spread}{bounds}{unit}{where}"


def datasets_of(study: str, tables: Mapping[str, Table]) -> dict[str, str]:
    """The data sets that a study brought or used: their ids, and which of both."""
    return {
        link["dataset_id"]: link["relation"].removesuffix(" by")
        for link in tables["dataset_links"]
        if link["study_id"] == study
    }


def _suggestion(link: Mapping[str, str]) -> str:
    """A name that is spelt much alike; it is only told, and links nothing."""
    near = _spelt_alike(link["token"]) if link["step"] == "unlinked" else ""
    return f"; spelt much alike: {near}" if near else ""


@cache
def _spelt_alike(token: str) -> str:
    """The name of Orphanet's that is nearest to a token in spelling, if one is near enough.

    Numbers must agree: type 1 and type 7 are spelt alike and are two diseases.

    >>> _spelt_alike("Mucopolysacharidosis type 1"), _spelt_alike("KS")
    ('Mucopolysaccharidosis type 1', '')
    """
    if len(token) < _SPELT_OUT:
        return ""
    plain = {
        one.plain.casefold(): one.plain
        for one in disease_names()
        if _numbers(one.plain) == _numbers(token)
    }
    near = get_close_matches(token.casefold(), plain, n=1, cutoff=_NEAR)
    return plain[near[0]] if near else ""


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _disease(link: Mapping[str, str]) -> Fact:
    code = link["orpha_code"]
    named = f"{link['name']} (ORPHA:{code})" if code else link["name"]
    value = named or f"{link['token']}: no disease of Orphanet's{_suggestion(link)}"
    same = link["token"] == link["name"] or not named
    doubt = "the cell lists it, the study is not about it" if link["step"] == "not about" else ""
    return Fact(
        topic="Disease",
        value=value if same else f"{link['token']} → {value}",
        how=link["step"],
        cell=link["cell"],
        rule=doubt or (f"confidence {link['confidence']}" if named else ""),
        link=f"{ORPHANET}{code}" if code else "",
        sure=link["confidence"] == "high" or not named,
    )
