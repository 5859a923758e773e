"""Experiments in which networks are trained, and models and validations that come of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from raredx.cohorts.store import open_cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.encoders import get_encoder
from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.learning.bundle.store import open_bundle
from raredx.learning.experiment import cells
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.run import validate
from raredx.learning.jobs import _cells
from raredx.settings import settings
from tests.encoders.making_weights import places, publish
from tests.learning.small import FOLDS, small_cohort, write_people
from tests.people import SEVERAL

NETWORK = "timm:test_resnet"
QUICK = "tuned:epochs=2,depth=partial"


@pytest.fixture(scope="module", autouse=True)
def network(tmp_path_factory):
    """A small one, which is there."""
    before, others = torch.get_num_threads(), settings().assets
    torch.set_num_threads(1)
    with places(tmp_path_factory.mktemp("networks")):
        publish(get_encoder(NETWORK))
        for file in others.glob("*.task"):  # faces are looked for, too
            (settings().assets / file.name).symlink_to(file)
        yield
    torch.set_num_threads(before)


@pytest.fixture
def config():
    small_cohort()
    return ExperimentConfig(
        name="trained",
        cohort="small",
        backbones=("landmarks", NETWORK),
        heads=("prototype", QUICK),
        arms=("flipped",),
        repeats=1,
    )


def test_networks_are_trained_beside_other_heads_and_tell_their_curves(config, tmp_path):
    heard: list[dict[str, Any]] = []
    progress = Progress(scratch=tmp_path / "scratch", send=heard.append)
    found = run(config, workers=2, progress=progress)
    assert found.names == [
        "flipped / landmarks / prototype",
        f"flipped / {NETWORK} / prototype",
        f"flipped / {NETWORK} / {QUICK}",
    ]
    assert _cells(config) == len(found.names) * FOLDS
    assert sum(one["cells"] for one in found.record.cells) == _cells(config)
    curves = {message["metric"]["name"] for message in heard if "metric" in message}
    assert len(curves) == FOLDS
    assert all("training loss" in name and QUICK in name for name in curves)
    said = found.predictions(f"flipped / {NETWORK} / {QUICK}")
    assert np.isfinite(said.scores).any(1).all()


def test_an_interrupted_experiment_goes_on_within_the_network(config, tmp_path):
    class Stopped(Exception):
        pass

    points: list[tuple[str, float]] = []

    def stop(message: dict[str, Any]) -> None:
        if "metric" in message:
            points.append((message["metric"]["name"], message["metric"]["step"]))
            if points[-1][1] == 2:
                raise Stopped

    with pytest.raises(Stopped):
        run(config, progress=Progress(scratch=tmp_path / "scratch", send=stop))
    again: list[tuple[str, float]] = []

    def hear(message: dict[str, Any]) -> None:
        if "metric" in message:
            again.append((message["metric"]["name"], message["metric"]["step"]))

    run(config, progress=Progress(scratch=tmp_path / "scratch", resumed=True, send=hear))
    assert again[0] == points[-1]  # the epoch that was cut off, and none before it


def test_a_trained_network_becomes_a_model_that_is_taken_elsewhere(tmp_path):
    cohort = small_cohort()
    config = TrainConfig(name="net", cohort="small", backbone=NETWORK, head=QUICK)
    model = train(config, progress=Progress(scratch=tmp_path / "train"))
    again = open_bundle("net")
    first = cohort.rows("image_id")["image_id"].to_pylist()[0]
    answer = again.predict(cohort.image(first))
    assert answer.answered
    assert [one.name for one in answer.ranked] == [
        one.name for one in model.predict(cohort.image(first)).ranked
    ]
    assert not again.predict(Image.new("RGB", (200, 200))).answered
    assert again.gallery.features.shape[1] == get_encoder(NETWORK).width
    write_people("elsewhere", dict.fromkeys(SEVERAL, 2), skip=9)
    found = validate(
        ExternalConfig(bundle="net", cohort="elsewhere", permutations=99),
        progress=Progress(scratch=tmp_path / "external"),
    )
    assert found.record.images == len(open_cohort("elsewhere")) > 0


def test_a_head_that_trains_a_network_needs_one():
    small_cohort()
    config = TrainConfig(name="none", cohort="small", backbone="landmarks", head=QUICK)
    with pytest.raises(UserError, match="none of the backbones is one"):
        train(config, progress=Progress())
    assert cells.Source("landmarks", "features") < cells.Source("landmarks", "pictures")
