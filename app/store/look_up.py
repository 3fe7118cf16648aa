"""Records by what they are known by elsewhere: the pages they name, and their identifiers."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.store.board_models import BoardIdentity, BoardLink
from ctdl.ctid import CTID

MOST = 50
"""How many records that share one page are found; more of them are no way to one record."""

_link = BoardLink.__table__  # type: ignore[attr-defined]
_identity = BoardIdentity.__table__  # type: ignore[attr-defined]


def at_page(connection: Connection, urls: Iterable[str], keys: Iterable[str]) -> list[CTID]:
    """The live records whose page is one of `urls`, or that are known by one of these digests."""
    pages = select(_link.c.record).where(
        _link.c.url.in_(list(urls)), _link.c.property == "ceterms:subjectWebpage"
    )
    known = select(_identity.c.record).where(_identity.c.key.in_(list(keys)))
    found = dict.fromkeys(connection.scalars(pages.order_by(_link.c.record).limit(MOST)))
    found |= dict.fromkeys(connection.scalars(known.order_by(_identity.c.record).limit(MOST)))
    return [CTID(each) for each in found][:MOST]
