"""What is asked for must mean something, and each field says for itself what does not."""

from __future__ import annotations

import pytest

from raredx.errors import UserError
from raredx.jobs import get_kind


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"backbone": "retina"}, "backbone: .*There is no backbone 'retina'"),
        ({"head": "oracle"}, "head: .*There is no head 'oracle'"),
        ({"head": "nearest:neighbours=many"}, "head: .*has options that do not fit"),
        ({"arm": "dreamt"}, "arm: .*There is no arm 'dreamt'"),
        ({"seed": -1}, "seed: "),
        ({"colour": "blue"}, "colour: there is no such field"),
    ],
)
def test_a_field_that_means_nothing_is_named(settings, says):
    with pytest.raises(UserError, match=says) as caught:
        get_kind("train").parse({"name": "second", **settings})
    assert "\n" not in str(caught.value)
