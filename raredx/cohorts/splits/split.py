"""A split as it is used: everything but the test part, which is locked away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from raredx.cohorts.splits.balance import Balance
from raredx.cohorts.splits.plan import Part, Plan
from raredx.errors import UserError


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """Who is where. It is data: made once, saved, and the same wherever it is loaded."""

    plan: Plan
    data_hash: str
    """Of the cohort that it divides."""
    table: pa.Table
    """image_id, part, why (it is left out or in the gallery), and fold_1 to the last repeat."""
    test_hash: str
    balance: Balance

    @property
    def hash(self) -> str:
        """Over the ids of all images and where each of them is; it travels with every result."""
        both = f"{content_hash(self.table)} {self.test_hash}"
        return hashlib.sha256(both.encode()).hexdigest()

    @property
    def calibration(self) -> tuple[str, ...]:
        """The images that confidence is fitted on."""
        return self.images("calibration")

    @property
    def gallery(self) -> tuple[str, ...]:
        """The images of conditions with one subject: always in training, never scored."""
        return self.images("gallery")

    @property
    def development(self) -> tuple[str, ...]:
        """The images that are divided into folds."""
        return self.images("development")

    @property
    def left_out(self) -> dict[str, str]:
        """The images that are in no part, and why."""
        out = self.table.filter(pc.equal(self.table["part"], "left-out"))
        return dict(zip(out["image_id"].to_pylist(), out["why"].to_pylist(), strict=True))

    def training(self, *, repeat: int, fold: int) -> tuple[str, ...]:
        """What is fitted on in a fold: the other folds, and the gallery."""
        return self._among(("development", "gallery"), repeat, fold, inside=False)

    def validation(self, *, repeat: int, fold: int) -> tuple[str, ...]:
        """What a fold is judged by."""
        return self._among(("development",), repeat, fold, inside=True)

    def images(self, part: Part) -> tuple[str, ...]:
        """The ids of a part. The test has none here: `locked.open_test` gives them."""
        if part == "test":
            raise UserError(
                "The test part is locked", remedy="Open it by `open_test`, once, at the end"
            )
        return self._ids(pc.equal(self.table["part"], part))

    def _among(
        self, parts: Iterable[Part], repeat: int, fold: int, *, inside: bool
    ) -> tuple[str, ...]:
        if not (0 <= repeat < self.plan.repeats and 0 <= fold < self.plan.folds):
            folds, repeats = self.plan.folds - 1, self.plan.repeats - 1
            raise UserError(
                f"There is no fold {fold} in repeat {repeat}",
                remedy=f"Folds are 0 to {folds}, repeats 0 to {repeats}",
            )
        chosen = pc.is_in(self.table["part"], pa.array([*parts]))
        here = pc.equal(self.table[f"fold_{repeat + 1}"], fold)
        return self._ids(pc.and_(chosen, here if inside else pc.invert(here)))

    def _ids(self, mask: pa.Array) -> tuple[str, ...]:
        return tuple(self.table["image_id"].filter(mask).to_pylist())


def content_hash(table: pa.Table) -> str:
    """A hash of rows that does not depend on how they are stored."""
    digest = hashlib.sha256(" ".join(table.column_names).encode())
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        digest.update(repr(row).encode() + b"\n")
    return digest.hexdigest()
