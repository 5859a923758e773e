"""The rules of the grammar, each with an invented cell."""

from __future__ import annotations

import pytest

from raredx.evidence.performance import Parsed, parse


def pairs(cell):
    """Metric and value of each binding; of a range, its two ends."""
    return [
        (b.metric, b.value if b.value is not None else (b.low, b.high))
        for b in parse(cell).bindings
        if b.change is None
    ]


def only(cell):
    (binding,) = parse(cell).bindings
    return binding


def why(cell, number):
    (token,) = [token for token in parse(cell).unbound if token.text == number]
    return token.why


@pytest.mark.parametrize(
    ("cell", "bound"),
    [
        ("AUC: 0.91; accuracy = 88%", [("AUC", 0.91), ("accuracy", 0.88)]),
        ("Accuracy 93% Sensitivity 95%", [("accuracy", 0.93), ("sensitivity", 0.95)]),
        ("ROC-AUC of 0.9", [("AUC", 0.9)]),
        ("area under the ROC curve (AUC) 0.9", [("AUC", 0.9)]),
        ("Recall-90%, Jaccard 0.7", [("sensitivity", 0.9), ("IoU", 0.7)]),
        ("macro-F1 0.8, precision-recall AUC 0.7", [("F1", 0.8), ("AUPRC", 0.7)]),
        ("average precision 0.8, precision 0.9", [("average precision", 0.8), ("precision", 0.9)]),
        ("mAP@0.5: 0.92", [("average precision", 0.92)]),
        ("NSD 0.97 / DSC 0.9", [("surface Dice", 0.97), ("Dice", 0.9)]),
        ("Sens. 90%, Spec. 80%", [("sensitivity", 0.9), ("specificity", 0.8)]),
        ("Top-1/Top-5 accuracies: 80%/95%", [("top-1 accuracy", 0.8), ("top-5 accuracy", 0.95)]),
        ("AUC\uff1a0.9\uff1bDice\uff1d80\uff05", [("AUC", 0.9), ("Dice", 0.8)]),
    ],
)
def test_a_metric_gives_its_name_to_the_value_after_it(cell, bound):
    assert pairs(cell) == bound


@pytest.mark.parametrize(
    ("cell", "bound"),
    [
        ("95% accuracy", [("accuracy", 0.95)]),
        ("90% tooth classification accuracy (AUC=1.0)", [("accuracy", 0.9), ("AUC", 1.0)]),
        ("accuracy of 95% and 85% sensitivity", [("accuracy", 0.95), ("sensitivity", 0.85)]),
    ],
)
def test_or_to_the_value_before_it(cell, bound):
    assert pairs(cell) == bound


@pytest.mark.parametrize(
    ("cell", "bound"),
    [
        ("Sens/Spec: 92/98", [("sensitivity", 0.92), ("specificity", 0.98)]),
        ("accuracy and F1 of 0.91 and 0.89", [("accuracy", 0.91), ("F1", 0.89)]),
        (
            "accuracy, sensitivity, and specificity of 95%, 94% and 96%, respectively",
            [("accuracy", 0.95), ("sensitivity", 0.94), ("specificity", 0.96)],
        ),
        ("sensitivity/specificity both 99%", [("sensitivity", 0.99), ("specificity", 0.99)]),
        (
            "Accuracy/AUC: model A 0.8/0.95; model B 0.7/0.85",
            [("accuracy", 0.8), ("AUC", 0.95), ("accuracy", 0.7), ("AUC", 0.85)],
        ),
        (
            "Sensitivity 85%, specificity 99%; group B (82%/98%)",
            [
                *(("sensitivity", 0.85), ("specificity", 0.99)),
                *(("sensitivity", 0.82), ("specificity", 0.98)),
            ],
        ),
    ],
)
def test_several_metrics_share_out_as_many_values(cell, bound):
    assert pairs(cell) == bound


def test_several_metrics_with_another_number_of_values_are_left():
    assert pairs("accuracy and F1 of 0.91") == []
    assert why("accuracy and F1 of 0.91", "0.91") == "more than one metric could be meant"


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("AUC 0.91, 0.88 and 0.85 for A, B and C", ["A", "B", "C"]),
        ("AUC of molars, canines and roots were 0.9, 0.8, and 0.7", ["molars", "canines", "roots"]),
        ("AUC: molars 0.9, canines 0.8", ["molars", "canines"]),
        ("AUC: Grade 0: 0.9, Grade 1: 0.8", ["Grade 0", "Grade 1"]),
        ("AUC: molars (0.9), canines (0.8)", ["molars", "canines"]),
        ("AUC 0.9 (molars) / 0.8 (canines)", ["molars", "canines"]),
        ("Dice: 0.9 (molars); 0.8 (canines)", ["molars", "canines"]),
        ("AUC (molars: 0.9; canines: 0.8)", ["molars", "canines"]),
        ("Main metric: AUC; molars: 0.9; canines: 0.8", ["molars", "canines"]),
    ],
)
def test_a_metric_goes_on_over_a_list_and_each_value_keeps_its_label(cell, labels):
    bindings = parse(cell).bindings
    assert {binding.metric for binding in bindings} <= {"AUC", "Dice"}
    assert [binding.context for binding in bindings] == labels


def test_a_label_is_short_or_nothing():
    cell = "AUC 0.9 (in all of the many teeth that our invented colleagues looked at)"
    assert only(cell).context == ""
    assert only("Best model: AUC 0.9").context == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("AUC 0.9±0.02", (0.9, 0.02, None, None, None)),
        ("AUC 90.0±2.0%", (0.9, 0.02, None, None, None)),
        ("AUC 0.9 (±0.02)", (0.9, 0.02, None, None, None)),
        ("AUC 0.9 (SD 0.02)", (0.9, 0.02, None, None, None)),
        ("AUC 0.9 (95% CI 0.8-0.95)", (0.9, None, 0.8, 0.95, 0.95)),
        ("AUC 0.9 (95% CI [0.8, 0.95])", (0.9, None, 0.8, 0.95, 0.95)),
        ("AUC 0.9, 99% CI: 0.8 to 0.95", (0.9, None, 0.8, 0.95, 0.99)),
        ("AUC 0.9 (0.8\u20130.95)", (0.9, None, 0.8, 0.95, None)),
        ("AUC (95% CI): 0.9 (0.8-0.95)", (0.9, None, 0.8, 0.95, None)),
        ("AUC 90% (95% CI 80-95)", (0.9, None, 0.8, 0.95, 0.95)),
        ("AUC 0.9 (95% CI: 80.0-95.0%)", (0.9, None, 0.8, 0.95, 0.95)),
        ("90% AUC (95% CI 0.8-0.95)", (0.9, None, 0.8, 0.95, 0.95)),
        ("AUC 0.8-0.9", (None, None, 0.8, 0.9, None)),
        ("AUC 80-90%", (None, None, 0.8, 0.9, None)),
    ],
)
def test_a_value_has_its_spread_and_interval(cell, expected):
    binding = only(cell)
    assert ((binding.value, binding.spread, binding.low, binding.high, binding.level)) == expected


@pytest.mark.parametrize(
    ("cell", "relation"),
    [("AUC >0.9", ">"), ("AUC \u2265 0.9", "\u2265"), ("AUC over 0.9", ">"), ("AUC < 0.9", "<"),
     ("AUC at least 0.9", "\u2265"), ("AUC of approximately 0.9", "~"), ("AUC 0.9", "=")],
)  # fmt: skip
def test_a_value_keeps_its_relation(cell, relation):
    assert only(cell).relation == relation


def test_percentages_become_fractions_and_say_so():
    assert only("AUC 90%").flags == ("percent",)
    assert only("Dice 97.2\u00b11.3").flags == ("assumed percent",)
    assert only("AUC 0.9 (95% CI 0.91-0.95)").flags == ("outside its interval",)


def test_an_error_keeps_its_unit():
    binding = only("ASSD = 0.31\u00b10.22 mm")
    assert (binding.metric, binding.value, binding.unit) == ("surface distance", 0.31, "mm")
    assert only("MAE 4.4%").unit == "%"


@pytest.mark.parametrize(
    ("cell", "number", "reason"),
    [
        ("accuracy 12", "12", "a whole number without % is no fraction"),
        ("accuracy 98/100", "98", "a count"),
        ("accuracy 98 teeth", "98", "a count"),
        ("accuracy 3.1 mm", "3.1", "its unit is no fraction's"),
        ("accuracy 0.95%", "0.95%", "below one percent, which may be a fraction"),
        ("accuracy 140%", "140%", "not a possible value of the metric"),
        ("Hausdorff distance 98%", "98%", "its unit is no length's"),
        ("type 1 caries AUC 0.9", "1", "a name's number"),
        ("AUC 0.9 in ISIC 2018", "2018", "a name's number"),
        ("sensitivity 80% at 95% specificity", "95%", "a condition"),
        ("accuracy 90%; 20% of lost teeth", "20%", "a share of something"),
        ("accuracy 90%; recurrence rate 20%", "20%", "a quantity of its own"),
        ("PPV=0.88, XY=0.89", "0.89", "its name is no known metric"),
        ("Dice 0.91 (0.05)", "0.05", "alone in brackets after a value"),
        ("AUC 0.9; teeth 30%", "30%", "another sort of number than the value before it"),
        ("score 1.41\u00b10.60 vs 0.30", "0.30", "no metric before it"),
        ("95% of teeth", "95%", "no metric before it"),
        ("F1 0.8, AUC 0.9; better than Bob (0.7)", "0.7", "more than one metric could be meant"),
        ("F1 0.8, AUC 0.9; molars 0.7", "0.7", "its metric is in another clause"),
    ],
)
def test_what_is_not_sure_is_left_with_a_reason(cell, number, reason):
    assert why(cell, number) == reason


def test_other_quantities_take_their_own_numbers():
    cell = "AUC 0.9 (p<0.001), HR=0.8, r=0.7, inference time 0.3 s"
    quality = [binding.metric for binding in parse(cell).bindings if binding.quality]
    assert quality == ["AUC"]
    assert ("hazard ratio", 0.8) in pairs(cell)


def test_a_symbol_counts_only_with_a_value_that_can_be_its_own():
    assert pairs("accuracy: ALS vs. HD 98.4%") == [("accuracy", 0.984)]
    assert pairs("AP: precision 98%") == [("precision", 0.98)]


def test_a_metric_without_a_value_gives_its_name_to_nothing():
    assert pairs("AUC not reported, accuracy 90%") == [("accuracy", 0.9)]
    assert pairs("accuracy threshold 0.5") == []


@pytest.mark.parametrize(
    ("cell", "change"),
    [
        ("accuracy improved by 4.5%", 0.045),
        ("Dice 1.5% better than Bob", 0.015),
        ("Dice (+2.0%)", 0.02),
        ("an improvement of 5% in teeth; AUC", None),
    ],
)
def test_a_change_is_no_value(cell, change):
    assert pairs(cell) == []
    changes = [binding.change for binding in parse(cell).bindings]
    assert changes == ([] if change is None else [change])


def test_from_one_value_to_another_gives_both():
    for cell in ("accuracy improved from 85% to 90%", "accuracy: 85% \u2192 90%"):
        first, last = parse(cell).bindings
        assert (first.value, first.subset) == (0.85, "comparator")
        assert (last.value, last.subset) == (0.9, "")


@pytest.mark.parametrize(
    ("cell", "subsets"),
    [
        ("AUC: training 0.95, test 0.9", ["training", "test"]),
        ("AUC 0.9 (internal), 0.8 (external)", ["internal test", "external test"]),
        ("External validation: AUC 0.8", ["external test"]),
        ("AUC 0.9 (5-fold cross-validation)", ["cross-validation"]),
        ("Validation set AUC 0.9", ["validation"]),
        ("AUC 0.9 (vs. Bob 0.8)", ["", "comparator"]),
        ("AUC 0.9 vs 0.8", ["", "comparator"]),
        ("AUC 0.9, better than dentists and experts (AUC 0.8)", ["", "human"]),
        ("AUC 0.9; baseline comparison: Bob AUC 0.8, F1 0.7", ["", "comparator", "comparator"]),
        ("AUC: A vs B 0.9", [""]),
        ("kappa with experts 0.9", [""]),
        ("AI accuracy 90% vs physicians 80%", ["", "human"]),
    ],
)
def test_words_around_a_value_say_whose_it_is(cell, subsets):
    assert [binding.subset for binding in parse(cell).bindings] == subsets


def test_a_comparator_ends_with_its_clause():
    bindings = parse("AUC 0.9 (vs. 0.8), F1 0.7. Dice 0.6").bindings
    assert [binding.subset for binding in bindings] == ["", "comparator", "", ""]


@pytest.mark.parametrize(
    "cell", ["1. AUC 0.9; 2. Dice 0.8", "1) AUC 0.9; 2) Dice 0.8", "- AUC 0.9<br>- Dice 0.8"]
)
def test_lists_are_clauses(cell):
    assert pairs(cell) == [("AUC", 0.9), ("Dice", 0.8)]


def test_brackets_know_the_metric_outside_and_give_it_back():
    cell = "root level: accuracy 92% (AUC=0.98) - crown level: 84%"
    assert pairs(cell) == [("accuracy", 0.92), ("AUC", 0.98), ("accuracy", 0.84)]


def test_spans_are_those_of_the_cell_as_it_stands():
    cell = "A\u00a0cell\uff1aAUC\u200c =\u00a00.91 (95% CI 0.8-0.95)\uff0cDice 80 %"
    first, last = parse(cell).bindings
    assert cell[first.start : first.end] == "0.91 (95% CI 0.8-0.95)"
    assert cell[last.start : last.end] == "80 %"


def test_an_empty_cell_says_nothing():
    assert parse("") == Parsed((), ())
