"""Contact sheets: patients of twelve conditions, and people without any."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from raredx.cohorts.simulate.knowledge.conditions import Condition, condition
from raredx.cohorts.simulate.photograph import sit
from raredx.cohorts.simulate.sittings import Sitting, plan_sittings
from tests.cohorts.simulate.pictures.plates import GAP, LINE, PAPER, Writer
from tests.cohorts.simulate.pictures.regions import PICTURES

CONDITIONS_SHEET = PICTURES / "simface-conditions.webp"
UNAFFECTED_SHEET = PICTURES / "unaffected.webp"
CONDITIONS = (
    *("ORPHA:199", "ORPHA:280", "ORPHA:192", "ORPHA:870", "ORPHA:904", "ORPHA:648"),
    *("ORPHA:819", "ORPHA:894", "ORPHA:3051", "ORPHA:87", "ORPHA:963", "ORPHA:3455"),
)
PATIENTS, UNAFFECTED = 8, 48

_SEED = 2026
_SIDE, _SPACE = 112, 3
_FINER = 2


def shown_conditions() -> list[Condition]:
    """The conditions of the sheet, of the 103 that are shipped."""
    return [condition(id) for id in CONDITIONS]


def patients() -> list[Sitting]:
    """Who is on the sheet of the conditions."""
    return plan_sittings(CONDITIONS, seed=_SEED, images=PATIENTS)


def unaffected() -> list[Sitting]:
    """The people of the first rows of that sheet, as they are without a condition."""
    return plan_sittings((), seed=_SEED, unaffected=UNAFFECTED)


def conditions_sheet() -> Image.Image:
    """A row of patients for each condition, with its name above."""
    plan = patients()
    high = LINE + _SIDE + GAP
    page = _page(PATIENTS, len(CONDITIONS) * high + GAP // 2)
    write = Writer(page)
    for number, found in enumerate(shown_conditions()):
        top = GAP // 2 + number * high
        write.line(GAP, top, found.name, aside=found.id, width=page.width - 2 * GAP)
        row = plan[number * PATIENTS : (number + 1) * PATIENTS]
        _paste(page, row, top=top + LINE)
    return page


def unaffected_sheet() -> Image.Image:
    """The same people without a condition; whoever has a term has it by chance."""
    plan = unaffected()
    rows = UNAFFECTED // PATIENTS
    page = _page(PATIENTS, 2 * GAP + rows * (_SIDE + _SPACE) - _SPACE)
    for row in range(rows):
        people = plan[row * PATIENTS : (row + 1) * PATIENTS]
        _paste(page, people, top=GAP + row * (_SIDE + _SPACE))
    return page


def _page(columns: int, height: int) -> Image.Image:
    return Image.new("RGB", (2 * GAP + columns * (_SIDE + _SPACE) - _SPACE, height), PAPER)


def _paste(page: Image.Image, sittings: Iterable[Sitting], *, top: int) -> None:
    for column, sitting in enumerate(sittings):
        taken = Image.fromarray(sit(sitting, size=_FINER * _SIDE).portrait.image)
        small = taken.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
        page.paste(small, (GAP + column * (_SIDE + _SPACE), top))
