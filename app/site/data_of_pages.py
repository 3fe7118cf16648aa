"""The pages of records for programs: who asks one for data is sent to the record's own address.

The address of a page is what browsers, search engines and the sitemap give out, so programs come
to it too (Cool URIs for the Semantic Web, section 4.2).
"""

from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.http.media_types import HTML, RDF_FORMATS
from app.http.negotiation import negotiate
from app.site.frame import record_path

_PAGES: Final = frozenset({"credential", "organization", "pathway", "record"})


def install(blueprint: Blueprint) -> None:
    """Send who asks for data on, and say that the answer depends on what is asked for."""
    blueprint.before_request(_to_data)
    blueprint.after_request(_vary)


def _to_data() -> AnyResponse | None:
    if not _is_of_record() or negotiate((HTML, *RDF_FORMATS), default=HTML) is HTML:
        return None
    return redirect(record_path((request.view_args or {})["ctid"]), 303)


def _vary(response: Response) -> Response:
    if _is_of_record():
        response.vary.add("Accept")
    return response


def _is_of_record() -> bool:
    return (request.endpoint or "").partition(".")[2] in _PAGES and request.method in (
        "GET",
        "HEAD",
    )
