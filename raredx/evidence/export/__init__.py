"""Studies and data sets as files for other programs: CSV, XLSX, JSON, RIS, BibTeX.

Every file says what was asked for, when, and of which catalogue.
"""

from raredx.evidence.export.about import About
from raredx.evidence.export.formats import FORMATS, Format, export, file_name
from raredx.evidence.export.safety import safe_cell

__all__ = ["FORMATS", "About", "Format", "export", "file_name", "safe_cell"]
