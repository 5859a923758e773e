"""Texts as vectors, so that their likeness is a cosine: offline by the ontology, or by a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from raredx.ontology import store
from raredx.phenotype.report.pretrained import load_pretrained, transformers_for
from raredx.settings import device

Vectors = npt.NDArray[np.float64]
_BATCH = 16
_WHAT = "sentence model"


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Which one, as a result names it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 for each text, or of zeros if it says nothing: (texts, width)."""


@dataclass(frozen=True)
class OntologyEmbedder:
    """How near a text comes to each term of the tables, by the words and letters of its names.

    Words and runs of letters are weighed by how few terms have them (TF-IDF, fitted on the names
    and synonyms of every term). A text's vector is its cosine with each term, so that two names of
    the same term lie close to each other, though they have no word in common.

    >>> vectors = OntologyEmbedder().embed(["wide-set eyes", "hypertelorism", "long philtrum"])
    >>> alike = vectors @ vectors.T  # (texts, texts)
    >>> bool(alike[0, 1] > 4 * alike[0, 2])
    True
    """

    @property
    def name(self) -> str:
        """What it is."""
        return "TF-IDF of the ontology's names"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 for each text."""
        vectoriser, terms = _fitted()
        near = vectoriser.transform(list(texts)) @ terms.T  # (texts, terms)
        return _unit(np.asarray(near.todense()))


@dataclass(frozen=True, kw_only=True)
class SentenceModel:
    """A sentence model of transformers by name or path: the mean of its word vectors.

    Parameters
    ----------
    model : str
        A folder, or the name of a model that was fetched before.
    allow_download : bool
        That a model may be fetched by its name.
    most_tokens : int
        Of a longer text the rest is left out.
    """

    model: str
    allow_download: bool = False
    most_tokens: int = 512

    @property
    def name(self) -> str:
        """The model."""
        return self.model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 for each text."""
        import torch

        tokenizer, model = self._loaded
        found = []
        for start in range(0, len(texts), _BATCH):
            batch = tokenizer(
                list(texts[start : start + _BATCH]),
                padding=True,
                truncation=True,
                max_length=self.most_tokens,
                return_tensors="pt",
            ).to(device())
            with torch.inference_mode():
                words = model(**batch).last_hidden_state  # (texts, words, width)
            counts = batch["attention_mask"].unsqueeze(-1).to(words.dtype)  # (texts, words, 1)
            means = (words * counts).sum(1) / counts.sum(1).clamp(min=1)  # (texts, width)
            found.append(means.double().cpu().numpy())
        return _unit(np.concatenate(found)) if found else np.zeros((0, 0))

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        package = transformers_for(_WHAT)
        tokenizer, model = load_pretrained(
            self.model,
            what=_WHAT,
            reads=package.AutoTokenizer,
            thinks=package.AutoModel,
            allow_download=self.allow_download,
        )
        return tokenizer, model.to(device()).eval()


@cache
def _fitted() -> tuple[Any, Any]:
    """What weighs words and letters, and every term of the tables as it weighs them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    both = make_union(words, letters)
    return both, both.fit_transform(_names())  # (terms, words and letters), sparse


def _names() -> list[str]:
    """For each term its names, one after another."""
    synonyms = store.synonyms()
    return [
        ". ".join([row.name, *(one.name for one in synonyms.get(row.id, ()))])
        for row in store.term_rows().values()
    ]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # (texts, 1)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
