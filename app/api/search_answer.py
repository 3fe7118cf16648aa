"""A page of results as the API gives it; its texts are in English where there is a choice."""

from typing import Any
from urllib.parse import urlencode

from flask_babel import force_locale

from app.http.current import absolute, registry, resource_iri
from app.presenters.facet_labels import FacetLabels, field_ctid
from app.services import reading
from app.services.searching import Hit, SearchPage
from app.services.summaries import CreditSummary, Named
from ctdl.language import best_text

LANGUAGE = "en"


def search_answer(found: SearchPage, path: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The answer to the search that `path` and its parameters ask for."""
    asked = found.request
    corrected = found.corrected
    return {
        "query": {
            "q": asked.q,
            "text": corrected if corrected and found.was_corrected else asked.q,
            "corrected": corrected,
            "understood": [],
            "relaxed": found.relaxed,
        },
        "total": found.total,
        "page": asked.page,
        "size": asked.size,
        "items": [_item(hit) for hit in found.hits],
        "facets": _facets(found),
        "excluded": [
            {"filter": each.filter, "value": each.value, "would_add": each.would_add}
            for each in found.excluded
        ],
        "links": page_links(found, path, pairs),
    }


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


def _item(hit: Hit) -> dict[str, Any]:
    summary = hit.summary
    name, language = best_text(summary.name, LANGUAGE)
    return {
        "ctid": summary.ctid,
        "iri": resource_iri(summary.ctid),
        "name": name or None,
        "name_language": language if name else None,
        "type": summary.type,
        "provider": _named(summary.provider),
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
        "score": round(hit.score, 4),
        "why": [{"kind": "words", "text": ", ".join(hit.matched)}] if hit.matched else [],
    }


def _named(named: Named | None) -> dict[str, str | None] | None:
    if named is None:
        return None
    name, _ = best_text(named.name, LANGUAGE)
    return {"ctid": named.ctid, "name": name or None}


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
