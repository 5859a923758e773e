"""The tokenizer has every word of the captions whole, and says which words it has not."""

from __future__ import annotations

import pytest

from raredx.cohorts.simulate.knowledge.conditions import usable_conditions
from raredx.synthesis.pocket.captions import vocabulary
from raredx.synthesis.pocket.words import LENGTH, new_tokenizer, texts, unknown_words


@pytest.fixture(scope="module")
def tokenizer():
    return new_tokenizer(texts(), size=2048)


def test_every_word_of_a_caption_is_one_token(tokenizer):
    assert not unknown_words(tokenizer, " ".join(vocabulary()))


def test_a_caption_with_the_longest_name_is_not_cut_off(tokenizer):
    longest = max((one.name for one in usable_conditions().values()), key=len)
    caption = (
        f"photo of a teenage boy with {longest}, very fair skin, long wavy dark brown hair,"
        " looking straight, light from the right, smiling"
    )
    tokens = tokenizer(caption).input_ids
    assert len(tokens) <= LENGTH or len(longest) > 60


def test_strange_words_are_named_once_and_in_order(tokenizer):
    said = "photo of a girl, Qrstuv skin, qrstuv, 12345 hair"
    assert unknown_words(tokenizer, said) == ["Qrstuv", "qrstuv", "12345"]


def test_it_is_the_same_after_it_was_kept(tokenizer, tmp_path):
    from transformers import CLIPTokenizer

    tokenizer.save_pretrained(tmp_path)
    again = CLIPTokenizer.from_pretrained(tmp_path)
    for text in ("photo of a girl, fair skin", "a gnu & 7 ÄÖ", ""):
        assert again(text).input_ids == tokenizer(text).input_ids
    assert again.model_max_length == LENGTH
