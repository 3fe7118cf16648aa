"""Signposts on the pages of records: a `Link` header for programs that come to a page."""

from flask import Response, after_this_request

from app.http.caching import REVALIDATE, instant
from app.presenters.signposts import page_signposts
from app.services.reading import StoredRecord


def signpost(stored: StoredRecord) -> None:
    """Say in the header what the record is, what describes it, whose it is and when it changed."""

    @after_this_request
    def add(response: Response) -> Response:
        response.headers.add("Link", ", ".join(map(str, page_signposts(stored))))
        # What else is on the page can change meanwhile: it is never taken for unchanged by this.
        response.last_modified = instant(stored.at)
        response.headers["Cache-Control"] = REVALIDATE
        return response
