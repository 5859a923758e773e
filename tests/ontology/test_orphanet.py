"""The table of names: shipped whole, rebuilt byte for byte, refused when it is not as expected."""

from __future__ import annotations

import pytest

from raredx.assets import read_card
from raredx.errors import UserError
from raredx.files import sha256_of
from raredx.ontology.orphanet import FOLDER, categories, disease_names, rebuild
from tests.evidence.search.test_published import SCRIPTS


def scripts(
    folder, *, names="DiseaseName\nBlue nose\nOBSOLETE: Red nose\nGrey nose\n", classes=None
):
    (folder / "disease_names.csv").write_text(names)
    (folder / "RD_Linearisation_Classification.csv").write_text(
        classes or "Disease Name,OrphaCode,Disease Category\nBlue nose,7,Rare nose disease\n"
    )
    return folder


def test_the_shipped_table_is_as_its_card_says():
    card = read_card(FOLDER)
    assert card.files == {"names.csv": sha256_of(FOLDER / "names.csv")}
    assert card.counts["disease names"] == len(disease_names()) == 11_074
    heads = sum(one.is_head for one in disease_names())
    assert f"{heads} are heads" in card.summary
    assert heads == 31
    assert len({one.name for one in disease_names()}) == 11_074
    assert len(categories()) == 31


@pytest.mark.skipif(not SCRIPTS.exists(), reason="the authors' files are not at hand")
def test_the_shipped_table_is_rebuilt_byte_for_byte(tmp_path):
    rebuild(SCRIPTS, out=tmp_path)
    for name in ("names.csv", "card.json"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_names_and_classes_are_joined_by_name(tmp_path):
    rebuild(scripts(tmp_path), out=tmp_path / "out")
    blue, red, grey = disease_names(tmp_path / "out" / "names.csv")
    assert (blue.orpha_code, blue.category, blue.status) == (7, "Rare nose disease", "active")
    assert (red.plain, red.status) == ("Red nose", "obsolete")
    assert (grey.orpha_code, grey.category, grey.status) == (None, "", "unlinearised")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"names": "Name\nBlue nose\n"}, "has not the columns DiseaseName"),
        ({"names": "DiseaseName\n"}, "has not the columns"),
        ({"names": "DiseaseName\nGreen ear\n"}, "1 classified names are not in the list"),
        (
            {"classes": "Disease Name,OrphaCode,Disease Category\nBlue nose,7\n"},
            "row 2 is not whole",
        ),
        ({"classes": 'Disease Name,OrphaCode,Disease Category\n"Blue\n'}, "cannot be read"),
    ],
    ids=str,
)
def test_files_that_are_not_as_expected_are_told_in_one_line(tmp_path, changes, says):
    with pytest.raises(UserError) as error:
        rebuild(scripts(tmp_path, **changes), out=tmp_path / "out")
    assert says in str(error.value)
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there_are_told(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        rebuild(tmp_path)
