"""The words of the base model: a tokenizer of its own, in the format that CLIP's has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from raredx.cohorts.simulate.knowledge.conditions import usable_conditions
from raredx.synthesis.pocket.captions import vocabulary

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

LENGTH = 48
"""Tokens of a caption at most, its beginning and its end among them."""
_BEGIN, _END = "<|startoftext|>", "<|endoftext|>"
_OFTEN = 1000  # as if each word of a caption were seen so often: it becomes one token
_SUFFIX = "</w>"  # of a token that ends a word
_PARTS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"  # as CLIP cuts a text


def new_tokenizer(texts: Iterable[str], *, size: int) -> CLIPTokenizer:
    """A tokenizer that has the words of some texts whole, and cuts others into what it has.

    Parameters
    ----------
    size : int
        Tokens at most.

    Examples
    --------
    >>> tokenizer = new_tokenizer(["photo of a girl"] * 9, size=700)
    >>> tokenizer.tokenize("Photo of a girl"), unknown_words(tokenizer, "photo of a gnu")
    (['photo</w>', 'of</w>', 'a</w>', 'girl</w>'], ['gnu'])
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import CLIPTokenizer

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bpe = Tokenizer(models.BPE(end_of_word_suffix=_SUFFIX, continuing_subword_prefix=""))
    bpe.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PARTS), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size - len(letters) - 2,
        initial_alphabet=letters,
        end_of_word_suffix=_SUFFIX,
        show_progress=False,
    )
    bpe.train_from_iterator(texts, trainer)
    alphabet = [*letters, *(f"{letter}{_SUFFIX}" for letter in letters)]
    vocabulary = {token: place for place, token in enumerate(alphabet)}
    merges: list[Any] = []
    for one, other in json.loads(bpe.to_str())["model"]["merges"]:
        if one in vocabulary and other in vocabulary and one + other not in vocabulary:
            vocabulary[one + other] = len(vocabulary)
            merges.append((one, other))
    for special in (_BEGIN, _END):
        vocabulary[special] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=LENGTH)


def texts() -> list[str]:
    """What the base model's tokenizer is made of: words of captions, and how names are written.

    Names of conditions give it nothing but letters that often follow each other: no caption that
    the base model learns from has one.
    """
    names = [one.name for one in usable_conditions().values()]
    return [" ".join([*vocabulary(), "with"])] * _OFTEN + names


def unknown_words(tokenizer: CLIPTokenizer, prompt: str) -> list[str]:
    """The words of a prompt that a tokenizer has to cut, in their order."""
    words = dict.fromkeys(re.findall(r"\w+", prompt))
    return [one for one in words if len(tokenizer.tokenize(one)) > 1]
