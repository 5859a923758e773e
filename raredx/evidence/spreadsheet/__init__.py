"""Spreadsheets of strangers: their cells as they stand, read within bounds of time and memory."""

from raredx.evidence.spreadsheet.book import Grid, read_grids
from raredx.evidence.spreadsheet.cells import Cell, letters
from raredx.evidence.spreadsheet.container import File, read_file

__all__ = ["Cell", "File", "Grid", "letters", "read_file", "read_grids"]
