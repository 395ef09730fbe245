"""The description of the interface: complete, and kept by every answer to what schemathesis makes up from it."""

import os

import pytest

from seldinger.web.app import ROOMS
from tests.web.conftest import sign_in, visit

MANY = bool(os.environ.get("SELDINGER_MUTANTS")) or os.environ.get("SELDINGER_HYPOTHESIS") == "night"
EXAMPLES = 100 if MANY else 4


@pytest.fixture(scope="module")
def signed():
    return sign_in(visit())


def test_every_route_is_described(signed):
    document = signed.client.get("/openapi.json").json()
    served = {
        (route.path, method.lower()) for room in ROOMS for route in room.router.routes for method in route.methods
    }
    served = {(path, method) for path, method in served if method != "options"}  # asked by browsers, not by programs
    served |= {("/static/{name}", "get")}
    described = {(path, method) for path, item in document["paths"].items() for method in item}
    assert described == served
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation["summary"], (path, method)
            assert {"400", "401", "403", "408", "413", "500"} <= set(operation["responses"]), (path, method)
            assert "200" in operation["responses"]
            if method == "post":
                assert operation["requestBody"]["content"], path


def test_schemathesis_finds_only_documented_answers(served):
    """Oracle: schemathesis invents requests from the document and holds status, type and shape of answers against it."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as openapi

    schema = schemathesis.openapi.from_url(f"{served.base}/openapi.json", headers=served.headers)
    held = (
        checks.not_a_server_error,
        openapi.status_code_conformance,
        openapi.content_type_conformance,
        openapi.response_schema_conformance,
    )
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        def answered(case):
            nonlocal asked
            asked += 1
            if isinstance(case.body, dict) and "token" in case.body:
                case.body["token"] = served.token  # so that the page behind the token is reached
            response = case.call(headers=served.headers)
            case.validate_response(response, checks=held)

        answered()
    assert asked >= EXAMPLES * 20
    assert served.faults == []
