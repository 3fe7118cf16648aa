"""Compression of pages and JSON on their way to readers who take gzip (RFC 9110 section 8.4.1).

Answers with an ETag are sent as they are: a strong tag names bytes, and compressed ones would need
a tag of their own. A proxy in front may compress those, with tags it looks after itself.
"""

import gzip

from flask import Flask, Response, request

SMALLEST_BYTES = 1024
_LEVEL = 5
_TYPES = ("text/html", "application/json", "application/problem+json", "text/csv")


def setup(app: Flask) -> None:
    """Compress what is worth it in every answer."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TYPES or response.direct_passthrough or response.is_streamed:
        return response
    if "ETag" in response.headers or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < SMALLEST_BYTES:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        # Without a time stamp the same page gives the same bytes.
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
