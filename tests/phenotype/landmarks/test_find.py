"""Many images: looked at once, by any number of processes, with the same bytes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.errors import UserError
from raredx.phenotype.landmarks import Landmarks, Seen, find_landmarks, landmarks_in, landmarks_of
from raredx.phenotype.landmarks.find import _WORTH_IT
from raredx.settings import settings

PARTS = ("seen", "faces", "sizes", "points", "expressions", "pose")


def same(one: Landmarks, other: Landmarks) -> bool:
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in PARTS)


def never(image_id: str) -> Image.Image:
    raise AssertionError(f"{image_id} was read once more")


def broken(image_id: str) -> Image.Image:
    raise UserError(f"{image_id} cannot be read", remedy="Bring it back")


def test_a_second_call_does_not_look_again(known):
    ids = known.ids[:6]
    first = find_landmarks(ids, known.cohort.image)
    assert same(find_landmarks(ids, never), first)
    assert same(find_landmarks(ids[::-1], never), first.take([5, 4, 3, 2, 1, 0]))
    assert len(list((settings().workspace / "features").glob("landmarks-*.db"))) == 1


def test_what_is_new_is_looked_at_alone_and_told(known):
    ids, read, told = known.ids[:5], [], []

    def reading(image_id: str) -> Image.Image:
        read.append(image_id)
        return known.cohort.image(image_id)

    find_landmarks(ids[:2], reading)
    find_landmarks([*ids, ids[4]], reading, tick=told.append)
    assert read == ids
    assert told == sorted(told)
    assert told[0] == 3  # with the one that is asked for twice
    assert told[-1] == 6


def test_an_image_without_a_face_is_kept_as_such():
    found = find_landmarks(["a card"], lambda image_id: Image.new("RGB", (64, 64), "grey"))
    assert found.seen.tolist() == [Seen.NONE]
    assert same(find_landmarks(["a card"], never), found)


def test_one_image_at_hand_gives_what_the_cohort_gives_and_is_not_kept(known):
    one = landmarks_in(known.image(0))
    assert same(one, known.people.landmarks.take([0]))
    assert not (settings().workspace / "features").exists()


def test_no_images_no_landmarks():
    assert len(find_landmarks([], never)) == 0


def test_a_cohort_s_landmarks_come_in_the_order_of_its_rows(known):
    some = known.cohort.select(image_id=known.ids[:4])
    rows = some.rows("image_id")["image_id"].to_pylist()
    wanted = known.people.landmarks.take([known.ids.index(one) for one in rows])
    assert same(landmarks_of(some), wanted)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 3])
def test_the_bytes_are_the_same_for_any_number_of_processes(known, workers):
    ids = known.ids[: _WORTH_IT + 3]
    assert len(ids) > _WORTH_IT
    found = find_landmarks(ids, known.cohort.image, workers=workers)
    assert same(found, known.people.landmarks.take(range(len(ids))))
    assert same(find_landmarks(ids, never, workers=workers), found)


@pytest.mark.slow
def test_a_fault_in_another_process_is_told_and_nothing_hangs():
    with pytest.raises(UserError, match=r"cannot be read\. Bring it back"):
        find_landmarks([f"image {number}" for number in range(_WORTH_IT)], broken, workers=2)


def test_what_was_found_before_a_fault_is_kept(known):
    ids = known.ids[:40]

    def reading(image_id: str) -> Image.Image:
        return broken(image_id) if image_id == ids[-1] else known.cohort.image(image_id)

    with pytest.raises(UserError):
        find_landmarks(ids, reading)
    assert len(find_landmarks(ids[:32], never)) == 32
    with pytest.raises(AssertionError, match="was read once more"):
        find_landmarks(ids[:33], never)
    assert np.isfinite(find_landmarks(ids, known.cohort.image).points).all()
