"""Write a cohort: images one by one, then the rows, the tables beside them and the card.

    with building(folder, About(title="Drawn"), packed=True) as new:
        for picture in pictures:
            new.add(picture, subject_id="1", origin="simulated", label="CdLS", source="my script")
        new.side("truth", table)  # keyed by image_id

The folder is there, whole, once the block has ended. If the block fails, what stood there before
still does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from raredx.assets.cards import CARD
from raredx.cohorts.card import About, card_of
from raredx.cohorts.encoding import Form, encode
from raredx.cohorts.manifest import MANIFEST, as_rows, check_origins
from raredx.cohorts.pack import IMAGES, Writer, path_of, writing
from raredx.cohorts.parts import Part
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError
from raredx.files import build_folder, sha256_of, write_whole

if TYPE_CHECKING:
    from PIL import Image

_PNG = Form()
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(kw_only=True)
class Building:
    """A cohort that is being written."""

    folder: Path
    write: Writer
    about: About
    added: list[dict[str, Any]] = field(default_factory=list)
    taken: list[pa.Table] = field(default_factory=list)
    sides: dict[str, pa.Table] = field(default_factory=dict)

    def add(
        self,
        image: Image.Image,
        *,
        origin: str,
        subject_id: str,
        form: Form = _PNG,
        **columns: Any,
    ) -> str:
        """Add an image with its row; gives its id. Whatever metadata it carries is left behind."""
        check_origins([origin])
        kept = encode(image, form)
        path = path_of(kept.image_id, kept.suffix)
        self.write(path, kept.data)
        facts = {name: getattr(kept, name) for name in ("image_id", "sha256", "width", "height")}
        self.added.append(
            {"licence": self.about.licence}
            | columns
            | facts
            | {"path": path, "origin": origin, "subject_id": subject_id}
        )
        return kept.image_id

    def take(self, part: Part) -> None:
        """Add images of another cohort as they are, each compared with its hash on the way."""
        rows = part.table(*part.schema.names)
        paths = []
        for id, path, expected in zip(
            *(rows[name].to_pylist() for name in ("image_id", "path", "sha256")), strict=True
        ):
            data = _read(part, id, path)
            if hashlib.sha256(data).hexdigest() != expected:
                raise UserError(
                    f"The file of image {id} has changed since it came in",
                    remedy="Copy its cohort again from where it came, or import again",
                )
            paths.append(path_of(id, path.rpartition(".")[2]))
            self.write(paths[-1], data)
        self.taken.append(
            rows.set_column(rows.column_names.index("path"), "path", pa.array(paths, pa.string()))
        )

    def adopt(self, images: Path, rows: pa.Table) -> None:
        """Take over a folder of image files that lie as they should, by moving it here."""
        (self.folder / IMAGES).rmdir()
        images.rename(self.folder / IMAGES)
        self.taken.append(rows)

    def side(self, name: str, table: pa.Table) -> None:
        """Put a table beside the manifest, whose column `image_id` says which image a row is of."""
        if not _TABLE_NAME.fullmatch(name) or "image_id" not in table.column_names:
            raise UserError(
                f"{name!r} cannot stand beside a manifest",
                remedy="Give it a name of small letters and a column image_id",
            )
        self.sides[name] = table

    def finish(self) -> None:
        """Write rows, tables and card."""
        tables = [pa.Table.from_pylist(self.added)] if self.added else []
        both = [*self.taken, *tables] or [pa.table({})]
        rows = as_rows(pa.concat_tables(both, promote_options="permissive"))
        if not len(rows):
            raise UserError("There are no images to write", remedy="Choose or add some first")
        for name, table in {**self.sides, Path(MANIFEST).stem: rows}.items():
            _check_ids(name, table, rows)
            write_table(self.folder / f"{name}.parquet", table)
        files = [file for file in sorted(self.folder.iterdir()) if file.is_file()]
        card = card_of(self.about, rows)
        card = card.model_copy(update={"files": {file.name: sha256_of(file) for file in files}})
        write_whole(self.folder / CARD, card.model_dump_json(indent=2) + "\n")


@contextmanager
def building(
    folder: Path, about: About, *, packed: bool = False, replace: bool = False
) -> Iterator[Building]:
    """A cohort to fill, which stands in its folder once it is whole."""
    check_free(folder, replace=replace)
    with build_folder(folder) as partial:
        with writing(partial, packed=packed) as write:
            new = Building(folder=partial, write=write, about=about)
            yield new
        new.finish()
        check_free(folder, replace=replace)  # it may have been made since


def write_table(file: Path, table: pa.Table) -> None:
    """Write a table so that damage to it shows when it is read."""
    pq.write_table(table, file, compression="zstd", write_page_checksum=True, row_group_size=65_536)


def check_free(folder: Path, *, replace: bool) -> None:
    """Refuse a folder in which something is, unless that may be replaced."""
    if folder.exists() and not replace:
        raise UserError(
            f"{folder} is there already", remedy="Choose another name, or replace what is there"
        )


def _read(part: Part, id: str, path: str) -> bytes:
    try:
        return part.images.read(path)
    except Refused as refused:
        raise UserError(
            f"The file of image {id} cannot be read. {refused.problem}",
            remedy="Copy its cohort again from where it came, or leave the image out",
        ) from None


def _check_ids(name: str, table: pa.Table, rows: pa.Table) -> None:
    known = pc.is_in(table["image_id"], rows["image_id"].combine_chunks())
    if strange := len(table) - (pc.sum(known).as_py() or 0):
        raise UserError(
            f"{strange:,} rows of the table {name} are of images that the cohort has not",
            remedy="Leave those rows out",
        )
