"""`/standards/<id>.ttl`: as much of a standard as SHACL can say, as shapes."""

from flask import Blueprint, Response

from app.http.caching import Validators, etag_of, representation
from app.http.current import absolute
from app.http.media_types import TURTLE
from app.services import conformance
from ctdl.standards.shapes import shapes

blueprint = Blueprint("standards", __name__)


@blueprint.get("/standards/<standard>.ttl")
def show_shapes(standard: str) -> Response:
    """The shapes of a standard's elements; each element says whether one fits, or why not."""
    known = conformance.get_standard(standard)
    base = absolute("standards/")
    validators = Validators(etag_of("shapes", conformance.basis(), base, standard))
    return representation(
        TURTLE, validators, lambda: shapes(known, base).serialize(format="turtle").encode()
    )
