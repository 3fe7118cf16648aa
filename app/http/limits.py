"""Limits on what a request may carry; whatever is over them is refused before any work is done."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

LONGEST_QUERY = 4000
"""Characters after the `?`; a search with every filter ticked stays far below."""

LONGER_QUERIES: dict[str, int] = {"site.sparql": 8000, "site_fr.sparql": 8000}
"""The endpoints that are asked in a language of their own."""

LONGEST_LINE = 8190
"""Bytes of a request's first line, with method, address and version; gunicorn takes no more."""

LARGER_BODIES: dict[str, int] = {}
"""The endpoints that take more than others, and how many bytes; they read it to disk."""


def take_up_to(view: Callable[..., Any], largest: int) -> None:
    """Let a view have bodies of up to `largest` bytes, once it says so to the request itself."""
    view.largest_body = largest  # type: ignore[attr-defined]


def setup(app: Flask) -> None:
    """Refuse over-long addresses, over-large bodies and control characters."""
    app.before_request(_refuse_excess)


def _refuse_excess() -> None:
    longest = LONGER_QUERIES.get(request.endpoint or "", LONGEST_QUERY)
    if len(request.query_string) > longest:
        raise RequestURITooLarge(
            f"The part of the address after '?' is longer than {longest} characters."
        )
    largest = LARGER_BODIES.get(request.endpoint or "", current_app.config["MAX_CONTENT_LENGTH"])
    if largest is not None and (request.content_length or 0) > largest:
        raise RequestEntityTooLarge(f"The body is larger than {largest} bytes.")
    for name, value in request.args.items(multi=True):
        if _has_control_characters(name) or _has_control_characters(value):
            raise BadRequest("The address holds control characters; leave them out.")


def _has_control_characters(text: str) -> bool:
    return any(character < " " and character not in "\t\r\n" for character in text)
