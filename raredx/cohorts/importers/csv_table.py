"""A table that names image files, with a label and perhaps more in each row."""

from __future__ import annotations

from raredx.cohorts.importers.layout import Choices, Reading
from raredx.cohorts.importers.listing import Listing
from raredx.cohorts.importers.naming import read_rows
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.importers.tables import read_table


class CsvTable:
    """A CSV (or JSON lines) beside the images that it names, by path or by name."""

    name = "table"
    title = "Table of images"
    looks_like = "faces.csv with columns path and label, and the images that it names"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """The table that was given, or the only one in the topmost folder."""
        table = _table(source, listing)
        if table is None:
            return None
        return f"the table {table} " + ("was given" if source.table else "lies beside the images")

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """Every row whose file is there."""
        table = _table(source, listing)
        assert table is not None
        return read_rows(read_table(source, table), listing, choices)


def _table(source: Source, listing: Listing) -> str | None:
    if source.table:
        return source.table
    found = [
        entry.path
        for entry in listing.entries
        if not entry.folders and entry.suffix in ("csv", "tsv", "jsonl")
    ]
    return found[0] if len(found) == 1 else None
