"""Tiny real base models, and a few faces of two conditions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from raredx.synthesis.examples import Examples
from raredx.synthesis.pocket.model import assembled
from raredx.synthesis.pocket.networks import new_autoencoder
from raredx.synthesis.pocket.painting import Painter
from raredx.synthesis.pocket.plan import Plan
from raredx.synthesis.pocket.words import new_tokenizer, texts

RED, BLUE = "Red syndrome", "Blue syndrome"
SMALL = replace(Plan.shipped().denoiser, channels=(16, 16), words=32, layers=1)


def pipeline(seed=0):
    """Untrained, 32 pixels, but with all that a base model has."""
    torch.manual_seed(seed)
    tokenizer = new_tokenizer(texts(), size=700)
    made = assembled(new_autoencoder((8, 8, 8), 4), Painter(tokenizer, SMALL, (4, 8)), tokenizer)
    made.vae.config.scaling_factor = 1.0
    return made


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The folder of a tiny base model."""
    folder = tmp_path_factory.mktemp("bases") / "tiny"
    pipeline().save_pretrained(folder, safe_serialization=True)
    return str(folder)


@pytest.fixture(scope="session")
def other_base(tmp_path_factory):
    """Another one, of another size."""
    folder = tmp_path_factory.mktemp("bases") / "other"
    torch.manual_seed(1)
    tokenizer = new_tokenizer(texts(), size=700)
    wide = replace(SMALL, channels=(32, 32), words=64)
    made = assembled(new_autoencoder((8, 8, 8), 4), Painter(tokenizer, wide, (4, 8)), tokenizer)
    made.save_pretrained(folder, safe_serialization=True)
    return str(folder)


@pytest.fixture
def examples():
    """Two red faces of one condition, two blue ones of another."""
    chance = np.random.default_rng(2)
    faces = chance.integers(0, 90, (4, 32, 32, 3), np.uint8)
    faces[:2, ..., 0] += 150
    faces[2:, ..., 2] += 150
    return Examples(
        ids=tuple("abcd"),
        faces=faces,
        labels=(RED, RED, BLUE, BLUE),
        subjects=tuple("1234"),
        sexes=("female", "male", None, "female"),
        years=(4.0, 30.0, None, 70.0),
        codes={RED: "ORPHA:1", BLUE: None},
        lost={RED: 0, BLUE: 1},
        source={"cohort": "tiny"},
    )
