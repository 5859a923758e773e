"""An audit from end to end: what is measured, what is refused, and the page that is written."""

from __future__ import annotations

import json

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.jobs import Progress, get_kind
from raredx.learning.audit.attacks import detection, membership
from raredx.learning.audit.making import make
from raredx.learning.audit.store import audits_folder, list_audits, open_audit
from raredx.synthesis.audit.audit import Sides
from raredx.synthesis.audit.nearest import nearer_to_training
from raredx.synthesis.audit.writing import HTML, JSON, page
from raredx.synthesis.curation.sight import Sight
from tests.synthesis.audit.test_clouds import clouds
from tests.synthesis.curation.test_curate import drawn_from, judge, source  # noqa: F401 - fixture


@pytest.fixture
def judged(source, tmp_path):  # noqa: F811
    drawn_from(source)
    judge(tmp_path)
    return Progress(scratch=tmp_path / "scratch")


def test_every_question_is_answered_or_refused_with_a_reason(judged):
    found, folder = make("first", judged)
    assert {one.group for one in found.measures} == {
        *("fidelity", "diversity", "phenotype", "privacy", "use")
    }
    for one in found.measures:
        assert (one.value is None) == bool(one.refused), one.title
        assert one.low is None or one.low <= one.value <= one.high
    told = {one.title: one for one in found.measures}
    assert told["near copies"].value == 2 / 8
    assert "50 images of each side" in told["kernel distance x 1,000"].refused
    assert told["own condition first, by shape"].beside["chance"] == 1 / 6
    assert told["report similarity gap"].n["people"] > 0
    assert "are needed" in told["top-1 of a classifier of synthetic images alone"].refused
    assert found.counts == {
        **{"drawn": 8, "accepted": 4, "near copy": 2, "no face": 1, "low quality": 1},
    }
    assert found.worst[0]["distance"] < 1
    assert [one["distance"] for one in found.worst] == sorted(o["distance"] for o in found.worst)
    assert open_audit("first") == found
    assert list_audits() == ["first"]
    assert folder == audits_folder() / "first"


def test_the_page_stands_alone_and_hides_no_words_of_strangers(judged):
    found, folder = make("first", judged)
    written = (folder / HTML).read_text()
    assert written.startswith("<!doctype html>")
    assert "http" not in written
    assert "data:image/png;base64," in written
    assert "near copies" in written
    assert json.loads((folder / JSON).read_text())["hashes"] == found.hashes
    strange = found.model_copy(update={"cohort": "<script>alert(1)</script>", "origin": "real"})
    again = page(strange, lambda whose, image_id: b"picture", of="")
    assert "<script>" not in again
    assert "<img" not in again  # real people are shown nowhere


def test_the_job_says_what_it_found(judged):
    kind = get_kind("audit")
    done = kind.run(kind.parse({"curation": "first"}), judged)
    assert done.summary.startswith("first: ")
    assert "near copies 0.25" in done.summary
    assert done.outputs == ("audits/first",)


def test_what_is_not_there_is_one_line(judged):
    with pytest.raises(UserError, match=r"There is no curation 'other'"):
        make("other", judged)
    with pytest.raises(UserError, match=r"There is no audit of 'first'. Make one: `raredx audit`"):
        open_audit("first")
    make("first", judged)
    (audits_folder() / "first" / JSON).write_text("{")
    with pytest.raises(UserError, match=r"audit 'first' is damaged"):
        open_audit("first")


def test_a_classifier_tells_what_is_elsewhere_and_not_what_is_the_same():
    assert detection(clouds("elsewhere")).value > 0.99
    alike = detection(clouds("again"))
    assert alike.low < 0.5 < alike.high or alike.value == pytest.approx(0.5, abs=0.12)
    assert "10 people and as many" in detection(clouds("again", many=4)).refused


@pytest.mark.parametrize(("copied", "low", "high"), [(True, 0.95, 1.0), (False, 0.3, 0.7)])
def test_members_are_told_if_they_were_copied_and_else_not(copied, low, high):
    chance = np.random.default_rng(2)
    learned, others, new = (chance.normal(size=(30, 16)) for _ in range(3))
    drawn = learned + 0.1 * chance.normal(size=learned.shape) if copied else new
    labels = ["A", "B"] * 15
    sides = Sides(
        drawn=sight(drawn),
        meant=labels,
        learned=sight(learned),
        learned_labels=labels,
        others=sight(others),
        other_labels=labels,
        clouds=clouds("again"),
    )
    found = membership(sides)
    assert low <= found.value <= high
    assert found.low < found.value
    nearer = nearer_to_training(sides.drawn, labels, sides.learned, labels, sides.others, labels)
    assert low <= nearer.value <= high
    assert nearer.n == {"synthetic": 30}


def sight(look):
    return Sight(
        ids=tuple(map(str, range(len(look)))),
        landmarks=None,
        structure=np.empty((len(look), 0, 0)),
        picture=np.empty((len(look), 0, 0)),
        look=look / np.linalg.norm(look, axis=1, keepdims=True),
        sharpness=np.ones(len(look)),
    )
