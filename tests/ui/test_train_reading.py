"""What the page says of features: how many lie ready, and a pace that was measured or none."""

from __future__ import annotations

import pytest

from raredx.cohorts.store import open_cohort
from raredx.encoders import get_encoder
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.reading import look_at
from raredx.learning.backbones.space import space_of
from raredx.learning.experiment.store import Record
from raredx.ui.train_reading import LANDMARKS, Pace, pace_of, readings
from tests.phenotype.overview.small import NAME
from tests.ui.small_experiment import small_experiments

LITE0, LITE1 = get_backbone("efficientnet-lite0"), get_backbone("efficientnet-lite1")


@pytest.fixture
def record(workspace) -> Record:
    return small_experiments().record


def read(
    record: Record, name: str, seconds: float, *, made: int = 100, created: str = "2026-01-01"
) -> Record:
    """The record of an experiment that read 100 images by a backbone, in so many seconds."""
    reading = {"backbone": name, "sees": "features", "images": 100, "made": made, "without": 0}
    return record.model_copy(
        update={
            "spaces": {name: space_of(get_backbone(name))},
            "reading": (reading | {"seconds": seconds},),
            "created": created,
        }
    )


def test_the_last_reading_counts_and_what_lay_ready_is_no_measure(record):
    first, last = (
        read(record, LITE0.name, 20.0),
        read(record, LITE0.name, 5.0, created="2026-02-02"),
    )
    ready = read(record, LITE0.name, 0.1, made=3, created="2026-03-03")
    assert pace_of(LITE0, [last, ready, first]) == Pace(seconds=0.05)
    assert pace_of(LITE0, [ready]) is None
    assert pace_of(LITE0, []) is None


def test_a_network_that_never_ran_is_judged_by_how_much_it_multiplies(record):
    found = pace_of(LITE1, [read(record, LITE0.name, 20.0)])
    work = [get_encoder(one.name).million_macs for one in (LITE0, LITE1)]
    assert found.seconds == pytest.approx(0.2 * work[1] / work[0])
    assert found.judged_by == LITE0.name
    assert pace_of(get_backbone("face-signs"), [read(record, LITE0.name, 20.0)]) is None


def test_weights_that_have_changed_since_were_never_measured(record):
    run = read(record, LITE0.name, 20.0)
    assert pace_of(LITE0, [run.model_copy(update={"spaces": {LITE0.name: "older"}})]) is None


def test_only_what_is_missing_takes_time(record):
    ids = open_cohort(NAME).rows("image_id")["image_id"].to_pylist()
    look_at(open_cohort(NAME), ids[:3], get_backbone("face-signs"))
    landmarks, signs = readings(
        ("shape-space", "face-signs"),
        own=ids[:9],
        added=("elsewhere",),
        mirrored=True,
        records=[read(record, "face-signs", 10.0)],
    )
    assert (landmarks.what, landmarks.images, landmarks.missing) == (LANDMARKS, 10, 1)
    assert landmarks.seconds is None
    assert (signs.images, signs.missing) == (19, 16)
    assert signs.seconds == pytest.approx(1.6)
    assert "3 of 19 images are encoded already; the rest takes about 1.6 s" in str(signs)


def test_another_view_of_the_same_network_is_its_best_measure(record):
    runs = [read(record, "efficientnet-lite0@face", 30.0), read(record, LITE0.name, 20.0)]
    near = get_backbone("efficientnet-lite0@whole")
    assert pace_of(near, runs) == Pace(seconds=0.3, judged_by="efficientnet-lite0@face")
    assert pace_of(LITE0, runs) == Pace(seconds=0.2)
