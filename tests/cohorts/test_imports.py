"""The import as a job and as a command: what it prints, how it fails, what it leaves alone."""

from __future__ import annotations

import json

import pytest

from raredx.cli import main, raredx_command
from raredx.cli.cohort import cohort
from raredx.cohorts import store
from raredx.cohorts.imports import Import, pairs
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.errors import UserError
from raredx.jobs import get_kind
from raredx.jobs.fields import fields_of
from tests.cohorts.importers.making_sources import class_folders, csv_table
from tests.cohorts.making_cohorts import files_in, make
from tests.conftest import forget_settings


@pytest.fixture(autouse=True)
def commands(monkeypatch):
    monkeypatch.setenv("RAREDX_PLUGINS", "raredx.cohorts.imports")
    raredx_command.add_command(cohort)
    forget_settings()


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = 0
    try:
        main(["cohort", *map(str, arguments)])
    except SystemExit as error:
        code = int(error.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_every_field_says_what_it_is():
    kind = get_kind("cohort-import")
    assert kind.resumable
    assert all(spec.help for spec in fields_of(kind.config))
    assert {spec.name for spec in fields_of(Import) if spec.required} == {"path", "origin"}


def test_an_origin_must_be_said(tmp_path):
    with pytest.raises(UserError, match="origin: is needed"):
        get_kind("cohort-import").parse({"path": str(tmp_path)})


def test_a_path_is_that_of_whoever_asks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Import(path="faces", origin="real").path == tmp_path / "faces"


@pytest.mark.parametrize("said", ["label", "=x", "label="])
def test_columns_that_mean_nothing(said):
    with pytest.raises(UserError, match="does not say what a column means"):
        pairs([said])


def test_a_folder_becomes_a_cohort_by_one_command(capsys, tmp_path):
    folder = class_folders(tmp_path / "My Faces")
    more = ("--subject-pattern", "/(?P<subject>p[0-9])_", "--licence", "CC0")
    code, out, _ = run(capsys, "import", folder, "--origin", "real", *more)
    assert (code, out) == (0, "my-faces: 6 images, 3 classes, 3 subjects imported\n")
    imported = open_cohort("my-faces")
    assert imported.counts("licence") == {"CC0": 6}
    before = files_in(imported.folder)
    code, _, err = run(capsys, "import", folder, "--origin", "real")
    assert code == 2
    assert "There is a cohort 'my-faces' already. Choose another name" in err
    assert files_in(imported.folder) == before


def test_an_import_as_json(capsys, tmp_path):
    folder = csv_table(tmp_path / "given")
    (folder / "pictures" / "0.png").write_bytes(b"x")
    code, out, _ = run(
        capsys, "import", folder, "--name", "faces", "--origin", "real", "--json", "--columns",
        "label=remark", "--codes", "secret=ORPHA:199",
    )  # fmt: skip
    job = json.loads(out)
    assert (code, job["status"]) == (0, "done")
    assert job["result"]["outputs"] == ["cohorts/faces"]
    assert job["result"]["values"]["refused"] == {"not-an-image": 1}
    assert open_cohort("faces").counts("label_id") == {"ORPHA:199": 5}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--origin", "real"], "There is nothing at"),
        (["--origin", "painted"], "'painted' is not one of"),
        ([], "origin: is needed"),
    ],
)
def test_an_import_that_cannot_start(capsys, arguments, says):
    code, out, err = run(capsys, "import", "nowhere", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_preview_writes_nothing(capsys, tmp_path):
    folder = class_folders(tmp_path / "given")
    code, out, _ = run(capsys, "preview", folder)
    assert code == 0
    assert "Folder of folders: images lie in 3 folders" in out
    assert "? CdLS: ORPHA:199 Cornelia de Lange syndrome (abbreviation)" in out
    assert "CdLS/p0_0.png" in out
    code, out, _ = run(capsys, "preview", folder, "--json")
    assert json.loads(out)["classes"] == {"CdLS": 2, "Noonan": 2, "normal": 2}
    assert not cohorts_folder().exists()


def test_list_show_and_delete(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "ROOT", tmp_path)  # where nothing is shipped
    assert run(capsys, "list") == (0, "No cohorts. `raredx cohort import FOLDER` makes one.\n", "")
    make(cohorts_folder() / "mine")
    make(cohorts_folder() / "broken")
    (cohorts_folder() / "broken" / "manifest.parquet").unlink()
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "mine" in out
    assert "! " in out
    assert "has no manifest.parquet" in out
    listed = {one["name"]: one for one in json.loads(run(capsys, "list", "--json")[1])}
    assert listed["mine"]["card"]["counts"]["images"] == 6
    code, out, _ = run(capsys, "show", "mine", "--verify")
    assert code == 0
    assert "All 6 files are as they were written." in out
    shown = json.loads(run(capsys, "show", "mine", "--json")[1])
    assert (shown["title"], shown["origin"], shown["tables"]) == ("mine", ["real"], ["truth"])
    code, _, err = run(capsys, "delete", "mine", "--json")
    assert (code, "Add --yes" in err) == (2, True)
    assert run(capsys, "delete", "mine", "--yes", "--json")[1] == '{\n  "deleted": "mine"\n}\n'
    assert not (cohorts_folder() / "mine").exists()
    assert run(capsys, "delete", "broken", "--yes") == (0, "broken is deleted.\n", "")


def test_show_ends_with_1_on_faults(capsys):
    faces = make(cohorts_folder() / "mine")
    (faces.folder / faces.rows("path")["path"][0].as_py()).unlink()
    code, out, _ = run(capsys, "show", "mine", "--verify")
    assert code == 1
    assert "! 1 row without a file" in out
    code, out, _ = run(capsys, "show", "mine", "--verify", "--json")
    assert code == 1
    assert len(json.loads(out)["integrity"]["missing"]) == 1


@pytest.mark.parametrize("command", ["show", "delete", "export"])
def test_a_cohort_that_is_not_there(capsys, command):
    code, out, err = run(capsys, command, "nothing", *(["out"] if command == "export" else []))
    assert (code, out) == (2, "")
    assert "There is no cohort 'nothing'" in err
    assert err.count("\n") == 1


def test_export_keeps_to_what_was_asked_for(capsys, tmp_path):
    make(cohorts_folder() / "mine")
    target = tmp_path / "out.zip"
    code, out, _ = run(capsys, "export", "mine", target, "--label", "CdLS")
    assert (code, out) == (0, f"2 images written to {target}.\n")
    code, _, err = run(capsys, "export", "mine", target)
    assert (code, "is there already" in err) == (2, True)
    code, out, _ = run(capsys, "export", "mine", target, "--replace", "--origin", "real", "--json")
    assert json.loads(out) == {"target": str(target), "images": 6, "origins": {"real": 6}}
