"""Methods as they are written, and what a config says of those that mean nothing."""

from __future__ import annotations

import pytest

from raredx.errors import UserError
from raredx.jobs import get_kind
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.methods import ProtoNetOptions, PrototypeOptions, parse_method


def test_a_method_is_a_name_with_options():
    assert parse_method("prototype") == PrototypeOptions()
    assert parse_method("protonet: layers=2, rate=1e-2") == ProtoNetOptions(layers=2, rate=0.01)
    assert not parse_method("prototype").learns
    assert parse_method("prototype:scaling=centre").learns


def test_numbers_are_given_as_numbers_or_as_texts_and_count_once():
    config = FewShotConfig(name="trial", ways=[5, "10", 5], shots=1)
    assert (config.ways, config.shots) == (("5", "10"), ("1",))
    assert FewShotConfig.model_validate_json(config.model_dump_json()) == config


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"methods": ["magic"]}, "methods: .*There is no method 'magic'"),
        ({"methods": ["protonet:steps=many"]}, "methods: .*options that do not fit .steps: "),
        ({"methods": ["prototype:depth=3"]}, "depth: there is no such field"),
        ({"methods": []}, "methods: "),
        ({"backbones": ["retina"]}, "backbones: .*There is no backbone 'retina'"),
        ({"ways": ["1"]}, "ways: .*'1' is no whole number from 2 on"),
        ({"ways": [5.5]}, "ways"),
        ({"shots": ["few"]}, "shots: .*'few' is no whole number from 1 on"),
        ({"queries": 0}, "queries: "),
        ({"episodes": 0}, "episodes: "),
        ({"groups": 0}, "groups: "),
    ],
)
def test_a_field_that_means_nothing_is_named(settings, says):
    with pytest.raises(UserError, match=says) as caught:
        get_kind("few-shot").parse({"name": "trial", **settings})
    assert "\n" not in str(caught.value)
