"""A search as a value: what can be chosen, what is refused, and its place in an address."""

from __future__ import annotations

from datetime import date

import pytest

from raredx.errors import UserError
from raredx.evidence.search.address import from_address, to_address
from raredx.evidence.search.config import Search, selected
from raredx.evidence.search.lookup import find


def names(search: Search) -> list[str]:
    return [one.name for one in selected(search)]


def test_without_a_choice_every_published_name_is_asked_for():
    assert len(names(Search())) == 11_074


def test_the_corrected_form_leaves_out_what_is_not_rare_and_whole_branches():
    asked = names(Search(form="corrected"))
    assert len(asked) == 11_074 - 144 - 31
    assert not any(name.startswith("NON RARE") for name in asked)
    assert "Rare skin disease" not in asked


def test_what_is_named_is_asked_for_whatever_its_status():
    search = Search(form="corrected", diseases=("crohn disease", "rare skin disease"))
    assert names(search) == ["NON RARE IN EUROPE: Crohn disease", "Rare skin disease"]


def test_categories_and_named_diseases_add_up():
    of_bone = names(Search(categories=("rare bone disease",)))
    more = names(Search(categories=("Rare bone disease",), diseases=("Alexander disease",)))
    assert set(more) - set(of_bone) == {"Alexander disease"}


def test_a_status_narrows_a_category():
    assert names(Search(statuses=("non_rare",), form="corrected"))[0].startswith("NON RARE")
    with pytest.raises(UserError, match="No disease is left"):
        selected(Search(statuses=("obsolete",), categories=("Rare bone disease",)))


@pytest.mark.parametrize(
    "text", ["58", "ORPHA:58", "orpha 58", "Orphanet: 58", " ALEXANDER disease "]
)
def test_a_disease_is_found_however_it_is_written(text):
    assert find(text).name == "Alexander disease"


@pytest.mark.parametrize("text", ["None", "", "0", "58x", "ORPHA:99999999"])
def test_what_is_no_disease_is_none(text):
    with pytest.raises(UserError, match="has no disease"):
        find(text)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"diseases": ("Kabuki syndrom",)}, "did you mean 'Kabuki syndrome'"),
        ({"categories": ("Rare bones",)}, "'Rare bones' is not known"),
        ({"vision": ("YOLOO",)}, "did you mean 'YOLO'?"),
        ({"vision": ()}, "at least one group"),
        (
            {"vision": ("subject headings",)},
            "the published search has no terms for subject headings",
        ),
        ({"exclude": ("letters",)}, "'letters' is not known; there are: review"),
        ({"since": date(2030, 1, 1)}, "it ends (2025-06-01) before it begins (2030-01-01)"),
        ({"since": date(1, 1, 1)}, "since: Input should be greater than"),
        ({"synonyms": {"58": ('x"[mh]',)}}, "is not a plain name"),
        ({"synonyms": {"58": ("--",)}}, "is not a plain name"),
        ({"synonyms": {"58": ("x" * 300,)}}, "longer than 200 characters"),
        ({"synonyms": {"nobody": ("x",)}}, "has no disease 'nobody'"),
        ({"colour": "red"}, "colour: Extra inputs"),
    ],
    ids=str,
)
def test_a_search_that_cannot_be_is_told_in_one_line(values, says):
    with pytest.raises(UserError) as error:
        Search.of(**values)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


EVERY_CHOICE = Search(
    form="corrected",
    categories=("Rare bone disease",),
    diseases=("Kabuki syndrome", "58"),
    statuses=("active", "obsolete"),
    synonyms={"58": ("Alexander's = leukodystrophy",)},
    since=date(2026, 1, 1),
    until=None,
    date_of="entry",
    vision=("YOLO", "U-Net"),
    exclude=(),
)


@pytest.mark.parametrize(
    "search", [Search(), EVERY_CHOICE, Search(until=date(2014, 1, 1), since=date(2010, 1, 1))]
)
def test_an_address_gives_the_search_back(search):
    assert from_address(to_address(search)) == (search, [])


def test_the_published_search_needs_no_address():
    assert to_address(Search()) == {}


def test_what_an_address_cannot_have_is_noted_and_the_rest_kept():
    search, notes = from_address(
        {
            "form": ["mended"],
            "since": ["yesterday"],
            "disease": ["Alexander disease", "<script>"],
            "vision": ["YOLO", "magic"],
            "synonym": ["Alexander disease", "58=AxD", "58=a*"],
            "study": ["S007"],
        }
    )
    assert search == Search(
        diseases=("Alexander disease",), vision=("YOLO",), synonyms={"58": ("AxD",)}
    )
    assert [note.removesuffix(" cannot be searched for: left out") for note in notes] == [
        "form 'mended'",
        "since 'yesterday'",
        "disease '<script>'",
        "vision 'magic'",
        "synonym 'Alexander disease'",
        "synonym '58=a*'",
    ]
