"""Validators: strong tags per representation, dates, and 304 for whoever has it already."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, Response, request

from app.http.media_types import MediaType

REVALIDATE = "public, max-age=0, must-revalidate"
"""A copy may be kept but has to be asked about: a withdrawal is seen at once, for one small 304."""

FOR_EVER = "public, max-age=31536000, immutable"
"""What stands at this address never changes."""


def setup(app: Flask) -> None:
    """Let browsers keep the stylesheets and scripts whose address changes with their content."""
    app.after_request(_keep_versioned_files)


@dataclass(frozen=True)
class Validators:
    """What tells one state of a representation from another."""

    etag: str
    changed_at: datetime | None = None

    def match_request(self) -> bool:
        """Whether the client has this very state (RFC 9110, section 13.2.2).

        If-Modified-Since counts only where If-None-Match is absent.
        """
        if "If-None-Match" in request.headers:
            tags = request.if_none_match
            return tags.star_tag or tags.contains_weak(self.etag)
        since = request.if_modified_since
        return since is not None and self.changed_at is not None and self.changed_at <= since


def etag_of(*parts: str) -> str:
    """A tag that is the same in every process for the same parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def instant(at: str) -> datetime:
    """An instant of the log to the second, as Last-Modified can say it."""
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)


def representation(
    media_type: MediaType,
    validators: Validators,
    write: Callable[[], bytes | Iterator[bytes]],
    *,
    cache_control: str = REVALIDATE,
) -> Response:
    """The representation, or 304 without writing it when the client has it."""
    if request.method in ("GET", "HEAD") and validators.match_request():
        # The type tells what the answer would have varied by; compression takes it away again.
        response = Response(status=304, content_type=media_type.content_type)
    else:
        response = Response(write(), content_type=media_type.content_type)
    response.set_etag(validators.etag)
    if validators.changed_at is not None:
        response.last_modified = validators.changed_at
    response.headers["Cache-Control"] = cache_control
    return response


def _keep_versioned_files(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
        response.headers["Cache-Control"] = FOR_EVER
    return response
