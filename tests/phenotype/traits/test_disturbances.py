"""What disturbs a measure, as far as it can be measured."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.landmarks import BLENDSHAPES
from raredx.phenotype.traits.disturbances import DISTURBANCES, disturbances_of


def test_a_smile_and_an_open_mouth_are_told_apart():
    expressions = np.zeros((2, len(BLENDSHAPES)))
    expressions[0, [BLENDSHAPES.index(f"mouthSmile{side}") for side in ("Left", "Right")]] = 0.8
    expressions[1, BLENDSHAPES.index("jawOpen")] = 0.5
    found = disturbances_of(np.zeros((2, 3)), expressions)
    assert found.shape == (2, len(DISTURBANCES))
    assert found[:, DISTURBANCES.index("smile")].tolist() == [0.8, 0]
    assert found[:, DISTURBANCES.index("open mouth")].tolist() == [0, 0.5]


def test_the_side_of_a_turn_does_not_count_and_that_of_a_nod_does():
    angles = np.array([[20.0, 10, 5], [-20, 10, -5], [20, -10, 5]])
    left, right, down = disturbances_of(angles, np.zeros((3, len(BLENDSHAPES))))
    np.testing.assert_allclose(left, right)
    assert left[DISTURBANCES.index("nod")] == -down[DISTURBANCES.index("nod")] > 0
