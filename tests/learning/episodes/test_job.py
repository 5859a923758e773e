"""The job kind that tries few-shot episodes."""

from __future__ import annotations

from raredx.jobs import Progress, get_kind
from raredx.learning.episodes.trial import Trial
from tests.learning.small import NAME, small_cohort


def test_the_job_tells_what_came_of_it_and_how_far_it_is(tmp_path):
    small_cohort()
    kind = get_kind("few-shot")
    config = kind.parse(
        {
            "name": "trial",
            "cohort": NAME,
            "ways": [2, 3],
            "backbones": ["landmarks", "shape-space"],
            "methods": ["prototype", "prototype:distance=euclidean"],
            "groups": 1,
            "episodes": 10,
        }
    )
    sent = []
    result = kind.run(config, Progress(scratch=tmp_path / "scratch", send=sent.append))
    record = Trial.open("trial").record
    assert result.values == {"name": "trial", "sentences": list(record.sentences)}
    assert result.outputs == ("few-shot/trial",)
    assert (
        "4 classifiers answered 2 lists of episodes of 6 conditions (simulated)" in result.summary
    )
    last = sent[-1]["progress"]
    assert (last["done"], last["total"]) == (4, kind.work(config))
    assert kind.resumable
