"""Names compared, names found in a text, and what abbreviations stand for."""

from __future__ import annotations

import pytest

from raredx.evidence.abbreviations import definitions, most_usual
from raredx.evidence.names import Disease, NameIndex, core_name, plain_name


def disease(name, code=1):
    return Disease(name, code, "Rare invented disease")


@pytest.fixture
def index():
    names = ("Tooth disease", "Blue tooth disease", "Blue tooth type 2", "Toothitis", "Nail gout")
    return NameIndex(disease(name, code) for code, name in enumerate(names, 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Behçet's disease", "Behcet Disease"),
        ("OBSOLETE: Blue tooth", "blue  tooth"),
        ("NON RARE IN EUROPE: Anaemia", "anemia"),
        ("Acute leukaemias", "acute leukemia"),
        ("Non-syndromic oedema", "non syndromic edema"),
        ("Thromboses", "thrombosis"),
    ],
)
def test_spelling_and_number_do_not_matter(one, other):
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize("word", ["virus", "sclerosis", "abscess", "gas"])
def test_words_that_end_in_s_are_not_all_plurals(word):
    assert plain_name(word) == word


def test_order_and_small_words_do_not_matter_to_the_core():
    assert core_name("Disease of the blue tooth") == core_name("Blue Tooth syndrome")
    assert core_name("Tooth type 1") != core_name("Tooth type 2")


@pytest.mark.parametrize(
    ("said", "name", "step"),
    [
        ("Tooth disease", "Tooth disease", "exact"),
        ("tooth diseases", "Tooth disease", "normalised"),
        ("syndrome of the nail gout", "Nail gout", "core words"),
    ],
)
def test_a_name_is_found_and_the_step_told(index, said, name, step):
    found, by = index.find(said)
    assert (found.name, by) == (name, step)


def test_a_core_that_two_diseases_share_means_neither():
    index = NameIndex([disease("Tooth syndrome", 1), disease("Tooth disorder", 2)])
    assert index.find("Disease of the tooth") is None
    assert index.find("nothing of the kind") is None


def test_a_name_with_a_code_goes_before_the_same_name_without():
    index = NameIndex([disease("OBSOLETE: Nail gout", None), disease("Nail gouts", 7)])
    assert index.find("nail gout")[0].code == 7


def test_the_longest_name_in_a_text_counts_each_once_in_the_texts_order(index):
    text = "Nail gout, not blue tooth type 2; again nail gouts."
    assert [found.name for found in index.within(text)] == ["Nail gout", "Blue tooth type 2"]


def test_a_single_short_word_in_a_text_names_nothing():
    index = NameIndex([disease("Gout"), disease("Toothitis")])
    assert [found.name for found in index.within("gout or toothitis")] == ["Toothitis"]


def test_a_synonym_stands_in_a_text_but_never_for_another_disease(index):
    index.add_synonym("sore fingertip", "Nail gout")
    index.add_synonym("Toothitis", "Nail gout")
    assert [found.name for found in index.within("a sore fingertip")] == ["Nail gout"]
    assert index.find("Toothitis")[0].name == "Toothitis"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in idiopathic interstitial pneumonia (IIP)", "idiopathic interstitial pneumonia"),
        ("such as alopecia areata (AA)", "alopecia areata"),
        ("with otitis media with effusion (OME)", "otitis media with effusion"),
        ("bronchopulmonary dysplasia (BPD), again", "bronchopulmonary dysplasia"),
        ("in gastrointestinal stromal tumors (GISTs)", "gastrointestinal stromal tumors"),
        ("of Blue-Tooth Disease (BTD; a new one)", "Blue-Tooth Disease"),
    ],
)
def test_the_words_before_the_bracket_spell_the_abbreviation(text, expected):
    assert list(definitions(text).values()) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "a cohort of children (n=12)",
        "was high (AUC)",
        "Retinopathy. Of prematurity (ROP)",
        "no capitals (rop)",
        "(ROP) stands first",
    ],
)
def test_a_bracket_that_defines_nothing_is_passed_over(text):
    assert definitions(text) == {}


def test_the_first_definition_of_a_text_holds():
    text = "Kabuki syndrome (KS) and, later, Kallmann syndrome (KS)"
    assert definitions(text) == {"KS": "Kabuki syndrome"}


def test_meanings_are_counted_over_all_texts():
    texts = ("blue tooth (BT)", "Blue tooth (BT)", "body temperature (BT)")
    assert most_usual(map(definitions, texts)) == {"BT": ("blue tooth", 2, 3)}
