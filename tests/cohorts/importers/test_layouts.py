"""What each layout makes of its files, in particular."""

from __future__ import annotations

import json

import pytest

from raredx.cohorts.importers.layout import Choices
from raredx.cohorts.importers.plan import plan, recognise
from raredx.cohorts.importing import about_import, import_cohort
from raredx.errors import UserError
from tests.cohorts.importers.making_sources import (
    RDFACE,
    class_folders,
    csv_table,
    image,
    imagefolder,
    imagefolder_with_metadata,
    raw_refined,
    rdface,
    table,
)


def imported(path, tmp_path, **options):
    read = plan(path, **options)
    about = about_import(read, title="x")
    return import_cohort(
        read, tmp_path / "cohort", about=about, origin="real", scratch=tmp_path / "scratch"
    ).cohort


def notes_of(path, **options) -> str:
    return "\n".join(plan(path, **options).notes)


def test_class_folders(tmp_path):
    read = plan(class_folders(tmp_path / "given"))
    assert read.classes == {"CdLS": 2, "Noonan": 2, "normal": 2}
    assert "without a disease, so without a code: normal" in "\n".join(read.notes)


def test_images_side_by_side_have_no_label(tmp_path):
    image(tmp_path / "given" / "a.png", 1)
    read = plan(tmp_path / "given")
    assert "side by side" in read.recognised.why
    assert "1 image without a label" in read.notes


def test_refined_images_are_taken_and_raw_ones_if_asked_for(tmp_path):
    folder = raw_refined(tmp_path / "given")
    read = plan(folder)
    assert read.classes == {"noonan": 3, "normal": 3}
    assert {item.file.split("/")[0] for item in read.items} == {"refined"}
    assert "The refined images are taken, 6 others are left out" in read.notes
    raw = plan(folder, choices=Choices(stage="raw"))
    assert {item.file.split("/")[0] for item in raw.items} == {"raw"}


def test_stages_inside_the_class_folders(tmp_path):
    image(tmp_path / "given" / "normal" / "raw" / "1.png", 1)
    read = plan(tmp_path / "given")
    assert read.recognised.layout.name == "raw-refined"
    assert read.classes == {"normal": 1}
    with pytest.raises(UserError, match=r"no images in a folder 'refined'\. Choose one of: raw"):
        plan(tmp_path / "given", choices=Choices(stage="refined"))


def test_a_table_gives_every_row_its_facts(tmp_path):
    rows = imported(csv_table(tmp_path / "given"), tmp_path).rows().to_pylist()
    assert [row["subject_id"] for row in rows] == ["p0", "p0", "p1", "p1", "p2", "p2"]
    assert [row["age"] for row in rows] == [0, 0.5, 1, 1.5, 2, 2.5]
    assert [row["sex"] for row in rows[:2]] == ["female", "male"]
    assert rows[1]["phenotypes"] == ["HP:0000316", "HP:0000431"]
    assert "remark" not in rows[0]


def test_other_columns_are_kept_if_asked_for(tmp_path):
    folder = csv_table(tmp_path / "given")
    assert "left out, unless you ask to keep them: remark" in notes_of(folder)
    rows = imported(folder, tmp_path, choices=Choices(keep=("remark",))).rows("remark")
    assert set(rows["remark"].to_pylist()) == {"secret"}
    with pytest.raises(UserError, match=r"no column 'colour' to keep\. Choose among: remark"):
        plan(folder, choices=Choices(keep=("colour",)))


def test_the_table_itself_can_be_given(tmp_path):
    folder = csv_table(tmp_path / "given")
    table(folder / "other.csv", [{"file": "0.png", "class": "A"}, {"file": "1.png", "class": "B"}])
    assert recognise(folder).layout.name == "class-folders"  # which of the two is not clear
    read = plan(folder / "other.csv")
    assert read.classes == {"A": 1, "B": 1}
    assert "4 image files without a row in other.csv: left out" in read.notes


def test_rows_and_files_that_do_not_fit(tmp_path):
    folder = tmp_path / "given"
    for name in ("a/1.png", "b/1.png", "a/2.png", "a/3.png"):
        image(folder / name, len(name))
    rows = [
        {"path": "a/1.png", "label": "A", "origin": "real"},
        {"path": "1.png", "label": "A", "origin": "real"},
        {"path": "2.png", "label": "A", "origin": "Synthetic"},
        {"path": "a/2.png", "label": "B", "origin": "real"},
        {"path": "a/3.png", "label": "B", "origin": "painted"},
        {"path": "nowhere.png", "label": "B", "origin": ""},
        {"path": "../../etc/passwd", "label": "B", "origin": ""},
        {"path": str(folder / "b/1.png"), "label": "B", "origin": ""},
    ]
    read = plan(table(folder / "t.csv", rows))
    assert [(item.file, item.columns.get("origin")) for item in read.items] == [
        ("a/1.png", "real"),
        ("a/2.png", "synthetic"),
    ]
    assert read.refused == (
        ("1.png", "several-files"),
        ("a/2.png", "row-twice"),
        ("a/3.png", "no-origin"),
        ("nowhere.png", "no-file"),
        ("../../etc/passwd", "no-file"),
        (str(folder / "b/1.png"), "no-file"),
    )


def test_origins_of_the_table_come_before_the_import_s(tmp_path):
    rows = [{"path": f"{n}.png", "origin": origin} for n, origin in enumerate(("synthetic", ""))]
    for n in range(2):
        image(tmp_path / "given" / f"{n}.png", n)
    cohort = imported(table(tmp_path / "given" / "t.csv", rows), tmp_path)
    assert cohort.rows("origin")["origin"].to_pylist() == ["synthetic", "real"]


def test_rdface_comes_in_with_all_its_metadata(tmp_path):
    cohort = imported(rdface(tmp_path / "given"), tmp_path)
    rows = cohort.rows("label", "label_id", "disease_abbr", "sub_category", "gene_name")
    assert [tuple(row.values()) for row in rows.to_pylist()] == [
        (name, f"ORPHA:{code}", abbreviation, category or None, gene or None)
        for _, name, abbreviation, category, gene, code in RDFACE
    ]
    assert cohort.card().classes["Noonan syndrome"] == 2


def test_rdface_says_that_nobody_knows_whose_images_they_are(tmp_path):
    notes = notes_of(rdface(tmp_path / "given"))
    assert "No file says whose image it is: each counts as a person of its own" in notes
    assert "both sides of a split" in notes


def test_a_code_that_orphanet_has_not_is_told_and_left_empty(tmp_path):
    rows = [*RDFACE[:2], ("X.1.png", "Unheard of", "X", "", "", "999999")]
    folder = rdface(tmp_path / "given", rows)
    assert "1 image with a code that Orphanet has not (999999): left empty" in notes_of(folder)
    assert imported(folder, tmp_path).counts("label_id") == {"ORPHA:199": 2, None: 1}


def test_unknown_hpo_ids_are_told_and_kept(tmp_path):
    image(tmp_path / "given" / "1.png", 1)
    folder = tmp_path / "given"
    table(folder / "t.csv", [{"file": "1.png", "hpo": "HP:0000316, HP:9999999, tall"}])
    assert "1 HPO id not known here, where the terms of the face are: HP:9999999" in notes_of(
        folder
    )
    rows = imported(folder, tmp_path).rows("phenotypes")["phenotypes"].to_pylist()
    assert rows == [["HP:0000316", "HP:9999999"]]


def test_parts_of_an_imagefolder_are_kept(tmp_path):
    cohort = imported(imagefolder(tmp_path / "given"), tmp_path)
    assert cohort.counts("split") == {"train": 4, "test": 2}
    assert cohort.counts("label") == {"CdLS": 3, "Noonan": 3}


def test_an_imagefolder_with_metadata(tmp_path):
    cohort = imported(imagefolder_with_metadata(tmp_path / "given"), tmp_path)
    assert cohort.counts("split") == {"train": 3, "test": 3}
    row = cohort.select(subject_id="test-2").rows().to_pylist()[0]
    assert (row["label"], row["age"], row["phenotypes"]) == ("CdLS", 2.5, ["HP:0000316"])


def test_metadata_beside_class_folders(tmp_path):
    folder = tmp_path / "given"
    image(folder / "train" / "CdLS" / "1.png", 1)
    image(folder / "train" / "CdLS" / "2.png", 2)
    table(folder / "metadata.csv", [{"file_name": "train/CdLS/1.png", "age": "3"}])
    read = plan(folder)
    assert [(item.label, item.columns["split"]) for item in read.items] == [("CdLS", "train")]
    assert "1 image file without a row in metadata.csv: left out" in read.notes


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("metadata.csv", "image,label\n1.png,A\n", "has no column file_name"),
        ("metadata.jsonl", "{}\n[1]\n", "Line 2 of metadata.jsonl is no JSON object"),
        ("metadata.jsonl", "[" * 100_000, "Line 1 of metadata.jsonl is no JSON object"),
        ("metadata.csv", "", "metadata.csv cannot be read"),
    ],
)
def test_metadata_that_cannot_be_read(tmp_path, name, text, says):
    image(tmp_path / "given" / "1.png", 1)
    (tmp_path / "given" / name).write_text(text)
    with pytest.raises(UserError, match=says):
        plan(tmp_path / "given")


def test_labels_subjects_and_case_are_told_in_one_line_each(tmp_path):
    rows = [
        {"file": f"{n}.png", "label": label, "subject": subject}
        for n, (label, subject) in enumerate(
            [("CdLS", "p1"), ("CDLS", "p2"), ("Noonan", "p1"), ("Noonan", "")]
        )
    ]
    for n in range(4):
        image(tmp_path / "given" / f"{n}.png", n)
    notes = plan(table(tmp_path / "given" / "t.csv", rows)).notes
    assert "Labels that differ only in case stay apart: CDLS and CdLS" in notes
    assert "1 subject with more than one label, such as p1: CdLS and Noonan" in notes
    assert any(note.startswith("Of 1 file it is not known whose image it is") for note in notes)
    assert not any("\n" in note for note in notes)


def test_codes_are_suggested_and_applied_when_they_are_confirmed(tmp_path):
    folder = class_folders(tmp_path / "given")
    read = plan(folder)
    assert read.suggestions["CdLS"][0].id == "ORPHA:199"
    assert read.suggestions["normal"] == ()
    assert all(item.columns["label_id"] is None for item in read.items)
    cohort = imported(folder, tmp_path, codes=("CdLS=Orpha 199",))
    assert cohort.counts("label_id") == {None: 4, "ORPHA:199": 2}


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("CdLS=ORPHA:999999", "has a disease 'ORPHA:999999'"),
        ("CdLS=OMIM:122470", "'OMIM:122470' is no ORPHA code"),
        ("CdLS=soon", "'soon' is no ORPHA code"),
        ("Unknown=199", "'Unknown=199' gives no label of this import a code"),
        ("199", "'199' gives no label"),
    ],
)
def test_codes_that_cannot_be(tmp_path, code, says):
    with pytest.raises(UserError, match=says):
        plan(class_folders(tmp_path / "given"), codes=(code,))


def test_a_preview_can_be_sent_to_a_page(tmp_path):
    from dataclasses import asdict

    from raredx.cohorts.importers.preview import preview

    seen = preview(csv_table(tmp_path / "given"), origin="real")
    assert json.loads(json.dumps(asdict(seen)))["first"][0] == {
        "file": "pictures/0.png",
        "origin": "real",
        "label": "CdLS",
        "subject_id": "p0",
        "sex": "female",
        "age": 0.0,
    }
