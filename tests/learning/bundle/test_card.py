"""What a card says, and what it says of what nobody knows."""

from __future__ import annotations

from raredx.learning.bundle.store import open_bundle
from tests.learning.bundle.workbench import ONE


def test_a_card_says_in_words_what_a_reader_must_know(bench):
    card = open_bundle("first").card
    said = {heading: " ".join(lines) for heading, lines in card.words().items()}
    assert "not a medical device" in said["What it is not"]
    assert "no basis for a diagnosis" in said["What it is not"].casefold()
    assert card.split_hash[:12] in said["Data"]
    assert card.data_hash[:12] in said["Data"]
    assert f"{card.counts['images']} simulated" in said["Data"]
    assert ONE in said["Conditions"]
    assert "never judged" in said["Conditions"]
    assert card.space in said["How it answers"]
    assert "95 % CI" in said["How well"]
    assert "trial" in said["How well"]
    assert "unknown" in said["For whom"]


def test_what_is_not_stated_is_unknown(bench):
    card = open_bundle("first").card
    assert card.licence == "unknown"  # the cohort's card does not state one
    assert "Licence of the images: unknown." in card.words()["Data"]


def test_what_had_no_features_is_counted_and_named(bench):
    card = open_bundle("first").card.model_copy(update={"blind": 2, "unseen": ("Kabuki",)})
    assert "2 images had no features." in card.words()["Data"]
    assert "Left out, as no image had features: Kabuki." in card.words()["Conditions"]


def test_the_short_form_has_the_first_metrics_and_the_notice(bench):
    short = open_bundle("first").card.short("first")
    assert short[0].startswith("first tells 9 conditions apart by shape-space and nearest")
    assert any(line.startswith("Top-1: ") for line in short)
    assert "not a medical device" in short[-1]
