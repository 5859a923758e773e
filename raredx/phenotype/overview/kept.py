"""An overview as it is kept: a folder of tables and pictures, with a card that says from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ConfigDict, Field, ValidationError

from raredx.assets.cards import CARD, Card, write_card
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder
from raredx.phenotype.overview.moved import Moved
from raredx.phenotype.population.people import Floats

FOLDER = "phenotype"
RECIPE = 2
"""To be raised whenever something else is kept: what was kept is then stale."""
_POINT = ("right", "up", "near", "effect", "p")
TABLES = ("conditions", "points", "mean", "distances", "images")


class OverviewCard(Card):
    """From what an overview was made, and what is missing in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    recipe: int
    cohort: str
    origin: Literal["real", "simulated", "synthetic"]
    data_hash: str
    split: str | None = Field(description="None: the cohort has no split, all of it was looked at")
    split_hash: str | None
    reference: str | None = Field(description="None: the space was fitted on the cohort, by folds")
    reference_hash: str | None
    unaffected: str
    against: str = Field(description="What conditions are compared with")
    people_against: int
    taken_out: tuple[str, ...] = Field(description="What does not count: pose, age (with sex)")
    order: tuple[str, ...] = Field(description="Conditions, so that what is alike is side by side")
    stretch: float | None = Field(description="How much wider than by labels alone chance is")
    permutations: int
    seed: int
    left_out: dict[str, int] = Field(description="Why images were left out, and how many")
    missing: dict[str, str] = Field(description="What could not be worked out, and why")
    created: str
    is_not: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Overview:
    """All that was worked out."""

    card: OverviewCard
    tables: Mapping[str, pa.Table]
    """By the names of `TABLES`; empty where the card says why."""
    faces: Mapping[str, bytes]
    """The mean face of each label that has people enough, as WebP."""

    @property
    def conditions(self) -> pa.Table:
        """condition, code, people, images, auc to verdict, and how far from unaffected faces."""
        return self.tables["conditions"]

    @property
    def mean(self) -> Floats:
        """The shape that conditions are compared with: (478, 3)."""
        return np.stack([self.tables["mean"][axis].to_numpy() for axis in "xyz"], 1)

    def difference(self, condition: str) -> Moved | None:
        """Where a condition's points lie, against the mean; None if it has too few people."""
        rows = self.tables["points"]
        own = rows.filter(pc.equal(rows["condition"].cast(pa.string()), condition))
        if not len(own):
            return None
        columns = {name: own[name].to_numpy().astype(float) for name in _POINT}
        moved = np.stack([columns[axis] for axis in ("right", "up", "near")], 1)  # (478, 3)
        return Moved.of(moved, self.mean, effect=columns["effect"], p=columns["p"])

    def save(self, folder: Path) -> None:
        """Write it, whole or not at all, in place of an older one."""
        names = sorted(self.faces)
        faces = {
            "label": pa.array(names, pa.string()),
            "webp": pa.array([self.faces[name] for name in names], pa.binary()),
        }
        with build_folder(folder) as place:
            for name in TABLES:
                _write(self.tables[name], place / f"{name}.parquet")
            pq.write_table(pa.table(faces), place / "faces.parquet")
            write_card(place, self.card)


def load(folder: Path) -> Overview:
    """The overview of a folder."""
    try:
        card = OverviewCard.model_validate_json((folder / CARD).read_text())
        tables = {name: _read(folder / f"{name}.parquet") for name in TABLES}
        kept = _read(folder / "faces.parquet")
        faces = dict(zip(kept["label"].to_pylist(), kept["webp"].to_pylist(), strict=True))
    except FileNotFoundError as error:
        if (folder / CARD).exists():
            raise _damaged(folder) from error
        raise NotFoundError(
            "The faces of this cohort have not been described", remedy="Describe them"
        ) from None
    except (OSError, ValidationError, ValueError, KeyError, pa.ArrowException) as error:
        raise _damaged(folder) from error
    return Overview(card=card, tables=tables, faces=faces)


def _damaged(folder: Path) -> UserError:
    return UserError(
        f"The description in {folder.parent.name}/{folder.name} is damaged",
        remedy="Describe the cohort again",
    )


def _write(table: pa.Table, file: Path) -> None:
    """Numbers that are all different are packed byte by byte: the file is a quarter smaller."""
    split = [
        name
        for name in (*_POINT[:-1], "place.list.element")
        if name.split(".")[0] in table.column_names
    ]
    repeated = [name for name in table.column_names if name not in (*_POINT[:-1], "place")]
    pq.write_table(
        table,
        file,
        compression="zstd",
        compression_level=19,
        use_dictionary=repeated,
        use_byte_stream_split=split,
    )


def _read(file: Path) -> pa.Table:
    return pq.read_table(BytesIO(file.read_bytes()))
