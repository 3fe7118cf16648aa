"""Answers of the SPARQL 1.1 Protocol, for programs; the site draws the page for people.

Where the query depends on nothing but the records, its answer has a weak tag made of the query and
the state of the records: whoever has it already is told so, and nothing is asked of the store. It
is weak because the same answer may be written in another order.
"""

from flask import Response, request

from app.http import rate_limits
from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import registry
from app.http.media_types import MediaType
from app.http.negotiation import NoFormatAccepted, choose
from app.linked_data.sparql.description import describe
from app.linked_data.writing import SERIALIZER, write_graph
from app.schemas.sparql import FORMATS, GRAPH_FORMATS, Asked, read_asked, wanted_formats
from app.services import sparql
from app.store.sparql import Formats, NotInThisFormat


def answer() -> Response:
    """The answer to the current request, which is a query or asks what can be asked."""
    rate_limits.spend(rate_limits.HARVEST)
    asked = read_asked()
    response = _description() if asked is None else _answer(asked, wanted_formats())
    response.vary.add("Accept")
    return response


def _answer(asked: Asked, formats: Formats) -> Response:
    is_repeatable = request.method != "POST" and sparql.is_repeatable(asked.query)
    validators = _validators(asked, formats)
    if is_repeatable and validators.match_request():
        response = Response(status=304)
        response.headers.pop("Content-Type", None)
    else:
        response = _asked(asked, formats)
    if is_repeatable:
        response.set_etag(validators.etag, weak=True)
    response.headers["Cache-Control"] = REVALIDATE if is_repeatable else "no-store"
    return response


def _asked(asked: Asked, formats: Formats) -> Response:
    try:
        found = sparql.ask(registry(), asked.question(formats))
    except NotInThisFormat as error:
        raise NoFormatAccepted(FORMATS[error.form]) from error
    media_type = _media_type(found.form, found.format)
    return Response(found.data, content_type=media_type.content_type)


def _media_type(form: str, suffix: str) -> MediaType:
    return next(each for each in FORMATS[form] if each.suffix == suffix)


def _validators(asked: Asked, formats: Formats) -> Validators:
    graphs = "\n".join(("default", *asked.default_graphs, "named", *asked.named_graphs))
    wanted = f"{formats.select} {formats.ask} {formats.graph}"
    state = sparql.position(registry())
    return Validators(etag_of("sparql", state, SERIALIZER, wanted, graphs, asked.query))


def _description() -> Response:
    media_type = choose(request.headers.get("Accept"), GRAPH_FORMATS)
    if media_type is None:
        raise NoFormatAccepted(GRAPH_FORMATS)
    limits = repr(registry().settings.sparql_seconds)
    tag = etag_of("sparql", sparql.position(registry()), SERIALIZER, media_type.suffix, limits)
    return representation(media_type, Validators(tag), lambda: write_graph(describe(), media_type))
