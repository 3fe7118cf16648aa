"""Who states something, where and when it was seen, and whether the receiving side states it.

The one rule of confirmation: it is confirmed what a record of the receiving side states, in the
words of the receiving side. Pages, reach, plans and both APIs ask here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from app.services.parties import Called, host_of, is_word_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.submissions import OPERATOR
from app.services.summaries import Named
from app.store import log, publishers
from app.store.catalogue import EdgeRow
from app.store.log import LoggedChange
from ctdl.concepts.model import EDITORS
from ctdl.ctid import CTID
from ctdl.pathways.reading_transfer import Side
from ctdl.provenance import Provenance
from ctdl.records import OrganizationRecord

Confirmed = Literal["both", "receiver", "one source", "third party", "giver", "others"]
"""Who states it: both sides; the side that receives; both records or only that of the side that
receives, but in the words of somebody else; only the side that gives; or neither of them."""

CONFIRMED: Final[Mapping[Confirmed, bool | None]] = {
    "both": True,
    "receiver": True,
    "one source": None,
    "third party": None,
    "giver": False,
    "others": False,
}
"""The answer for programs: null is neither yes nor no."""
_OF_SIDE: Final[Mapping[Side | None, Confirmed]] = {"receiving": "receiver", "sending": "giver"}


@dataclass(frozen=True)
class Told:
    """One record's statement: who asserts it, from which source and when that was seen.

    `is_own`: that it is the word of the side whose record it is, not of a list about it.
    """

    record: CTID
    by: str | None
    source: str | None
    source_url: str | None = None
    seen: str | None = None
    note: str | None = None
    is_own: bool = False


def revisions_of(registry: Registry, records: Iterable[CTID]) -> dict[CTID, Revision]:
    """The newest revisions of these records; what is withdrawn is left out."""
    changes = log.newest_of(registry.database, sorted(set(records)))
    return {each.ctid: Revision(each) for each in changes if not each.is_withdrawal}


def publisher_names(registry: Registry, changes: Iterable[LoggedChange]) -> dict[str, str]:
    """The names of those who published these, where they are known."""
    keys = {each.publisher for each in changes}
    with registry.database.reading() as connection:
        found = {key: publishers.publisher_name(connection, key) for key in sorted(keys)}
    return {key: name for key, name in found.items() if name}


def told(
    revision: Revision, property_: str, names: Mapping[str, str], *, is_own: bool = False
) -> Told:
    """One record's statement by this property: its provenance, else who published it."""
    provenance: Provenance = revision.provenance
    stated = provenance.of(property_)
    publisher = names.get(revision.change.publisher)
    return Told(
        record=revision.change.ctid,
        by=stated.asserted_by or publisher,
        source=stated.source or publisher,
        source_url=stated.source_url,
        seen=stated.seen or (None if provenance.collected else revision.change.at),
        note=stated.note,
        is_own=is_own,
    )


@dataclass
class Voices:
    """Whose words stand in records: those of somebody given, or of somebody else."""

    registry: Registry
    _known: dict[CTID, Called] = field(default_factory=dict)

    def are_of(
        self,
        revision: Revision,
        property_: str,
        publisher: str | None,
        parties: Iterable[Named],
    ) -> bool:
        """Whether what the record states by this property is the word of one of these parties.

        What was collected is the word of whoever is named as asserting it: a list or an article
        about somebody is not theirs, and what this registry's editors have read is nobody else's.
        What was published by those who may speak for the record is its own, unless it says that
        somebody else asserts it: who keeps the record is one of the parties, or this registry's
        operator, who enters it for them. Whatever else a publisher says is the publisher's word.
        """
        provenance = revision.provenance
        said = provenance.of(property_).asserted_by
        if said is not None and said.startswith(EDITORS):
            return False
        spoken_for = list(parties)
        if not provenance.collected and said in (None, publisher):
            keeper = revision.change.publisher
            if keeper == OPERATOR.ctid or any(each.ctid == keeper for each in spoken_for):
                return True
            said = publisher
        return said is not None and any(is_word_of(said, self._called(each)) for each in spoken_for)

    def _called(self, party: Named) -> Called:
        if party.ctid is None:
            return Called(tuple(party.name.values()))
        if party.ctid not in self._known:
            self._known[party.ctid] = self._read(party, party.ctid)
        return self._known[party.ctid]

    def _read(self, party: Named, ctid: CTID) -> Called:
        names = list(party.name.values())
        revision = revisions_of(self.registry, [ctid]).get(ctid)
        record = revision.record if revision else None
        if not isinstance(record, OrganizationRecord):
            return Called(tuple(names))
        for each in (record.name, *record.alternate_names):
            names += each.values()
        host = host_of(record.webpage)
        return Called(tuple(dict.fromkeys(names)), (host,) if host else ())


@dataclass(frozen=True)
class Speakers:
    """What some records state, with whose words they are; read at once."""

    revisions: Mapping[CTID, Revision]
    publishers: Mapping[str, str]
    voices: Voices

    @classmethod
    def of(cls, registry: Registry, records: Iterable[CTID]) -> "Speakers":
        """The speakers of these records."""
        revisions = revisions_of(registry, records)
        publishers = publisher_names(registry, (each.change for each in revisions.values()))
        return cls(revisions, publishers, Voices(registry))

    def told(self, row: EdgeRow, parties: Iterable[Named]) -> Told | None:
        """What the record of a relation states by it, `parties` being those whose side it is on."""
        revision = self.revisions.get(row.record)
        if revision is None:
            return None
        publisher = self.publishers.get(revision.change.publisher)
        is_own = self.voices.are_of(revision, row.predicate, publisher, parties)
        return told(revision, row.predicate, self.publishers, is_own=is_own)

    def confirmed(
        self,
        rows: Iterable[EdgeRow],
        here: Collection[CTID],
        there: CTID,
        receivers: Iterable[Named],
    ) -> Confirmed:
        """Who states these relations, `here` giving and `there` receiving."""
        givers: list[Told] = []
        takers: list[Told] = []
        for row in rows:
            if there in (row.subject, row.record):
                takers += filter(None, [self.told(row, receivers)])
            elif row.subject in here or row.record in here:
                givers += filter(None, [self.told(row, ())])
        return confirmed(givers, takers)


def confirmed(here: Sequence[Told], there: Sequence[Told]) -> Confirmed:
    """Who states it: `here` gives, `there` receives; without either, others do.

    A record of the receiving side confirms nothing by what a list, an article or this registry's
    editors say about it. Both sides state it only where they do not rest on one source.
    """
    own = [each for each in there if each.is_own]
    if own:
        first, second = _marks(here), _marks(own)
        return "both" if first and second and not first & second else "receiver"
    if there:
        return "one source" if here else "third party"
    return "giver" if here else "others"


def confirmed_by_side(side: Side | None) -> Confirmed:
    """The same of a statement of transfer, by the side that makes it."""
    return _OF_SIDE.get(side, "others")


def _marks(side: Sequence[Told]) -> set[str]:
    """The bodies and sources of a side, without what is the editors' own reading."""
    own = (each for each in side if not (each.by or "").startswith(EDITORS))
    return {mark for each in own for mark in (each.by, each.source) if mark}
