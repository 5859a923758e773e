"""The shipped face encoder, from its plan to its weights, its card and its learning curve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.assets.cards import Card, write_card
from raredx.checkpoints import Curve
from raredx.cohorts.cohort import Cohort
from raredx.files import build_folder
from raredx.jobs.progress import Progress
from raredx.learning.face_encoder.lesson import Lesson, prepare
from raredx.learning.face_encoder.people import draw_people, strange_conditions
from raredx.learning.face_encoder.plan import Plan
from raredx.learning.face_encoder.told_apart import judged_rows, told_apart
from raredx.phenotype.reference.simulated import Plan as ReferencePlan
from raredx.phenotype.reference.simulated import draw_people as draw_reference
from raredx.settings import ROOT

if TYPE_CHECKING:
    from raredx.encoders.face import FaceNetwork

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

SHIPPED = ROOT / "assets" / "face-encoder"
WEIGHTS, CURVE = "face-encoder.safetensors", "curve.json"
_AT_ONCE = 64


def rebuild(
    place: Path = SHIPPED,
    plan: Plan | None = None,
    *,
    workers: int = 1,
    progress: Progress,
) -> FaceNetwork:
    """Make the encoder. What took long lies in `progress.scratch`, and is not made twice."""
    plan = plan or Plan.shipped()
    reference = progress.scratch / "reference"
    cohorts = [
        draw_reference(ReferencePlan.shipped(), reference, workers=workers, progress=progress),
        draw_people(plan, workers=workers, progress=progress),
    ]
    return make(cohorts, strange_conditions(), place, plan, workers=workers, progress=progress)


def make(
    cohorts: Sequence[Cohort],
    conditions: Sequence[str],
    place: Path,
    plan: Plan,
    *,
    workers: int = 1,
    progress: Progress,
) -> FaceNetwork:
    """Train on the people of some cohorts who have one of some conditions or none, and keep it."""
    from raredx.learning.face_encoder.learning import train

    lesson = prepare(
        cohorts,
        conditions,
        progress.scratch,
        workers=workers,
        tick=lambda done: progress.tick(done, message=f"heads {done:,}"),
    )
    unseen = kept_apart(lesson.conditions, plan)
    rows = np.setdiff1d(np.arange(len(lesson.own)), lesson.having(unseen))
    judged = judged_rows(lesson, unseen)
    curve = Curve(progress.scratch / CURVE)

    def tell(epoch: int, losses: dict[str, float], network: FaceNetwork) -> None:
        said = losses | {"unseen": _told(network, lesson, judged)}
        curve.add(epoch=epoch, **said)
        for name, value in said.items():
            progress.metric(name, value, step=epoch)

    network = train(
        lesson,
        rows,
        plan.course,
        folder=progress.scratch,
        tell=tell,
        tick=lambda done: progress.tick(
            done, total=plan.course.epochs, message=f"epoch {int(done) + 1}"
        ),
    )
    _ship(place, network, lesson, rows, curve)
    return network


def kept_apart(conditions: tuple[str, ...], plan: Plan) -> list[str]:
    """The conditions that nobody learns from: by them the learning curve is drawn."""
    order = np.random.default_rng(plan.seed).permutation(len(conditions))
    return sorted(conditions[place] for place in order[: plan.unseen])


def features_of(network: FaceNetwork, lesson: Lesson, rows: Whole) -> Floats:
    """What a network makes of some heads: (n, w)."""
    import torch

    from raredx.learning.face_encoder.learning import as_input

    found = []
    with torch.inference_mode():
        for first in range(0, len(rows), _AT_ONCE):
            heads = lesson.heads[rows[first : first + _AT_ONCE]]
            found.append(network(as_input(np.asarray(heads))).double().numpy())
    return np.concatenate(found)


def _told(network: FaceNetwork, lesson: Lesson, judged: tuple[Whole, Whole]) -> float:
    """How many of the conditions that were kept apart are told."""
    shown, asked = (features_of(network, lesson, rows) for rows in judged)
    names = [[lesson.conditions[own] for own in lesson.own[rows]] for rows in judged]
    return told_apart(shown, asked, (names[0], names[1])).value


def _ship(place: Path, network: FaceNetwork, lesson: Lesson, rows: Whole, curve: Curve) -> None:
    from safetensors.torch import save_file

    halved = {
        name: (one.half() if one.is_floating_point() else one).contiguous()
        for name, one in network.state_dict().items()
    }
    learned = {one for one in lesson.own[rows].tolist() if one >= 0}
    card = Card(
        title="Face encoder",
        summary=(
            "A small network that turns a head, cut out by its landmarks, into 256 features, in"
            " which conditions that it has never seen lie apart. It learned from simulated people"
            " alone, of conditions that simface-103 neither has nor nearly has. Of photographs it"
            " knows nothing."
        ),
        licence="MIT",
        made_by="raredx backbones rebuild",
        counts={
            "images": len(rows),
            "people": len({lesson.subjects[row] for row in rows}),
            "conditions": len(learned),
            "unseen conditions": len(lesson.conditions) - len(learned),
            "terms": lesson.terms.shape[1],
        },
    )
    with build_folder(place) as folder:
        save_file(halved, folder / WEIGHTS)
        curve.copy(folder)
        write_card(folder, card)
