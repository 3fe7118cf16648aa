import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.linked_data.small_registry import BASE, CREDENTIAL, json_of

Schema = dict[str, Any]


@pytest.fixture
def document(client: FlaskClient) -> Schema:
    answer: Schema = json_of(client.get("/api/v1/openapi.json"))
    return answer


def operations(document: Schema) -> Iterator[tuple[str, Schema]]:
    for path, described in document["paths"].items():
        for method, operation in described.items():
            if method in ("get", "post", "put", "delete"):
                parameters = [*described.get("parameters", []), *operation.get("parameters", [])]
                yield path, {**operation, "parameters": parameters}


def resolved(document: Schema, schema: Schema) -> Schema:
    """What a reference leads to."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def faults(document: Schema, schema: Schema, value: Any, place: str = "answer") -> Iterator[str]:
    """Where a value is not what its schema says."""
    if "anyOf" in schema:
        tried = [list(faults(document, each, value, place)) for each in schema["anyOf"]]
        if all(tried):
            yield from tried[0]
        return
    schema = resolved(document, schema)
    allowed = schema.get("type", [])
    names = allowed if isinstance(allowed, list) else [allowed]
    kinds = {
        "object": dict, "array": list, "string": str, "integer": int, "number": int | float,
        "boolean": bool, "null": type(None),
    }  # fmt: skip
    if names and not any(isinstance(value, kinds[name]) for name in names):
        yield f"{place} is {value!r}, not {names}"
    elif isinstance(value, dict):
        yield from (
            f"{place} has no {name}" for name in schema.get("required", ()) if name not in value
        )
        for name, member in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if inner is None and "properties" in schema:
                yield f"{place} has an undocumented {name}"
            elif isinstance(inner, dict):
                yield from faults(document, inner, member, f"{place}.{name}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from faults(document, schema.get("items", {}), member, f"{place}[{number}]")


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)


def test_it_is_openapi_3_1_and_says_where_this_registry_is(document: Schema) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": BASE}]
    assert document["info"].keys() >= {"title", "version", "description"}


def test_it_is_valid_by_the_published_schema_of_openapi_3_1(document: Schema) -> None:
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []


def test_every_error_is_documented_with_an_example_of_the_shape_it_has(document: Schema) -> None:
    described = {
        (status, name)
        for _, operation in operations(document)
        for status, each in operation["responses"].items()
        if status >= "400"
        for name in [each["$ref"]]
    }

    assert len(described) > 10
    for status, reference in described:
        content = resolved(document, {"$ref": reference})["content"]["application/problem+json"]
        assert content["example"]["status"] == int(status)
        assert list(faults(document, content["schema"], content["example"])) == []


QUESTIONS = {"/api/v1/plan", "/api/v1/batch", "/api/v1/verify"}
"""What is sent there is a question too long for an address; nobody signs in to ask."""


OPEN = {"/api/v1/credentials/{ctid}/corrections", "/api/v1/organizations/{ctid}/corrections"}
"""What is sent there is kept, and everybody may send it, so often and no more."""


def test_what_everybody_may_send_is_limited(document: Schema) -> None:
    for path in OPEN:
        described = document["paths"][path]["post"]
        assert "security" not in described
        assert {"429", "507"} <= described["responses"].keys()


def test_who_may_write_is_documented(document: Schema) -> None:
    assert document["components"]["securitySchemes"]["publisherKey"]["scheme"] == "bearer"
    for path, described in document["paths"].items():
        methods = set() if path in QUESTIONS | OPEN else {"post", "put", "delete"}
        for method in methods & described.keys():
            assert described[method]["security"], f"{method} {path}"
            statuses = described[method]["responses"].keys()
            assert "401" in statuses, f"{method} {path}"
            is_write = {} not in described[method]["security"]
            assert ("507" in statuses) == is_write, f"{method} {path}"


def test_every_body_is_documented_in_each_media_type_with_an_example(document: Schema) -> None:
    bodies = [
        (path, operation["requestBody"])
        for path, operation in operations(document)
        if "requestBody" in operation
    ]

    assert {path for path, _ in bodies} >= {
        "/api/v1/records", "/api/v1/records/{ctid}", "/api/v1/records/validate",
    }  # fmt: skip
    for path, body in bodies:
        assert body["required"], path
        assert body["description"], path
        assert any("example" in each or "examples" in each for each in body["content"].values())


def test_every_address_of_the_api_is_in_it(document: Schema, small_app: Flask) -> None:
    rules = {
        re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule.rule)
        for rule in small_app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("/openapi.json")
    }

    assert set(document["paths"]) == rules


def test_every_reference_in_it_leads_somewhere(document: Schema) -> None:
    for reference in references(document):
        assert resolved(document, {"$ref": reference})


def test_every_operation_is_described(document: Schema) -> None:
    for path, operation in operations(document):
        assert operation["summary"], path
        assert "200" in operation["responses"]
        names = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert names == set(re.findall(r"{([a-z_]+)}", path))
        for parameter in operation["parameters"]:
            assert parameter["in"] == "path" or parameter["description"], parameter["name"]
            assert parameter["schema"]


def test_errors_are_documented_in_the_form_they_have(client: FlaskClient, document: Schema) -> None:
    for path, operation in operations(document):
        response = operation["responses"].get("400") or operation["responses"]["default"]
        content = resolved(document, response)["content"]
        assert list(content) == ["application/problem+json"], path

    problem = json_of(client.get("/api/v1/search?page=0"))
    schema = document["components"]["schemas"]["Problem"]
    assert list(faults(document, schema, problem)) == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/search", "/api/v1/search"),
        ("/api/v1/search", "/api/v1/search?q=analisys&max_hours=1&type=ceterms:Course"),
        ("/api/v1/changes", "/api/v1/changes?limit=3"),
        ("/api/v1/levels", "/api/v1/levels"),
        ("/api/v1/levels/map", "/api/v1/levels/map?level=nzqcf:7&to=scqf"),
        ("/api/v1/levels/map", "/api/v1/levels/map?level=nzqcf:8&to=hkqf"),
        ("/api/v1/levels/{framework}", "/api/v1/levels/nfq-ie"),
        ("/api/v1/levels/{framework}/{notation}", "/api/v1/levels/nzqcf/8"),
        ("/api/v1/credentials/{ctid}", f"/api/v1/credentials/{CREDENTIAL}"),
        (
            "/api/v1/credentials/{ctid}/evaluation",
            f"/api/v1/credentials/{CREDENTIAL}/evaluation?programme={CREDENTIAL}",
        ),
    ],
)
def test_what_is_answered_is_what_is_documented(
    client: FlaskClient, document: Schema, path: str, address: str
) -> None:
    described = document["paths"][path]["get"]["responses"]["200"]
    schema = resolved(document, described)["content"]["application/json"]["schema"]

    assert list(faults(document, schema, json_of(client.get(address)))) == []


def test_limits_of_numbers_are_numbers(document: Schema) -> None:
    limits = [
        parameter["schema"][name]
        for _, operation in operations(document)
        for parameter in operation["parameters"]
        for name in ("minimum", "maximum", "maxLength")
        if name in parameter["schema"]
    ]

    assert len(limits) > 5
    assert all(isinstance(limit, int | float) for limit in limits)
