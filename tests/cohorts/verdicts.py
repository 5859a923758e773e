"""The verdicts over a table of cases that need child processes, some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from raredx.cohorts.intake import Admitted, Refused
from tests.cohorts.hostile import Case


class Verdicts:
    """All of a table's verdicts, worked out side by side when the first is asked for."""

    def __init__(self, cases: Sequence[Case]) -> None:
        names = [case.name for case in cases]
        assert len(names) == len(set(names)), "two cases of one name"
        with ThreadPoolExecutor(3) as pool:
            self._all = dict(zip(names, pool.map(Case.verdict, cases), strict=True))

    def __getitem__(self, case: Case) -> Admitted | Refused:
        return self._all[case.name]
