"""Names found by what people type: whole, by their beginnings, by some words, or misspelt.

A text is taken apart into words. Each word stands for the words of the names that are the same,
begin with it or mean the same to a layperson, or else are a slip or two away; names that have most
of the text's rare words win. The names are searched as one string, so that there is little to
prepare: an index of twenty thousand is ready in the time that its file takes to read.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from raredx.ontology.lay_words import LAY_WORDS
from raredx.ontology.names import plain_name
from raredx.ontology.records import Match

_SAME, _LAY, _BEGINS, _MISSPELT = 1.0, 0.95, 0.9, 0.75
_ENOUGH = 0.65  # the share of the text's words, by rarity, that a name must have
_UNKNOWN = 50  # a word that no name has counts as if one in so many had it
_SELDOM = 2  # a word that no more names have may be a slip, there or here
_MOST_WORDS = 12


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names under which things can be found, as columns of equal length."""

    ids: Sequence[str]
    texts: Sequence[str]
    keys: Sequence[str]
    """The texts as they are compared: `plain_name` of each."""
    known: Sequence[int]
    """How much is known of each thing: of two equal matches, the better known comes first."""
    own: int
    """So many come first that are the things' own names, not synonyms."""


class _Form(NamedTuple):
    """What to look for: how sure it is as a whole word, and as the beginning of one."""

    start: str
    same: float
    longer: float


class NameIndex:
    """An index of names.

    >>> names = Names(
    ...     ids=["A", "B", "A"],
    ...     texts=["Hypertelorism", "Wide mouth", "Wide-set eyes"],
    ...     keys=["hypertelorism", "wide mouth", "wide set eyes"],
    ...     known=[0, 0, 0],
    ...     own=2,
    ... )
    >>> [(match.id, match.why) for match in NameIndex(names).find("mouht wide", 3)]
    [('B', "spelt nearly as 'Wide mouth'")]
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._own = dict(zip(names.ids[: names.own], names.texts, strict=False))
        self._all = "".join([f"\n {key}" for key in names.keys]) + "\n"
        self._starts = list(accumulate([len(key) + 2 for key in names.keys], initial=0))[:-1]
        self._squeezed = self._all.replace(" ", "")
        self._counts = Counter(self._all.split())
        self._words = sorted(self._counts)
        self._of_length: dict[int, list[str]] = defaultdict(list)
        for word in self._words:
            self._of_length[len(word)].append(word)

    def named(self, text: str) -> list[Match]:
        """What bears just this name, but for case, spaces, hyphens and plural."""
        wanted = "\n" + plain_name(text).replace(" ", "") + "\n"
        rows, at = [], self._squeezed.find(wanted)
        while at >= 0 and len(wanted) > 2:
            name = self._squeezed.count("\n", 0, at)
            own = name < self._names.own
            rows.append((1.0, "name", name) if own else (0.98, "synonym", name))
            at = self._squeezed.find(wanted, at + 1)
        return self._best(rows)

    def find(self, text: str, n: int) -> list[Match]:
        """The n best matches, the best first, each thing once."""
        exact = self.named(text)
        taken = {match.id for match in exact}
        near = [match for match in self._near(plain_name(text), n) if match.id not in taken]
        return [*exact, *near][:n]

    def _near(self, key: str, n: int) -> list[Match]:
        words = list(dict.fromkeys(key.split()))[:_MOST_WORDS]
        if len(words) == 1 and len(begun := self._begun_by(key)) >= n:
            weights, slips, total = begun, set[int](), 1.0
        else:
            weights, slips, total = self._weighed(words)
        rows = []
        for at, weight in weights.items():
            if weight < _ENOUGH * total:
                continue
            own = self._names.keys[at]
            begins = own.startswith(key)
            closeness = min(1.0, len(words) / (own.count(" ") + 1))
            score = 0.95 * weight / total * (0.6 + 0.3 * closeness + 0.1 * begins)
            step = "beginning" if begins else "spelling" if at in slips else "words"
            rows.append((score, step, at))
        return self._best(rows, at_least=5 * n)

    def _begun_by(self, key: str) -> dict[int, float]:
        """The names that begin with a word or a part of one."""
        return self._having([_Form(f"\n {key}", _SAME, _BEGINS)])

    def _weighed(self, words: list[str]) -> tuple[dict[int, float], set[int], float]:
        """The weight of the words that each name has, the names with slips, and the whole weight.

        Rare words come first. Once those that are left weigh too little to lift a name over what
        is enough, they are looked for only in the names that have come up.
        """
        meant = [self._forms(word) for word in words]
        weighty = sorted(((self._rarity(forms), forms) for forms in meant), key=lambda w: -w[0])
        total = left = sum(rarity for rarity, _ in weighty)
        weights: dict[int, float] = {}
        slips: set[int] = set()
        for rarity, forms in weighty:
            is_open = left >= _ENOUGH * total
            names = self._having(forms) if is_open else self._having_among(weights, forms)
            for at, sure in names.items():
                weights[at] = weights.get(at, 0.0) + rarity * sure
            slips |= {at for at, sure in names.items() if sure == _MISSPELT}
            left -= rarity
        return weights, slips, total

    def _forms(self, word: str) -> list[_Form]:
        """What a typed word may stand for: itself, its singular, a word that laypersons mean."""
        forms = [_Form(f" {word}", _SAME, _BEGINS)]
        forms += [_Form(f" {other}", _LAY, 0.0) for other in LAY_WORDS.get(word, ())]
        if len(word) > 3 and word.endswith("s"):
            forms.append(_Form(f" {word[:-1]}", _SAME, 0.0))
        if len(word) < 3 or word.isdigit() or sum(map(self._count, forms)) > _SELDOM:
            return forms
        return forms + [_Form(f" {near}", _MISSPELT, 0.0) for near in self._slips_from(word)]

    def _slips_from(self, word: str) -> list[str]:
        """The words that typing errors make into this one: one error, or two in a long word."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        for errors in (1, 2) if len(word) > 7 else (1,):
            lengths = range(max(len(word) - errors, 3), len(word) + errors + 1)
            near = [one for length in lengths for one in self._of_length.get(length, ())]
            found = process.extract(word, near, scorer=OSA.distance, score_cutoff=errors, limit=20)
            if found:
                return sorted(one for one, _, _ in found if one != word)
        return []

    def _count(self, form: _Form) -> int:
        """How many words of the names have a form."""
        word = form.start.strip()
        if not form.longer:
            return self._counts[word]
        first, beyond = bisect_left(self._words, word), bisect_left(self._words, word + "{")
        return sum(self._counts[one] for one in self._words[first:beyond])

    def _having(self, forms: list[_Form]) -> dict[int, float]:
        """The names that have one of the forms, and how surely."""
        found: dict[int, float] = {}
        for start, same, longer in forms:
            place = self._all.find(start)
            while place >= 0:
                sure = same if self._all[place + len(start)] in " \n" else longer
                at = bisect_right(self._starts, place) - 1
                if sure > found.get(at, 0.0):
                    found[at] = sure
                place = self._all.find(start, place + 1)
        return found

    def _having_among(self, names: Iterable[int], forms: list[_Form]) -> dict[int, float]:
        """Those of some names that have one of the forms, and how surely."""
        found: dict[int, float] = {}
        for at in names:
            key = f" {self._names.keys[at]} "
            for start, same, longer in forms:
                sure = same if f"{start} " in key else longer if start in key else 0.0
                if sure > found.get(at, 0.0):
                    found[at] = sure
        return found

    def _rarity(self, forms: list[_Form]) -> float:
        """How much a word says: more, the fewer names have it, but little if no name has it."""
        having = sum(map(self._count, forms))
        return math.log(1 + len(self._names.ids) / (1 + having) if having else _UNKNOWN)

    def _best(self, rows: list[tuple[float, str, int]], *, at_least: int = 100) -> list[Match]:
        """Matches in order, for each thing that of its best name; so many rows are looked at."""
        bar = sorted(score for score, _, _ in rows)[-at_least:][:1]
        names = self._names

        def rank(row: tuple[float, str, int]) -> tuple[object, ...]:
            score, _, at = row
            return (-round(score, 3), at >= names.own, -names.known[at], len(names.texts[at]), at)

        matches: dict[str, Match] = {}
        for score, step, at in sorted((row for row in rows if [row[0]] >= bar), key=rank):
            id = names.ids[at]
            matches.setdefault(id, Match(id, self._own[id], step, names.texts[at], score))
        return list(matches.values())
