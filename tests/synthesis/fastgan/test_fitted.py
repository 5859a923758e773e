"""FastGAN as it is used: conditions come out apart, labels come afterwards, faults in one line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import torch

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.phenotype.shape.five_points import five_point_cosine, five_point_prototypes
from raredx.synthesis import FastGAN, Order
from raredx.synthesis.examples import Examples
from raredx.synthesis.fastgan import fitted
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.fitted import WEIGHTS
from raredx.synthesis.fitted import opened
from raredx.synthesis.sampling import Sampling
from tests.synthesis.fastgan.test_afterwards import look

RED, BLUE = "Red syndrome", "Blue syndrome"
SHORT = FastGAN(steps=2, batch=2, width=4)


def examples(labels=(RED, RED, BLUE, BLUE), side=32):
    chance = np.random.default_rng(2)
    faces = chance.integers(0, 90, (len(labels), side, side, 3), np.uint8)
    for face, label in zip(faces, labels, strict=True):
        face[..., 0 if label == RED else 2] += 150
    nothing = (None,) * len(labels)
    return Examples(
        ids=tuple(map(str, range(len(labels)))),
        faces=faces,
        labels=labels,
        subjects=tuple(map(str, range(len(labels)))),
        sexes=nothing,
        years=nothing,
        codes=dict.fromkeys(labels),
        lost=dict.fromkeys(labels, 0),
    )


def orders(label, many=6):
    return [Order(label=label, seed=seed) for seed in range(many)]


def redness(drawn):
    pixels = np.stack([one.pixels for one in drawn]).astype(float)
    return (pixels[..., 0] - pixels[..., 2]).mean((1, 2))


def test_each_condition_is_drawn_as_it_was_shown(tmp_path):
    course = FastGAN(steps=200, batch=4, width=4, rate=2e-3, average=0.9)
    made = course.fit(examples(), tmp_path / "made", seed=2)
    red, blue = redness(made.draw(orders(RED, 8))), redness(made.draw(orders(BLUE, 8)))
    assert red.min() > 30 > -30 > blue.max()


def test_facts_say_all_that_it_takes(tmp_path):
    made = SHORT.fit(examples(), tmp_path / "made", seed=1)
    (drawn,) = made.draw([Order(label=RED, seed=5)])
    assert drawn.facts == {"label": RED, "seed": 5}
    assert made.learned.remarks == ()
    assert [one.order for one in made.draw(orders(BLUE), Sampling(batch=4))] == orders(BLUE)


@pytest.fixture
def brightness(monkeypatch):
    """Eyes as wide apart as a picture is bright, instead of a search for eyes."""

    @contextmanager
    def looking():
        yield look

    monkeypatch.setattr(fitted, "looking", looking)


def test_labels_afterwards_are_those_that_are_nearest(tmp_path, brightness):
    given = examples()
    given.faces[:2] //= 2
    course = SHORT.model_copy(update={"labels": "afterwards"})
    made = course.fit(given, tmp_path / "made", seed=1)
    wanted = [Order(label=RED, seed=1), Order(label=None, seed=1), Order(label=BLUE, seed=1)]
    red, nobody, blue = made.draw(wanted)
    means = five_point_prototypes(look(given.faces).points, given.labels)
    for one, other in ((red, BLUE), (blue, RED)):
        cosines = five_point_cosine(look(one.pixels[None]).points, means)[0]
        by_name = dict(zip(means, cosines, strict=True))
        assert one.facts["cosine"] == pytest.approx(by_name[one.order.label])
        assert one.facts["nearest"] == (by_name[one.order.label] > by_name[other])
    assert red.facts["nearest"] or blue.facts["nearest"]
    assert nobody.facts == {"label": None, "seed": 1}
    again = [*opened(made.folder).draw(wanted)]
    assert [one.facts for one in again] == [red.facts, nobody.facts, blue.facts]


def test_one_image_is_learned_from_and_remarked_on(tmp_path):
    made = SHORT.fit(examples((RED,)), tmp_path / "made", seed=1)
    assert made.learned.remarks == (
        "It learned from one image alone, and draws little but that one",
    )
    assert next(made.draw(orders(RED))).pixels.shape == (32, 32, 3)


@pytest.mark.parametrize("side", [16, 48])
def test_other_sides_are_one_line(tmp_path, side):
    with pytest.raises(UserError, match=rf"sides of 32, 64, 128, .*not of {side}. Frame the faces"):
        SHORT.fit(examples(side=side), tmp_path / "made")


def test_a_damaged_file_is_one_line(tmp_path):
    made = SHORT.fit(examples(), tmp_path / "made", seed=1)
    (made.folder / WEIGHTS).write_bytes(b"{}")
    with pytest.raises(UserError, match=r"The generator 'made' is damaged: drawer.safetensors"):
        next(opened(made.folder).draw(orders(RED)))


def test_fewer_are_drawn_together_where_memory_is_short(tmp_path, monkeypatch):
    made, real, said = SHORT.fit(examples(), tmp_path / "made", seed=1), Drawer.forward, []
    whole = [*made.draw(orders(RED, 8))]

    def narrow(self, chance, shares):
        if len(shares) > 2:
            raise torch.OutOfMemoryError
        return real(self, chance, shares)

    monkeypatch.setattr(Drawer, "forward", narrow)
    drawn = [*made.draw(orders(RED, 8), progress=Progress(send=said.append))]
    assert np.abs(redness(drawn) - redness(whole)).max() < 0.5
    assert any("2 images at a time" in one["progress"]["message"] for one in said)


def test_the_seed_of_a_training_counts(tmp_path):
    one, other = (SHORT.fit(examples(), tmp_path / str(seed), seed=seed) for seed in (1, 2))
    assert not np.array_equal(*(next(made.draw(orders(RED))).pixels for made in (one, other)))


def test_examples_of_one_condition_need_not_be_told_apart(tmp_path):
    given = replace(examples((RED, RED)), lost={RED: 0})
    made = SHORT.fit(given, tmp_path / "made", seed=1)
    assert made._ready.conditions == ()
    assert len([*made.draw(orders(RED))]) == 6
