"""A page of results as the API gives it; its texts are in English where there is a choice."""

from typing import Any
from urllib.parse import urlencode

from flask_babel import force_locale

from app.api.brief import brief_name
from app.http.current import absolute, registry, resource_iri
from app.presenters.facet_labels import FacetLabels, field_ctid
from app.presenters.understood import meaning_of
from app.presenters.why import numbers, reasons
from app.services import reading
from app.services.narrowness import Excluded
from app.services.searching import Hit, SearchPage
from app.services.summaries import CreditSummary
from app.services.understanding import NOT_STATED, Understood
from ctdl.ctid import CTID
from ctdl.language import best_text

LANGUAGE = "en"


def search_answer(
    found: SearchPage, path: str, pairs: list[tuple[str, str]], *, explain: bool = False
) -> dict[str, Any]:
    """The answer to the search that `path` and its parameters ask for.

    With `explain` every result has the numbers that put it in its place.
    """
    asked = found.request
    corrected = found.corrected
    return {
        "query": {
            "q": asked.q,
            "text": corrected if corrected and found.was_corrected else found.text,
            "corrected": corrected,
            "understood": _understood(found),
            "relaxed": found.relaxed,
            "missing": list(found.missing),
            "lacks_meaning": found.lacks_meaning,
            "unstated_adds": found.unstated[-1].adds if found.unstated else None,
            "unstated_by": {
                each.names[0]: each.adds for each in found.unstated if len(each.names) == 1
            },
        },
        "total": found.total,
        "total_is_at_least": found.is_at_least,
        "only_near": found.only_near,
        "page": asked.page,
        "size": asked.size,
        "items": _items(found, explain=explain),
        "facets": _facets(found),
        "excluded": [_excluded(each) for each in found.excluded],
        "links": page_links(found, path, pairs),
    }


def _excluded(each: Excluded) -> dict[str, Any]:
    shown = {"filter": each.filter, "value": each.value, "would_add": each.would_add}
    words = " ".join(one.words for one in each.understood)
    return shown | {"source": words} if words else shown


def _understood(found: SearchPage) -> list[dict[str, Any]]:
    providers = [
        CTID(value)
        for each in found.understood
        if each.understood.field == "provider"
        for value in each.understood.values
    ]
    names = reading.named(registry(), providers) if providers else {}
    with force_locale(LANGUAGE):
        return [
            {
                "field": each.understood.field,
                "value": _value(each.understood),
                "currency": each.understood.currency or None,
                "source": each.understood.words,
                "reading": meaning_of(each.understood, names),
                "applied": not each.is_overruled,
            }
            for each in found.understood
        ]


def _value(each: Understood) -> float | str | list[str]:
    if each.field in ("max_cost", "max_hours"):
        number = float(each.values[0])
        return int(number) if number.is_integer() else number
    values = [value for value in each.values if value != NOT_STATED]
    return values[0] if len(values) == 1 else values


def page_links(found: SearchPage, path: str, pairs: list[tuple[str, str]]) -> dict[str, str | None]:
    """The addresses of this page, the first, the last and the ones beside it."""
    page, last = found.request.page, max(found.pages, 1)

    def address(number: int) -> str:
        kept = [(name, value) for name, value in pairs if name != "page" and value]
        query = urlencode([*kept, ("page", str(number))])
        return absolute(f"{path}?{query}")

    return {
        "self": address(page),
        "first": address(1),
        "previous": address(page - 1) if page > 1 else None,
        "next": address(page + 1) if page < last else None,
        "last": address(last),
    }


def _items(found: SearchPage, *, explain: bool) -> list[dict[str, Any]]:
    with force_locale(LANGUAGE):
        return [_item(hit) | (_explained(hit) if explain else {}) for hit in found.hits]


def _explained(hit: Hit) -> dict[str, Any]:
    return {"explanation": numbers(hit.evidence) if hit.evidence is not None else None}


def _item(hit: Hit) -> dict[str, Any]:
    summary = hit.summary
    name, language = best_text(summary.name, LANGUAGE)
    return {
        "ctid": summary.ctid,
        "iri": resource_iri(summary.ctid),
        "name": name or None,
        "name_language": language if name else None,
        "type": summary.type,
        "provider": brief_name(summary.provider, LANGUAGE),
        "levels": [level.id for level in summary.levels if level.id],
        "credits": [_credit(each) for each in summary.credits],
        "hours": {
            "min": summary.hours.minimum,
            "max": summary.hours.maximum,
            "basis": summary.hours.basis,
        }
        if summary.hours
        else None,
        "costs": [{"price": each.price, "currency": each.currency} for each in summary.costs],
        "modes": list(summary.modes),
        "languages": list(summary.languages),
        "country": summary.country,
        "only_near": hit.is_only_near,
        "score": round(hit.score, 4),
        "why": [{"kind": each.kind, "text": each.text} for each in reasons(hit, LANGUAGE)],
    }


def _credit(credit: CreditSummary) -> dict[str, Any]:
    low, high = credit.minimum, credit.maximum
    unit_name, _ = best_text(credit.unit_label, LANGUAGE)
    return {
        "value": low if low == high else None,
        "min": low,
        "max": high,
        "unit": credit.unit,
        "unit_name": unit_name or None,
    }


def _facets(found: SearchPage) -> dict[str, list[dict[str, Any]]]:
    fields = found.facets.get("field", ())
    names = reading.named(registry(), [field_ctid(each.value) for each in fields])
    labels = FacetLabels(found, names)
    with force_locale(LANGUAGE):
        return {
            name: [
                {
                    "value": each.value,
                    "label": str(labels.of(name, each.value)),
                    "count": each.count,
                    "selected": each.selected,
                }
                for each in values
            ]
            for name, values in found.facets.items()
        }
