"""RDFace's layout: faces in folders by a condition's abbreviation, and one table about them."""

from __future__ import annotations

from dataclasses import replace

from raredx.cohorts.importers.layout import Choices, Reading
from raredx.cohorts.importers.listing import Listing
from raredx.cohorts.importers.naming import read_rows
from raredx.cohorts.importers.sources import Source
from raredx.cohorts.importers.tables import read_table

TABLE, FOLDER = "disease_images.csv", "rd_images"
_COLUMNS = {"path": "image_name", "label": "disease_name", "label_id": "orphanet_code"}


class RDFace:
    """All columns of the table are kept; the name of the disease is the label."""

    name = "rdface"
    title = "RDFace"
    looks_like = "disease_images.csv, rd_images/CDLS/CDLS.1.jpg"

    def recognise(self, source: Source, listing: Listing) -> str | None:
        """Its table, and its folder beside it."""
        found = _placed(listing)
        return f"{found[0]} lies beside {FOLDER}/" if found else None

    def read(self, source: Source, listing: Listing, choices: Choices) -> Reading:
        """The rows of the table with all that they say."""
        found = _placed(listing)
        assert found is not None
        table = read_table(source, found[0])
        known = {role: name for role, name in _COLUMNS.items() if name in table.columns}
        choices = replace(choices, columns={**known, **choices.columns})
        return read_rows(table, listing, choices, below=found[1], keep_all=True)


def _placed(listing: Listing) -> tuple[str, str] | None:
    """The table and the folder of the images, with "/" behind."""
    for table in listing.named(TABLE):
        folder = f"{table.removesuffix(TABLE)}{FOLDER}/"
        if any(entry.path.startswith(folder) for entry in listing.images):
            return table, folder
    return None
