"""What one record puts on the operator's board by itself: gaps, dates, web pages, identifiers."""

import calendar
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from app.services.families import SEARCHED
from app.services.revisions import Revision
from app.store.board import BoardRow, BoardRows, IdentityRow, LinkRow, RevocationRow
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.records import (
    ActionRecord,
    CredentialRecord,
    OrganizationRecord,
    Record,
    TransferValueRecord,
)
from ctdl.records.reading import NodeView
from ctdl.validation.policy import policies, policy_classes
from ctdl.vocabulary import vocabulary

WEB_PAGES = (
    "ceterms:subjectWebpage",
    "ceterms:availabilityListing",
    "ceterms:availableOnlineAt",
)
"""The properties that name a page for people; their addresses are what links are checked of."""

LONGEST_ADDRESS = 2000
_ENDED = ("Ceased", "Deprecated", "Superseded")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
_KEPT_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


def board_rows_of(revision: Revision, family: str, name_key: str) -> BoardRows:
    """The rows of a live record; what depends on other records as if there were none."""
    document, record, ctid = revision.document, revision.record, revision.change.ctid
    is_searched = family in SEARCHED and isinstance(record, CredentialRecord)
    gaps = _gaps(record) if is_searched and isinstance(record, CredentialRecord) else ()
    return BoardRows(
        row=BoardRow(
            ctid=ctid,
            name_key=name_key,
            type=revision.change.resource_type,
            family=family,
            publisher=revision.change.publisher,
            no_level="level" in gaps,
            no_outcomes="outcomes" in gaps,
            no_assessment="assessment" in gaps,
            no_size="size" in gaps,
            no_qa=is_searched,
            review_on=_review_on(record),
            qa_until=None,
            missing=" ".join(_missing(document)),
        ),
        links=tuple(_links(document, ctid)),
        identities=tuple(_identities(record, ctid)),
        revocations=tuple(_revocations(record, ctid)),
    )


def last_day(stated: str | None) -> str | None:
    """The last day of a date as exact as stated: a year, a month or a day; None for no date."""
    found = _DATE.fullmatch(stated.strip()) if stated else None
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if year == 0 or not 1 <= month <= 12:
        return None
    longest = calendar.monthrange(year, month)[1]
    day = int(found[3] or longest)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= longest else None


def web_address(stated: str) -> str | None:
    """The address as it is sent, in ASCII; None for what is no web address or is endless."""
    try:
        parts = urlsplit(stated.strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return None
    if not is_web or "@" in parts.netloc:
        return None
    path = quote(parts.path, safe=_KEPT_IN_ADDRESSES)
    query = f"?{quote(parts.query, safe=_KEPT_IN_ADDRESSES)}" if parts.query else ""
    # A fragment is not sent: two places of one page are one page.
    found = f"{parts.scheme}://{host}{path or '/'}{query}"
    return found if len(found) <= LONGEST_ADDRESS else None


def _gaps(record: CredentialRecord) -> set[str]:
    stated = {
        "level": bool(record.levels),
        "outcomes": bool(record.outcomes or record.skills),
        # An examination is an assessment.
        "assessment": bool(record.assessments)
        or vocabulary().is_a(record.type, "ceterms:AssessmentProfile"),
        "size": bool(record.credits or record.hours),
    }
    return {gap for gap, is_stated in stated.items() if not is_stated}


def _review_on(record: Record) -> str | None:
    """The first stated day after which a record that still counts as current must be looked at."""
    if isinstance(record, TransferValueRecord):
        return last_day(record.end)
    if not isinstance(record, CredentialRecord) or record.status in _ENDED:
        return None
    days = [last_day(record.expiration_date)]
    listings = [each for each in record.qa if each.kind == "registration"]
    ends = [last_day(each.end) for each in listings]
    # An entry in a register that has no stated end keeps the record in it.
    if ends and None not in ends:
        days.append(max(day for day in ends if day))
    return min((day for day in days if day), default=None)


def _missing(document: Document) -> Iterator[str]:
    """The first of each group of properties that the minimum data policy requires in vain."""
    for node in document.by_ctid.values():
        for policy_class in policy_classes(NodeView(document, node).types):
            for group in policies()[policy_class].required:
                if not any(name in node for name in group):
                    yield group[0]


def _links(document: Document, ctid: CTID) -> Iterator[LinkRow]:
    view = NodeView(document, document.main)
    for name in WEB_PAGES:
        if name not in document.main:
            continue
        addresses = (web_address(stated) for stated in view.iris(name))
        for address in dict.fromkeys(each for each in addresses if each):
            yield LinkRow(ctid, name, address)


def _identities(record: Record, ctid: CTID) -> Iterator[IdentityRow]:
    """Digests of addresses a record is known by, and of identifiers together with a provider.

    An identifier counts only with its kind and a provider: "101" names courses everywhere.
    """
    if not isinstance(record, CredentialRecord | OrganizationRecord):
        return
    keys = [address_key(address) for address in record.same_as]
    if isinstance(record, CredentialRecord):
        providers = {each.ctid for each in (*record.owned_by, *record.offered_by) if each.ctid}
        keys += [
            identifier_key(kind, each.value, provider)
            for each in record.identifiers
            for kind in each.type_name.values()
            for provider in sorted(providers)
        ]
    for key in dict.fromkeys(keys):
        yield IdentityRow(ctid, key)


def address_key(address: str) -> str:
    """The digest that stands for an address a record is known by."""
    return hashlib.sha256(f"iri {address}".encode()).hexdigest()


def identifier_key(kind: str, value: str, provider: CTID) -> str:
    """The digest that stands for an identifier of a kind that a provider gave."""
    key = f"id {kind.casefold()} {value.strip().casefold()} {provider}"
    return hashlib.sha256(key.encode()).hexdigest()


def _revocations(record: Record, ctid: CTID) -> Iterator[RevocationRow]:
    if isinstance(record, ActionRecord) and record.type == "ceterms:RevokeAction":
        for subject in record.objects:
            for agent in record.acting_agents:
                if subject.ctid and agent.ctid:
                    day = last_day(record.start or record.end)
                    yield RevocationRow(ctid, subject.ctid, agent.ctid, day)
