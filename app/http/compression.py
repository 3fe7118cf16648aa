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
