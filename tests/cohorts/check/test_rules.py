"""The contract of every rule: it finds its own defect where one is planted, and none elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from raredx.cohorts.check.rules import SEVERITIES, all_rules, gravest
from raredx.errors import UserError
from raredx.settings import ROOT
from tests.cohorts.check.making import COPYING, Album, clean_album, portrait

PLANTS: dict[str, Callable[[Album], list[int]]] = {}
"""For each rule a hand that spoils a clean album, and gives the rows that the rule must name."""


def plants(name: str):
    def register(plant: Callable[[Album], list[int]]):
        PLANTS[name] = plant
        return plant

    return register


def spoil(album: Album, row: int, change: Callable[[Image.Image], Image.Image]) -> list[int]:
    image_id = album.rows[row]["image_id"]
    album.images[image_id] = change(album.images[image_id])
    return [row]


def state(album: Album, rows: list[int], **facts) -> list[int]:
    for row in rows:
        album.rows[row] |= facts
    return rows


def copy(album: Album, of: int, **facts) -> list[int]:
    """A mirrored copy of a row's image in a new row, which is like the old one but for `facts`."""
    old = album.rows[of]
    mirrored = COPYING["mirrored"](album.images[old["image_id"]], np.random.default_rng(0))
    new = {name: value for name, value in old.items() if name not in ("image_id", "sha256")}
    album.add(mirrored, **{**new, **facts})
    return [of, len(album.rows) - 1]


def labelled(album: Album, label: str) -> list[int]:
    return [number for number, row in enumerate(album.rows) if row["label"] == label]


@plants("unreadable")
def _(album):
    album.images["image-003"] = UserError("The file is damaged", remedy="Give a sound one")
    return [3]


@plants("flat")
def _(album):
    return spoil(album, 3, lambda image: Image.new("RGB", image.size, (90, 90, 90)))


@plants("small")
def _(album):
    return spoil(album, 3, lambda image: image.resize((50, 70)))


@plants("long")
def _(album):
    return spoil(album, 3, lambda image: image.resize((128, 500)))


@plants("blurred")
def _(album):
    return spoil(album, 3, lambda image: image.filter(ImageFilter.GaussianBlur(4)))


@plants("dark")
def _(album):
    return spoil(album, 3, lambda image: ImageEnhance.Brightness(image).enhance(0.2))


@plants("bright")
def _(album):
    return spoil(album, 3, lambda image: Image.eval(image, lambda level: 220 + level // 8))


@plants("clipped")
def _(album):
    return spoil(album, 3, lambda image: ImageEnhance.Brightness(image).enhance(4))


@plants("copy-in-subject")
def _(album):
    return copy(album, 3)


@plants("copy-across-subjects")
def _(album):
    return copy(album, 3, subject_id="P99")


@plants("copy-across-labels")
def _(album):
    return copy(album, 3, subject_id="P99", label="unaffected", label_id="ORPHA:3")


@plants("copy-across-parts")
def _(album):
    rows = copy(album, 3, subject_id="P99")
    parts = ["test" if row in (rows[1], 22, 23) else "development" for row in range(25)]
    album.splits["default"] = [("test",) if p == "test" else (p, "0") for p in parts]
    return rows


@plants("singleton")
def _(album):
    return state(album, [6, 7], label="Alone syndrome", label_id="ORPHA:9")


@plants("imbalance")
def _(album):
    for person in range(20, 60):
        for photo in range(2):
            image = Image.effect_noise((80, 90), 50 + person + photo).convert("RGB")
            facts = {"label": "unaffected", "label_id": "ORPHA:3", "subject_id": f"P{person}"}
            album.add(image, **facts, sex=("male", "female")[person % 2], age=8.0)
    return []


@plants("size-tells-label")
def _(album):
    rows = labelled(album, "Noonan syndrome")
    for row in rows:
        spoil(album, row, lambda image: image.resize((120, 120)))
    return rows


@plants("source-tells-label")
def _(album):
    return state(album, labelled(album, "Noonan syndrome"), source="textbook")


@plants("one-sex")
def _(album):
    for person in (30, 31):
        facts = {"label": "Noonan syndrome", "label_id": "ORPHA:2", "subject_id": f"P{person}"}
        album.add(portrait(person), **facts, age=7.0)
    return state(album, labelled(album, "Noonan syndrome"), sex="female")


@plants("no-label")
def _(album):
    return state(album, [3], label=None)


@plants("spelling")
def _(album):
    state(album, [2, 3], label="noonan-Syndrome")
    return [*labelled(album, "Noonan syndrome"), 2, 3]


@plants("codes")
def _(album):
    state(album, [3], label_id="ORPHA:77")
    return labelled(album, album.rows[3]["label"])


@plants("two-labels")
def _(album):
    state(album, [3], label="unaffected", label_id="ORPHA:3")
    return [2, 3]


@plants("no-subjects")
def _(album):
    for row, facts in enumerate(album.rows):
        facts["subject_id"] = f"row {row}"
    return []


@plants("dominant-subject")
def _(album):
    rows = [0, 1]
    for photo in range(2, 12):
        album.add(portrait(0, photo), **_like(album, 0))
        rows.append(len(album.rows) - 1)
    return rows


@plants("two-sexes")
def _(album):
    state(album, [3], sex="female")
    return [2, 3]


@plants("age-impossible")
def _(album):
    return state(album, [3], age=999.0)


@plants("age-outlier")
def _(album):
    return state(album, [3], age=71.0)


@plants("facts-missing")
def _(album):
    state(album, list(range(8)), age=None)
    return []


@plants("licence-missing")
def _(album):
    state(album, [3], licence=None)
    return []


@plants("origin-unknown")
def _(album):
    return state(album, [3], origin="painted")


@plants("origins-mixed")
def _(album):
    state(album, [3], origin="simulated")
    return []


@plants("generated-held-out")
def _(album):
    album.splits["default"] = [("test",) if row == 3 else ("development", "0") for row in range(24)]
    return state(album, [3], origin="synthetic")


def _like(album: Album, row: int) -> dict[str, object]:
    facts = album.rows[row]
    return {name: facts[name] for name in facts if name not in ("image_id", "sha256")}


@pytest.fixture(scope="module")
def clean():
    return clean_album().examined()


@pytest.mark.parametrize("name", all_rules())
def test_a_rule_finds_its_own_defect_and_names_the_rows(name):
    album = clean_album()
    rows = PLANTS[name](album)
    found = all_rules()[name].find(album.examined())
    assert found
    assert all(finding.says for finding in found)
    assert sorted({row for finding in found for row in finding.rows}) == sorted(rows)


@pytest.mark.parametrize("name", all_rules())
def test_a_rule_has_nothing_to_say_about_a_clean_cohort(name, clean):
    assert all_rules()[name].find(clean) == []


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_means_and_what_to_do(rule):
    assert rule.severity in SEVERITIES
    assert rule.meaning.endswith(".")
    assert rule.remedy.endswith(".")
    assert bool(rule.threshold) == bool(rule.unit)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_a_rule_is_documented_as_it_is(rule):
    lines = (ROOT / "docs" / "checks.md").read_text().splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{rule.name}` | {rule.severity} |")]
    assert rule.meaning in row
    assert not rule.threshold or f"{rule.threshold:g} {rule.unit}" in row


def test_every_rule_has_a_plant():
    assert PLANTS.keys() == all_rules().keys()


def test_an_empty_cohort_breaks_no_rule():
    album = clean_album()
    examined = album.examined()
    examined = type(examined)(
        table=examined.table.slice(0, 0),
        measures={name: values[:0] for name, values in examined.measures.items()},
    )
    assert [finding for rule in all_rules().values() for finding in rule.find(examined)] == []


def test_images_that_cannot_be_read_are_found_by_no_rule_about_what_is_seen():
    album = clean_album()
    for image_id in album.images:
        album.images[image_id] = UserError("gone", remedy="")
    examined = album.examined()
    found = {name for name, rule in all_rules().items() if rule.find(examined)}
    assert found == {"unreadable"}


def test_gravest_is_the_one_that_must_be_mended_first():
    assert gravest(["warning", "note"]) == "warning"
