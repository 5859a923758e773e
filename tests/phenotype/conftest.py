"""Simulated people whose faces were found once, for all tests of what a face says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest
import torch
from PIL import Image
from threadpoolctl import threadpool_limits

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.phenotype.reference.fitting import fit_reference, people_of
from raredx.phenotype.reference.reference import Reference
from raredx.phenotype.shape.model import People
from raredx.phenotype.traits.crops import FACE, HEAD
from raredx.phenotype.traits.learning import Course, train
from raredx.phenotype.traits.picture import PictureModel, View
from tests.conftest import forget_settings
from tests.phenotype.drawn import TERMS, draw_faces, views_of

CONDITIONS, UNAFFECTED = 15, 68
Shared = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """Images of people with some conditions and of unaffected ones, with one face each."""

    cohort: Cohort
    people: People
    ids: list[str]
    signs: list[set[str]]

    def image(self, row: int) -> Image.Image:
        return self.cohort.image(self.ids[row])

    def take(self, rows: Sequence[int]) -> World:
        ids = [self.ids[row] for row in rows]
        return World(
            cohort=self.cohort.select(image_id=ids),
            people=self.people.take(list(rows)),
            ids=ids,
            signs=[self.signs[row] for row in rows],
        )


@pytest.fixture(scope="package", autouse=True)
def one_thread() -> Iterator[None]:
    """Small sums are done soonest by one thread: several wait for each other on busy cores."""
    usual = torch.get_num_threads()
    torch.set_num_threads(1)
    with threadpool_limits(1):
        yield
    torch.set_num_threads(usual)


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Shared:
    """A workspace for what several tests find or fit once: `with shared():`."""
    folder = tmp_path_factory.mktemp("phenotype")

    @contextmanager
    def inside():
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RAREDX_WORKSPACE", str(folder))
            forget_settings()
            yield
        forget_settings()

    return inside


@pytest.fixture(scope="session")
def known(shared) -> World:
    """People to fit on: of the shipped cohort's development part."""
    with shared():
        return _world("development")


@pytest.fixture(scope="session")
def unseen(shared) -> World:
    """Others with the same conditions, or with none: of its calibration part."""
    with shared():
        return _world("calibration")


@pytest.fixture(scope="session")
def fitted(shared, known) -> Reference:
    """A reference of one's own, on all the known people."""
    with shared():
        return fit_reference(
            known.people,
            known.signs,
            known.image,
            title="A reference of my own",
            origin="simulated",
            data=known.cohort.data_hash,
        )


@pytest.fixture(scope="session")
def seer(tmp_path_factory) -> PictureModel:
    """An image model of two views, trained on tiny faces of noise: see `drawn`."""
    faces, present = draw_faces(160, seed=0)
    course = Course(epochs=5, batch=32, shift=1)
    views = [
        View.of(
            train(some, present, course, folder=tmp_path_factory.mktemp("course")),
            spans=spans,
            side=some.shape[1],
        )
        for some, spans in zip(views_of(faces), (HEAD, FACE), strict=True)
    ]
    faces, present = draw_faces(300, seed=1)
    return PictureModel.calibrate(views, TERMS, views_of(faces), present)


def _world(part: str) -> World:
    whole = open_cohort("simface-103")
    chosen = whole.select(image_id=getattr(load_split(whole, "standard"), part))
    names = sorted(set(whole.rows("label")["label"].to_pylist()) - {"unaffected"})
    some = chosen.select(label=names[:: len(names) // CONDITIONS][:CONDITIONS])
    healthy = chosen.select(label="unaffected").rows("image_id")["image_id"].to_pylist()
    ids = some.rows("image_id")["image_id"].to_pylist() + healthy[:UNAFFECTED]
    cohort = chosen.select(image_id=ids)
    people, found, signs = people_of(cohort)
    return World(cohort=cohort, people=people, ids=found, signs=signs)
