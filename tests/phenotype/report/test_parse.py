"""Whatever a model writes is read without guessing; what is unclear is listed with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raredx.ontology import facts
from raredx.phenotype.report.parse import Parsed, Worth, parse

PRESENT, POSSIBLE, ABSENT = 0.6, 0.4, 0.1


def names(found: Parsed) -> dict[str, float]:
    """What was found, by name, with its confidence; 0 is unseen."""
    judged = {facts.term(one.term).name: one.confidence for one in found.findings + found.absent}
    return judged | {facts.term(id).name: 0.0 for id in found.unseen}


ASKED_FOR = """OVERALL: A long face.
EYES: Wide-set, with arched brows.
NOSE: A broad nasal tip.
EARS: cannot be seen
TERMS:
- Hypertelorism: present
- Ptosis: absent
- Smooth philtrum: possible
- Low-set ears: cannot be seen
"""


def test_the_form_that_was_asked_for():
    found = parse(ASKED_FOR)
    assert names(found) == {
        "Long face": PRESENT,
        "Broad nasal tip": PRESENT,
        "Hypertelorism": PRESENT,
        "Ptosis": ABSENT,
        "Smooth philtrum": POSSIBLE,
        "Low-set ears": 0.0,
    }
    assert found.not_understood == ()
    assert {one.source for one in found.as_findings().judged} == {"reader"}
    assert found.unseen == ("HP:0000369",)


@pytest.mark.parametrize(
    "answer",
    [
        '{"terms": [{"name": "Hypertelorism", "present": 1}, {"name": "Ptosis", "present": 0}]}',
        '```json\n[{"id": "HP:0000316", "state": "yes"}, {"term": "Ptosis", "state": "no"}]\n```',
        'Here you are: {"present": ["hypertelorism"], "absent": ["ptosis"]} I hope it helps.',
        '{"eyes": "wide-set eyes, but no ptosis"}',
        '{"Hypertelorism": true, "Ptosis": "not seen"}',
        '{"name": "Hypertelorism", "state": "present"}\n{"name": "Ptosis", "state": "absent"}',
        '"Hypertelorism": "present",\n"Ptosis": "absent"',
        "| term | state |\n|---|---|\n| Hypertelorism | present |\n| Ptosis | absent |",
        "**Hypertelorism**: present\n**Ptosis**: absent",
        "1. Widely spaced eyes (hypertelorism) - yes\n2. Drooping upper eyelid - no",
        "PRESENT: hypertelorism\nABSENT: ptosis",
        "Present:\n* Hypertelorism\nAbsent:\n* Ptosis",
        "- HP:0000316 (present)\n- hp_0000508 (absent)",
        "- Hypertelorsim: present\n- No ptosis",
        "The eyes are widely spaced. There is no ptosis.",
        "Hypertelorism is seen; ptosis is not seen.",
        "<think>smooth philtrum, wide mouth</think>\nEyes widely spaced, without ptosis",
        "<p>Hypertelorism: present</p>\n<p>Ptosis: absent</p>",
    ],
)
def test_the_same_said_in_other_forms(answer):
    found = names(parse(answer))
    assert found.pop("Hypertelorism") == PRESENT
    assert found.pop("Ptosis") == ABSENT
    assert found == {}
    assert parse(answer).not_understood == ()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('[{"name": "Hypertelorism", "state": "present"}, {"name": "Ptosis", "sta', "breaks off"),
        ('{"terms": [\n{"name": "Hypertelorism"},\n{\n"name": "Ptosis",\n"pres', "breaks off"),
        ('{"Hypertelorism": "present",\n"Ptosis": "abs', "breaks off"),
        ("- Hypertelorism: present\n- Ptosis: abs", "neither present nor absent"),
        ("Hypertelorism: present\nPtosis: the left lid", "neither present nor absent"),
    ],
)
def test_an_answer_that_breaks_off_is_read_as_far_as_it_is_whole(answer, why):
    found = parse(answer)
    assert names(found) == {"Hypertelorism": PRESENT}
    (unclear,) = found.not_understood
    assert why in unclear.why
    assert "Ptosis" in unclear.text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("no ptosis or synophrys", {"Ptosis": ABSENT, "Synophrys": ABSENT}),
        ("no ptosis, epicanthus, or strabismus",
         {"Ptosis": ABSENT, "Epicanthus": ABSENT, "Strabismus": ABSENT}),
        ("no ptosis but wide mouth", {"Ptosis": ABSENT, "Wide mouth": PRESENT}),
        ("there is no ptosis, and the chin is pointed",
         {"Ptosis": ABSENT, "Pointed chin": PRESENT}),
        ("no ptosis, wide mouth", {"Ptosis": ABSENT}),  # the mouth can be read both ways
        ("ptosis is absent, the mouth is wide", {"Ptosis": ABSENT, "Wide mouth": PRESENT}),
        ("absent eyebrow", {"Absent eyebrow": PRESENT}),  # a name, no denial
        ("sparse or absent eyelashes", {"Sparse or absent eyelashes": PRESENT}),
        ("epicanthic folds may be present", {"Epicanthus": POSSIBLE}),
        ("low-set ears cannot be assessed", {"Low-set ears": 0.0}),
        ("a smooth philtrum, upper lip thin",
         {"Smooth philtrum": PRESENT, "Thin upper lip vermilion": PRESENT}),
        ("the mouth, large ears", {"Macrotia": PRESENT}),  # not "mouth, large"
        ("the philtrum is not smooth", {}),  # the words of the name stand apart: nothing is said
        ("no ptosis (HP:0000508)", {"Ptosis": ABSENT}),
        ("no HP:0000508 but HP:0000316", {"Ptosis": ABSENT, "Hypertelorism": PRESENT}),
        ("ptosis (absent)", {"Ptosis": ABSENT}),
        ("a red shirt in front of a wall", {}),
    ],
)  # fmt: skip
def test_denials_reach_as_far_as_they_are_meant(sentence, expected):
    assert names(parse(sentence)) == expected


def test_what_can_be_read_both_ways_is_listed():
    (unclear,) = parse("no ptosis, wide mouth").not_understood
    assert unclear.text == "no ptosis, wide mouth"
    assert unclear.why == "unclear whether it denies Wide mouth"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("- HP:9999999: present", "HP:9999999 is no term of the face"),
        ("- HP:0004322: present", "HP:0004322 is no term of the face"),  # short stature
        ("- HP:123456789: present", "HP:123456789 is no term of the face"),
        ("Seen: HP:9999999.", "HP:9999999 is no term of the face"),
        ("- Noonan syndrome: present", "names a disease, which is no sign"),
        ("- Achondroplasia: present", "names a disease, which is no sign"),
        ("This looks like Williams syndrome (ORPHA:904).", "names a disease, which is no sign"),
        ("- Blorptosis of the snout: present", "no term of the face has this name"),
        ("- No wide mouth: present", "denies a sign, yet calls it present"),
    ],
)
def test_what_is_no_sign_of_the_face_is_listed(answer, why):
    found = parse(answer)
    assert names(found) == {}
    assert [one.why for one in found.not_understood] == [why]


def test_an_invented_id_spoils_no_good_name():
    found = parse("- Ptosis (HP:9999999): present\n- Synophrys (HP:0000316): present")
    assert names(found) == {"Ptosis": PRESENT, "Synophrys": PRESENT}
    assert [one.why for one in found.not_understood] == [
        "HP:9999999 is no term of the face",
        "HP:0000316 is Hypertelorism: the name was taken, Synophrys",
    ]


def test_in_a_sentence_too_the_name_is_believed():
    found = parse("There is ptosis (HP:0000316).")
    assert names(found) == {"Ptosis": PRESENT}
    assert "HP:0000316 is Hypertelorism" in found.not_understood[0].why


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hypertelorsim", "Hypertelorism"),
        ("Microgathia", "Micrognathia"),
        ("Low ears", "Low-set ears"),
        ("Wide nasal tip", "Broad nasal tip"),
        ("Macrognathia", None),  # one letter from its opposite
        ("Droopy eyelids", None),  # "droopy eyelid skin" is something else
        ("Triangular", None),  # face or mouth
    ],
)
def test_a_slip_is_forgiven_but_nothing_is_turned_or_added(written, name):
    found = parse(f"- {written}: present")
    assert names(found) == ({name: PRESENT} if name else {})
    assert bool(found.not_understood) is (name is None)


def test_a_contradiction_is_no_finding():
    found = parse("EYES: There is ptosis.\nTERMS:\n- Ptosis: absent")
    assert names(found) == {}
    assert found.not_understood[0].why == "it says both: 'There is ptosis.' and 'Ptosis'"


def test_the_list_wins_over_the_sentence():
    assert names(parse("EYES: There may be ptosis.\nTERMS:\n- Ptosis: present")) == {
        "Ptosis": PRESENT
    }


def test_the_worth_of_a_word_can_be_set():
    found = parse(ASKED_FOR, worth=Worth(present=0.9, possible=0.5, absent=0.02))
    assert names(found)["Hypertelorism"] == 0.9
    assert names(found)["Ptosis"] == 0.02


@pytest.mark.parametrize(
    "answer", ["", "   \n", "I cannot help with that.", "[]", "{}", "null", "\x00\x07"]
)
def test_an_answer_that_says_nothing_finds_nothing(answer):
    assert parse(answer) == Parsed((), (), (), ())


def test_a_long_answer_is_read_in_part_and_says_so():
    found = parse("- Ptosis: present\n" + "x" * 30_000)
    assert names(found) == {"Ptosis": PRESENT}
    assert "more than 20,000 characters are not read" in [one.why for one in found.not_understood]
    many = parse("- Ptosis: present\n" * 500)
    assert "more than 200 entries are not read" in [one.why for one in many.not_understood]


def test_deep_json_is_only_text():
    assert names(parse("[" * 5_000 + '"Ptosis"' + "]" * 5_000)) in ({}, {"Ptosis": PRESENT})


PIECES = st.sampled_from(
    ["- ", "Ptosis", ": ", "absent", "no ", "HP:0000316", "HP:1", "{", "}", '"', "[", "]", ",",
     "\n", "(", ")", "|", "```json\n", "```", "or ", "and ", "true", "wide mouth",
     "Noonan syndrome", "<b>", "\x00", "ß"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_any_answer_gives_findings_that_hold_together(answer):
    found = parse(answer)
    judged = found.as_findings()  # refuses a term that is judged twice, or judged and unseen
    assert all(facts.term(one.term).visible for one in judged.judged)
    assert all(one.text and one.why for one in found.not_understood)
    assert parse(answer) == found
