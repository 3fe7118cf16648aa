"""What views read from a request: CTIDs, page numbers and the date of today."""

from datetime import UTC, date, datetime
from typing import Final

from flask import abort, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.http.current import registry
from app.presenters import formats
from app.presenters.links import record_link
from app.services import reading
from app.services.reading import StoredRecord
from app.site.frame import href
from ctdl.ctid import CTID
from ctdl.edges import edges


def today() -> date:
    """The date now, in UTC like every date of the registry."""
    return datetime.now(UTC).date()


def stored_record(ctid: CTID) -> StoredRecord:
    """The live record in the address; RecordNotFound and RecordWithdrawn have their own pages."""
    return reading.get_record(registry(), ctid)


def referred(stored: StoredRecord) -> set[CTID]:
    """The CTIDs of everything the record refers to, whose names its page shows."""
    targets = (edge.target_ctid for edge in edges(stored.document) if edge.subject == stored.ctid)
    return {ctid for ctid in targets if ctid is not None}


_LAST_PAGE: Final = 10_000


def page_number() -> int:
    """The page of a list that the address asks for."""
    text = request.args.get("page") or "1"
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_PAGE:
        words = gettext(
            "“%(value)s” is no page; pages have numbers from 1 to %(last)s.",
            value=text[:40],
            last=formats.number(_LAST_PAGE),
        )
        abort(400, description=words)
    return int(text)


def require_page(page: int, pages: int) -> None:
    """404 for a page beyond the last one."""
    if page > max(1, pages):
        abort(404, description=gettext("The list ends with page %(page)s.", page=pages))


def own_page(stored: StoredRecord) -> Response:
    """On to the page that shows records of this class."""
    return redirect(href(record_link(stored.ctid, stored.record.type)), 301)
