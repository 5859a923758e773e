"""A simulated cohort: the same on any number of processes, with its truth, whole or absent."""

from __future__ import annotations

import pandas as pd
import pytest

from raredx.cohorts.card import About
from raredx.cohorts.encoding import Form
from raredx.cohorts.simulate.job import Simulate, simulate
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import take_all
from raredx.cohorts.store import open_cohort
from raredx.errors import NotFoundError, UserError
from raredx.jobs import Progress
from raredx.settings import settings

CONDITIONS = ["ORPHA:648", "ORPHA:199"]
ABOUT = About(title="Drawn")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated") / "drawn"
    plan = plan_sittings(CONDITIONS, seed=4, images=3, unaffected=2)
    return take_all(plan, folder, about=ABOUT, size=64)


def test_every_picture_has_its_row_and_its_truth(drawn):
    rows = pd.read_parquet(drawn.folder / "manifest.parquet")
    told = pd.read_parquet(drawn.folder / "truth.parquet").set_index("image_id")
    assert len(rows) == len(told) == 8
    assert set(rows["origin"]) == {"simulated"}
    assert rows["label_id"].isna().sum() == 2
    for row in rows.itertuples():
        signs = {sign["term"] for sign in told.loc[row.image_id, "signs"]}
        assert signs == set(row.phenotypes)
        assert told.loc[row.image_id, "years"] == pytest.approx(row.age, abs=1e-4)


def test_a_cohort_is_whole(drawn):
    assert drawn.verify().sound


def test_processes_make_no_difference(drawn, tmp_path):
    plan = plan_sittings(CONDITIONS, seed=4, images=3, unaffected=2)
    again = take_all(plan, tmp_path / "again", about=ABOUT, size=64, workers=2)
    assert again.data_hash == drawn.data_hash


def test_a_packed_cohort_of_lossy_files_is_read_alike(drawn, tmp_path):
    plan = plan_sittings(CONDITIONS, seed=4, images=3, unaffected=2)
    form = Form(kind="webp", quality=85)
    packed = take_all(plan, tmp_path / "p", about=ABOUT, size=64, form=form, packed=True)
    assert packed.verify().sound
    assert packed.image(packed.rows("image_id")["image_id"][0].as_py()).size == (64, 64)


def test_the_job_draws_what_it_is_asked_for(tmp_path):
    config = Simulate(name="few", conditions=CONDITIONS, images=1, unaffected=1, size=128)
    result = simulate(config, Progress())
    assert result.values == {"name": "few", "images": 3}
    assert open_cohort("few").card().origin == ("simulated",)


def test_a_condition_that_cannot_be_shown_is_told_before_anything_is_drawn():
    with pytest.raises(NotFoundError, match="ORPHA:5"):
        simulate(Simulate(name="few", conditions=("ORPHA:5",)), Progress())
    assert not (settings().workspace / "cohorts" / "few").exists()


def test_a_name_that_is_taken_is_told(drawn):
    config = Simulate(name="few", conditions=CONDITIONS[:1], images=1, unaffected=0, size=128)
    simulate(config, Progress())
    with pytest.raises(UserError, match="already"):
        simulate(config, Progress())
