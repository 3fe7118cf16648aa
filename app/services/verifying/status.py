"""Whether a badge was taken back, as far as what was presented tells.

A status list counts when it is enclosed, made by the issuer of the badge, and signed with a proof
that holds. The list of a real badge is at an address, which is not opened: then nobody knows here.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.services.jws import NotSigned, decoded
from app.services.verifying.answers import Dates, Note, Status
from app.services.verifying.limits import MAX_STATUS_BYTES, MAX_STATUS_ENTRIES
from app.services.verifying.values import Node, identifier, items, nodes, shown_text, types
from ctdl.messages import say

_ENTRIES: Final = frozenset({"BitstringStatusListEntry", "StatusList2021Entry"})
_TAKEN_BACK: Final = frozenset({"revocation", "suspension"})
Standing = Literal["revoked", "not revoked", "unknown", "not stated"]


@dataclass(frozen=True)
class Revocation:
    """What is known of the badge being taken back, and what is to be said of it."""

    standing: Standing
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class EnclosedList:
    """A status list that came with the badge; `holds` proves it, when it is needed."""

    credential: Node
    until: datetime | None
    holds: Callable[[], bool]


def of_credential(
    credential: Node, enclosed: Iterable[EnclosedList], issuer: str | None, now: datetime
) -> Revocation:
    """Whether a verifiable credential was taken back or suspended."""
    entries = items(credential.get("credentialStatus"))
    if not entries:
        return Revocation("not stated")
    if len(entries) > MAX_STATUS_ENTRIES:
        return Revocation("unknown", (_NOT_KNOWN,))
    lists = list(enclosed)
    found = [_entry_standing(each, lists, issuer, now) for each in entries]
    for standing in ("revoked", "unknown"):
        fitting = [each for each in found if each.standing == standing]
        if fitting:
            return fitting[0]
    return Revocation("not revoked")


def of_assertion(assertion: Node) -> Revocation:
    """Whether an assertion of Open Badges 2.0 was taken back."""
    if assertion.get("revoked") is True:
        return Revocation("revoked", tuple(_reason(assertion.get("revocationReason"))))
    badge = assertion.get("badge")
    issuer = badge.get("issuer") if isinstance(badge, dict) else None
    if not isinstance(issuer, dict):
        return Revocation("unknown", (_NOT_KNOWN,))
    if not issuer.get("revocationList"):
        return Revocation("not stated")
    stated = issuer["revocationList"]
    if not isinstance(stated, dict):
        return Revocation("unknown", (_NOT_KNOWN,))
    return _in_revocation_list(assertion, stated)


def status_of(dates: Dates, revocation: Revocation, *, is_proven: bool, now: datetime) -> Status:
    """One word for it; a badge whose signature does not hold is never called active."""
    if revocation.standing == "revoked":
        return "revoked"
    if dates.valid_until is not None and dates.valid_until < now:
        return "expired"
    if not is_proven or revocation.standing == "unknown" or dates.unreadable:
        return "unknown"
    is_later = any(each is not None and each > now for each in (dates.awarded, dates.valid_from))
    return "unknown" if dates.valid_from is None or is_later else "active"


def _entry_standing(
    entry: object, lists: list[EnclosedList], issuer: str | None, now: datetime
) -> Revocation:
    if not isinstance(entry, dict) or not types(entry) & _ENTRIES:
        return Revocation("unknown", (_NOT_KNOWN,))
    stated = entry.get("statusListCredential")
    address, purpose = identifier(stated), entry.get("statusPurpose")
    if not isinstance(purpose, str):
        return Revocation("unknown", (_NOT_KNOWN,))
    if purpose not in _TAKEN_BACK:
        return Revocation("not revoked")
    fitting = [each for each in lists if identifier(each.credential) == address and address]
    if not fitting:
        return Revocation("unknown", (_NOT_KNOWN,))
    enclosed = fitting[0]
    if not issuer or identifier(enclosed.credential.get("issuer")) != issuer:
        return Revocation("unknown", (_LIST_OF_ANOTHER,))
    is_current = enclosed.until is None or enclosed.until >= now
    if not is_current or not enclosed.holds():
        return Revocation("unknown", (_LIST_NOT_PROVEN,))
    bit = _bit(enclosed.credential, purpose, entry.get("statusListIndex"))
    if bit is None:
        return Revocation("unknown", (_LIST_NOT_PROVEN,))
    if not bit:
        return Revocation("not revoked")
    return Revocation("revoked", (_SUSPENDED if purpose == "suspension" else _REVOKED,))


def _bit(credential: Node, purpose: str, index: object) -> bool | None:
    """The bit of the list at an index; None where there is none."""
    if isinstance(index, str) and index.isdecimal() and len(index) <= 12:
        index = int(index)
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        return None
    for subject in nodes(credential.get("credentialSubject")):
        if purpose in items(subject.get("statusPurpose")):
            bits = unpacked(subject.get("encodedList"))
            if bits is not None and index < len(bits) * 8:
                # The first index is the left-most bit (Bitstring Status List, section 3.2).
                return bool(bits[index // 8] >> (7 - index % 8) & 1)
    return None


def unpacked(encoded: object) -> bytes | None:
    """The bits of an encoded list; None for what is none, or larger than is looked at."""
    if not isinstance(encoded, str):
        return None
    try:
        packed = decoded(encoded.removeprefix("u"), "list")
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            bits = file.read(MAX_STATUS_BYTES + 1)
    except (NotSigned, OSError, EOFError, zlib.error):
        return None
    return bits if len(bits) <= MAX_STATUS_BYTES else None


def _in_revocation_list(assertion: Node, stated: Node) -> Revocation:
    own = identifier(assertion)
    for each in items(stated.get("revokedAssertions")):
        is_node = isinstance(each, dict)
        named = (each.get("id"), each.get("uid")) if is_node else (each,)
        if own is not None and own in named:
            return Revocation(
                "revoked", tuple(_reason(each.get("revocationReason") if is_node else None))
            )
    return Revocation("not revoked")


def _reason(stated: object) -> Iterator[Note]:
    reason = shown_text(stated)
    yield Note(
        "revoked",
        say("Its issuer took the badge back: %(reason)s.", reason=reason.rstrip("."))
        if reason
        else _REVOKED.said,
    )


_REVOKED: Final = Note("revoked", say("Its issuer took the badge back."))
_SUSPENDED: Final = Note("suspended", say("Its issuer has suspended the badge."))
_NOT_KNOWN: Final = Note(
    "status-not-enclosed",
    say(
        "Whether the badge was taken back is told at an address of its issuer, which is not opened"
        " here. Ask the issuer, or open that address yourself."
    ),
)
_LIST_OF_ANOTHER: Final = Note(
    "status-of-another",
    say("The status list that came with the badge is not by the issuer of the badge."),
)
_LIST_NOT_PROVEN: Final = Note(
    "status-not-proven",
    say("The status list that came with the badge is not current, or its own proof does not hold."),
)
