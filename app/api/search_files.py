"""`/search.json` and `/search.csv`: the page of results that `/search` shows, as a file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import flask
from flask import Blueprint, Response, request

from app.api.conditional import tag_answers
from app.api.search_answer import page_links, search_answer
from app.http.current import registry, resource_iri
from app.http.media_types import CSV
from app.schemas.numbers import number
from app.schemas.query import parser
from app.schemas.search import SearchAnswerSchema, SearchParameters
from app.services import searching
from app.services.searching import Hit, SearchPage, SearchRequest
from ctdl.language import best_text
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
)


@blueprint.get("/search.json")
@parser.use_args(SearchParameters, location="query")
def search_json(asked: SearchRequest) -> Response:
    """The results as the API gives them."""
    found = searching.search(registry(), asked)
    answer = search_answer(found, request.path, list(request.args.items(multi=True)))
    return flask.jsonify(SearchAnswerSchema().dump(answer))


@blueprint.get("/search.csv")
@parser.use_args(SearchParameters, location="query")
def search_csv(asked: SearchRequest) -> Response:
    """The results as a table, one line each; the next page is in the Link header."""
    found = searching.search(registry(), asked, facets=())
    response = Response(_table(found), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    links = page_links(found, request.path, list(request.args.items(multi=True)))
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{"prev" if name == "previous" else name}"'
        for name, address in links.items()
        if address
    )
    return response


def _table(found: SearchPage) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(list(_row(hit)) for hit in found.hits)
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
