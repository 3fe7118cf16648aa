"""The names and countries that records have now, for those that refer to them."""

import json
from collections.abc import Iterable

from app.services.summaries import Named
from app.store import catalogue
from app.store.database import Connection
from ctdl.ctid import CTID


def names(connection: Connection, ctids: Iterable[CTID]) -> dict[CTID, Named]:
    """What each of these things is called; unknown ones are left out."""
    return {
        ctid: Named(ctid, json.loads(row.name), row.type, row.withdrawn)
        for ctid, row in catalogue.resources(connection, ctids).items()
    }


def countries(connection: Connection, ctids: Iterable[CTID]) -> dict[CTID, str]:
    """The country of each of these records that states one."""
    return {
        ctid: row.country
        for ctid, row in catalogue.records(connection, ctids).items()
        if row.country
    }
