"""The page of models: a card that hides nothing, what one is worth elsewhere, the way to both."""

from __future__ import annotations

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from raredx.jobs import Status, Store
from raredx.learning.bundle.card import BundleCard
from raredx.learning.bundle.store import bundle_folder, list_bundles, open_bundle
from raredx.learning.experiment.store import remove_experiment
from raredx.learning.external.slices import FEWEST
from raredx.learning.external.store import External
from raredx.ui.model_dots import Dot, dots
from raredx.ui.model_files import as_json, as_markdown
from raredx.ui.model_slices import group_rows
from tests.jobs.waiting import ended
from tests.learning.bundle.workbench import BACKBONE, HEAD, ONE, copied, place_of, trained
from tests.ui.test_evidence_pages import address
from tests.ui.test_pages import open_page, words

TAKEN = "first-on-there"


@pytest.fixture
def bench(workspace, tmp_path_factory):
    st.cache_data.clear()
    return copied(place_of(tmp_path_factory), workspace)


def shown(**asked: str) -> AppTest:
    app = open_page("model", **{"model": "first", **asked})
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return words(app).replace("\\", "")


def test_at_first_the_shipped_model_is_shown_and_another_can_be_trained():
    app = open_page("model")
    assert not app.exception
    assert app.selectbox(key="choice.model").value == "demonstration"
    assert "model.remove" not in [one.key for one in app.button]
    assert open_bundle("demonstration").card.title in said(app)
    app = shown(model="demonstration", view="new")
    assert app.selectbox(key="model.cohort").value == "simface-103"
    assert app.text_input(key="model.new.simface-103.name").value == "simface-103-1"
    assert "971 images" in said(app)
    assert not app.button(key="start.train").disabled


def test_a_card_is_read_in_sentences_beside_its_figures(bench):
    app = shown()
    assert not app.error
    told, card = said(app), open_bundle("first").card
    for sentences in card.words().values():
        for sentence in sentences:
            assert "unknown" in sentence or sentence in told
    assert "Licence of the images: :orange-background[unknown]." in told
    numbers = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert numbers["First answer right"] == ("25.0 %", "95 % CI 9 to 45, by chance 11.1")
    assert numbers["Temperature"][1] == f"on {card.confidence.images} images"
    assert numbers["Conditions"] == ("9", "1 never judged")
    links = [link.proto.label for link in app.get("page_link")]
    assert "trial on Compare" in links
    assert card.split_hash in told
    assert card.files["gallery.safetensors"] in told
    app.button(key=f"model.to.{TAKEN}").click().run()
    assert address(app) == {"model": ["first"], "view": ["elsewhere"], "external": [TAKEN]}
    assert "first was taken to there" in said(app)


def test_what_nobody_judged_is_plainly_unknown(bench):
    remove_experiment("trial")
    trained("alone", head="prototype")
    app = shown(model="alone")
    told = said(app)
    assert "How well it does is :orange-background[unknown]: no experiment has judged" in told
    assert "skin tone and site: :orange-background[unknown], until it is taken" in told
    numbers = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert numbers["First answer right"] == ("unknown", "nobody judged it")
    assert "is no longer here" in said(shown(model="first"))
    elsewhere = shown(model="alone", view="elsewhere")
    assert "nobody has taken it to another cohort" in elsewhere.info[0].value


def test_a_broken_one_shows_its_fault_and_can_be_removed(bench):
    trained("broken")
    (bundle_folder("broken") / "card.json").write_text("{}")
    app = shown(model="broken")
    assert "The model 'broken' is damaged" in app.error[0].value
    assert app.selectbox(key="choice.model").options[1] == "broken (broken)"
    assert [one.name for one in list_bundles()] == ["demonstration", "broken", "first"]
    app.button(key="model.remove").click().run()
    assert not app.exception
    assert [one.name for one in list_bundles()] == ["demonstration", "first"]
    assert app.selectbox(key="choice.model").value == "demonstration"
    assert "model" not in address(app)


def test_a_card_is_read_even_where_the_weights_are_damaged(bench):
    (bundle_folder("first") / "head" / "head.safetensors").write_bytes(b"cut")
    app = shown()
    assert "is not what was saved" in app.error[0].value
    assert "Intended use" in said(app)


def test_every_condition_has_a_row_and_one_person_is_never_judged(bench):
    app = shown(view="conditions")
    table = app.dataframe[0].value.set_index("condition")
    card = open_bundle("first").card
    assert {*table.index} == {*card.classes}
    assert table.loc[ONE, "judged"] == "never judged"
    assert table["judged"].tolist().count("never judged") == len(card.alone)
    codes = {one.name: (one.code or "").removeprefix("ORPHA:") for one in card.conditions}
    for name, link in table["orpha"].items():
        assert link.endswith(f"/{codes[name]}")


def test_elsewhere_says_what_is_lost_for_whom_and_how_sure_it_is(bench):
    app = shown(view="elsewhere")
    assert not app.error
    told, record = said(app), External.open(TAKEN).record
    for sentence in record.sentences:
        assert sentence in told
    lost = app.dataframe[0].value.set_index("Metric")
    assert lost.loc["Top-1", "Lost"] == "-25.0 (-52.0 to 4.7)"
    assert lost.loc["ECE", "Lost"] == "unknown"
    numbers = {metric.label: metric.value for metric in app.metric}
    assert numbers["ECE"] == f"{record.calibration['error']:.1%}"
    assert numbers["p"] == f"{record.shift.p:.2g}"
    assert "All are of one origin: simulated." in told
    assert "50.0 % (95 % CI 30.2 to 70.9)" in told
    met = app.dataframe[1].value.set_index("label")
    assert met.loc["unaffected", ["condition", "how"]].tolist() == ["not judged", "not known"]
    app.selectbox(key="choice.slice").set_value("top-5").run()
    assert not app.exception
    assert "82.1 % (95 % CI" in said(app)
    assert address(app)["slice"] == ["top-5"]


def test_a_validation_of_other_weights_is_not_this_model_s(bench):
    trained("first", head="prototype", replace=True)
    app = shown(view="elsewhere")
    assert "1 external validation of another model that had this name: not shown" in said(app)
    assert "nobody has taken it to another cohort" in app.info[0].value


def test_groups_of_few_are_counted_and_not_judged(bench):
    record = External.open(TAKEN).record
    rows = group_rows(record.slices, "top-1")
    groups = {f"{one.value} ({one.people})": one for one in record.slices}
    assert [row.label for row in rows if row.label not in groups] == [
        "Sex",
        "Age",
        "Skin tone",
        "Site",
    ]
    for row in rows:
        if row.label in groups:
            assert row.few == (groups[row.label].people < FEWEST) == (row.value is None)
    made = dots(rows, title="right", line=0.5)
    assert len([one for one in made.layout.annotations if one.text == "too few to tell"]) == sum(
        row.few for row in rows
    )


def test_no_label_of_a_chart_is_obeyed():
    made = dots([Dot(label="<a href='x'>A</a>", few=True)], title="right")
    assert "<a" not in made.layout.yaxis.ticktext[0]


def test_a_card_leaves_as_json_and_as_markdown(bench):
    card = open_bundle("first").card
    told = json.loads(as_json("first", card))
    assert told.pop("name") == "first"
    assert BundleCard.model_validate(told) == card
    text = as_markdown("first", card)
    assert text.startswith("# first\n")
    assert "- Licence of the images: unknown.\n" in text
    assert sum(line.startswith("| ") for line in text.splitlines()) == len(card.classes) + 1
    assert card.data_hash in text
    hostile = card.conditions[0].model_copy(update={"name": "a | <b>b</b>\n# c"})
    text = as_markdown("x", card.model_copy(update={"conditions": (hostile,)}))
    assert r"| a \| \<b\>b\</b\> \# c |" in text


def test_a_name_that_is_taken_is_told_before_the_start(bench):
    app = shown(view="new")
    app.selectbox(key="model.cohort").set_value("here").run()
    app.text_input(key="model.new.here.name").set_value("first").run()
    assert "There is one called 'first' already" in said(app)
    assert app.button(key="start.train").disabled
    app.text_input(key="model.new.here.arm").set_value("sideways").run()
    assert "There is no arm 'sideways'" in said(app)
    assert app.button(key="start.train").disabled


@pytest.mark.slow
def test_a_model_is_trained_and_taken_elsewhere_and_both_open_by_themselves(bench):
    app = shown(view="new")
    app.selectbox(key="model.cohort").set_value("here")
    app.selectbox(key="model.backbone").set_value(BACKBONE)
    app.selectbox(key="model.head").set_value(HEAD).run()
    app.button(key="start.train").click().run()
    assert not app.exception
    assert ended(Store().get(1)).status is Status.DONE
    app.run()
    assert address(app) == {"model": ["here-1"]}
    app.segmented_control(key="choice.view").set_value("elsewhere").run()
    app.selectbox(key="model.other.here-1").set_value("there").run()
    app.button(key="start.external").click().run()
    assert ended(Store().get(2)).status is Status.DONE
    app.run()
    assert not app.exception
    assert address(app) == {
        "model": ["here-1"],
        "view": ["elsewhere"],
        "external": ["here-1-on-there"],
    }
    assert "here-1 was taken to there" in said(app)
