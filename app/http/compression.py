"""Compression of pages and JSON on their way to readers who take gzip (RFC 9110 section 8.4.1).

A strong tag names bytes, so what is compressed has a weak one: it still tells a client that it has
the newest (If-None-Match). A publisher who writes (If-Match) needs the strong one, so answers of
the API that have a tag are sent as they are.
"""

import gzip

from flask import Flask, Response, request

SMALLEST_BYTES = 1024
_LEVEL = 5
_TYPES = frozenset(
    {
        *("text/html", "text/csv", "text/turtle", "text/xml"),
        *("application/json", "application/problem+json", "application/ld+json"),
        *("application/activity+json", "application/atom+xml", "application/rdf+xml"),
        *("application/n-quads", "application/n-triples", "application/trig", "application/xml"),
    }
)


def setup(app: Flask) -> None:
    """Compress what is worth it in every answer."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.status_code == 304:
        return _as_if_sent(response)
    if response.mimetype not in _TYPES or response.direct_passthrough or response.is_streamed:
        return response
    tag, is_weak = response.get_etag()
    if "Content-Encoding" in response.headers or (tag and request.path.startswith("/api/")):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_BYTES:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        # Without a time stamp the same page gives the same bytes.
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if tag and not is_weak:
            response.set_etag(tag, weak=True)
    return response


def _as_if_sent(response: Response) -> Response:
    """A 304 with the headers that the whole answer would have had (RFC 9110 section 15.4.5)."""
    tag, _ = response.get_etag()
    if response.mimetype in _TYPES and not request.path.startswith("/api/"):
        response.vary.add("Accept-Encoding")
        if tag and request.accept_encodings["gzip"] > 0:
            response.set_etag(tag, weak=True)
    # It says nothing about a body that it does not have.
    response.headers.pop("Content-Type", None)
    return response
