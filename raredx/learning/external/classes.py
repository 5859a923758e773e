"""The conditions of a cohort as those of a model: by ORPHA code, then by name, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from raredx.learning.bundle.card import Condition

NO_LABEL = "no label"
_Key = tuple[str | None, str | None]


class Met(BaseModel):
    """What became of the images of one label."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    code: str | None
    images: int
    people: int
    condition: str | None
    """Of the model; None if it does not know it: those images are counted, not judged."""
    how: str
    """By code, by name, or why not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Classes:
    """Whose images can be judged."""

    met: tuple[Met, ...]
    never_seen: tuple[str, ...]
    """Conditions of the model that the cohort has not: it may answer them, always wrongly."""
    _of: Mapping[_Key, str | None]

    def condition(self, label: str | None, code: str | None) -> str | None:
        """What the model calls a label with its code; None if it does not know it."""
        return self._of[label, code]

    @staticmethod
    def of(rows: pa.Table, conditions: Sequence[Condition]) -> Classes:
        """Map the labels of rows (label, label_id, subject_id) to a model's conditions.

        Two that go by one name and by different codes are two conditions.

        >>> known = [Condition(name="Apert syndrome", code="ORPHA:87", images=4, people=2)]
        >>> rows = pa.table({"label": ["Apert", "apert  Syndrome", "Noonan syndrome"],
        ...                  "label_id": ["ORPHA:87", None, "ORPHA:648"], "subject_id": [*"abc"]})
        >>> [(one.label, one.how) for one in Classes.of(rows, known).met]
        [('Apert', 'code'), ('apert  Syndrome', 'name'), ('Noonan syndrome', 'not known')]
        """
        people: dict[_Key, list[str]] = {}
        columns = (rows[name].to_pylist() for name in ("label", "label_id", "subject_id"))
        for label, code, subject in zip(*columns, strict=True):
            people.setdefault((label, code), []).append(subject)
        answers = {key: _condition(*key, conditions) for key in people}
        met = [
            Met(
                label=key[0] or NO_LABEL,
                code=key[1],
                images=len(own),
                people=len({*own}),
                condition=answers[key][0],
                how=answers[key][1],
            )
            for key, own in people.items()
        ]
        found = {name for name, _ in answers.values()}
        return Classes(
            met=tuple(sorted(met, key=lambda one: (one.condition is None, one.label))),
            never_seen=tuple(one.name for one in conditions if one.name not in found),
            _of={key: name for key, (name, _) in answers.items()},
        )


def _condition(
    label: str | None, code: str | None, conditions: Sequence[Condition]
) -> tuple[str | None, str]:
    alike = [one for one in conditions if label and _plain(one.name) == _plain(label)]
    if code:
        coded = [one for one in conditions if one.code == code]
        if len(coded) == 1:
            return coded[0].name, "code"
        if both := [one for one in coded if one in alike]:
            return both[0].name, "code"
        if coded:
            return None, "several conditions of the model have its code"
    if alike and code and alike[0].code:
        return None, "the model has another condition of that name"
    if alike:
        return alike[0].name, "name"
    return None, "not known" if label else NO_LABEL


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
