"""The OpenAPI document as a page: nothing of it may be lost on the way to people."""

from typing import Any

import pytest
from flask import Flask

from app.http.openapi import openapi_document
from app.presenters.api_reference import METHODS, Operation, Reference, reference_of, words
from tests.linked_data.small_registry import small_app

__all__ = ["small_app"]


@pytest.fixture
def document(small_app: Flask) -> dict[str, Any]:
    with small_app.app_context():
        return openapi_document()


@pytest.fixture
def reference(document: dict[str, Any]) -> Reference:
    return reference_of(document)


def operation(reference: Reference, method: str, path: str) -> Operation:
    [found] = [
        each
        for group in reference.groups
        for each in group.operations
        if (each.method, each.path) == (method, path)
    ]
    return found


def test_every_operation_is_shown_once(document: dict[str, Any], reference: Reference) -> None:
    documented = [
        (method.upper(), path)
        for path, described in document["paths"].items()
        for method in described
        if method in METHODS
    ]
    shown = [(each.method, each.path) for group in reference.groups for each in group.operations]

    assert sorted(shown) == sorted(documented)
    assert len({each.id for group in reference.groups for each in group.operations}) == len(shown)


def test_an_operation_tells_all_its_parameters_bodies_and_statuses(
    document: dict[str, Any], reference: Reference
) -> None:
    described = document["paths"]["/api/v1/records/{ctid}"]["put"]
    shown = operation(reference, "PUT", "/api/v1/records/{ctid}")

    assert [each.name for each in shown.parameters] == [
        "ctid",
        "owner",
        "If-Match",
        "If-None-Match",
    ]
    assert [each.place for each in shown.parameters][:3] == [
        "in the path",
        "in the query",
        "a header",
    ]
    assert shown.parameters[0].kind == "CTID"
    assert shown.parameters[0].is_required
    assert list(shown.media_types) == list(described["requestBody"]["content"])
    assert [each.status for each in shown.answers] == list(described["responses"])
    assert [each.name for each in shown.members][:3] == ["ctid", "number", "kind"]
    assert '"ceterms:name"' in shown.example


def test_a_command_can_be_copied_and_filled_in(reference: Reference) -> None:
    base = "https://registry.test/api/v1"
    publish = operation(reference, "POST", "/api/v1/records")
    withdraw = operation(reference, "DELETE", "/api/v1/records/{ctid}")
    changes = operation(reference, "GET", "/api/v1/changes")

    assert publish.command == (
        "curl -H 'Authorization: Bearer KEY' -H 'Content-Type: application/ld+json'"
        f" --data-binary @FILE {base}/records"
    )
    assert withdraw.command == (
        f"curl -X DELETE -H 'Authorization: Bearer KEY' '{base}/records/CTID?reason=REASON'"
    )
    assert changes.command == f"curl {base}/changes"


def test_it_says_where_a_key_is_needed(reference: Reference) -> None:
    assert operation(reference, "POST", "/api/v1/records").key == "needed"
    assert operation(reference, "POST", "/api/v1/records/validate").key == "optional"
    assert operation(reference, "GET", "/api/v1/search").key == "none"


def test_all_errors_and_the_members_of_findings_are_there(reference: Reference) -> None:
    statuses = [each.status for each in reference.errors]

    assert statuses == sorted(statuses)
    assert {"401", "403", "409", "413", "415", "422", "429", "503"} <= set(statuses)
    assert [each.name for each in reference.finding_members] == [
        "code", "severity", "entity", "property", "message", "rule", "source", "row", "column",
    ]  # fmt: skip


def test_limits_of_numbers_are_in_words(reference: Reference) -> None:
    limit = operation(reference, "GET", "/api/v1/changes").parameters[1]

    assert (limit.name, limit.kind) == ("limit", "whole number from 1 up to 1,000")


def test_code_in_a_description_is_told_apart() -> None:
    found = words("Send `If-Match` back.")

    assert [(each.text, each.is_code) for each in found] == [
        ("Send ", False),
        ("If-Match", True),
        (" back.", False),
    ]
