"""`/search.json`, `.jsonld` and `.csv`: the page of results that `/search` shows, as a file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import flask
from flask import Blueprint, Response, request
from flask_babel import force_locale

from app.api.conditional import tag_answers
from app.api.search_answer import LANGUAGE, page_links, search_answer
from app.http.current import absolute, registry, resource_iri
from app.http.media_types import CSV, JSON_LD
from app.presenters.why import reasons
from app.schemas.numbers import number
from app.schemas.query import parser
from app.schemas.search import SearchAnswerSchema, SearchParameters
from app.services import searching
from app.services.searching import FACETS, Hit, SearchPage, SearchRequest
from ctdl.language import UNDETERMINED, best_text
from ctdl.tabular.guarding import guarded

blueprint = Blueprint("search_files", __name__)
tag_answers(blueprint)

COLUMNS = (
    "ctid",
    "iri",
    "name",
    "type",
    "provider",
    "provider_ctid",
    "levels",
    "credits",
    "hours_min",
    "hours_max",
    "costs",
    "modes",
    "languages",
    "country",
    "fields",
    "position",
    "only_near",
    "why",
)


@blueprint.get("/search.json")
@parser.use_args(SearchParameters, location="query")
def search_json(asked: SearchRequest) -> Response:
    """The results as the API gives them."""
    found = _searched(asked)
    answer = search_answer(found, request.path, list(request.args.items(multi=True)))
    return flask.jsonify(SearchAnswerSchema().dump(answer))


@blueprint.get("/search.csv")
@parser.use_args(SearchParameters, location="query")
def search_csv(asked: SearchRequest) -> Response:
    """The results as a table, one line each; the next page is in the Link header."""
    found = _searched(asked, ())
    response = _linked(Response(_table(found), content_type=CSV.content_type), found)
    response.headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


@blueprint.get("/search.jsonld")
@parser.use_args(SearchParameters, location="query")
def search_jsonld(asked: SearchRequest) -> Response:
    """The results as a list of schema.org, in their order; the next page is in the Link header."""
    found = _searched(asked, ())
    answer = flask.jsonify(_list_of(found))
    answer.content_type = JSON_LD.content_type
    return _linked(answer, found)


def _searched(asked: SearchRequest, facets: tuple[str, ...] = FACETS) -> SearchPage:
    found = searching.search(registry(), asked, facets)
    found.require_page()
    return found


def _linked(response: Response, found: SearchPage) -> Response:
    links = page_links(found, request.path, list(request.args.items(multi=True)))
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{"prev" if name == "previous" else name}"'
        for name, address in links.items()
        if address
    )
    return response


def _list_of(found: SearchPage) -> dict[str, Any]:
    """An ItemList of the records by their IRIs; nothing has to be fetched to read it."""
    address = page_links(found, request.path, list(request.args.items(multi=True)))["self"]
    return {
        "@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}},
        "@id": address,
        "@type": "ItemList",
        "name": f"Search: {found.request.q}" if found.request.q else "Search",
        "url": absolute("/search?" + request.query_string.decode("ascii", "replace")),
        "numberOfItems": found.total,
        "itemListElement": [
            _list_item(place, hit) for place, hit in enumerate(found.hits, start=_first(found))
        ],
    }


def _list_item(place: int, hit: Hit) -> dict[str, Any]:
    names = [
        text if language == UNDETERMINED else {"@language": language, "@value": text}
        for language, text in hit.summary.name.items()
    ]
    item = {
        "@type": "ListItem",
        "position": place,
        "item": {"@id": resource_iri(hit.summary.ctid), "name": names},
    }
    note = {"description": "Only near to the words: no result."}
    return item | (note if hit.is_only_near else {})


def _first(found: SearchPage) -> int:
    """The position of the first record of this page."""
    return (found.request.page - 1) * found.request.size + 1


def _table(found: SearchPage) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    with force_locale(LANGUAGE):
        for place, hit in enumerate(found.hits, start=_first(found)):
            writer.writerow([*_row(hit), place, "yes" if hit.is_only_near else "no", _why(hit)])
    return written.getvalue()


def _row(hit: Hit) -> Iterator[str]:
    summary = hit.summary
    provider, hours = summary.provider, summary.hours
    yield summary.ctid
    yield resource_iri(summary.ctid)
    yield _cell(best_text(summary.name, "en")[0])
    yield _cell(summary.type)
    yield _cell(best_text(provider.name, "en")[0] if provider else "")
    yield provider.ctid or "" if provider else ""
    yield _list(level.id or best_text(level.label, "en")[0] for level in summary.levels)
    yield _list(_range(each.minimum, each.maximum, each.unit or "") for each in summary.credits)
    yield _number(hours.minimum) if hours else ""
    yield _number(hours.maximum) if hours else ""
    yield _list(f"{each.price or ''} {each.currency or ''}".strip() for each in summary.costs)
    yield _list(summary.modes)
    yield _list(summary.languages)
    yield _cell(summary.country or "")
    yield _list(each.code for each in summary.fields if each.code)


def _why(hit: Hit) -> str:
    return _list(each.sentence for each in reasons(hit, LANGUAGE))


def _list(values: Any) -> str:
    return _cell("; ".join(values))


def _range(low: float | None, high: float | None, unit: str) -> str:
    ends = _number(low) if low == high else f"{_number(low)}-{_number(high)}"
    return f"{ends} {unit}".strip()


def _number(value: float | None) -> str:
    shown = number(value)
    return "" if shown is None else str(shown)


def _cell(text: str) -> str:
    return guarded(text)
