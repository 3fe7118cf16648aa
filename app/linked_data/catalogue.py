"""`/catalog.<suffix>`: the catalogue in one format; and where VoID is looked for."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from app.http.caching import REVALIDATE
from app.http.current import absolute
from app.http.media_types import RDF_FORMATS
from app.presenters.dcat import catalogue_answer

blueprint = Blueprint("catalogue", __name__)
_FORMATS = {each.suffix: each for each in RDF_FORMATS[:-1]}


@blueprint.get("/catalog.<suffix>")
def show_catalogue_as(suffix: str) -> Response:
    """The catalogue in the format of the suffix."""
    if suffix not in _FORMATS:
        known = ", ".join(f".{each}" for each in _FORMATS)
        raise NotFound(f"The catalogue has no format .{suffix[:20]}; its formats are {known}.")
    return catalogue_answer(_FORMATS[suffix])


@blueprint.get("/.well-known/void")
def lead_to_void() -> Response:
    """Where the description is: the catalogue is VoID too."""
    response = Response(status=303)
    response.headers["Location"] = absolute("catalog")
    response.headers["Cache-Control"] = REVALIDATE
    return response
