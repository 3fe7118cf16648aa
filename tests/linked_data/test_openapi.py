"""The data for harvesters held to their own OpenAPI document by schemathesis."""

import re
from collections import Counter
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from werkzeug.serving import make_server

from tests.linked_data.enveloping import enveloping
from tests.linked_data.small_registry import BASE, json_of

CONFIGURATION = {
    "seed": 3,
    "generation": {"deterministic": True, "max-examples": 12, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # A schema cannot say which records there are, nor that `from` comes before `until`.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "400", "404", "410", "422", "429"]
        },
        "negative_data_rejection": {
            "expected-statuses": ["400", "404", "405", "410", "413", "414", "415", "422"]
        },
    },
    "operations": [
        {
            # To other methods the last part is the CTID of a record, and not a good one.
            "include-path-regex": "/search$",
            "checks": {"unsupported_method": {"enabled": False}},
        }
    ],
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a small registry of envelopes."""
    with enveloping(tmp_path_factory.mktemp("described") / "home") as application:
        yield application


@pytest.fixture(scope="module")
def statuses(app: Flask) -> tuple[list[str], dict[str, Counter[int]]]:
    """What schemathesis found wrong, and how often each operation gave each status."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever).start()
    config = SchemathesisConfig.from_dict(CONFIGURATION)
    address = f"http://127.0.0.1:{server.port}/openapi.json"
    schema = schemathesis.openapi.from_url(address, config=config)
    schema.hook(filter_case)
    faults: list[str] = []
    counts: dict[str, Counter[int]] = {}
    try:
        for event in engine.from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                recorder = event.recorder
                counted = counts.setdefault(recorder.label, Counter())
                for each in recorder.interactions.values():
                    if each.response is not None:
                        counted[each.response.status_code] += 1
                for checks in recorder.checks.values():
                    faults += [
                        f"{check.name}: {check.failure_info.failure!r}\n"
                        f"{check.failure_info.code_sample}"
                        for check in checks
                        if check.failure_info is not None
                    ]
            elif isinstance(event, events.NonFatalError | events.FatalError):
                faults.append(repr(event))
    finally:
        server.shutdown()
        server.server_close()
    return faults, counts


def filter_case(_context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """Whether the schema decides: what is empty counts as left out, nothing is unprintable."""
    texts = [str(value) for value in (case.query or {}).values()]
    return all(text.strip() and text.isprintable() for text in texts)


def test_the_document_is_one_and_has_the_address_of_the_registry(app: Flask) -> None:
    document = json_of(app.test_client().get("/openapi.json"))

    assert [each.message for each in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
    assert document["servers"] == [{"url": BASE}]


def test_no_request_finds_the_data_at_odds_with_their_document(
    statuses: tuple[list[str], dict[str, Counter[int]]],
) -> None:
    faults, counts = statuses

    assert "\n\n".join(faults) == ""
    assert len(counts) == 14
    assert {status for each in counts.values() for status in each if status >= 500} == set()
    done = {label for label, each in counts.items() if each[200]}
    assert {"GET /envelopes", "GET /envelopes/events", "POST /graph/search"} <= done


def test_every_json_address_of_the_channels_is_in_it(app: Flask) -> None:
    document = json_of(app.test_client().get("/openapi.json"))
    rules = {
        re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("achievements", "activity", "envelopes", "graphs")
    }

    others = {"/graph/{ctid}", "/resources/{ctid}", "/graph/{ctid}/provenance"}
    others |= {"/log/head", "/log/heads"}
    assert set(document["paths"]) == rules - {"/envelopes/download"} | others
