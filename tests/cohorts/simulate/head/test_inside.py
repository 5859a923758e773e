"""Heads under strain: severe conditions on unusual people, without folds, spikes or stray teeth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.head.head import SKIN, TEETH
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.knowledge.patient import draw_patient
from raredx.cohorts.simulate.knowledge.terms import all_terms

HEAD = Head.shipped()
PARTS_LIPS = ("jawOpen", "tongueOut", "tented")


def normals(vertices, triangles):
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)  # (t, 3)


def outer_skin():
    skin = HEAD.triangles[HEAD.part == SKIN]
    return skin[~np.isin(skin, HEAD.inside_mouth).any(1)]


def face():
    """The triangles of the skin that look to the front between chin and forehead."""
    skin = outer_skin()
    across = normals(HEAD.canonical, skin)
    front = across[:, 1] < -0.25 * np.linalg.norm(across, axis=1)
    places = HEAD.canonical[skin]  # (t, 3, 3)
    return skin[front & (places[..., 1].max(1) < -0.07) & (places[..., 2].min(1) > 0.325)]


def share_uncovered(points, vertices, triangles):
    """The share of points that no triangle covers, seen from the front."""
    corners = vertices[triangles]  # (t, 3, 3)
    a, b, c = (corners[:, k][:, [0, 2]] for k in range(3))
    p = points[:, None, [0, 2]]

    def cross(u, w):
        return u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]

    whole = cross(b - a, c - a)
    v, w = cross(p - a, c - a) / whole, cross(b - a, p - a) / whole  # (n, t)
    u = 1 - v - w
    inside = (u >= 0) & (v >= 0) & (w >= 0)
    depth = u * corners[:, 0, 1] + v * corners[:, 1, 1] + w * corners[:, 2, 1]
    return 1 - (inside & (depth < points[:, None, 1])).any(1).mean()


def with_closed_mouth(patient):
    terms = all_terms()
    closed = {
        id: severity
        for id, severity in patient.severities.items()
        if not any(word in name for name in terms[id].changes for word in PARTS_LIPS)
    }
    return replace(patient, severities=closed)


@pytest.fixture(scope="module")
def strained():
    """One patient of each shipped condition, more severe than usual: (vertices, base)."""
    patients = [
        with_closed_mouth(draw_patient(condition, seed, scale=1.4))
        for seed, condition in enumerate(simface())
    ]
    return [(one.vertices(), HEAD.base(one.identity.build)) for one in patients]


def test_hardly_any_skin_of_the_face_turns_inside_out(strained):
    triangles = face()
    area = np.linalg.norm(normals(HEAD.canonical, triangles), axis=1)
    turned = []
    for vertices, base in strained:
        against = (normals(vertices, triangles) * normals(base, triangles)).sum(1) < 0
        turned.append(area[against].sum() / area.sum())
    assert max(turned) < 0.015
    assert np.mean(turned) < 0.002


def test_no_edge_becomes_a_spike(strained):
    triangles = face()
    for vertices, base in strained:
        now, before = (
            np.linalg.norm(v[triangles[:, 0]] - v[triangles[:, 1]], axis=1)
            for v in (vertices, base)
        )
        assert now.max() < 0.05
        assert np.percentile(now / before, 99) < 3.5


def test_teeth_stay_behind_closed_lips(strained):
    skin = outer_skin()
    places = HEAD.canonical[skin]
    lips = skin[(np.abs(places[..., 0]).max(1) < 0.06) & (places[..., 1].max(1) < -0.05)]
    teeth = HEAD.vertices_of(TEETH)
    front = teeth[HEAD.canonical[teeth, 1] < -0.09]
    seen = [share_uncovered(vertices[front], vertices, lips) for vertices, _ in strained]
    assert max(seen) < 0.12
    assert np.mean(seen) < 0.01


def test_lids_do_not_sink_into_the_eyeballs(strained):
    for vertices, base in strained:
        for eye in HEAD.eyes:
            _, now, radius = eye.distances(vertices)
            _, before, radius_before = eye.distances(base)
            assert (now / radius > np.minimum(before / radius_before, 1.01) - 0.002).all()


def test_the_tongue_comes_out_when_asked_whatever_the_jaw():
    build = Build(years=9)
    tongue = HEAD.vertices_of(3)
    small = {"x:retrognathia": 1.0}
    inside, outside = (
        HEAD.shape(build, small | {"fa:jawOpen": 0.3, "fa:tongueOut": amount}) for amount in (0, 1)
    )
    assert outside[tongue, 1].min() < inside[tongue, 1].min() - 0.01
