"""Importers: ways in which people lay out images, and how each becomes rows of a cohort."""
