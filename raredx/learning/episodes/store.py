"""A list of episodes on disk: a table with a row for each image of each episode."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from raredx.errors import NotFoundError, UserError
from raredx.files import write_whole
from raredx.learning.episodes.episodes import Episodes

FORMAT = 1
"""To be raised whenever a file of this version could be misread by another."""
_KEY = b"raredx"
_AGAIN = "Bring it back from a copy, or draw a new list"


def save(episodes: Episodes, path: Path) -> None:
    """Write a list as a Parquet table: episode, label, role and image_id."""
    both = np.concatenate([episodes.support, episodes.query], axis=2)  # (e, n, k + q)
    roles = ["support"] * episodes.shots + ["query"] * episodes.queries
    size = both.shape[2]
    table = pa.table(
        {
            "episode": np.repeat(np.arange(len(episodes)), episodes.ways * size),
            "label": np.array(episodes.classes)[episodes.members.repeat(size)],
            "role": roles * episodes.members.size,
            "image_id": np.array(episodes.images)[both.ravel()],
        }
    )
    about = {
        "format": FORMAT,
        "classes": episodes.classes,
        "ways": episodes.ways,
        "shots": episodes.shots,
        "queries": episodes.queries,
        "seed": episodes.seed,
        "hash": episodes.hash,
    }
    written = BytesIO()
    pq.write_table(table.replace_schema_metadata({_KEY: json.dumps(about)}), written)
    write_whole(path, written.getvalue())


def load(path: Path) -> Episodes:
    """The list of a file, if it is whole and what was saved."""
    try:
        table = pq.read_table(BytesIO(path.read_bytes()))
        about = json.loads(table.schema.metadata[_KEY])
        newer = about["format"] > FORMAT
        found = None if newer else _episodes(table, about)
    except FileNotFoundError:
        raise NotFoundError(
            f"There are no episodes at {path.name!r}", remedy="Draw a list, or check the name"
        ) from None
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise UserError(f"The episodes {path.name!r} cannot be read", remedy=_AGAIN) from error
    if found is None:
        raise UserError(
            f"The episodes {path.name!r} were made by a newer version",
            remedy="Update the workbench, or draw a new list here",
        )
    if found.hash != about["hash"]:
        raise UserError(f"The episodes {path.name!r} are not what was saved", remedy=_AGAIN)
    return found


def _episodes(table: pa.Table, about: dict[str, object]) -> Episodes:
    ways, shots, queries, seed = (
        int(str(about[name])) for name in ("ways", "shots", "queries", "seed")
    )
    classes = tuple(json.loads(json.dumps(about["classes"])))
    images, places = np.unique(table["image_id"].to_numpy(), return_inverse=True)
    both = places.reshape(-1, ways, shots + queries)
    column = {name: place for place, name in enumerate(classes)}
    labels = np.array([column[label] for label in table["label"].to_pylist()])
    return Episodes(
        classes=classes,
        images=tuple(map(str, images)),
        members=labels.reshape(both.shape)[:, :, 0],
        support=both[:, :, :shots],
        query=both[:, :, shots:],
        seed=seed,
    )
