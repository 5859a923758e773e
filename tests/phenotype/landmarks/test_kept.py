"""Detectors that stay open: used again, by one thread at a time, and closed in the end."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from raredx.phenotype.landmarks import landmarks_in
from raredx.phenotype.landmarks.kept import _idle, close_detectors, kept_detector
from raredx.settings import ROOT, settings


@pytest.fixture(autouse=True)
def none_open():
    close_detectors()
    yield
    close_detectors()


def test_one_that_is_open_is_used_again_and_no_other_thread_has_it_meanwhile():
    with kept_detector() as first, kept_detector() as second:
        assert first is not second
    with kept_detector() as again:
        assert again in (first, second)


def test_no_more_stay_open_than_there_are_threads_to_use(monkeypatch):
    monkeypatch.setenv("RAREDX_THREADS", "1")
    settings.cache_clear()
    with kept_detector() as first, kept_detector() as second:
        pass
    assert [second] == _idle
    assert not first._ready


def test_one_that_failed_is_not_used_again():
    with pytest.raises(ValueError, match="broken"), kept_detector() as first:
        raise ValueError("broken")
    assert not first._ready
    with kept_detector() as second:
        assert second is not first


def test_images_at_once_give_what_each_gives_alone(unseen):
    images = [unseen.image(row) for row in range(6)] * 2
    alone = [landmarks_in(image).points.tobytes() for image in images]
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(lambda image: landmarks_in(image).points.tobytes(), images)]
    assert together == alone


@pytest.mark.parametrize("image", [Image.new("RGB", (64, 64)), Image.new("L", (1, 1), 255)])
def test_no_trace_of_one_image_is_left_in_the_next(unseen, image):
    before = landmarks_in(unseen.image(0))
    assert not landmarks_in(image).usable[0]
    assert landmarks_in(unseen.image(0)).points.tobytes() == before.points.tobytes()


def test_a_process_ends_with_its_detectors_open_and_says_nothing():
    looked = (
        "from PIL import Image\n"
        "from raredx.phenotype.landmarks import landmarks_in\n"
        "print(landmarks_in(Image.new('RGB', (64, 64))).says(0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "no face was found\n", "")
