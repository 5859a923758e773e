"""The page that builds the search and screens what it finds."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from raredx.evidence.search.config import Search
from tests.ui.test_pages import open_page, words


def figures(app: AppTest) -> dict[str, str]:
    assert not app.exception
    assert not app.error
    return {metric.label: metric.value for metric in app.metric}


def test_it_opens_on_the_published_search():
    app = open_page("search")
    assert figures(app) == {
        "Queries": "11",
        "Diseases": "11,074",
        "Longest": "61,706 characters",
        "Open by address": "0 of 11",
    }
    assert "paste the text into PubMed's search box" in words(app)
    assert dict(app.query_params) == {}


def test_a_choice_is_followed_by_queries_pitfalls_and_the_address():
    app = open_page("search")
    app.segmented_control(key="search.form").set_value("corrected").run()
    app.multiselect(key="search.diseases").set_value(["Kabuki syndrome"]).run()
    app.multiselect(key="search.names.Kabuki syndrome").set_value(["Mask-like face"]).run()
    app.date_input(key="search.until").set_value(None).run()
    assert figures(app)["Open by address"] == "1 of 1"
    assert '"Mask like face"[tiab:~0]' in app.code[0].value
    assert "2015/01/01:3000[dp]" in app.code[0].value
    assert "Mended here" in words(app)
    assert dict(app.query_params) == {
        "form": "corrected",
        "until": "none",
        "disease": "Kabuki syndrome",
        "synonym": "Kabuki syndrome=Mask-like face",
    }


def test_an_address_shows_the_same_view():
    app = open_page(
        "search",
        form="corrected",
        category="Rare bone disease",
        synonym="58=AxD",
        vision="YOLO",
        exclude="none",
        status="active",
        date_of="entry",
        since="2026-01-01",
        until="none",
    )
    assert int(figures(app)["Diseases"]) > 400
    assert app.multiselect(key="search.diseases").value == ["Alexander disease"]
    assert app.multiselect(key="search.names.Alexander disease").value == ["AxD"]
    assert "2026/01/01:3000[crdt]" in app.code[0].value
    assert "NOT" not in app.code[0].value
    assert not app.warning


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ({"category": "Rare <b>nose</b>"}, "category 'Rare"),
        ({"form": "mended"}, "form 'mended'"),
        ({"since": "0001-01-01"}, "since '0001-01-01'"),
        ({"until": "9999-12-31"}, "until '9999-12-31'"),
        ({"disease": [str(code) for code in range(1, 400)]}, "the first 50 are taken"),
    ],
    ids=str,
)
def test_what_an_address_cannot_have_is_a_note_and_not_an_error(address, says):
    app = open_page("search", **address)
    assert figures(app)["Queries"]
    assert any(says in note.value.replace("\\", "") for note in app.warning)
    app.segmented_control(key="search.form").set_value("corrected").run()
    assert not app.warning


def test_a_choice_that_cannot_be_is_told_and_the_rest_stays():
    app = open_page("search")
    app.pills(key="search.vision").set_value([]).run()
    assert not app.exception
    assert "at least one group" in app.error[0].value
    assert any(button.label == "Try it on an invented list" for button in app.button)
    app.pills(key="search.vision").set_value(["subject headings"]).run()
    assert "has no terms for subject headings" in app.error[0].value
    app.segmented_control(key="search.form").set_value("corrected").run()
    assert "[mh]" in app.code[0].value
    assert figures(app)


def test_a_choice_without_any_disease_is_told_once():
    app = open_page("search", category="Rare bone disease", status="obsolete")
    assert [error.value for error in app.error] == [
        "No disease is left to search for. Choose other categories or statuses."
    ]


def test_every_query_can_be_looked_at():
    app = open_page("search", form="corrected", category="Rare bone disease")
    first = app.code[0].value
    app.selectbox[0].select_index(1).run()
    assert app.code[0].value != first
    assert not app.exception


def test_the_pitfalls_are_told_with_counts_and_examples():
    app = open_page("search")
    labels = [expander.label for expander in app.expander]
    assert "**Names that carry a remark of Orphanet**: 1,120 of 11,074" in labels
    assert "Crohn disease" in words(app)
    assert "What the corrected form does" in words(app)


def test_the_invented_list_is_screened_with_one_click_and_stays():
    app = open_page("search")
    button = next(one for one in app.button if one.label == "Try it on an invented list")
    button.click().run()
    assert "The list is invented" in words(app)
    assert len(app.dataframe[0].value) == 6
    app.pills(key="verdict").set_value(["to read"]).run()
    assert list(app.dataframe[0].value["Verdict"]) == ["to read", "to read"]
    assert "The list is invented" in words(app)
    app.segmented_control(key="search.form").set_value("corrected").run()
    assert "The list is invented" in words(app)


def test_the_vision_terms_chosen_count_in_screening():
    app = open_page("search", vision="YOLO")
    app.file_uploader[0].set_value(
        [("a.nbib", b"PMID- 1\nTI  - A U-Net for Kabuki syndrome\n", "text/plain")]
    ).run()
    assert list(app.dataframe[0].value["Verdict"]) == ["no vision term"]
    app.pills(key="search.vision").set_value(list(Search().vision)).run()
    assert list(app.dataframe[0].value["Verdict"]) == ["to read"]


def test_dropped_lists_are_screened_together_and_faults_are_told():
    app = open_page("search")
    app.file_uploader[0].set_value(
        [
            ("a.nbib", b"PMID- 1\nTI  - On bees\n", "text/plain"),
            ("b.csv", b"PMID,Title\n1,On bees\n2\n", "text/csv"),
        ]
    ).run()
    assert list(app.dataframe[0].value["Repeats"]) == ["", "a.nbib, line 1"]
    (fault,) = app.dataframe[1].value.to_dict("records")
    assert (fault["File"], fault["Line"]) == ("b.csv", 3)


def test_a_list_of_another_kind_is_refused_in_words_and_the_search_stays():
    app = open_page("search")
    app.file_uploader[0].set_value([("**x**.csv", b"%PDF-1.7", "text/csv")]).run()
    assert not app.exception
    assert "is neither PubMed's own format nor its CSV" in app.error[0].value.replace("\\", "")
    assert app.code[0].value.startswith("(\n(\n")
