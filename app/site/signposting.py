"""Signposts on the pages of records: a `Link` header for programs that come to a page."""

from flask import Response, after_this_request

from app.presenters.signposts import page_signposts
from app.services.reading import StoredRecord


def signpost(stored: StoredRecord) -> None:
    """Say in the header of the answer what the record is, what describes it and whose it is."""

    @after_this_request
    def add(response: Response) -> Response:
        response.headers.add("Link", ", ".join(map(str, page_signposts(stored))))
        return response
