"""Who says a claim: the agency, the provider, or somebody else, and since when."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from app.services.assurance.documents import FoundClaim, Reader
from app.services.parties import names_party
from app.services.publishing import OPERATOR
from ctdl.assurance import AssuranceStatement, Claim, Party, Side, Telling
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.provenance import Statement
from ctdl.records import OrganizationRecord


def telling(reader: Reader, found: FoundClaim, owners: Iterable[CTID]) -> Telling:
    """Who tells a claim; `owners` are who owns or offers its subject."""
    change, provenance = found.revision.change, found.revision.provenance
    # What is said of a property inside an action goes before what is said of the whole.
    stated = provenance.of(found.claim.property.split("/")[0])
    owners = {*owners, *([found.claim.subject.ctid] if found.claim.subject.ctid else [])}
    is_collected = provenance.collected or change.publisher == OPERATOR.ctid
    if provenance.collected:
        side = _side_of_text(reader, stated, found.claim, owners)
    else:
        side = _side_of_publisher(CTID(change.publisher), found.claim, owners)
    return Telling(
        side=side,
        asserted_by=_asserter(reader, found, stated, side),
        record=change.ctid,
        number=change.number,
        stated_at=change.at,
        seen=stated.seen,
        source=stated.source,
        source_url=stated.source_url,
        stands=not provenance.collected,
        is_trusted=is_collected or side != "third party",
    )


def stating(reader: Reader, record: CTID, predicate: str) -> Telling | None:
    """Who states a relation of two things in a record; None if that is not read any more."""
    revision = reader.revisions([record]).get(record)
    if revision is None:
        return None
    change, provenance = revision.change, revision.provenance
    said = provenance.of(predicate)
    return Telling(
        side="third party" if provenance.collected else "provider",
        asserted_by=Party(
            None, {"und": said.asserted_by or reader.publisher_name(change.publisher)}
        ),
        record=change.ctid,
        number=change.number,
        stated_at=change.at,
        seen=said.seen,
        source=said.source,
        source_url=said.source_url,
        stands=not provenance.collected,
    )


def with_confirmed(told: Sequence[AssuranceStatement]) -> list[AssuranceStatement]:
    """The same, with what the agency says itself, here or in another statement that agrees."""
    own: defaultdict[tuple[str, str, str | None], list[tuple[date, date]]] = defaultdict(list)
    for each in told:
        is_given = each.claim.standing not in ("refused", "planned")
        if each.told.side == "agency" and each.claim.act != "revocation" and is_given:
            own[each.decision].append(_days(each))
    # The latest end of all that began so far tells whether any of them reaches into a later one.
    held = {decision: sorted(days) for decision, days in own.items()}
    ends = {
        decision: list(accumulate((last for _, last in days), max))
        for decision, days in held.items()
    }

    def is_confirmed(one: AssuranceStatement) -> bool:
        first, last = _days(one)
        begun = bisect_right(held.get(one.decision, ()), last, key=lambda days: days[0])
        return one.told.side == "agency" or (begun > 0 and ends[one.decision][begun - 1] >= first)

    return [replace(each, confirmed=is_confirmed(each)) for each in told]


def _days(one: AssuranceStatement) -> tuple[date, date]:
    """The first and the last day it may be of; what is not stated is open."""
    return (
        one.begins.first if one.begins else date.min,
        one.ends.last if one.ends else date.max,
    )


def _side_of_publisher(publisher: CTID, claim: Claim, owners: set[CTID]) -> Side:
    if publisher == claim.by.ctid:
        return "agency"
    return "provider" if publisher in owners else "third party"


def _side_of_text(reader: Reader, stated: Statement, claim: Claim, owners: Iterable[CTID]) -> Side:
    """Whose register or page was read, as far as its name tells."""
    said = stated.asserted_by or ""
    if said and names_party(said, _names_of(reader, claim.by)):
        return "agency"
    for owner in owners:
        if said and names_party(said, _names_of(reader, Party(owner))):
            return "provider"
    return "third party"


def _names_of(reader: Reader, party: Party) -> list[str]:
    found = list(party.name.values())
    if party.ctid is not None:
        revision = reader.revisions([party.ctid]).get(party.ctid)
        record = revision.record if revision else None
        if isinstance(record, OrganizationRecord):
            texts = (record.name, *record.alternate_names)
            found += [text for each in texts for text in each.values()]
    return found


def _asserter(reader: Reader, found: FoundClaim, stated: Statement, side: Side) -> Party:
    change = found.revision.change
    if not found.revision.provenance.collected:
        name = stated.asserted_by or reader.publisher_name(change.publisher)
        is_record = CTID_PATTERN.fullmatch(change.publisher) is not None
        own = CTID(change.publisher) if is_record and change.publisher != OPERATOR.ctid else None
        return Party(own, {"und": name})
    if side == "agency" and found.claim.by.ctid is not None:
        return Party(found.claim.by.ctid, {"und": stated.asserted_by or ""})
    return Party(None, {"und": stated.asserted_by or reader.publisher_name(change.publisher)})
