"""Which disease a label of a cohort means, and which labels mean none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.ontology import store
from raredx.ontology.aliases import aliases
from raredx.ontology.labels import REASONS, says_unaffected, suggest


@pytest.mark.parametrize(
    ("label", "id", "reason"),
    [
        ("Cornelia de Lange syndrome", "ORPHA:199", "exact name"),
        ("cornelia_de_lange", "ORPHA:199", "same words"),
        ("CdLS", "ORPHA:199", "abbreviation"),
        ("CDLS", "ORPHA:199", "abbreviation"),
        ("CdLS_images", "ORPHA:199", "abbreviation"),
        ("Brachmann-de Lange syndrome", "ORPHA:199", "synonym"),
        ("Cornelia de Lang", "ORPHA:199", "spelling"),
        ("Cornelia de Lange (CdLS)", "ORPHA:199", "same words"),
        ("ORPHA:199", "ORPHA:199", "number"),
        ("orphanet_199", "ORPHA:199", "number"),
        ("de Lange, ORPHAcode: 199, mild", "ORPHA:199", "number"),
        ("OMIM#122470", "OMIM:122470", "number"),
        ("Williams", "ORPHA:904", "same words"),
        ("TreacherCollins", "ORPHA:861", "same words"),
        ("Coffin–Siris", "ORPHA:1465", "same words"),
        ("01_noonan", "ORPHA:648", "same words"),
        ("child with Williams syndrome", "ORPHA:904", "exact name"),
        ("Down syndrome (trisomy 21)", "ORPHA:870", "synonym"),
        ("Behcets disease", "ORPHA:117", "name"),
        ("MPS II", "ORPHA:580", "abbreviation"),
        ("mps2", "ORPHA:580", "abbreviation"),
        ("DS", "ORPHA:870", "short abbreviation"),
        ("BBS10", "OMIM:615987", "abbreviation"),
        ("KBG", "ORPHA:2332", "same words"),
    ],
)
def test_a_label_means_a_disease_for_a_reason(label, id, reason):
    first = suggest(label)[0]
    assert (first.id, first.reason) == (id, reason)
    assert 0 < first.confidence <= REASONS[reason]
    assert first.category or id.startswith("OMIM")


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("Waardenburg syndrome type 1", {"ORPHA:894", "OMIM:193500"}),
        ("Waardenburg syndrome type I", {"ORPHA:894", "OMIM:193500"}),
        ("waardenburg 3", {"ORPHA:896", "OMIM:148820"}),
        ("Noonan syndrome 7", {"OMIM:613706", "ORPHA:648"}),
        ("Noonan syndrome 1", {"OMIM:163950", "ORPHA:648"}),
        ("Noonan syndrome 99", set()),
        ("Waardenburg syndrome type 9", set()),
        ("Noonan syndrome (type 99)", set()),
    ],
)
def test_numbers_in_names_must_agree(label, ids):
    assert {one.id for one in suggest(label)} == ids


def test_the_group_of_a_numbered_disease_is_suggested_last_and_said_to_be_one():
    numbered, group = suggest("Noonan syndrome 7")
    assert (group.id, group.reason) == ("ORPHA:648", "name without its number")
    assert group.confidence < numbered.confidence


def test_an_abbreviation_of_several_diseases_suggests_each_with_less_confidence():
    williams, waardenburg = suggest("WS")
    assert {williams.id, waardenburg.id} == {"ORPHA:904", "ORPHA:3440"}
    assert williams.confidence == waardenburg.confidence == 0.3


@pytest.mark.parametrize(
    "label",
    ["normal", "Normal", "unaffected", "CONTROL", "healthy_controls", "normal children", "none",
     "non-affected", "no disease"],
)  # fmt: skip
def test_a_label_for_no_disease_is_recognised(label):
    assert says_unaffected(label)
    assert suggest(label) == ()


@pytest.mark.parametrize("label", ["normal pressure hydrocephalus", "CdLS", "affected", "", "1"])
def test_other_labels_do_not_say_unaffected(label):
    assert not says_unaffected(label)


@pytest.mark.parametrize(
    "label",
    ["", "   ", "1", "648", "class 3", "batch 3", "train", "test", "images", "left", "male", "cat",
     "happy", "unknown", "other", "ds", "as", "IMG_0001", "DSC_1234", "face", "syndrome", "eye",
     "Rare bone disease", "hypokalemic paralysis", "ORPHA:99999999", "x" * 5000, "a\x00b", "🙂",
     "(", "type 1", "disease", "A", "xx"],
)  # fmt: skip
def test_nothing_is_suggested_rather_than_a_guess(label):
    assert suggest(label) == ()


def test_every_alias_leads_to_the_disease_that_it_names():
    for alias in aliases():
        assert store.disease(alias.id).name == alias.name
        assert alias.id in {one.id for one in suggest(alias.text)}, alias


def test_every_name_of_a_disease_suggests_it():
    for id in list(store.disease_rows())[::97]:
        row = store.disease(id)
        if row.category or id.startswith("OMIM"):
            assert id in {one.id for one in suggest(row.name, n=20)}, row


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_label_has_an_answer(label):
    found = suggest(label)
    assert len(found) <= 5
    assert all(one.reason in REASONS and 0 < one.confidence <= 1 for one in found)
    assert [one.confidence for one in found] == sorted((o.confidence for o in found), reverse=True)
