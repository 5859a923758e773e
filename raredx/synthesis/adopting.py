"""A LoRA that was made elsewhere, taken in as a generator of the workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

from raredx.files import build_folder, write_whole
from raredx.synthesis.bases import open_base
from raredx.synthesis.fitted import FORMAT, RECORD, FittedGenerator, Learned, opened
from raredx.synthesis.leading import TOGETHER
from raredx.synthesis.lora import WEIGHTS, wear
from raredx.synthesis.options import LoRA
from raredx.synthesis.store import new_folder

_ELSEWHERE = "Made elsewhere: what it learned from is not known here, nor whose faces it has seen"


def adopt(
    file: Path, name: str, *, conditions: dict[str, str | None], base: str, replace: bool = False
) -> FittedGenerator:
    """Take in an adapter in diffusers' format, if it fits a base model.

    Parameters
    ----------
    conditions
        What it draws, each with its ORPHA code where there is one.
    """
    folder, found = new_folder(name, replace=replace), open_base(base)
    wear(found, file)
    found.pipeline.unload_lora_weights()
    learned = Learned(
        format=FORMAT,
        generator=LoRA.method,
        options=LoRA().model_dump(),
        seed=0,
        conditions=conditions,
        examples=dict.fromkeys(conditions, ()),
        lost={},
        source={},
        side=found.side,
        base=base,
        base_hash=found.hash,
        remarks=(_ELSEWHERE,),
    )
    with build_folder(folder) as place:
        (place / TOGETHER).mkdir()
        shutil.copyfile(file, place / TOGETHER / WEIGHTS)
        write_whole(place / RECORD, learned.model_dump_json(indent=2) + "\n")
    return opened(folder)
