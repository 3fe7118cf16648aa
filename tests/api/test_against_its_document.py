"""The API held to its own OpenAPI document by schemathesis: requests that fit it and ones that do
not, generated from it, with a publisher's key."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.engine import events
from schemathesis.engine.recorder import ScenarioRecorder
from werkzeug.serving import make_server

from app import create_app
from app.api.document_bodies import EXAMPLE_PROVIDER
from app.config import Settings
from app.services import keys, loading, publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import set_up
from tests.support.documents import an_organization
from tests.support.prerequisites import PROJECT

EXAMPLES = 12
TAGS = re.compile(r'\*|"[!#-~]*"(, *"[!#-~]*")*')
SEED = 3
CONFIGURATION = {
    "seed": SEED,
    "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # A schema cannot say all that makes a document a record, nor which state a record is in.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "401", "403", "404", "409", "410", "422", "429"]
        },
        "negative_data_rejection": {
            "expected-statuses": [
                "400",
                "401",
                "403",
                "404",
                "405",
                "409",
                "413",
                "414",
                "415",
                "422",
            ]
        },
    },
    "operations": [
        {
            # Some parameters need one another (a cost its currency, a table its
            # template), which a schema cannot say.
            "include-path-regex": "/(search|plan|records/bulk)$",
            "checks": {"positive_data_acceptance": {"enabled": False}},
        },
        {
            # A table of one column takes any text: a line that is no identifier is not found.
            "include-path-regex": "/batch$",
            "checks": {"negative_data_rejection": {"enabled": False}},
        },
        {
            # To other methods the last part is the CTID of a record, and not a good one.
            "include-path-regex": "/records/(validate|import|bulk)",
            "checks": {"unsupported_method": {"enabled": False}},
        },
    ],
}


@dataclass
class Findings:
    """Faults in words, and how often each operation gave each status."""

    faults: list[str] = field(default_factory=list)
    statuses: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, recorder: ScenarioRecorder) -> None:
        """Note what came of one operation."""
        counts = self.statuses.setdefault(recorder.label, Counter())
        for interaction in recorder.interactions.values():
            if interaction.response is not None:
                counts[interaction.response.status_code] += 1
        for checks in recorder.checks.values():
            for check in checks:
                if check.failure_info is not None:
                    info = check.failure_info
                    self.faults.append(f"{check.name}: {info.failure!r}\n{info.code_sample}")


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The document, and the application it is about, with a key in every request."""
    home: Path = tmp_path_factory.mktemp("against-its-document") / "home"
    registry = set_up(
        Settings(home=home, publish_limit="1000000 per minute", validate_limit="1000000 per minute")
    )
    shipped = PROJECT / "registry_data"
    loading.load(registry, [shipped / "frameworks", shipped / "crosswalks"])
    provider = PublisherRef(EXAMPLE_PROVIDER, "Example College")
    publishing.publish(registry, an_organization("Example College", EXAMPLE_PROVIDER), provider)
    views.catch_up(registry)
    key = keys.create_key(registry, EXAMPLE_PROVIDER)
    application = create_app(registry.settings)
    config = SchemathesisConfig.from_dict(CONFIGURATION)
    config.projects.default.update(headers={"Authorization": f"Bearer {key}"})
    with listening(application) as address:
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
        schema.hook(filter_case)
        yield schema
    application.extensions["registry"].close()
    registry.close()


@contextmanager
def listening(application: Flask) -> Iterator[str]:
    """The application behind a real HTTP server on the loopback interface."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def filter_case(_context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """Whether the query is one that the schema decides about.

    A parameter without a value counts as left out, and no parameter may have control characters.
    """
    # Not every generated header keeps to the pattern of its schema; test_refused_records.py
    # has the tags that are written wrongly.
    headers: Mapping[str, Any] = case.headers or {}
    tag = str(headers.get("If-Match", "*"))
    if not TAGS.fullmatch(tag):
        return False
    texts = [each for value in (case.query or {}).values() for each in listed(value)]
    return all(text.strip() and text.isprintable() for text in texts)


def listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


@schemathesis.serializer("application/jose")
def write_jws(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """A compact JWS is sent as it is."""
    return str(value).encode()


@pytest.fixture(scope="module")
def findings(api_schema: schemathesis.BaseSchema) -> "Findings":
    """What schemathesis found, and what it did, in one run over the whole document."""
    found = Findings()
    for event in engine.from_schema(api_schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found.add(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            error = event.value if isinstance(event, events.NonFatalError) else event.exception
            found.faults.append(f"{type(error).__name__}: {error}")
    return found


def test_no_request_finds_the_api_at_odds_with_its_document(findings: Findings) -> None:
    assert "\n\n".join(findings.faults) == ""


def test_every_operation_was_asked_and_most_were_done(
    findings: Findings, api_schema: schemathesis.BaseSchema
) -> None:
    operations = [result for result in api_schema.get_all_operations() if isinstance(result, Ok)]
    documented = {each.ok().label for each in operations}
    done = {label for label, counts in findings.statuses.items() if counts[200] + counts[201]}

    assert set(findings.statuses) == documented
    assert {"POST /api/v1/records", "PUT /api/v1/records/{ctid}"} <= done
    assert {"POST /api/v1/records/validate", "GET /api/v1/records/{ctid}"} <= done


def test_nothing_is_answered_500(findings: Findings) -> None:
    assert {
        status for counts in findings.statuses.values() for status in counts if status >= 500
    } == set()
