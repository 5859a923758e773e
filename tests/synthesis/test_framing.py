"""Faces are framed alike, whether by the points that were found or by where they truly are."""

from __future__ import annotations

import numpy as np
from PIL import Image

from raredx.cohorts.simulate.photograph import sit
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.phenotype.landmarks import landmarks_in
from raredx.synthesis.framing import SIDE, framed, framed_between

CORNERS = "exocanthion_right", "exocanthion_left", "nasion"


def test_found_and_true_points_frame_a_face_alike():
    taken = [sit(one, scale=1.2) for one in plan_sittings([], seed=3, unaffected=6)]
    for photograph in taken:
        picture = Image.fromarray(photograph.portrait.image)
        by_truth = framed_between(picture, *photograph.places(*CORNERS))
        found = landmarks_in(picture)
        assert found.usable[0]
        by_points = framed(picture, found.points[0])
        assert by_truth.shape == by_points.shape == (SIDE, SIDE, 3)
        apart = [landmarks_in(Image.fromarray(face)).points[0] for face in (by_truth, by_points)]
        moved = np.linalg.norm((apart[0] - apart[1])[:, :2], axis=1).mean()
        assert moved < 0.06 * SIDE  # of 128 pixels, where eyes are about 51 apart


def test_beyond_the_edge_a_picture_goes_on_without_a_grey_border():
    colour = np.full((100, 100, 3), 200, np.uint8)
    eyes = np.array([10.0, 30, 0]), np.array([55.0, 30, 0])
    face = framed_between(Image.fromarray(colour), *eyes, np.array([32.0, 32, 0]))
    assert (face == 200).all()
