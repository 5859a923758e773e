"""`raredx backbones`: who lacks weights, and how they come."""

from __future__ import annotations

import json

import pytest
from safetensors.torch import save

from raredx.cli import main
from raredx.encoders import get_encoder
from tests.encoders.making_weights import as_published, places, publish
from tests.encoders.test_fetch import ASKED, TINY, hub

__all__ = ["hub"]


def listed(capsys) -> dict[str, str]:
    """Where the weights of each backbone are."""
    main(["backbones", "--json"])
    return {one["name"]: one["weights"] for one in json.loads(capsys.readouterr().out)}


def test_the_list_says_whose_weights_are_here(capsys, tmp_path):
    with places(tmp_path):
        before = listed(capsys)
        assert before["landmarks"] == before["efficientnet-lite0"] == "here"
        assert before["densenet169"] == "to be fetched: raredx backbones get densenet169"
        file = get_encoder("densenet169").weights.by_hand
        file.parent.mkdir(parents=True)
        file.touch()
        assert listed(capsys) == before | {"densenet169": "here"}
        main(["backbones"])
        said = capsys.readouterr().out
    assert "to be fetched: raredx backbones get swin-t" in said
    assert "timm:resnet50.a1_in1k" in said


def test_weights_come_after_their_size_and_licence_were_said(capsys, hub):
    hub[ASKED] = save(as_published(get_encoder(TINY)))
    main(["backbones", "get", f"{TINY}@whole"])
    said = capsys.readouterr()
    assert f"Weights of {TINY}: 1.5 MB, licence apache-2.0\n" in said.err
    assert said.out.startswith(f"{TINY}@whole: the weights are at ")
    hub.clear()
    main(["backbones", "get", TINY, "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["file"].endswith("model.safetensors")
    assert told["licence"] == "apache-2.0"


def test_what_is_here_is_not_fetched_again(capsys, tmp_path):
    with places(tmp_path):
        file = publish(get_encoder(TINY))
        main(["backbones", "get", TINY])
        assert str(file) in capsys.readouterr().out
    main(["backbones", "get", "landmarks"])
    assert capsys.readouterr().out == "landmarks: the weights are part of the workbench.\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("resnet", "There is no backbone 'resnet'"),
        ("timm:resnett50", "timm has no network 'resnett50'"),
        (TINY, "could not be fetched"),
    ],
)
def test_what_cannot_be_fetched_is_one_line(capsys, hub, name, says):
    with pytest.raises(SystemExit) as ended:
        main(["backbones", "get", name])
    assert ended.value.code == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert says in lines[0]
