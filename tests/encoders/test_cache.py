"""The cache: an image is encoded once, whoever asks, and two processes may ask at the same time."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from raredx.encoders import features, get_encoder
from raredx.encoders.cache import FeatureCache
from raredx.errors import UserError
from tests.encoders.test_encode import LITE0, rings


class Shelf:
    """Images by id, and which of them were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, image_id: str):
        self.read.append(image_id)
        return rings(int(image_id))


def test_an_image_is_encoded_once():
    shelf = Shelf()
    first = features(LITE0, ["1", "2", "1"], shelf)
    assert shelf.read == ["1", "2"]
    again = features(LITE0, ["2", "3", "1"], shelf)
    assert shelf.read == ["1", "2", "3"]
    assert first.shape == again.shape == (3, 1280)
    np.testing.assert_array_equal(first[[0, 1]], again[[2, 0]])
    np.testing.assert_array_equal(first[0], first[2])


def test_what_is_done_is_told_with_what_was_there():
    features(LITE0, ["1", "2"], Shelf())
    heard: list[int] = []
    features(LITE0, ["1", "2", "3"], Shelf(), tick=heard.append)
    assert heard == [3]


def test_nothing_asked_is_nothing_read():
    assert features(LITE0, [], Shelf()).shape == (0, 1280)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "another-name"},
        {"weights": get_encoder(LITE0).weights.model_copy(update={"sha256": "f" * 64})},
    ],
)
def test_other_weights_or_another_encoder_share_nothing(change):
    one = FeatureCache(get_encoder(LITE0).space)
    other = FeatureCache(get_encoder(LITE0).model_copy(update=change).space)
    one.put({"a": np.ones(3, np.float32)})
    assert one.get(["a", "b"]).keys() == {"a"}
    assert other.get(["a"]) == {}


def test_another_preprocessing_shares_nothing(monkeypatch):
    cache = FeatureCache(get_encoder(LITE0).space)
    cache.put({"a": np.ones(3, np.float32)})
    monkeypatch.setattr("raredx.encoders.registry.PREPROCESSING", 2)
    assert FeatureCache(get_encoder(LITE0).space).get(["a"]) == {}


WRITER = """
import sys
import numpy as np
from raredx.encoders import get_encoder
from raredx.encoders.cache import FeatureCache
cache = FeatureCache(get_encoder("efficientnet-lite0").space)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    cache.put({str(number): np.full(1280, number, np.float32)})
    held = cache.get([str(n) for n in range(number + 1)])
    assert all((vector == float(name)).all() for name, vector in held.items())
"""


def test_two_processes_write_and_read_the_same_cache():
    ranges = [("0", "60"), ("30", "90")]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, *some], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for some in ranges
    ]
    for process in both:
        process.stdout.readline()
    for process in both:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    held = FeatureCache(get_encoder(LITE0).space).get(map(str, range(90)))
    assert len(held) == 90
    assert all((vector == float(name)).all() for name, vector in held.items())


def test_a_damaged_cache_is_told_in_one_line():
    cache = FeatureCache(get_encoder(LITE0).space)
    cache.put({"a": np.ones(3, np.float32)})
    cache.path.write_bytes(b"nothing that SQLite knows" * 99)
    with pytest.raises(UserError, match=r"is damaged.*Remove that file"):
        cache.get(["a"])
