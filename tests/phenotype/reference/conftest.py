"""A small reference that was fitted on a few of the known people."""

from __future__ import annotations

import pytest

from raredx.phenotype.reference.fitting import fit_reference
from raredx.phenotype.reference.reference import Reference
from tests.phenotype.conftest import Shared, World

PATIENTS, UNAFFECTED = 44, 8


@pytest.fixture(scope="session")
def few(known) -> World:
    """Patients of some conditions, and too few unaffected people for norms."""
    affected = [row for row, label in enumerate(known.people.labels) if label]
    unaffected = [row for row, label in enumerate(known.people.labels) if not label]
    byname = sorted(affected, key=lambda row: str(known.people.labels[row]))
    return known.take([*byname[:PATIENTS], *unaffected[:UNAFFECTED]])


@pytest.fixture(scope="session")
def small(shared: Shared, few: World) -> Reference:
    with shared():
        return fit_reference(
            few.people,
            few.signs,
            few.image,
            title="A small reference",
            origin="simulated",
            data=few.cohort.data_hash,
        )
