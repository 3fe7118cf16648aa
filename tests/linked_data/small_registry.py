"""A small registry to ask over HTTP: the shipped frameworks and comparisons, a handful of records.

Some of them are withdrawn. It is made once in a run; tests only read it.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import loading, publishing, views
from app.services.registry import Registry, set_up
from ctdl.ctid import derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.support.prerequisites import PROJECT

BASE: Final = "https://registry.test"
ORGANIZATION: Final = derive_ctid("test:http organization")
CREDENTIAL: Final = derive_ctid("test:http credential")
COURSE: Final = derive_ctid("test:http course")
SCHEME: Final = derive_ctid("test:http scheme")
CONCEPT: Final = derive_ctid("test:http concept")
WITHDRAWN: Final = derive_ctid("test:http withdrawn")
REPLACED: Final = derive_ctid("test:http replaced")
UNKNOWN: Final = derive_ctid("test:http never published")
EQF: Final = derive_ctid("framework:eqf")
EQF_LEVELS: Final = derive_ctid("progression-model:eqf")
EQF_LEVEL_5: Final = derive_ctid("level:eqf:5")

HOSTILE_NAME: Final = '</script><b>Data</b> & "analysis" בעברית'
FORMULA_NAME: Final = '=HYPERLINK("https://evil.example")'
CTDL: Final = "https://credreg.net/ctdl/schema/context/json"
CTDL_ASN: Final = "https://credreg.net/ctdlasn/schema/context/json"
_SHIPPED = [PROJECT / "registry_data" / name for name in ("frameworks", "crosswalks")]
_STATEMENT = Statement(
    source="Course list, page 3",
    source_url="https://provider.example/list of courses.csv",
    asserted_by="Provider Example",
    seen="2026-03",
    licence="CC BY 4.0",
)
_COST = Statement(source="Price list", asserted_by="Platform Example", seen="2026-05")


@pytest.fixture(scope="session")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The web application over the small registry."""
    application = create_app(_settings(tmp_path_factory.getbasetemp() / "small-registry"))
    application.testing = True
    yield application
    application.extensions["registry"].close()


@pytest.fixture
def client(small_app: Flask) -> FlaskClient:
    """A client of the web application over the small registry."""
    return small_app.test_client()


def json_of(response: TestResponse) -> Any:
    """The JSON in an answer, whatever its media type."""
    return json.loads(response.data)


@cache
def _settings(home: Path) -> Settings:
    settings = Settings(home=home, base_url=BASE)
    registry = set_up(settings)
    loading.load(registry, _SHIPPED)
    for document in _documents():
        _publish(registry, document)
    publishing.withdraw(registry, WITHDRAWN, reason="Taken over by another provider.")
    publishing.withdraw(
        registry, REPLACED, reason="Replaced <b>for good</b>.", replaced_by=CREDENTIAL
    )
    views.catch_up(registry)
    registry.close()
    return settings


def _publish(registry: Registry, document: dict[str, Any]) -> None:
    provenance = Provenance(_STATEMENT, {"ceterms:estimatedCost": _COST}, collected=True)
    publishing.publish(registry, document, provenance=provenance)


def _documents() -> list[dict[str, Any]]:
    return [
        _document(_node(ORGANIZATION, "ceterms:CredentialOrganization", "Provider Example")),
        _document(_credential(), *_inner_nodes()),
        _document(
            _node(COURSE, "ceterms:Course", FORMULA_NAME)
            | {"ceterms:offeredBy": [f"resources/{ORGANIZATION}"]}
        ),
        _scheme(),
        _document(_node(WITHDRAWN, "ceterms:MicroCredential", "Given up")),
        _document(_node(REPLACED, "ceterms:MicroCredential", HOSTILE_NAME)),
    ]


def _document(main: dict[str, Any], *others: dict[str, Any], context: str = CTDL) -> dict[str, Any]:
    graph = f"graph/{main['ceterms:ctid']}"
    return {"@context": context, "@id": graph, "@graph": [main, *others]}


def _node(ctid: str, type_name: str, name: str) -> dict[str, Any]:
    return {
        "@id": f"resources/{ctid}",
        "@type": type_name,
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": name},
    }


def _credential() -> dict[str, Any]:
    return _node(CREDENTIAL, "ceterms:MicroCredential", HOSTILE_NAME) | {
        "ceterms:description": {"en": "Analysing data.", "he": "ניתוח נתונים"},
        "ceterms:ownedBy": [f"resources/{ORGANIZATION}"],
        "ceterms:inLanguage": ["en"],
        "ceterms:estimatedCost": [
            {"@type": "ceterms:CostProfile", "ceterms:price": "249.5", "ceterms:currency": "EUR"}
        ],
        "ceterms:estimatedDuration": [
            {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT50H"}
        ],
        "ceterms:requires": ["_:credits"],
        "ceterms:isPartOf": [f"resources/{UNKNOWN}"],
    }


def _inner_nodes() -> list[dict[str, Any]]:
    return [
        {
            "@id": "_:credits",
            "@type": "ceterms:ConditionProfile",
            "ceterms:name": {"en": "Credits"},
            "ceterms:creditValue": ["_:two"],
        },
        {"@id": "_:two", "@type": "ceterms:ValueProfile", "schema:value": 2},
    ]


def _scheme() -> dict[str, Any]:
    scheme = {
        "@id": f"resources/{SCHEME}",
        "@type": "skos:ConceptScheme",
        "ceterms:ctid": SCHEME,
        "ceasn:name": {"en": "Test scheme"},
        "skos:hasTopConcept": [f"resources/{CONCEPT}"],
    }
    concept = {
        "@id": f"resources/{CONCEPT}",
        "@type": "skos:Concept",
        "ceterms:ctid": CONCEPT,
        "skos:prefLabel": {"en": "Test concept"},
        "skos:inScheme": f"resources/{SCHEME}",
    }
    return _document(scheme, concept, context=CTDL_ASN)
