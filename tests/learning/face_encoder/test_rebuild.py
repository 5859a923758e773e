"""The encoder's way from people to weights, on a few of them; and who they must not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.knowledge.conditions import simface, usable_conditions
from raredx.cohorts.simulate.simface import FOLDER
from raredx.encoders import get_encoder
from raredx.encoders.face import SIDE, FaceNetwork
from raredx.encoders.preprocess import as_array
from raredx.jobs.progress import Progress
from raredx.learning.face_encoder.learning import as_input
from raredx.learning.face_encoder.people import sittings, strange_conditions
from raredx.learning.face_encoder.plan import Plan
from raredx.learning.face_encoder.rebuild import CURVE, SHIPPED, WEIGHTS, kept_apart, make
from raredx.phenotype.reference.simulated import Plan as ReferencePlan

CONDITIONS = [one.id for one in simface()[:12]]


def small_plan(epochs: int = 2) -> Plan:
    plan = Plan.shipped()
    return replace(plan, unseen=7, course=replace(plan.course, epochs=epochs, batch=16))


@pytest.fixture(scope="module")
def people() -> Cohort:
    whole = Cohort.open(FOLDER)
    rows = whole.rows("image_id", "label_id").to_pylist()
    ids = []
    for code in CONDITIONS:
        ids += [row["image_id"] for row in rows if row["label_id"] == code][:14]
    return whole.select(image_id=ids)


def test_nobody_of_the_shipped_cohort_is_learned_from():
    strange = strange_conditions()
    assert not set(strange) & {one.id for one in simface()}
    assert len(strange) == len(set(strange))
    assert set(strange) < set(usable_conditions())
    assert "ORPHA:357074" not in strange  # the terms of one of the 103, nearly
    plan = Plan.shipped()
    assert plan.part not in {0, 1, 2, ReferencePlan.shipped().part}
    own = sittings(plan)
    assert len({one.seed for one in own}) == len(own)
    assert {one.condition for one in own} == {*strange, None}


def test_people_become_weights_that_are_shipped_with_their_curve(people, tmp_path):
    progress = Progress(scratch=tmp_path / "scratch")
    network = make([people], CONDITIONS, tmp_path / "out", small_plan(), progress=progress)
    kept = load_file(tmp_path / "out" / WEIGHTS)
    again = FaceNetwork().eval()
    again.load_state_dict(kept)
    heads = torch.randn(3, 3, 208, 208)
    with torch.inference_mode():
        np.testing.assert_allclose(again(heads), network(heads), atol=0.2, rtol=0.02)
    points = json.loads((tmp_path / "out" / CURVE).read_text())
    assert [point["epoch"] for point in points] == [1, 2]
    assert all(0 <= point["unseen"] <= 1 for point in points)
    card = json.loads((tmp_path / "out" / "card.json").read_text())
    assert card["counts"]["conditions"] == 5
    assert card["counts"]["unseen conditions"] == 7


def test_an_interrupted_training_ends_as_one_that_was_not(people, tmp_path):
    def made(number: int, send: Callable[[dict[str, Any]], None]) -> FaceNetwork:
        progress = Progress(scratch=tmp_path / f"scratch-{number}", send=send)
        return make([people], CONDITIONS, tmp_path / "out", small_plan(), progress=progress)

    class Stopped(Exception):
        pass

    def stop(message: dict[str, Any]) -> None:
        if "metric" in message:
            raise Stopped

    with pytest.raises(Stopped):
        made(2, stop)
    whole = made(1, lambda message: None)
    resumed = made(2, lambda message: None)
    for name, one in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], one, rtol=1e-4, atol=1e-4)


def test_those_who_are_kept_apart_are_the_same_each_time():
    chosen = kept_apart(tuple(CONDITIONS), small_plan())
    assert len(chosen) == 7
    assert chosen == kept_apart(tuple(CONDITIONS), small_plan())


def test_the_shipped_encoder_is_shown_what_it_was_trained_on():
    heads = np.random.default_rng(0).integers(0, 256, (2, SIDE, SIDE, 3), np.uint8)
    shown = as_array([Image.fromarray(one) for one in heads], get_encoder("face-encoder"))
    np.testing.assert_allclose(as_input(heads).numpy(), shown, atol=1e-5)


def test_the_shipped_encoder_is_what_its_card_and_its_plan_say():
    card = json.loads((SHIPPED / "card.json").read_text())
    plan, strange = Plan.shipped(), strange_conditions()
    assert card["files"][WEIGHTS] == get_encoder("face-encoder").weights.sha256
    assert card["counts"]["unseen conditions"] == plan.unseen
    assert card["counts"]["conditions"] == len(strange) - plan.unseen
    points = json.loads((SHIPPED / CURVE).read_text())
    assert [point["epoch"] for point in points] == [*range(1, plan.course.epochs + 1)]
    assert points[-1]["unseen"] > 10 * points[0]["unseen"]
