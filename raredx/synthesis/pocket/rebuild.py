"""The shipped base model, from its plan to its weights, its card and its learning curves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from raredx.assets.cards import Card, write_card
from raredx.checkpoints import Curve
from raredx.files import build_folder
from raredx.jobs.progress import Progress
from raredx.settings import ROOT
from raredx.synthesis.generator import POCKET
from raredx.synthesis.pocket import autoencoding, model, painting
from raredx.synthesis.pocket.corpus import Corpus, draw
from raredx.synthesis.pocket.networks import Autoencoder, settle
from raredx.synthesis.pocket.plan import Plan
from raredx.synthesis.pocket.words import new_tokenizer, texts
from raredx.synthesis.steps import Tell

SHIPPED = ROOT / "assets" / POCKET
PICTURES, PAINTING = "autoencoder-curve.json", "denoiser-curve.json"
_JUDGES = 256  # held out faces that losses are measured on
_SETTLED_BY = 4096  # faces by which latents are settled


def rebuild(
    place: Path = SHIPPED,
    plan: Plan | None = None,
    *,
    workers: int = 1,
    progress: Progress,
) -> Path:
    """Make the base model. What took long lies in `progress.scratch`, and is not made twice."""
    plan, scratch = plan or Plan.shipped(), progress.scratch
    people = draw(plan.people, scratch / "people", workers=workers, progress=progress)
    learned, judges = people.faces[: people.learned], people.faces[people.learned :][:_JUDGES]
    progress.tick(0, total=plan.autoencoder.steps)
    curves = [Curve(scratch / PICTURES), Curve(scratch / PAINTING)]
    autoencoder = autoencoding.train(
        learned,
        judges,
        plan.autoencoder,
        folder=scratch,
        tell=_told(curves[0], progress, "autoencoder"),
        tick=lambda done: progress.tick(done, message="learning to see faces"),
    )
    _settle(autoencoder, learned)
    latents = _latents(autoencoder, people, scratch / "latents.npy", progress)
    tokenizer = new_tokenizer(texts(), size=plan.denoiser.tokens)
    lesson = painting.Lesson(latents=latents, shown=people.shown)
    progress.tick(0, total=plan.denoiser.steps)
    painter = painting.train(
        lesson.part(slice(people.learned)),
        lesson.part(slice(people.learned, people.learned + len(judges))),
        tokenizer,
        plan.denoiser,
        folder=scratch,
        tell=_told(curves[1], progress, "denoiser"),
        tick=lambda done: progress.tick(done, message="learning to draw faces"),
    )
    with build_folder(place) as folder:
        model.save(model.assembled(autoencoder.cpu(), painter, tokenizer), folder)
        for curve in curves:
            curve.copy(folder)
        write_card(folder, _card(people))
    return place


def _told(curve: Curve, progress: Progress, what: str) -> Tell:
    def tell(step: int, said: dict[str, float]) -> None:
        curve.add(step=step, **said)
        for name, value in said.items():
            progress.metric(f"{what}: {name}", value, step=step)

    return tell


def _settle(autoencoder: Autoencoder, faces: autoencoding.Pixels) -> None:
    import torch

    latents = torch.from_numpy(painting.encoded(autoencoder, faces[:_SETTLED_BY])).float()
    where = autoencoder.device
    settle(autoencoder, latents.mean((0, 1, 3, 4)).to(where), latents.std((0, 1, 3, 4)).to(where))


def _latents(
    autoencoder: Autoencoder, people: Corpus, file: Path, progress: Progress
) -> painting.Latents:
    if not file.exists():
        found = painting.encoded(
            autoencoder,
            people.faces,
            tick=lambda done: progress.tick(message=f"{done:,} faces made small"),
        )
        new = file.with_suffix(".new.npy")
        np.save(new, found)
        new.replace(file)
    return np.asarray(np.load(file))


def _card(people: Corpus) -> Card:
    return Card(
        title="Pocket: a base model of faces",
        summary=(
            "A small text-to-image model in the format of Stable Diffusion: faces of 128 pixels, by"
            " age, sex, skin, hair, view and light. It learned from simulated people without a"
            " condition, none of whom is in simface-103, and knows no condition and no phenotype."
            " Of photographs it knows nothing."
        ),
        licence="MIT",
        made_by="raredx generate rebuild",
        counts={"people": people.learned, "held out": people.held_out},
    )
