"""Data sets: found by questions, with their diseases and studies."""

from __future__ import annotations

from raredx.evidence.datasets import QUESTIONS, Wanted, all_datasets, counts
from raredx.evidence.store import shipped

FOUND = all_datasets(shipped().tables)


def by_id(name: str):
    return next(one for one in FOUND if one.dataset_id == name)


def test_all_are_there_and_those_of_the_paper_first():
    assert len(FOUND) == 62
    assert [one.featured for one in FOUND] == [True] * 28 + [False] * 34


def test_a_data_set_knows_who_brought_and_used_it():
    assert len(by_id("D07").used_by) == 8
    assert by_id("D06").brought_by == ("S118",)
    studies = {row["study_id"] for row in shipped().tables["studies"]}
    assert all({*one.brought_by, *one.used_by} <= studies for one in FOUND)


def test_a_volume_that_is_not_stated_is_not_zero():
    silent = [one for one in FOUND if one.volume is None]
    assert {one.dataset_id for one in silent} == {"D04", "D08", "D62"}
    assert all(one.volume > 0 for one in FOUND if one.volume is not None)


def test_questions_narrow_each_other_but_not_themselves():
    wanted = Wanted("", {"modality": ("MRI",), "featured": ("yes",)})
    kept = [one for one in FOUND if wanted.keeps(one)]
    assert kept
    assert all("MRI" in one.modalities and one.featured for one in kept)
    assert counts(FOUND, wanted, "modality")["MRI"] == len(kept)
    assert len(counts(FOUND, wanted, "modality")) > 1
    assert set(counts(FOUND, wanted, "featured")) == {"yes", "no"}


def test_words_are_looked_for_in_names_and_diseases():
    assert [o.dataset_id for o in FOUND if Wanted("GESTALTMATCHER").keeps(o)] == ["D07"]
    assert {o.dataset_id for o in FOUND if Wanted("williams").keeps(o)} == {"D06"}


def test_every_question_has_an_answer_for_every_data_set():
    assert all(one.values(question) for one in FOUND for question in QUESTIONS)
    assert all(set(one.record) == set(FOUND[0].record) for one in FOUND)
