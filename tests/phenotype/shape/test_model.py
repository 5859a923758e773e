"""The shape model: alike alone or together, with age or without, and judged by who was left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from raredx.phenotype.landmarks.points import mirror
from raredx.phenotype.shape.five_points import five_point_cosine, five_point_prototypes
from raredx.phenotype.shape.model import People, ShapeModel
from raredx.phenotype.shape.regions import regions
from raredx.phenotype.shape.space import WHOLE


@pytest.fixture(scope="module")
def model(fitted) -> ShapeModel:
    return fitted.shape


@pytest.fixture(scope="module")
def apart(shared, known) -> ShapeModel:
    """Fitted on the same people, as if the gallery were others; without age, without kin."""
    undated = replace(known.people, years=[None] * len(known.people))
    with shared():
        return ShapeModel.fit(undated, undated.take(slice(None)), borrow=False)


def compared(model: ShapeModel, people: People, **changes):
    given = {"years": people.years, "sexes": people.sexes} | changes
    return model.compare(model.faces(people.landmarks, **given))


def own_columns(model: ShapeModel, people: People) -> list[int]:
    return [model.names.index(str(label)) for label in people.labels]


def test_a_face_is_judged_alike_alone_or_together(model, unseen):
    people = unseen.people.take(slice(0, 6))
    mixed = [age if row % 2 else None for row, age in enumerate(people.years)]
    together = compared(model, people, years=mixed)
    for row in range(len(people)):
        one = people.take([row])
        alone = compared(model, one, years=[mixed[row]])
        np.testing.assert_allclose(alone.evidence[0], together.evidence[row], atol=1e-6)
        for name, likeness in alone.likeness.items():
            np.testing.assert_allclose(likeness[0], together.likeness[name][row], atol=1e-6)


def test_age_and_sex_count_together_or_not_at_all(model, unseen):
    people = unseen.people.take(slice(0, 4))
    dated = compared(model, people).evidence
    undated = compared(model, people, years=None, sexes=None).evidence
    assert not np.allclose(dated, undated)
    np.testing.assert_array_equal(compared(model, people, sexes=None).evidence, undated)
    older = compared(model, people, years=[age + 20 for age in people.years]).evidence
    assert not np.allclose(older, dated)


def test_a_model_of_people_without_ages_serves_everybody(apart, unseen):
    people = unseen.people.take(slice(0, 4))
    assert list(apart.spaces) == [False]
    with_age, without = compared(apart, people), compared(apart, people, years=None)
    np.testing.assert_array_equal(with_age.evidence, without.evidence)


def test_unseen_patients_rank_their_own_condition_high_and_beat_five_points(model, known, unseen):
    patients = unseen.people.affected
    evidence = compared(model, patients).evidence
    columns = own_columns(model, patients)
    ranks = (evidence > evidence[np.arange(len(columns)), columns][:, None]).sum(1)
    assert (ranks == 0).mean() > 2 / len(model.names)
    gallery = known.people.affected
    prototypes = five_point_prototypes(
        gallery.landmarks.points, [str(label) for label in gallery.labels]
    )
    cosine = five_point_cosine(patients.landmarks.points, prototypes)
    truth = [list(prototypes).index(str(label)) for label in patients.labels]
    five = (cosine > cosine[np.arange(len(truth)), truth][:, None]).sum(1)
    assert ranks.mean() < five.mean()


def test_the_scale_comes_from_people_whom_the_space_has_not_seen(model, apart, unseen):
    """Of a gallery that the space was fitted on, the scale would flatter: unseen look unlike."""
    patients = unseen.people.affected
    columns = own_columns(model, patients)
    row = np.arange(len(columns))
    crossed = compared(model, patients).likeness[WHOLE][row, columns]
    assert crossed.mean() == pytest.approx(0.5, abs=0.12)
    naive = compared(apart, patients, years=None).likeness[WHOLE][row, columns]
    assert naive.mean() < crossed.mean()


def test_likeness_is_given_for_each_region(model, unseen):
    found = compared(model, unseen.people.take([0]))
    assert set(found.likeness) == {WHOLE, *regions()}
    assert all(0 <= one.min() <= one.max() <= 1 for one in found.likeness.values())
    assert found.names == tuple(sorted(found.names))
    assert (found.people >= 1).all()


def test_the_ranking_is_by_evidence(model, unseen):
    found = compared(model, unseen.people.take([0, 1]))
    assert found.ranking(1)[0] == found.evidence[1].argmax()
    assert sorted(found.ranking(0)) == list(range(len(found.names)))


def test_a_mirrored_picture_has_the_same_answers(model, unseen):
    people = unseen.people.take(slice(0, 3))
    found = people.landmarks
    points = found.points[:, mirror()].copy()
    points[:, :, 0] = found.sizes[:, :1] - points[:, :, 0]
    other = replace(people, landmarks=replace(found, points=points))
    one, two = compared(model, people).evidence, compared(model, other).evidence
    assert np.corrcoef(one.ravel(), two.ravel())[0, 1] > 0.98


def test_the_place_of_a_face_in_the_picture_does_not_matter(model, unseen):
    people = unseen.people.take(slice(0, 3))
    found = people.landmarks
    moved = replace(found, points=3 * found.points + np.float32(50))
    np.testing.assert_allclose(
        compared(model, replace(people, landmarks=moved)).evidence,
        compared(model, people).evidence,
        atol=0.01,
    )


def test_other_conditions_stand_in_the_same_spaces(apart, known, unseen):
    """As if they had been fitted on that gallery to begin with; nobody forms the spaces anew."""
    undated = replace(known.people, years=[None] * len(known.people))
    gallery = undated.take(slice(None))
    again = apart.of_gallery(gallery, borrow=False)
    people = unseen.people.take(slice(0, 4))
    one, other = compared(apart, people), compared(again, people)
    np.testing.assert_allclose(one.evidence, other.evidence)
    names = sorted({label for label in gallery.labels if label})[:3]
    few = apart.of_gallery(gallery.take([label in names for label in gallery.labels]))
    assert few.names == tuple(names)
    assert few.spaces[False] is apart.spaces[False]
