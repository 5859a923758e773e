"""Every test has a place of work of its own, with a model in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learning.bundle.workbench import copied, place_of


@pytest.fixture
def bench(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(place_of(tmp_path_factory), workspace)
