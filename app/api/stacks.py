"""`/api/v1/credentials/<ctid>/stacks`: what a credential stacks with, stated and suggested."""

import re
from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale

from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry, resource_iri
from app.presenters.alternatives import likeness_words
from app.presenters.alternatives import reason_words as alternative_words
from app.presenters.stack_words import (
    credit_words,
    reason_words,
    stated_label,
    stated_words,
    suggested_label,
)
from app.schemas.stacks import StacksParameters, StacksSchema
from app.services import reading
from app.services.alternatives import Alternative
from app.services.confirming import CONFIRMED
from app.services.reading import RecordNotFound
from app.services.stacking import KINDS, Asserted, Suggested, stacks
from app.services.stacking.model import MOST_POINTS
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.language import best_text
from ctdl.records import CredentialRecord

LANGUAGE = "en"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

blueprint = RegistryBlueprint(
    "stacks", __name__, url_prefix=PREFIX, description="What stacks with what"
)


@blueprint.get("/credentials/<ctid:ctid>/stacks")
@blueprint.arguments(StacksParameters, location="query")
@blueprint.response(200, StacksSchema, description="The stacks by kind")
@blueprint.problems(400, 404, 410)
def show_stacks(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Show what a credential stacks with: what records state, then what is only suggested.

    Suggestions never repeat what is stated. Their points are a sum that orders them.
    """
    stored = reading.get_record(registry(), ctid)
    if not isinstance(stored.record, CredentialRecord):
        raise RecordNotFound(f"{ctid} is of the class {stored.record.type}, not a credential.")
    day = asked["asof"] or datetime.now(UTC).date()
    found = stacks(registry(), ctid, day)
    with force_locale(LANGUAGE):
        return {
            "ctid": ctid,
            "asof": day,
            **{
                kind: [
                    *map(_stated, found.asserted.get(kind, ())),
                    *map(_suggested, found.suggested.get(kind, ())),
                ]
                for kind in KINDS
            },
            "unsorted": [_stated(each) for each in found.unsorted],
            "alternatives": _alternatives(
                each for some in found.alternatives.by_kind.values() for each in some
            ),
            "lacking": {kind: list(lacking) for kind, lacking in found.lacking.items()},
            "left_out": found.left_out,
        }


def _stated(each: Asserted) -> dict[str, Any]:
    first = each.told[0] if each.told else None
    return {
        "ctid": each.ctid,
        "iri": resource_iri(each.ctid) if each.ctid else None,
        "name": best_text(each.name, LANGUAGE)[0] or None,
        "type": each.type,
        "provider": _named(each.provider),
        "basis": "asserted",
        "label": stated_label(),
        "by": first.by if first else None,
        "source": first.source if first else None,
        "reasons": list(stated_words(each)),
        "credit": _credit(each),
        "confidence": None,
        "relations": list(each.relations),
        "confirmed_by_receiver": CONFIRMED[each.confirmed],
        "statements": [vars(told) for told in each.told],
        "parts": [_named(part) for part in each.parts],
        "transfer_value": each.transfer,
        "since": each.since,
        "until": each.until,
        "in_force": each.in_force,
    }


def _suggested(each: Suggested) -> dict[str, Any]:
    return {
        **_summary(each.summary),
        "reasons": [reason_words(reason) for reason in each.reasons],
        "confidence": {
            "points": each.points,
            "most": MOST_POINTS,
            "explained": [
                {
                    "reason": _CAPITAL.sub(" ", type(reason).__name__).lower(),
                    "points": reason.points,
                    "words": reason_words(reason),
                }
                for reason in each.reasons
            ],
        },
        "relations": [],
        "confirmed_by_receiver": None,
        "statements": [],
        "parts": [],
        "transfer_value": None,
        "since": None,
        "until": None,
        "in_force": None,
    }


def _alternatives(found: Any) -> list[dict[str, Any]]:
    """Each alternative once, with all that makes it one and how alike it is."""
    known: dict[CTID, Alternative] = {each.summary.ctid: each for each in found}
    return [
        {
            **_summary(each.summary),
            "reasons": [*map(alternative_words, each.reasons), likeness_words(each.likeness)],
            "confidence": None,
        }
        for each in known.values()
    ]


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "ctid": summary.ctid,
        "iri": resource_iri(summary.ctid),
        "name": best_text(summary.name, LANGUAGE)[0] or None,
        "type": summary.type,
        "provider": _named(summary.provider),
        "basis": "inferred",
        "label": suggested_label(),
        "by": None,
        "source": None,
        "credit": None,
    }


def _credit(each: Asserted) -> dict[str, Any] | None:
    if not each.credits:
        return None
    worth = each.credits[0]
    return {
        "minimum": worth.minimum,
        "maximum": worth.maximum,
        "unit": worth.unit,
        "words": credit_words(worth),
    }


def _named(named: Named | None) -> dict[str, str | None] | None:
    if named is None:
        return None
    return {"ctid": named.ctid, "name": best_text(named.name, LANGUAGE)[0] or None}
