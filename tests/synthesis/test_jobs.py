"""From a cohort to a generator to a cohort of its images, by the jobs that every door submits."""

from __future__ import annotations

import json
from dataclasses import replace as replaced

import numpy as np
import pytest

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs import Progress, all_kinds, get_kind
from raredx.synthesis import all_generators
from raredx.synthesis.adopting import adopt
from raredx.synthesis.album import PROVENANCE, draw_cohort
from raredx.synthesis.fitted import Drawn
from raredx.synthesis.leading import Led
from raredx.synthesis.lora import WEIGHTS
from raredx.synthesis.sampling import Sample
from raredx.synthesis.store import generators_folder, list_generators, open_generator

TWO = ("Williams syndrome", "Down syndrome")


def run(kind, tmp_path, **config):
    found = get_kind(kind)
    return found.run(found.parse(config), Progress(scratch=tmp_path / "job" / "scratch"))


@pytest.fixture
def learned(base, tmp_path):
    return run(
        "generate-lora",
        tmp_path,
        name="mine",
        conditions=TWO,
        base=base,
        images=2,
        steps=2,
        batch=2,
        rank=2,
    )


def sample(**more):
    return Sample(generator="mine", name="drawn", images=2, **{"steps": 2, **more})


def test_a_cohort_teaches_and_a_cohort_comes_of_it(learned, tmp_path):
    assert learned.values == {"name": "mine", "conditions": list(TWO), "images": 4}
    result = run("generate-sample", tmp_path, **sample().model_dump())
    assert result.values == {"name": "drawn", "images": 4, "blanked": 0}
    cohort, made = open_cohort("drawn"), open_generator("mine")
    assert cohort.counts("origin") == {"synthetic": 4}
    assert cohort.counts("label") == dict.fromkeys(sorted(TWO), 2)
    assert cohort.counts("label_id") == {"ORPHA:870": 2, "ORPHA:904": 2}
    assert len(cohort.counts("subject_id")) == 4
    rows = cohort.side(PROVENANCE).to_pylist()
    assert [row["seed"] for row in rows] == [1, 2, 1, 2]
    assert {row["base_hash"] for row in rows} == {made.learned.base_hash}
    source = json.loads(rows[0]["learned_from"])
    assert source["split"] == "standard"
    assert source["data_hash"] == open_cohort("simface-103").data_hash
    assert "williams syndrome" in rows[0]["prompt"]
    assert json.loads(rows[0]["settings"])["steps"] == 2


def test_people_are_of_the_sexes_and_ages_of_the_examples(learned, tmp_path):
    draw_cohort(sample(), Progress())
    rows = open_cohort("drawn").rows("label", "sex", "age").to_pylist()
    true = open_cohort("simface-103").rows("label", "sex", "age").to_pylist()
    known = {(row["label"], row["sex"], row["age"]) for row in true}
    assert {(row["label"], row["sex"], row["age"]) for row in rows} <= known


def test_an_image_may_begin_with_an_example(learned):
    draw_cohort(sample(strength=0.5, steps=4), Progress())
    parents = {row["parent"] for row in open_cohort("drawn").side(PROVENANCE).to_pylist()}
    learned_from = open_generator("mine").learned.examples
    assert parents <= {one for some in learned_from.values() for one in some}


def test_words_that_the_base_model_does_not_know_are_said(learned):
    album = draw_cohort(sample(prompt="photo of a girl with {condition} and zebras"), Progress())
    assert album.unknown == ("and", "zebras")
    assert "does not know the words and, zebras" in str(album)
    prompts = {row["prompt"] for row in open_cohort("drawn").side(PROVENANCE).to_pylist()}
    assert "photo of a girl with williams syndrome and zebras" in prompts


def test_blanked_images_are_counted_and_not_kept(learned, monkeypatch):
    real = Led._draw

    def first_blanked(self, *given):
        for number, drawn in enumerate(real(self, *given)):
            yield replaced(drawn, pixels=None) if number == 0 else drawn

    monkeypatch.setattr(Led, "_draw", first_blanked)
    album = draw_cohort(sample(), Progress())
    assert (album.asked, album.kept, album.blanked) == (4, 3, 1)
    assert "1 image blanked by the safety checker" in str(album)


def test_the_same_picture_twice_is_kept_once(learned, monkeypatch):
    def same(self, orders, *given):
        for order in orders:
            yield Drawn(order=order, pixels=np.zeros((32, 32, 3), np.uint8))

    monkeypatch.setattr(Led, "_draw", same)
    album = draw_cohort(sample(), Progress())
    assert (album.kept, album.twice) == (1, 3)


def test_a_preset_stands_behind_what_is_given():
    config = get_kind("generate-dreambooth").parse(
        {"name": "n", "conditions": TWO, "preset": "published", "steps": 5}
    )
    assert (config.steps, config.batch, config.rate, config.adapters) == (5, 1, 1e-6, "each")
    with pytest.raises(UserError, match=r"no preset 'published'; there is quick, thorough"):
        get_kind("generate-lora").parse({"name": "n", "conditions": TWO, "preset": "published"})


def test_a_name_that_is_taken_and_one_that_is_not_there(learned, base, tmp_path):
    with pytest.raises(UserError, match=r"There is a generator 'mine' already"):
        run("generate-lora", tmp_path, name="mine", conditions=TWO, base=base)
    with pytest.raises(UserError, match=r"no generator 'other'.*Choose one of: mine"):
        open_generator("other")
    with pytest.raises(UserError, match=r"no generator '../mine'"):
        open_generator("../mine")
    (generators_folder() / "mine" / "generator.json").write_text("{")
    assert [one.fault for one in list_generators()] != [""]


def test_an_adapter_from_elsewhere_is_taken_in_if_it_fits(learned, base, other_base):
    file = generators_folder() / "mine" / "together" / WEIGHTS
    made = adopt(file, "taken", conditions={"Williams syndrome": None}, base=base)
    assert made.conditions == ("Williams syndrome",)
    assert "Made elsewhere" in made.learned.remarks[0]
    album = draw_cohort(sample().model_copy(update={"generator": "taken"}), Progress())
    assert album.kept == 2
    with pytest.raises(UserError, match=r"does not fit the base model .*another base") as caught:
        adopt(file, "wrong", conditions={"X": None}, base=other_base)
    assert "\n" not in str(caught.value)
    assert [one.name for one in list_generators()] == ["mine", "taken"]


def test_finished_early_it_keeps_what_it_has_learned(base, tmp_path):
    scratch = tmp_path / "job" / "scratch"

    class Soon(Progress):
        def tick(self, done=0, **asked):
            if done == 3:
                (scratch.parent / "enough").touch()

    found = get_kind("generate-lora")
    config = {
        "name": "early",
        "conditions": TWO,
        "base": base,
        "images": 1,
        "steps": 50,
        "batch": 2,
        "rank": 2,
        "adapters": "each",
    }
    found.run(found.parse(config), Soon(scratch=scratch))
    made = open_generator("early")
    assert made.conditions == TWO[:1]
    assert made.learned.remarks == ("Finished early: Down syndrome not learned",)


def test_every_method_has_a_job():
    assert {f"generate-{name}" for name in all_generators()} <= {*all_kinds()}
