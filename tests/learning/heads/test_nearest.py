"""Retrieval of patients, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from raredx.learning.heads import Nearest
from tests.learning.heads.patients import CLASSES, patients

TRAIN, OTHERS = patients(apart=0.5), patients(apart=0.5, seed=1)


def said(head, train):
    return [CLASSES[place] for place in train.fit(head).scores(OTHERS.features).argmax(1)]


def test_with_one_neighbour_it_is_the_published_method():
    known = KNeighborsClassifier(1, metric="cosine").fit(TRAIN.features, TRAIN.labels)
    expected = known.predict(OTHERS.features).tolist()
    assert said(Nearest(scaling="none"), TRAIN) == expected


def test_a_vote_is_weighted_by_likeness():
    alone = patients(images=1, apart=0.5)
    known = KNeighborsClassifier(
        9, metric="cosine", weights=lambda distance: (2 - distance) / 2
    ).fit(alone.features, alone.labels)
    expected = known.predict(OTHERS.features).tolist()
    assert said(Nearest(neighbours=9, scaling="none"), alone) == expected


def test_more_pictures_of_a_patient_are_no_more_votes():
    one = patients(images=1)
    rows = np.r_[np.arange(len(one.labels)), [0] * 9]
    for neighbours in (1, 5):
        head = Nearest(neighbours=neighbours, scaling="none")
        fitted, fuller = one.fit(head), one.take(rows).fit(head)
        votes = fitted.logits(OTHERS.features.astype(float))
        assert fuller.logits(OTHERS.features.astype(float)) == pytest.approx(votes)


def test_classes_without_a_vote_follow_in_the_order_of_their_nearest_patient():
    few = TRAIN.fit(Nearest(neighbours=1)).scores(OTHERS.features)
    more = TRAIN.fit(Nearest(neighbours=3)).scores(OTHERS.features)
    last = np.argsort(few, 1)[:, :3]  # three patients have three classes at most
    assert (np.argsort(more, 1)[:, :3] == last).all()


def test_more_voters_than_patients_are_all_of_them():
    small = patients(people=1, images=1)
    assert said(Nearest(neighbours=100), small) == said(Nearest(neighbours=6), small)
