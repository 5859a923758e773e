"""What the schema promises is kept, whatever is sent."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from raredx.api import make_api
from tests.diagnosis.model import model

PATHS = "^/(health|models|predict|explain|risk|kinds|assets)$"


schema = schemathesis.openapi.from_asgi("/openapi.json", make_api()).include(path_regex=PATHS)


@pytest.fixture
def models():
    """Models to ask."""
    model()


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_every_answer_is_as_the_schema_says(case, models):
    case.call_and_validate(
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ]
    )
