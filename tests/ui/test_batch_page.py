"""Batch: one click to begin, rows that are narrowed by the address, and what leaves."""

from __future__ import annotations

from io import BytesIO

import pytest

from raredx.diagnosis.batch.store import batch_folder
from raredx.diagnosis.batch.uploads import uploads_folder
from raredx.jobs import Status, Store
from tests.diagnosis.batch.asked import MODEL, asked, write_folder, write_zip
from tests.diagnosis.model import NAME, model
from tests.jobs.waiting import ended
from tests.ui.test_pages import open_page, words


def said(app) -> str:
    return words(app).replace("\\", "")


@pytest.fixture
def batch(tmp_path):
    return asked(path=write_folder(tmp_path / "faces", most=12))


def opened(**address):
    app = open_page("batch", **address)
    assert not app.exception
    assert not app.error
    return app


def files(app) -> list[str]:
    return list(app.dataframe[0].value["File"])


def test_the_first_batch_is_one_click_away():
    model()
    app = opened()
    assert "No batch is here yet" in said(app)
    app.button(key="batch.first").click().run()
    assert not app.exception
    (job,) = Store().jobs(kinds=["batch"])
    assert job.config["part"] == "calibration"
    job = ended(job)
    assert job.status is Status.DONE, job.error


def test_a_batch_opens_on_its_rows_and_says_what_is_kept(batch):
    app = opened()
    text = said(app)
    assert f"{MODEL} was asked about faces" in text
    assert "small pictures without metadata" in text
    assert batch.card.versions["model"] in text
    shown = app.dataframe[0].value
    assert len(shown) == len(batch.rows)
    assert shown["Picture"].dropna().str.startswith("data:image/jpeg;base64,").all()
    assert {one.label for one in app.get("download_button")} == {
        "CSV",
        "JSON",
        "ZIP, with pictures",
    }


@pytest.mark.parametrize("only", ["answered", "withheld", "wrong", "right", "refused"])
def test_the_address_narrows_the_rows(batch, only):
    rows = batch.rows.to_pylist()
    fits = {
        "answered": lambda row: row["answer"],
        "withheld": lambda row: not row["answer"] and not row["refused"],
        "wrong": lambda row: row["rank"] and row["rank"] > 1,
        "right": lambda row: row["rank"] == 1,
        "refused": lambda row: row["refused"],
    }[only]
    wanted = [row["file"] for row in rows if fits(row)]
    app = opened(only=only)
    if wanted:
        assert files(app) == wanted
    else:
        assert "No row answers" in said(app)


def test_a_choice_goes_into_the_address_and_back(batch):
    app = opened()
    app.segmented_control(key="batch.only").set_value("refused").run()
    assert app.query_params["only"] == "refused"
    assert len(files(app)) == 2
    app.segmented_control(key="batch.only").set_value("all").run()
    assert "only" not in app.query_params
    answer = next(row["answer"] for row in batch.rows.to_pylist() if row["answer"])
    app.multiselect(key="batch.condition").set_value([answer]).run()
    assert app.query_params["condition"] in (answer, [answer])
    assert 0 < len(files(app)) < len(batch.rows)
    app.slider(key="batch.probability").set_value((0.99, 1.0)).run()
    assert app.query_params["from"] == "0.99"
    assert not app.exception


@pytest.mark.parametrize(
    "address",
    [
        {"only": "<script>"},
        {"order": "x"},
        {"from": "two", "to": "-7"},
        {"page": "99"},
        {"condition": "nobody has this"},
        {"row": "9999"},
        {"row": "x"},
        {"batch": "nobody"},
    ],
    ids=str,
)
def test_an_address_that_makes_no_sense_is_taken_calmly(batch, address):
    app = opened(**address)
    assert len(app.dataframe[0].value) == len(batch.rows)


def test_a_row_is_looked_at_closely(batch):
    rows = batch.rows.to_pylist()
    answered = next(place for place, row in enumerate(rows) if row["answer"])
    app = opened(row=str(answered))
    assert "conditions are in the set" in said(app)
    refused = next(place for place, row in enumerate(rows) if row["refused"])
    assert "There is no picture" in said(opened(row=str(refused)))


def test_scores_stand_beside_chance(batch):
    text = said(opened(view="scores"))
    assert "Top-1" in text
    assert "by chance" in text
    assert "without a part in the scores" in text


def test_answers_for_teaching_are_marked(tmp_path):
    asked(path=write_folder(tmp_path / "faces", most=1), teaching=True)
    app = open_page("batch")
    assert "For teaching only" in app.error[0].value
    assert any("for teaching" in one for one in app.dataframe[0].value["Why none, or how"])


def test_a_batch_is_removed_with_all_that_it_kept(batch):
    app = opened()
    app.button(key="batch.remove").click().run()
    assert not app.exception
    assert not batch_folder("asked").exists()
    assert "No batch is here yet" in said(app)


def test_a_broken_batch_is_told_and_can_be_removed(batch):
    (batch.folder / "card.json").write_text("{")
    app = open_page("batch")
    assert "damaged" in said(app)
    app.button(key="batch.remove.asked").click().run()
    assert not batch_folder("asked").exists()


def test_a_dropped_archive_is_asked_about_and_goes(tmp_path):
    archive = write_zip(write_folder(tmp_path / "faces", most=1), tmp_path / "faces.zip")
    app = opened()
    app.selectbox(key="batch.model").set_value(MODEL).run()
    app.segmented_control(key="batch.source").set_value("A ZIP").run()
    file = ("faces.zip", BytesIO(archive.read_bytes()).getvalue(), "application/zip")
    app.file_uploader[0].set_value(file).run()
    assert not app.exception
    app.button(key="start.batch").click().run()
    (job,) = Store().jobs(kinds=["batch"])
    assert ended(job).status is Status.DONE
    assert not any(uploads_folder().iterdir())


def test_the_test_part_asks_for_a_reason():
    model()
    app = opened()
    app.selectbox(key="batch.cohort").set_value(NAME).run()
    app.selectbox(key="batch.part").set_value("test").run()
    assert app.button(key="start.batch").disabled
    app.text_input(key="batch.because").set_value("the end").run()
    assert not app.button(key="start.batch").disabled
