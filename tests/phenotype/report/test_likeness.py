"""A likeness never comes alone: a template is alike to itself, and its gap is nothing."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.errors import UserError
from raredx.phenotype.report.basis import Basis
from raredx.phenotype.report.embedders import OntologyEmbedder, SentenceModel
from raredx.phenotype.report.findings import Finding, Findings
from raredx.phenotype.report.gap import gap
from raredx.phenotype.report.likeness import PUBLISHED, PUBLISHED_NOTE, Told, by_terms, by_words
from raredx.phenotype.report.words import write_report


def reports(*, own_signs: bool) -> list[Told]:
    """Of 15 conditions 4 people each, with signs of the condition or with anybody's."""
    draw = random.Random(7)
    terms = sorted(all_terms())
    made = []
    for condition in map(str, range(15)):
        signs = set(draw.sample(terms, 8)) if own_signs else set()
        for subject in range(4):
            present = {term for term in terms if draw.random() < (0.7 if term in signs else 0.05)}
            found = Findings(
                tuple(
                    Finding(term, 0.9 if term in present else 0.1, "measure", "x") for term in terms
                )
            )
            report = write_report(found, basis=Basis("simulated", "simulated"))
            told = tuple(one.term for one in report.terms)
            made.append(Told(condition, f"{condition}-{subject}", report.text, told))
    return made


def test_a_template_alone_is_alike_and_its_gap_is_nothing():
    found = by_words(reports(own_signs=False))
    assert found.own > 0.6  # it looks like agreement
    assert found.other > 0.6  # and is as high between conditions
    assert abs(found.gap) < 0.02
    assert found.interval[0] < 0 < found.interval[1]
    assert 0.45 < found.auc < 0.55
    assert "not decisive" in found.sentence


@pytest.mark.parametrize("measure", [by_terms, by_words])
def test_signs_of_the_condition_make_a_gap(measure):
    found = measure(reports(own_signs=True))
    assert found.interval[0] > 0.04
    assert found.auc_interval[0] > 0.75
    assert found.interval[0] < found.gap < found.interval[1]
    assert (found.conditions, found.own_pairs, found.other_pairs) == (15, 15 * 12, 60 * 56)
    assert json.loads(json.dumps(found.as_dict()))["sentence"] == found.sentence


def test_real_against_synthetic_counts_pairs_across_alone():
    one, two = reports(own_signs=True), reports(own_signs=True)
    synthetic = [
        Told(told.condition, f"synthetic {told.subject}", told.text, told.terms) for told in two
    ]
    found = by_terms(one, synthetic)
    assert found.own_pairs == 15 * 16  # each is the other's copy: 4 x 4 for each condition
    assert found.own > by_terms(one).own  # and nobody is left out as the same person


def test_a_report_without_terms_is_like_none():
    some = [Told("A", "1"), Told("A", "2", terms=("HP:0000316",)), Told("B", "3")]
    assert by_terms(some).own == by_terms(some).other == 0


def test_the_gap_by_hand():
    alike = np.array([[0.0, 0.9, 0.5, 0.3], [0.9, 0.0, 0.1, 0.3]])
    skip = np.array([[False, True, True, True], [True, False, True, True]])
    found = gap(alike, ["A", "A"], ["A", "A", "B", "B"], comparable=skip)
    assert (found.own, found.other) == pytest.approx((0.9, 0.3))
    assert (found.auc, found.own_pairs, found.other_pairs, found.conditions) == (1, 2, 4, 1)
    assert found.interval is found.auc_interval is None
    assert "one condition alone, not decisive" in found.sentence


def test_ties_count_half_and_scale_changes_no_rank():
    draw = np.random.default_rng(3)
    names = [str(at // 3) for at in range(18)]
    alike = draw.normal(size=(18, 18)).round(1)
    found = gap(alike, names, names)
    wins = []
    for row, name in zip(alike, names, strict=True):
        own = [x for x, other in zip(row, names, strict=True) if other == name]
        rest = [x for x, other in zip(row, names, strict=True) if other != name]
        wins.append(np.mean([(a > b) + (a == b) / 2 for a in own for b in rest]))
    assert found.auc == pytest.approx(np.mean(wins))
    assert gap(3 * alike + 2, names, names).auc == found.auc
    assert gap(3 * alike + 2, names, names).gap == pytest.approx(3 * found.gap)


def test_the_interval_covers_nothing_where_there_is_nothing():
    """Of 60 experiments without any effect, the interval misses 0 in about three."""
    names = [str(at // 3) for at in range(60)]
    missed = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        alike = draw.normal(size=(60, 60)) + draw.normal(size=20).repeat(3)[:, None]
        low, high = gap(alike, names, names).interval
        missed += not low <= 0 <= high
    assert missed <= 9


def test_the_same_seed_gives_the_same_interval():
    some = reports(own_signs=True)
    assert by_terms(some) == by_terms(some)


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ([Told("A", "1"), Told("B", "2")], "the same condition"),
        ([Told("A", "1"), Told("A", "1"), Told("B", "2")], "the same condition"),  # one person
        ([Told("A", "1"), Told("A", "2")], "different conditions"),
    ],
)
def test_there_is_no_likeness_without_its_control(told, missing):
    with pytest.raises(UserError, match=missing):
        by_terms(told)


def test_the_published_figure_comes_with_its_warning():
    assert str(PUBLISHED) in PUBLISHED_NOTE
    assert "without a negative control" in PUBLISHED_NOTE


def test_other_names_of_a_term_lie_closer_than_other_terms():
    vectors = OntologyEmbedder().embed(["wide-set eyes", "hypertelorism", "cleft lip", "§§"])
    alike = vectors @ vectors.T
    assert np.diag(alike) == pytest.approx([1, 1, 1, 0])
    assert alike[0, 1] > 3 * alike[0, 2]


@pytest.fixture(scope="module")
def sentence_model(tmp_path_factory):
    """BERT of one layer, 16 wide, with random weights."""
    transformers = pytest.importorskip("transformers", reason="an optional package")
    import torch

    made = tmp_path_factory.mktemp("tiny-bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "wide", "set", "eyes", "small", "jaw"]
    (made / "vocab.txt").write_text("\n".join(words))
    transformers.BertTokenizer(str(made / "vocab.txt")).save_pretrained(made)
    torch.manual_seed(0)
    transformers.BertModel(
        transformers.BertConfig(
            vocab_size=len(words), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
            num_attention_heads=2, max_position_embeddings=64,
        )
    ).save_pretrained(made)  # fmt: skip
    return made


def test_a_sentence_model_takes_the_mean_over_its_words(sentence_model):
    model = SentenceModel(model=str(sentence_model), most_tokens=64)
    texts = ["wide set eyes", "small jaw", "wide"] * 7  # more than a batch
    vectors = model.embed(texts)
    assert vectors.shape == (21, 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(21))
    alone = model.embed(["small jaw"])[0]  # without the padding that longer fellows bring
    assert vectors[1] == pytest.approx(alone, abs=1e-5)
    assert model.embed([]).shape[0] == 0


def test_a_sentence_model_that_is_not_here_is_one_line():
    pytest.importorskip("transformers", reason="an optional package")
    with pytest.raises(UserError, match="cannot be loaded as a sentence model"):
        SentenceModel(model="/nowhere/at/all").embed(["x"])
