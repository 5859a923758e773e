"""What is worked out holds together, never touches the test part, and is told when it is stale."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from raredx.assets.cards import CARD, read_card
from raredx.cohorts.splits.locked import openings
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split, split_folder
from raredx.errors import NotFoundError, UserError
from raredx.files import sha256_of
from raredx.phenotype.overview.chosen import OPEN_PARTS, choose
from raredx.phenotype.overview.finding import StaleOverview, folder_of, last_overview
from raredx.phenotype.overview.kept import FOLDER, load
from raredx.phenotype.population.recognisable import FEW as TOO_FEW
from raredx.phenotype.shape.regions import regions
from tests.phenotype.overview.small import FEW, SEVERAL, small_cohort, write_small


@pytest.fixture
def small(workspace):
    return small_cohort()


@pytest.fixture
def found(small):
    return last_overview(small)


def test_the_test_part_stays_closed(small, found):
    folder = split_folder(small, "main")
    assert openings(folder) == []
    looked_at = {*found.tables["images"]["image_id"].to_pylist()}
    split = choose(small)
    open_ids = {*split.cohort.rows("image_id")["image_id"].to_pylist()}
    assert looked_at == open_ids
    assert 0 < len(looked_at) < len(small)
    assert found.card.left_out == {
        "in the test part, or in no part of the split": len(small) - len(looked_at)
    }
    assert found.card.split == "main"
    assert found.card.split_hash == split.split_hash
    assert "test" not in OPEN_PARTS


def test_the_card_says_from_what_it_was_made(small, found):
    card = found.card
    assert card.data_hash == small.data_hash
    assert (card.origin, card.reference, card.against) == ("simulated", "simulated", "unaffected")
    assert "no patient" in card.is_not
    folder = folder_of(small)
    files = read_card(folder).files
    assert {"points.parquet", "conditions.parquet", "faces.parquet"} <= set(files)
    assert all(sha256_of(folder / name) == given for name, given in files.items())


def test_each_condition_has_its_figures_and_one_of_few_people_has_none(found):
    rows = {row["condition"]: row for row in found.conditions.to_pylist()}
    assert set(rows) == {*SEVERAL, FEW}
    for name in SEVERAL:
        row = rows[name]
        assert row["people"] >= 5
        assert row["low"] <= row["auc"] <= row["high"]
        assert row["distance"] > row["by_chance"] > 0
        assert row["code"].startswith("ORPHA:")
    few = rows[FEW]
    assert few["verdict"] == TOO_FEW
    assert few["auc"] is None
    assert few["distance"] is None
    assert found.difference(FEW) is None
    assert FEW not in found.faces


def test_a_face_so_flat_and_with_so_small_a_mouth_is_told_and_shows_it_there(found):
    (name,) = (one for one in SEVERAL if one.startswith("Flat face"))
    (row,) = (row for row in found.conditions.to_pylist() if row["condition"] == name)
    assert row["auc"] > 0.9
    moved = found.difference(name)
    assert moved.sure.any()
    by_region = {one["region"]: one for one in moved.by_region()}
    assert set(by_region) == set(regions())
    assert by_region["mouth"]["apart"] < 0  # its corners lie nearer to each other
    mouth = [point for point in moved.table() if point["point"] in (61, 291)]
    assert [point["right"] > 0 for point in mouth] == [True, False]


def test_movements_are_put_together_again_from_their_parts(found):
    moved = found.difference(SEVERAL[0])
    along = np.linalg.norm(moved.within, axis=1)
    whole = np.linalg.norm(moved.displacement, axis=1)
    np.testing.assert_allclose(np.hypot(moved.outward, along), whole, atol=1e-9)


def test_mean_faces_are_pictures_of_people_enough(found):
    assert set(found.faces) == {*SEVERAL, "unaffected"}
    for face in found.faces.values():
        pixels = np.asarray(Image.open(io.BytesIO(face)))
        assert pixels.shape == (192, 192, 3)
        assert pixels.std() > 10


def test_every_pair_has_a_distance_and_the_order_has_every_group(found):
    names = {*SEVERAL, FEW, "unaffected"}
    rows = found.tables["distances"].to_pylist()
    assert len(rows) == len(names) * (len(names) - 1) / 2
    assert set(found.card.order) == names


def test_it_is_stale_when_the_data_or_the_split_are_others(small, found):
    folder = folder_of(small)
    other = write_small("other")
    with pytest.raises(NotFoundError):
        last_overview(other)
    found.save(folder_of(other))
    assert other.data_hash == small.data_hash
    with pytest.raises(StaleOverview, match="no split 'main'"):
        last_overview(other)
    make_split(other, "main", Plan(folds=2, repeats=1, test=0.2, calibration=0.1, seed=99))
    with pytest.raises(StaleOverview, match="is another one"):
        last_overview(other)
    card = (folder / CARD).read_text()
    (folder / CARD).write_text(card.replace(small.data_hash, "0" * 64))
    with pytest.raises(StaleOverview, match="the cohort has changed"):
        last_overview(small)


def test_a_damaged_overview_is_told(small):
    folder = folder_of(small)
    (folder / "points.parquet").write_bytes(b"PAR1 or so")
    with pytest.raises(UserError, match="damaged"):
        load(folder)
    (folder / "points.parquet").unlink()
    with pytest.raises(UserError, match="damaged"):
        load(folder)
    (folder / CARD).unlink()
    with pytest.raises(NotFoundError, match="not been described"):
        load(folder)


def test_what_came_with_a_shipped_cohort_holds_until_there_is_something_newer(
    small, found, tmp_path
):
    shipped = small.write(tmp_path / "small")  # outside the workspace, as a shipped one is
    make_split(shipped, "main", Plan(folds=2, repeats=1, test=0.2, calibration=0.1))
    found.save(shipped.folder / FOLDER)
    assert last_overview(shipped).card.created == found.card.created
    newer = replace(found, card=found.card.model_copy(update={"created": "2100-01-01T00:00:00Z"}))
    newer.save(folder_of(shipped))
    assert last_overview(shipped).card.created == newer.card.created
    stale = replace(found, card=found.card.model_copy(update={"recipe": 0}))
    stale.save(folder_of(shipped))
    assert last_overview(shipped).card.created == found.card.created
