"""The page that makes synthetic images: the first step in an empty workspace, then all of it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.jobs import Progress, Status, Store, cancel, get_kind
from raredx.synthesis.fitted import RECORD
from raredx.synthesis.store import generators_folder
from tests.synthesis.conftest import base  # noqa: F401 - a fixture
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words

TWO = ("Williams syndrome", "Down syndrome")


def shown(**asked: str) -> AppTest:
    app = open_page("generate", **asked)
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return words(app).replace("\\", "")


@pytest.fixture
def learned(base, tmp_path):  # noqa: F811
    config = {
        "name": "mine",
        "conditions": TWO,
        "base": base,
        "images": 1,
        "steps": 1,
        "batch": 2,
        "rank": 2,
    }
    return done("generate-lora", tmp_path, config)


@pytest.fixture
def drawn(learned, tmp_path):
    return done("generate-sample", tmp_path, {"generator": "mine", "name": "some", "images": 2})


def done(kind, tmp_path, config):
    found = get_kind(kind)
    return found.run(found.parse(config), Progress(scratch=tmp_path / "job" / "scratch"))


def test_whoever_has_few_images_is_named_before_anything_is_trained():
    app = open_page("generate", condition="Williams syndrome")
    assert "mostly repeats them (Williams syndrome)" in said(app)
    assert "mostly repeats them" not in said(open_page("generate", condition="Down syndrome"))


def test_without_a_generator_it_offers_to_train_one():
    app = shown(view="draw")
    assert "No generator has learned anything yet" in app.info[0].value
    app.button[0].click().run()
    assert not app.exception
    assert address(app)["view"] == ["train"]


def test_only_images_of_the_training_part_are_offered():
    app = shown()
    options = app.multiselect(key="generate.conditions.simface-103").options
    among = {option.rpartition(" · ")[0]: option.rpartition(" · ")[2] for option in options}
    assert among["unaffected"] == "133 images"
    assert sum(int(one.split()[0]) for one in among.values()) == 456 + 133


def test_a_training_is_started_with_its_cost_said_before():
    app = shown()
    chosen = app.multiselect(key="generate.conditions.simface-103")
    assert len(chosen.value) == 3
    chosen.set_value([]).run()
    assert app.button(key="start.generate-lora").disabled
    app.multiselect(key="generate.conditions.simface-103").set_value(list(TWO)).run()
    assert "400 steps, " in said(app)
    app.button(key="start.generate-lora").click().run()
    assert not app.exception
    (job,) = Store().jobs()
    assert job.kind == "generate-lora"
    assert job.config["conditions"] == list(TWO)
    assert (job.config["steps"], job.config["rank"]) == (200, 16)
    cancel(job.id)


def test_a_preset_fills_in_what_it_means():
    app = shown()
    app.button_group(key="generate.method").set_value("dreambooth").run()
    app.button_group(key="generate.preset.dreambooth").set_value("published").run()
    assert not app.exception
    assert app.number_input(key="generate.dreambooth.published.steps").value == 800
    assert app.number_input(key="generate.dreambooth.published.rate").value == 1e-6


def test_images_are_asked_for_and_kept(learned):
    app = shown(view="draw")
    assert app.multiselect[0].value == list(TWO)
    app.number_input(key="draw.mine..images").set_value(1).run()
    app.button(key="start.generate-sample").click().run()
    assert not app.exception
    (job,) = Store().jobs()
    assert job.config["name"] == "mine-images-1"
    cancel(job.id)


def test_every_image_says_how_it_was_drawn_and_leads_to_more(drawn):
    app = shown(view="images")
    ids = open_cohort("some").rows("image_id")["image_id"].to_pylist()
    assert "photo of a" in str([table.value for table in app.table])
    app.button(key=f"same.{ids[0]}").click().run()
    assert address(app) == {"generator": ["mine"], "view": ["draw"], "seed": ["1"]}
    app = shown(view="images")
    app.button(key=f"more.{ids[0]}").click().run()
    assert address(app)["seed"] == ["2"]
    assert app.multiselect[0].value == [TWO[0]]


def test_a_generator_says_what_it_learned_from(learned):
    app = shown(view="generator")
    told = said(app)
    assert "LoRA, learned from 2 images, of simface-103, the training part of the split" in told
    assert app.dataframe[0].value["Examples"].tolist() == [1, 1]


def test_a_broken_generator_is_said_and_the_others_are_there(learned):
    broken = generators_folder() / "broken"
    broken.mkdir()
    (broken / RECORD).write_text("{}")
    app = shown(view="draw")
    assert "damaged: generator.json is not what was saved" in app.warning[0].value.replace("\\", "")
    assert app.multiselect[0].value == list(TWO)


def test_images_and_generators_can_be_thrown_away(drawn):
    app = shown(view="images")
    next(one for one in app.button if one.label == "Discard some for good").click().run()
    assert not app.exception
    assert "some" not in [one.name for one in list_cohorts()]
    app = shown(view="generator")
    next(one for one in app.button if one.label == "Remove mine for good").click().run()
    assert not app.exception
    assert not (generators_folder() / "mine").exists()


def test_a_job_that_has_ended_opens_what_it_made(learned):
    assert all(job.status is not Status.RUNNING for job in Store().jobs())
    app = shown(job="999")
    assert "names job 999" in said(app)
