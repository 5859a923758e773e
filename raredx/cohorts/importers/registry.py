"""All layouts, in the order in which they are tried."""

from __future__ import annotations

from raredx.cohorts.importers.class_folders import ClassFolders
from raredx.cohorts.importers.csv_table import CsvTable
from raredx.cohorts.importers.dicom_folder import DicomFolder
from raredx.cohorts.importers.imagefolder import ImageFolder
from raredx.cohorts.importers.layout import Layout
from raredx.cohorts.importers.rdface import RDFace
from raredx.cohorts.importers.staged_folders import StagedFolders

LAYOUTS: tuple[Layout, ...] = (
    RDFace(),
    ImageFolder(),
    StagedFolders(),
    CsvTable(),
    DicomFolder(),
    ClassFolders(),
)
"""The most particular first, and the one that takes any images last."""
BY_NAME = {layout.name: layout for layout in LAYOUTS}
