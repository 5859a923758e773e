"""A cohort: images with their labels, subjects and origins, as a value that never changes.

    cohort = Cohort.open(folder)  # or raredx.cohorts.store.find("my-faces")
    few = cohort.select(label=["CdLS", "Noonan"], origin="real")
    few.rows("image_id", "label", "age").to_pandas()
    few.merge(other).derive(about=About(title="Both"), site="A").write(new_folder)

Rows are read when they are asked for, and only the columns that are asked for: a cohort of a
million images is opened and narrowed well within a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from raredx.cohorts.building import building
from raredx.cohorts.card import About, CohortCard, card_of
from raredx.cohorts.deriving import Values, derived
from raredx.cohorts.intake import admit
from raredx.cohorts.manifest import data_hash
from raredx.cohorts.merging import merged
from raredx.cohorts.opening import opened
from raredx.cohorts.parts import Part
from raredx.cohorts.refusals import Refused
from raredx.cohorts.selecting import Wanted, matching
from raredx.cohorts.verifying import Integrity, integrity
from raredx.errors import NotFoundError, UserError

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """A collection of images. Each method that changes something gives a new cohort.

    The rows have the columns of `raredx.cohorts.manifest.SCHEMA`, and perhaps further ones. Each
    image is real, simulated or synthetic, and no method can change or lose that.
    """

    about: About
    parts: tuple[Part, ...]
    folder: Path | None = None
    """Where it lies; None for what was selected, merged or derived since."""

    @classmethod
    def open(cls, folder: Path | str) -> Cohort:
        """The cohort in a folder: `manifest.parquet`, `card.json`, and `images/` or `images.zip`.

        Raises
        ------
        UserError
            In one line, for a folder that is missing, moved or deleted in part, or damaged.
        """
        about, part = opened(Path(folder))
        return cls(about=about, parts=(part,), folder=Path(folder))

    def __len__(self) -> int:
        return sum(part.length for part in self.parts)

    def __repr__(self) -> str:
        return f"<Cohort {self.about.title!r}: {len(self):,} images>"

    @property
    def schema(self) -> pa.Schema:
        """Every column with its type."""
        return self.parts[0].schema

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.schema.names)

    def batches(self, *columns: str) -> Iterator[pa.RecordBatch]:
        """The rows some at a time, so that they need not all be in memory."""
        names = self._known(columns)
        for part in self.parts:
            yield from part.batches(names)

    def rows(self, *columns: str) -> pa.Table:
        """The rows, always in the same order: of the columns that are named, or of all."""
        names = self._known(columns)
        return pa.concat_tables([part.table(*names) for part in self.parts])

    def counts(self, column: str) -> dict[str | None, int]:
        """How many images have each value of a column, the most frequent first."""
        found = self.rows(column)[column].value_counts().to_pylist()
        ranked = sorted(found, key=lambda one: (-one["counts"], str(one["values"])))
        return {one["values"]: one["counts"] for one in ranked}

    def select(self, *, where: pc.Expression | None = None, **columns: Wanted) -> Cohort:
        """The images whose columns have a value, or one of several, in the order of this cohort.

        `select(label=["CdLS", "Noonan"], origin="real", label_id=None)`: None is a missing value.
        A list such as `phenotypes` matches by any of its values. `where` takes any condition, such
        as `pc.field("age") < 2`.
        """
        condition = matching(self.schema, columns)
        condition = condition if where is None else condition & where
        parts = tuple(part.narrowed(condition) for part in self.parts)
        return replace(self, parts=parts, folder=None)

    def merge(self, other: Cohort) -> Cohort:
        """The images of both. One that is in both is kept once, if both say the same of it.

        Subjects of the same id count as the same person: keep ids of different people apart.
        """
        parts = merged(self.parts, other.parts)
        return replace(self, about=self.about.and_also(other.about), parts=parts, folder=None)

    def derive(self, *, about: About | None = None, **columns: Values) -> Cohort:
        """The same images with other words on the card, or with columns added or replaced.

        A column is one value for all images, a sequence in the order of the rows, or a mapping
        from image ids to values (the others stay as they were).
        """
        parts = self.parts
        if columns:
            rows, ends = derived(self.rows(), columns), accumulate(part.length for part in parts)
            own = [
                rows.slice(end - part.length, part.length)
                for part, end in zip(parts, ends, strict=True)
            ]
            parts = tuple(
                replace(part, rows=some, schema=rows.schema, where=None)
                for part, some in zip(parts, own, strict=True)
            )
        return replace(self, about=about or self.about, parts=parts, folder=None)

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of the tables beside the manifest, such as a simulator's truth."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.sides))

    def side(self, name: str) -> pa.Table:
        """The rows of a table beside the manifest that belong to these images."""
        found = [part.side(name) for part in self.parts if name in part.sides]
        if not found:
            raise NotFoundError(
                f"The cohort has no table {name!r}",
                remedy=f"It has: {', '.join(self.sides) or 'none beside its manifest'}",
            )
        return pa.concat_tables(found, promote_options="permissive")

    def data(self, image_id: str) -> bytes:
        """An image's file as it lies in the cohort."""
        for part in self.parts:
            if (path := part.path(image_id)) is not None:
                try:
                    return part.images.read(path)
                except Refused as refused:
                    raise UserError(
                        f"The file of image {image_id} cannot be read. {refused.problem}",
                        remedy="Copy the cohort again, or import again",
                    ) from None
        raise NotFoundError(
            f"The cohort has no image {image_id}", remedy="Its column image_id lists all of them"
        )

    def image(self, image_id: str) -> Image.Image:
        """An image, as RGB."""
        return admit(self.data(image_id)).image

    @cached_property
    def data_hash(self) -> str:
        """The hash that names these data: over image ids, labels and subjects."""
        return data_hash(self.rows("image_id", "label", "subject_id"))

    def card(self) -> CohortCard:
        """The card of these images, counted anew."""
        return card_of(self.about, self.rows("image_id", "label", "subject_id", "origin"))

    def verify(self) -> Integrity:
        """Compare every file with its row, and every row with its file."""
        return integrity(self.parts, folder=self.folder)

    def write(self, folder: Path | str, *, replace: bool = False) -> Cohort:
        """Write the images with their rows and tables, whole or not at all; gives the new cohort.

        What lies in the folder is only replaced if that is asked for.
        """
        return self._written(Path(folder), packed=False, replace=replace)

    def pack(self, folder: Path | str, *, replace: bool = False) -> Cohort:
        """Write as shipped cohorts are: all images in one archive. It is read like any other."""
        return self._written(Path(folder), packed=True, replace=replace)

    def _written(self, folder: Path, *, packed: bool, replace: bool) -> Cohort:
        with building(folder, self.about, packed=packed, replace=replace) as new:
            for part in self.parts:
                new.take(part)
            for name in self.sides:
                new.side(name, self.side(name))
        return Cohort.open(folder)

    def _known(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The names of columns that are there: those that are asked for, or all."""
        if unknown := [name for name in columns if name not in self.columns]:
            raise UserError(
                f"The cohort has no column {', '.join(unknown)}",
                remedy=f"It has: {', '.join(self.columns)}",
            )
        return columns or self.columns
