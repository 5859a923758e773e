"""A model that somebody else made: it is read, and nothing of it is run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from raredx.assets.cards import write_card
from raredx.errors import UserError
from raredx.learning.bundle.store import (
    DEMONSTRATION,
    SHIPPED,
    bundle_folder,
    open_bundle,
    read_bundle_card,
)

WATCHED = """
import json, sys
from pathlib import Path
happened = []
REFUSED = ("pickle.find_class", "subprocess.Popen", "os.system", "os.exec", "socket.connect")
from raredx.learning.bundle.bundle import Bundle
import raredx.learning.heads, torch, scipy.stats
sys.addaudithook(lambda event, args: happened.append(event) if event in REFUSED else None)
bundle = Bundle.open(Path(sys.argv[1]))
bundle.gallery, bundle.reach
print(json.dumps({"classes": len(bundle.classes), "happened": happened}))
"""


@pytest.fixture
def brought(workspace):
    """A copy that somebody sent; whoever sends one can write its checksums, too."""
    folder = bundle_folder("brought")
    shutil.copytree(SHIPPED / DEMONSTRATION, folder)
    return folder


def tampered(folder, file, **arrays):
    known = load_file(folder / file)
    save_file({**known, **arrays}, folder / file)
    write_card(folder, read_bundle_card(folder))


def test_nothing_is_run_or_asked_for_when_it_is_opened(brought):
    (brought / "head" / "head.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    (brought / "setup.py").write_text("raise SystemExit('run')")
    write_card(brought, read_bundle_card(brought))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(brought)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"classes": 104, "happened": []}


@pytest.mark.parametrize(
    "arrays",
    [
        {"owner": np.full(589, 104)},
        {"owner": np.zeros(3, np.int64)},
        {"features": np.zeros(589, np.float32)},
        {"features": np.full((589, 256), np.nan, np.float32)},
    ],
)
def test_a_gallery_that_cannot_be_its_own_is_told(brought, arrays):
    tampered(brought, "gallery.safetensors", **arrays)
    with pytest.raises(UserError, match=r"gallery\.safetensors is of no model like this"):
        _ = open_bundle("brought").gallery


@pytest.mark.parametrize(
    "arrays",
    [
        {"known": np.zeros((0,))},
        {"far": np.zeros(3)},
        {"odd": np.zeros((2, 2))},
        {"domain.directions": np.zeros((3, 3), np.float32)},
        {"domain.limits": np.zeros(5, np.float32)},
        {"domain.more": np.zeros(5, np.float32)},
    ],
)
def test_a_reach_that_cannot_be_its_own_is_told(brought, arrays):
    tampered(brought, "reach.safetensors", **arrays)
    with pytest.raises(UserError, match=r"reach\.safetensors is of no model like this"):
        _ = open_bundle("brought").reach


def test_a_card_cannot_point_out_of_its_folder(brought):
    card = json.loads((brought / "card.json").read_text())
    card["files"]["../../../etc/passwd"] = "0" * 64
    (brought / "card.json").write_text(json.dumps(card))
    with pytest.raises(UserError, match="'brought' is damaged"):
        open_bundle("brought")
