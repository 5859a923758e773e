"""Confusion counts are those of scikit-learn, and every count can be opened."""

from __future__ import annotations

import json

import numpy as np
from sklearn.metrics import confusion_matrix

from raredx.learning.metrics.confusion import confusion
from tests.learning.metrics.sample import rough


def test_counts_are_those_of_scikit_learn():
    predictions = rough(repeats=2)
    expected = confusion_matrix(predictions.truth, predictions.answers, labels=np.arange(6))
    found = np.zeros((6, 6), int)
    for cell in confusion(predictions):
        place = predictions.classes.index(cell.truth), predictions.classes.index(cell.answer)
        found[place] = cell.count
    assert found.tolist() == expected.tolist()


def test_a_cell_knows_its_images():
    predictions = rough(repeats=2)
    for cell in confusion(predictions):
        rows = (predictions.truth == predictions.classes.index(cell.truth)) & (
            predictions.answers == predictions.classes.index(cell.answer)
        )
        assert cell.images == tuple(sorted(set(predictions.images[rows].tolist())))
        assert len(cell.images) <= cell.count == rows.sum()


def test_cells_go_into_json():
    cells = [cell.as_dict() for cell in confusion(rough())]
    assert json.loads(json.dumps(cells)) == cells
