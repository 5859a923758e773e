"""Generators from the shell: trained, drawn with, listed, and taken in from elsewhere."""

from __future__ import annotations

import json

import pytest

from raredx.cohorts.store import open_cohort
from raredx.synthesis.lora import WEIGHTS
from raredx.synthesis.store import generators_folder, open_generator
from tests.cli.test_commands import run
from tests.synthesis.conftest import base, other_base  # noqa: F401 - fixtures

TWO = ("Williams syndrome", "Down syndrome")
QUICKLY = ("--images", "1", "--steps", "2", "--batch", "2", "--rank", "2", "--adapters", "together")


@pytest.mark.slow
def test_from_a_few_images_to_a_synthetic_cohort(capsys, base, other_base):  # noqa: F811
    code, out, _ = run(capsys, "generate", "fit", "lora", "mine", *TWO, "--base", base, *QUICKLY)
    assert code == 0
    assert "mine: LoRA of 2 conditions from 2 images" in out
    code, out, _ = run(capsys, "generate", "sample", "mine", "drawn", "--images", "1")
    assert code == 0
    assert "drawn: 2 images of 2 kept" in out
    assert open_cohort("drawn").counts("origin") == {"synthetic": 2}

    file = str(generators_folder() / "mine" / "together" / WEIGHTS)
    asked = ("--condition", "Noonan syndrome=ORPHA:648", "--base")
    code, out, _ = run(capsys, "generate", "adopt", file, "taken", *asked, base)
    assert (code, out) == (0, f"taken: draws Noonan syndrome with {base}.\n")
    assert open_generator("taken").learned.conditions == {"Noonan syndrome": "ORPHA:648"}
    code, _, err = run(capsys, "generate", "adopt", file, "wrong", *asked, other_base)
    assert code == 2
    assert "does not fit the base model" in err
    code, _, err = run(capsys, "generate", "adopt", file, "wrong", "--condition", "=X")
    assert code == 2
    assert "'=X' names no condition. Write NAME or NAME=CODE" in err

    code, out, _ = run(capsys, "generate", "list", "--json")
    assert [one["name"] for one in json.loads(out)] == ["mine", "taken"]
    code, out, _ = run(capsys, "generate", "list")
    assert "Williams syndrome, Down syndrome" in out


def test_every_method_says_when_it_is_right(capsys):
    code, out, _ = run(capsys, "generate", "methods", "--json")
    assert code == 0
    assert [one["name"] for one in json.loads(out)] == [
        "lora",
        "dreambooth",
        "fastgan",
        "augmentation",
    ]
