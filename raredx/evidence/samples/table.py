"""The sizes of all samples as one table."""

from __future__ import annotations

from raredx.evidence.samples.parse import parse_sample
from raredx.evidence.samples.words import PARTS
from raredx.evidence.study_tables import study_id
from raredx.evidence.vocabulary import is_reported
from raredx.evidence.workbook import Sheet

SAMPLE_COLUMNS = (
    *("study_id", "total", "unit", "size", "train", "validation", "test", "external"),
    *("how", "cell"),
)


def size_class(total: int) -> str:
    """The class of sizes that a total falls into.

    >>> size_class(49), size_class(1200), size_class(20_000)
    ('below 50', '1,000 to 9,999', '10,000 and more')
    """
    bounds = {50: "below 50", 200: "50 to 199", 1000: "200 to 999", 10_000: "1,000 to 9,999"}
    return next((name for bound, name in bounds.items() if total < bound), "10,000 and more")


def samples_table(sheet: Sheet) -> list[dict[str, str]]:
    """The samples of all studies whose cell states one, in the order of the sheet."""
    table = []
    for row in sheet.rows:
        cell = row.text("sample")
        sample = parse_sample(cell) if is_reported(cell) else None
        if sample is not None:
            parts = {role: getattr(sample, role) for role in PARTS}
            table.append(
                {
                    "study_id": study_id(row),
                    "total": str(sample.total),
                    "unit": sample.unit,
                    "size": size_class(sample.total),
                    **{role: "" if size is None else str(size) for role, size in parts.items()},
                    "how": sample.how,
                    "cell": sheet.address(row, "sample"),
                }
            )
    return table
