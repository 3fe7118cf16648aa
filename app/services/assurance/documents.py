"""What is read to answer: a few relations of the catalogue, and the documents they lead to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named
from app.store import catalogue, log, publishers
from app.store.catalogue import EdgeRow, ResourceRow
from ctdl.assurance import MOST_CLAIMS, POINTS_AT_SUBJECT, Claim, claims_in
from ctdl.ctid import CTID

MOST_RECORDS: Final = 300
"""How many records of others are read about one thing; more are said to be left out."""

_OUTWARD: Final = (
    "ceterms:requires",
    "ceterms:parentOrganization",
    "ceterms:supersedes",
    "ceterms:supersededBy",
)
_INWARD: Final = (
    *POINTS_AT_SUBJECT,
    "ceterms:resultsInCredential",
    "ceterms:subOrganization",
    "ceterms:department",
    "ceterms:supersedes",
    "ceterms:supersededBy",
)
"""All the relations an answer follows: of one thing they are read together, and once."""


@dataclass(frozen=True)
class FoundClaim:
    """A claim and the revision that makes it."""

    claim: Claim
    revision: Revision


@dataclass
class Reader:
    """Reads each relation and document once, however many answers lead to it."""

    registry: Registry
    cut: set[CTID] = field(default_factory=set)
    """The things of which more is said than was read."""
    _revisions: dict[CTID, Revision | None] = field(default_factory=dict)
    _claims: dict[CTID, list[Claim]] = field(default_factory=dict)
    _publishers: dict[str, str] = field(default_factory=dict)
    _resources: dict[CTID, ResourceRow | None] = field(default_factory=dict)
    _outward: dict[CTID, list[EdgeRow]] = field(default_factory=dict)
    _inward: dict[CTID, list[EdgeRow]] = field(default_factory=dict)

    def known(self, revision: Revision) -> None:
        """Use a revision that was read already."""
        self._revisions[revision.change.ctid] = revision

    def revisions(self, ctids: Iterable[CTID]) -> dict[CTID, Revision]:
        """The newest revisions of these records; withdrawn and unknown ones are left out."""
        wanted = set(ctids)
        missing = wanted - self._revisions.keys()
        if missing:
            self._revisions.update(dict.fromkeys(missing))
            for change in log.newest_of(self.registry.database, missing):
                self._revisions[change.ctid] = Revision(change)
        found = {ctid: self._revisions[ctid] for ctid in wanted}
        return {
            ctid: revision
            for ctid, revision in found.items()
            if revision is not None and not revision.change.is_withdrawal
        }

    def withdrawn(self, ctid: CTID) -> Revision | None:
        """The last revision of a record that was withdrawn; None for any other."""
        revision = self._revisions.get(ctid)
        return revision if revision is not None and revision.change.is_withdrawal else None

    def claims_about(self, subjects: Sequence[CTID]) -> list[FoundClaim]:
        """What any record says of the quality assurance of these things."""
        own = self.resources(subjects)
        records = {row.record for row in own.values()}
        for subject in subjects:
            edges = self.edges_to([subject], *POINTS_AT_SUBJECT)
            others = sorted({edge.record for edge in edges})
            if len(others) > MOST_RECORDS:
                self.cut.add(subject)
            records.update(others[:MOST_RECORDS])
        wanted = set(subjects)
        found = []
        for ctid, revision in sorted(self.revisions(records).items()):
            claims = self._claims_in(ctid, revision)
            if len(claims) > MOST_CLAIMS:
                self.cut |= wanted
            found += [
                FoundClaim(claim, revision)
                for claim in claims[:MOST_CLAIMS]
                if claim.subject.ctid in wanted
            ]
        return found

    def read_edges(self, ctids: Iterable[CTID]) -> None:
        """Read what relates these things to others, all at once."""
        missing = [ctid for ctid in dict.fromkeys(ctids) if ctid not in self._inward]
        if not missing:
            return
        with self.registry.database.reading() as connection:
            outward = catalogue.edges_from(connection, missing, _OUTWARD)
            inward = catalogue.edges_to(connection, missing, _INWARD)
        self._outward.update((ctid, []) for ctid in missing)
        self._inward.update((ctid, []) for ctid in missing)
        for edge in outward:
            self._outward[edge.subject].append(edge)
        for edge in inward:
            if edge.target is not None:
                self._inward[edge.target].append(edge)

    def edges_from(self, ctids: Sequence[CTID], *predicates: str) -> list[EdgeRow]:
        """The relations that these things' own records state."""
        self.read_edges(ctids)
        found = (edge for ctid in ctids for edge in self._outward[ctid])
        return [edge for edge in found if edge.predicate in predicates]

    def edges_to(self, ctids: Sequence[CTID], *predicates: str) -> list[EdgeRow]:
        """The relations that other records state towards these things."""
        self.read_edges(ctids)
        found = (edge for ctid in ctids for edge in self._inward[ctid])
        return [edge for edge in found if edge.predicate in predicates]

    def resources(self, ctids: Iterable[CTID]) -> dict[CTID, ResourceRow]:
        """What the catalogue knows of these things; unknown ones are left out."""
        wanted = set(ctids)
        missing = wanted - self._resources.keys()
        if missing:
            self._resources.update(dict.fromkeys(missing))
            with self.registry.database.reading() as connection:
                self._resources.update(catalogue.resources(connection, missing))
        found = {ctid: self._resources[ctid] for ctid in wanted}
        return {ctid: row for ctid, row in found.items() if row is not None}

    def names(self, ctids: Iterable[CTID]) -> dict[CTID, Named]:
        """What these things are called now."""
        return {
            ctid: Named(ctid, json.loads(row.name), row.type, row.withdrawn)
            for ctid, row in self.resources(ctids).items()
        }

    def publisher_name(self, ctid: str) -> str:
        """What a publisher is called."""
        if ctid not in self._publishers:
            with self.registry.database.reading() as connection:
                found = publishers.publisher_name(connection, ctid)
            self._publishers[ctid] = found or ctid
        return self._publishers[ctid]

    def _claims_in(self, ctid: CTID, revision: Revision) -> list[Claim]:
        if ctid not in self._claims:
            self._claims[ctid] = claims_in(revision.document)
        return self._claims[ctid]
