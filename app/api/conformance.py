"""`/api/v1/standards` and `/api/v1/credentials/<ctid>/conformance`: records held against rules."""

from collections.abc import Mapping
from typing import Any

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import absolute, registry
from app.schemas.conformance import (
    ConformanceParameters,
    ConformanceSchema,
    StandardSchema,
    StandardsSchema,
)
from app.schemas.records import NoParameters
from app.services import conformance, reading
from app.services.conformance import Figures
from ctdl.ctid import CTID
from ctdl.standards import Conformance, Element, ElementResult, Result, Standard

blueprint = RegistryBlueprint(
    "conformance",
    __name__,
    url_prefix=PREFIX,
    description="Standards for micro-credentials, and records held against them",
)
tag_answers(blueprint)

_KEYS: Mapping[Result, str] = {
    "met": "met",
    "not met": "not_met",
    "not stated": "not_stated",
    "not applicable": "not_applicable",
}


@blueprint.get("/credentials/<ctid:ctid>/conformance")
@blueprint.arguments(ConformanceParameters, location="query")
@blueprint.response(200, ConformanceSchema, description="What came out, clause by clause")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_conformance(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Hold a credential against standards, clause by clause.

    What is not stated is not failed: "not met" is said only where the record states something that
    contradicts a rule. A check is not an approval; only the body that issued a standard approves.
    """
    stored = reading.get_record(registry(), ctid)
    chosen = asked.get("standard")
    return {
        "ctid": ctid,
        "revision": stored.sha256,
        "standards": [
            _conformance(each)
            for each in conformance.conformance_of(registry(), stored)
            if not chosen or each.standard.id in chosen
        ],
    }


@blueprint.get("/standards")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, StandardsSchema, description="The standards")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
def list_standards(_asked: dict[str, Any]) -> dict[str, Any]:
    """List the standards, guidelines and definitions, and how many records meet each."""
    return {"standards": [_listed(each) for each in conformance.figures(registry())]}


@blueprint.get("/standards/<standard>")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, StandardSchema, description="The standard")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
def show_standard(_asked: dict[str, Any], standard: str) -> dict[str, Any]:
    """Show a standard: its elements, their rules and sources, and what came out over all records.

    `shapes` is where its SHACL shapes are; they say as much of it as SHACL can.
    """
    [found] = conformance.figures(registry(), standard)
    elements = [
        {**_element(element), "records": _counts(counts)} for element, counts in found.elements
    ]
    return {**_listed(found), "elements": elements}


def _conformance(found: Conformance) -> dict[str, Any]:
    is_definition = found.standard.kind == "definition"
    return {
        **_standard(found.standard),
        "meets": None if is_definition else found.meets,
        **_counts(found.counts),
        "elements": [_result(each) for each in found.results],
    }


def _listed(found: Figures) -> dict[str, Any]:
    standard = found.standard
    return {
        **_standard(standard),
        "meaning": standard.meaning,
        "superseded_by": standard.superseded_by,
        "applies_since": standard.applies.since,
        "applies_until": standard.applies.until,
        "shapes": absolute(f"standards/{standard.id}.ttl"),
        "checked": found.checked,
        "meet": None if standard.kind == "definition" else found.meet,
    }


def _standard(standard: Standard) -> dict[str, Any]:
    return {
        "id": standard.id,
        "name": standard.name,
        "issuer": standard.issuer,
        "jurisdiction": standard.jurisdiction,
        "year": standard.year,
        "version": standard.version,
        "kind": standard.kind,
        "page": absolute(f"standards/{standard.id}"),
    }


def _result(found: ElementResult) -> dict[str, Any]:
    return {
        **_element(found.element),
        "result": found.result,
        "value": "; ".join(found.values) or None,
        "values": list(found.values),
        "properties": list(found.properties),
        "reason": str(found.reason) or None,
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "id": element.id,
        "label": element.label,
        "obligation": element.obligation,
        "rule": element.rule,
        "source": element.source,
        "shacl": element.shacl.fits,
        "shacl_reason": element.shacl.reason or None,
    }


def _counts(counts: Mapping[Result, int]) -> dict[str, int]:
    return {name: counts[result] for result, name in _KEYS.items()}
