"""A publisher's own records, and those of whom it acts for."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.services.families import ACTION, family_of
from app.services.keys import SignedIn
from app.services.publishing import PublisherRef
from app.services.reading import RecordNotFound, named
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.submissions import OPERATOR
from app.services.summaries import Named, Summary, summary_from_json
from app.services.writing import NotTheOwner
from app.store import log, own_records, publishers
from app.store.log import LoggedChange
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.language import best_text, folded

PAGE = 20
_NAME_KEY_LENGTH = 200
_PAGE = re.compile(
    r"(?:[a-z]{2}/)?(?:credentials|organizations|pathways|records|resources|graph)"
    r"/([a-z0-9-]{39})(?:\.[a-z]{2,6})?/?(?:[?#].*)?"
)
"""What follows the registry's address in the addresses of a record's pages and data."""
State = Literal["all", "live", "gaps", "withdrawn"]
_WITHDRAWN: dict[State, bool | None] = {
    "all": None,
    "live": False,
    "gaps": False,
    "withdrawn": True,
}


@dataclass(frozen=True)
class OwnRecord:
    """A record that somebody may change, and when it was changed last."""

    ctid: CTID
    summary: Summary
    withdrawn: bool
    number: int
    kind: str
    at: str
    keeper: PublisherRef


@dataclass(frozen=True)
class OwnPage:
    """A page of such records; `total` is how many there are on all pages."""

    records: tuple[OwnRecord, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def keepers_of(who: SignedIn) -> dict[CTID, PublisherRef]:
    """Whose records may be changed: the publisher itself first."""
    return {each.ctid: each for each in (who.publisher, *who.acts_for)}


def own_page(
    registry: Registry, who: SignedIn, *, words: str = "", state: State = "all", page: int = 1
) -> OwnPage:
    """The records whose name or CTID holds all the words, what was changed last first."""
    keepers = keepers_of(who)
    withdrawn, asked = _WITHDRAWN[state], folded(words)
    with registry.database.reading() as connection:
        rows = own_records.listing(
            connection,
            keepers.keys(),
            words=asked,
            withdrawn=withdrawn,
            only_gaps=state == "gaps",
            after=(page - 1) * PAGE,
            limit=PAGE,
        )
        total = own_records.count(
            connection,
            keepers.keys(),
            words=asked,
            withdrawn=withdrawn,
            only_gaps=state == "gaps",
        )
    found = (
        OwnRecord(
            ctid=row.ctid,
            summary=summary_from_json(row.summary),
            withdrawn=row.withdrawn,
            number=row.number,
            kind=row.kind,
            at=row.at,
            keeper=keepers[CTID(row.publisher)],
        )
        for row in rows
    )
    return OwnPage(tuple(found), total)


def counts(registry: Registry, who: SignedIn) -> dict[State, int]:
    """How many records there are in each state."""
    keepers = keepers_of(who).keys()
    with registry.database.reading() as connection:
        return {
            state: own_records.count(
                connection, keepers, withdrawn=withdrawn, only_gaps=state == "gaps"
            )
            for state, withdrawn in _WITHDRAWN.items()
        }


def own_history(registry: Registry, who: SignedIn, ctid: CTID) -> list[LoggedChange]:
    """Every change of a record that may be changed, oldest first.

    Raises RecordNotFound, or NotTheOwner for one that somebody else keeps.
    """
    found = log.changes_of(registry.database, ctid)
    if not found:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    if found[-1].publisher not in keepers_of(who):
        name = publisher_names(registry, [found[-1].publisher])[found[-1].publisher]
        called = best_text(Revision(found[-1]).record.name, "en")[0]
        raise NotTheOwner(
            f"{called or 'This record'} ({ctid}) is kept by {name}: only that publisher, or who "
            "acts for it, can change it."
        )
    return found


def publisher_names(registry: Registry, ctids: Iterable[str]) -> dict[str, str]:
    """The names of these publishers; the CTID for one nobody has registered."""
    wanted = set(ctids)
    with registry.database.reading() as connection:
        found = publishers.publisher_names(connection, wanted)
    # The operator is registered when it first writes.
    unnamed = {OPERATOR.ctid: OPERATOR.name}
    return {ctid: found.get(ctid) or unnamed.get(CTID(ctid), ctid) for ctid in wanted}


def told_of(registry: Registry, page: OwnPage) -> dict[CTID, tuple[str, Named]]:
    """The kind and the first subject of each statement of quality assurance on the page."""
    acts = [each.ctid for each in page.records if family_of(each.summary.type) == ACTION]
    if not acts:
        return {}
    with registry.database.reading() as connection:
        rows = own_records.statements(connection, acts)
    names = named(registry, [subject for _, subject, _ in rows])
    return {
        record: (kind, names[subject])
        for record, subject, kind in reversed(rows)
        if subject in names
    }


def finder(registry: Registry) -> Callable[[str], list[CTID]]:
    """Finds the live records that have exactly a name, or that a page of this registry shows."""

    def found(name: str) -> list[CTID]:
        if name.startswith(("http://", "https://")):
            return list(_shown_at(registry, name))
        wanted = folded(name)
        with registry.database.reading() as connection:
            rows = own_records.named(connection, wanted[:_NAME_KEY_LENGTH])
        summaries = {ctid: summary_from_json(text) for ctid, text in rows}
        return [
            ctid
            for ctid, summary in summaries.items()
            if wanted in (folded(each) for each in summary.name.values())
        ]

    return found


def _shown_at(registry: Registry, address: str) -> Iterator[CTID]:
    """The record that an address of this registry stands for, as a browser shows the address."""
    if address.startswith(registry.base):
        path = _PAGE.fullmatch(address.removeprefix(registry.base))
        if path and CTID_PATTERN.fullmatch(path[1]):
            yield CTID(path[1])


def receipt_of(registry: Registry, number: int) -> str:
    """The registry's signed receipt for a change."""
    with registry.database.reading() as connection:
        return log.receipt_of(connection, number)
