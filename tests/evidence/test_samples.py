"""Sizes of samples, read from invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raredx.evidence.samples import SAMPLE_COLUMNS, parse_sample, samples_table
from raredx.evidence.workbook import read_workbook
from raredx.settings import ROOT
from tests.evidence import making

WORKBOOK = ROOT.parent / "shared" / "data" / "review" / "Table-CV Models.xlsx"


def size(cell):
    sample = parse_sample(cell)
    return None if sample is None else (sample.total, sample.unit, sample.how)


def parts(cell):
    sample = parse_sample(cell)
    return sample.train, sample.validation, sample.test, sample.external


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Total sample size: 1,200 X-ray images (300 teeth)", (1200, "images", "parsed")),
        ("Total sample size n=57 (group A n=34, group B n=23)", (57, "", "parsed")),
        ("Sample size: n=90", (90, "", "parsed")),
        ("A total of 259 samples", (259, "samples", "parsed")),
        ("n=619 clips (216 patients)", (619, "recordings", "parsed")),
        ("84 patients, 5-fold cross-validation", (84, "patients", "parsed")),
        ("30 patients + 20 healthy controls", (50, "subjects", "parsed")),
        ("64 patients vs 10 controls", (74, "subjects", "parsed")),
        ("1,785 image patches", (1785, "patches", "parsed")),
        ("Total sample size: 80 scans \u2192 augmented to 900 scans", (80, "scans", "parsed")),
        ("14,000 eyes/8,000 infants, 52,000 images", (14000, "eyes", "parsed")),
        ("Training set: 80 patients; test set: 20 patients", (100, "patients", "summed")),
        ("Training set n=80, validation set n=10, test set n=10", (100, "", "summed")),
        ("Training set: 50 A images + 40 B images; test set: 10 images", (100, "images", "summed")),
        ("80 cases for training / 20 cases for testing", (100, "cases", "summed")),
    ],
)
def test_a_size_is_read_where_it_is_stated_or_adds_up(cell, expected):
    assert size(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "NR",
        "5-fold cross-validation (2015-2019), 80% training",
        "training set: validation set: test set = 8:1:1",
        "A: training set 200, test set 50; B: training set 100, test set 20",
        "Site A (n=24); site B (n=32)",
        "Training set: 84 patients; test set: 300 images",
        "Training set: 50 patients / 50 controls; test set: 20 patients / 19 controls",
        "Total sample size: 20 patients, 51 controls",
        "Training set: 80 patients",
        "Each fold: 90 training images, 10 test images",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_reported(cell):
    assert parse_sample(cell) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Total sample size: 100 cases (training set 70, validation set 10, test set 20)",
         (70, 10, 20, None)),
        ("100 cases: 70 for training, 30 for testing", (70, None, 30, None)),
        ("Training/validation set: 80 eyes; external validation set: 20 eyes",
         (80, None, None, 20)),
        ("Training set: 70 eyes; internal validation set: 10 eyes; external test set: 9 eyes",
         (70, 10, None, 9)),
        ("Training set: 80 eyes; test set 1 n=10; test set 2 n=10; total sample size: 100 eyes",
         (80, None, None, None)),
        ("Total sample size: 100 cases; test set: 20 cases", (None, None, None, None)),
        ("Total sample size: 100 cases; training set: 900 images; test set: 90 images",
         (None, None, None, None)),
    ],
)  # fmt: skip
def test_parts_are_kept_where_they_can_be_parts(cell, expected):
    assert parts(cell) == expected


def test_the_table_leaves_out_who_reports_nothing(tmp_path):
    cells = ("Total sample size: 40 images", "None", "80 patients", "not reported")
    sheet = read_workbook(making.studies(tmp_path, *({"sample": cell} for cell in cells)))
    table = samples_table(sheet)
    assert all(tuple(row) == SAMPLE_COLUMNS for row in table)
    assert [(row["study_id"], row["total"], row["unit"]) for row in table] == [
        ("S002", "40", "images"),
        ("S004", "80", "patients"),
    ]
    assert table[0]["train"] == ""
    assert table[1]["cell"] == f"{sheet.letters['sample']}4"


@given(st.text(max_size=80))
def test_every_cell_gives_a_size_or_nothing(cell):
    sample = parse_sample(cell)
    assert sample is None or sample.total > 0


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the authors' workbook is not at hand")
def test_more_studies_say_their_size_than_a_first_look_found():
    table = samples_table(read_workbook(WORKBOOK))
    assert len(table) >= 402
    assert len({row["study_id"] for row in table}) == len(table)
    assert {row["how"] for row in table} == {"parsed", "summed"}
