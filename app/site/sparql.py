"""The page for SPARQL; at the same address programs get the answers of the protocol."""

from typing import Final

from flask import Blueprint, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from app.http import rate_limits
from app.http.caching import REVALIDATE
from app.http.current import registry
from app.http.media_types import HTML
from app.http.negotiation import choose
from app.http.problems import problem_of
from app.presenters.sparql import Wrong, limits_in_words, shown_answer, what_is_wrong
from app.presenters.sparql_examples import examples
from app.schemas.sparql import FORMATS, GRAPH_FORMATS, TABLE_FORMATS, read_asked
from app.services import sparql
from app.store.sparql import Answered, Formats
from ctdl.errors import RegistryError

_FOR_PROGRAMS: Final = (*TABLE_FORMATS, *GRAPH_FORMATS)
_ON_PAGE: Final = Formats(select="srj", ask="srj", graph="ttl")


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/sparql", "sparql", show_sparql, methods=["GET", "POST"])


def show_sparql() -> Response:
    """The page for browsers, the answer of the protocol for everybody else."""
    if not _wants_page():
        response: Response = current_app.extensions["sparql"]()
        return response
    query = request.args.get("query", "")
    try:
        asked = read_asked()
        if asked:
            rate_limits.spend(rate_limits.HARVEST)
        found = sparql.ask(registry(), asked.question(_ON_PAGE)) if asked else None
    except HTTPException as error:
        return _page(None, what_is_wrong(error, query), error.code or 400)
    except RegistryError as error:
        if (problem := problem_of(error)) is None:
            raise
        response = _page(None, what_is_wrong(error, query), problem.status)
        response.headers.update(problem.headers)
        return response
    return _page(found)


def _wants_page() -> bool:
    if request.method == "POST" or "format" in request.args:
        return False
    accept = request.headers.get("Accept")
    return choose(accept, (HTML, *_FOR_PROGRAMS), default=_FOR_PROGRAMS[0]) is HTML


def _page(found: Answered | None, wrong: Wrong | None = None, status: int = 200) -> Response:
    limits = registry().sparql.limits
    query = request.args.get("query", "")
    page = render_template(
        "site/sparql.html",
        query=query,
        answer=shown_answer(found, registry().base) if found else None,
        files=FORMATS[found.form] if found else (),
        wrong=wrong,
        examples=examples(),
        limits=limits_in_words(limits, limits.at_once * registry().settings.workers),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = REVALIDATE if status == 200 else "no-store"
    response.vary.add("Accept")
    return response
