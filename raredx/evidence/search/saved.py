"""Queries as files: in a folder that is written whole or not at all, or in one ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from raredx.errors import UserError
from raredx.evidence.search.build import Query
from raredx.files import build_folder

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same queries make the same ZIP


def file_name(query: Query) -> str:
    """The name of a query's file, as the review's authors named theirs."""
    return f"group_{query.number}_query.txt"


def save_queries(queries: Iterable[Query], folder: Path) -> list[Path]:
    """Write each query to a file of a folder; a folder that holds anything else is left alone."""
    folder = folder.resolve()
    texts = {file_name(query): query.text.encode() for query in queries}
    if folder.exists() and not _holds_only(folder, texts):
        raise UserError(
            f"{folder} is not empty, and nothing in it is overwritten",
            remedy="Name a new folder, or empty that one",
        )
    with build_folder(folder) as partial:
        for name, text in texts.items():
            (partial / name).write_bytes(text)
    return [folder / name for name in texts]


def zipped(queries: Iterable[Query]) -> bytes:
    """The files of queries in one ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for query in queries:
            archive.writestr(zipfile.ZipInfo(file_name(query), _LONG_AGO), query.text)
    return made.getvalue()


def _holds_only(folder: Path, texts: dict[str, bytes]) -> bool:
    """Whether a folder is empty, or holds just these files: then nothing of anybody's is lost."""
    if not folder.is_dir():
        return False
    held = list(folder.iterdir())
    return not held or (
        {path.name for path in held} == set(texts)
        and all(path.is_file() and path.read_bytes() == texts[path.name] for path in held)
    )
