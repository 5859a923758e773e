"""What every head on the list keeps to."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from raredx.errors import NotFoundError, UserError
from raredx.jobs.fields import fields_of
from raredx.learning.heads import Discriminant, Expected, Head, all_heads, get_head, register
from raredx.learning.heads.store import load
from tests.learning.heads.patients import CLASSES, Patients, patients

TRAIN, OTHERS = patients(), patients(seed=1)
TRUTH = np.array([CLASSES.index(label) for label in OTHERS.labels])

pytestmark = pytest.mark.parametrize(
    "head",
    [kind() for kind in all_heads(sees="features").values()],
    ids=list(all_heads(sees="features")),
)


def test_it_is_better_than_chance_and_about_as_sure_as_right(head):
    scores = TRAIN.fit(head).scores(OTHERS.features)
    right = (scores.argmax(1) == TRUTH).mean()
    assert right > 0.8
    assert np.exp(scores.max(1)).mean() == pytest.approx(right, abs=0.15)


def test_scores_are_log_probabilities_of_all_classes(head):
    scores = TRAIN.fit(head).scores(OTHERS.features)
    assert scores.shape == (len(TRUTH), len(CLASSES))
    assert scores.dtype == np.float32
    assert np.exp(scores.astype(float)).sum(1) == pytest.approx(np.ones(len(TRUTH)), abs=1e-5)


def test_the_order_of_the_classes_changes_but_the_order_of_the_columns(head):
    turned = tuple(reversed(CLASSES))
    scores = TRAIN.fit(head).scores(OTHERS.features)
    assert (TRAIN.fit(head, classes=turned).scores(OTHERS.features) == scores[:, ::-1]).all()


def test_saved_and_loaded_it_says_the_same_bit_for_bit(head, tmp_path):
    fitted = TRAIN.fit(head)
    fitted.save(tmp_path / "head")
    again = load(tmp_path / "head")
    assert (again.head, again.classes) == (head, CLASSES)
    assert (again.scores(OTHERS.features) == fitted.scores(OTHERS.features)).all()
    assert {file.suffix for file in (tmp_path / "head").iterdir()} == {".json", ".safetensors"}


def test_the_same_seed_gives_the_same_head(head):
    one, other = (TRAIN.fit(head, seed=3).scores(OTHERS.features) for _ in range(2))
    assert (one == other).all()


def test_a_class_without_images_is_never_said(head):
    scores = TRAIN.fit(head, classes=("none", *CLASSES)).scores(OTHERS.features)
    assert (scores[:, 0] == -np.inf).all()
    assert (scores[:, 1:] == TRAIN.fit(head).scores(OTHERS.features)).all()


def test_a_class_of_one_image_is_learned_too(head):
    some = TRAIN.take([0, *range(12, len(TRAIN.labels))])
    scores = some.fit(head).scores(OTHERS.features)
    own = TRUTH == 0
    assert np.isfinite(scores).all()
    assert scores[own, 0].mean() > scores[~own, 0].mean() + 1


def test_one_image_of_each_class_is_learned_or_refused(head):
    alone = patients(people=1, images=1)
    if isinstance(head, Discriminant | Expected):
        told = "0 images beyond the first of their class"
        if isinstance(head, Expected):
            told = "0 beyond the first of each: too few to learn"
        with pytest.raises(UserError, match=told) as refused:
            alone.fit(head)
        assert "Take the head `nearest` or `prototype`" in str(refused.value)
    else:
        scores = alone.fit(head).scores(alone.features)
        assert [CLASSES[place] for place in scores.argmax(1)] == alone.labels


def test_people_who_tell_nothing_of_others_make_it_sure_of_nothing(head):
    rng = np.random.default_rng(5)  # pictures of one person agree; people of one class do not
    looks = rng.normal(size=(60, 20)).repeat(4, 0)
    nothing = Patients(
        features=looks + 0.01 * rng.normal(size=looks.shape),
        labels=list(np.array(CLASSES)[np.arange(60) % 6].repeat(4)),
        subjects=[str(person) for person in np.arange(60).repeat(4)],
    )
    scores = nothing.fit(head).scores(rng.normal(size=(200, 20)))
    assert np.exp(scores.max(1)).mean() < 0.3


def test_it_cannot_be_handed_the_labels_of_what_it_judges(head):
    fitted = TRAIN.fit(head)
    for method in (fitted.scores, fitted.logits):
        assert list(inspect.signature(method).parameters) == ["features"]
    with pytest.raises(TypeError):
        fitted.scores(OTHERS.features, OTHERS.labels)
    with pytest.raises(TypeError):
        fitted.scores(OTHERS.features, truth=TRUTH)
    with pytest.raises(UserError, match="21 features each, 20 are needed"):
        fitted.scores(np.column_stack([OTHERS.features, TRUTH]))
    with pytest.raises(UserError, match="table of numbers"):
        fitted.scores(np.array(OTHERS.labels)[:, None])
    with pytest.raises(FrozenInstanceError):
        fitted.offset = np.eye(len(CLASSES))[TRUTH]


def test_an_image_is_judged_without_those_that_come_with_it(head):
    fitted = TRAIN.fit(head)
    alone = np.concatenate([fitted.scores(row[None]) for row in OTHERS.features[::7]])
    assert alone == pytest.approx(fitted.scores(OTHERS.features)[::7], abs=1e-5)
    assert fitted.scores(OTHERS.features[:0]).shape == (0, len(CLASSES))


def test_its_options_draw_a_form_and_it_says_what_it_is_for(head):
    assert all(field.help for field in fields_of(type(head)))
    assert head.title
    assert head.when.endswith(".")
    assert head.seconds > 0
    assert get_head(head.name) is type(head)


BROKEN = np.where(np.arange(20) == 3, np.nan, TRAIN.features)
ENDLESS = np.where(np.arange(20) == 3, np.inf, TRAIN.features)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"features": BROKEN}, "72 training images of 72 have features that are not finite"),
        ({"features": ENDLESS}, "72 training images of 72 have features that are not finite"),
        ({"features": TRAIN.features[0]}, "table of numbers with a row for each training image"),
        ({"features": TRAIN.features[:, :0]}, "table of numbers"),
        ({"features": np.ones((72, 20))}, "All training images have the same features"),
        ({"features": TRAIN.features[:9]}, "9 rows of features, 72 labels and 72 subjects"),
        ({"labels": ["a"] * 72}, "All training images are of one class, a"),
        ({"labels": ["z"] * 72}, "labelled as what is no class here: z"),
        ({"classes": tuple("abcdefa")}, "Listed twice: a"),
        (
            {"features": TRAIN.features[:0], "labels": [], "subjects": []},
            "There are no training images",
        ),
    ],
)
def test_what_it_cannot_learn_from_is_told_in_a_line(head, wrong, says):
    given = {
        "features": TRAIN.features,
        "labels": TRAIN.labels,
        "subjects": TRAIN.subjects,
        "classes": CLASSES,
    }
    with pytest.raises(UserError, match=says) as told:
        head.fit(**given | wrong, seed=0)
    assert "\n" not in str(told.value)


def test_features_of_new_images_are_looked_at_too(head):
    with pytest.raises(UserError, match=r"72 images of 72 have features .* first is number 1"):
        TRAIN.fit(head).scores(BROKEN)


def test_names_are_of_one_head_each(head):
    with pytest.raises(NotFoundError, match=f"no head 'magic'.*{head.name}"):
        get_head("magic")
    with pytest.raises(ValueError, match="two heads"):
        register(head.name, title="", when="", seconds=0, fitted="")(Head)
