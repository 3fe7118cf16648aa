"""Which record a row becomes: its CTID, also where titles repeat within a table."""

from collections import Counter
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert import keys
from registry_data.convert.tables import Row, facts

# What tells rows apart that share title and provider, in the order of preference.
_APART = ("credential_url", "framework", "level", "credits", "total_credits", "rules", "components")


def credential_ctid(table: str, row: Row) -> CTID:
    """The CTID of the record this row becomes.

    Title and provider are enough where they are unique in the table; otherwise the row's address,
    level and size join them, so that the order of the rows never matters.
    """
    natural = _natural(row)
    if _repeats(table)[natural] == 1:
        return keys.credential(table, *natural)
    return keys.credential(table, *natural, *(row[column] for column in _APART if row.get(column)))


def _natural(row: Row) -> tuple[str, str]:
    provider = row["provider"] or row.get("issued_by", "")
    return keys.folded(provider), keys.folded(row["title"])


@cache
def _repeats(table: str) -> Counter[tuple[str, str]]:
    return Counter(_natural(row) for row in facts(table))
