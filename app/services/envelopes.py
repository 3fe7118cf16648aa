"""Signed envelopes: taking in what publishers signed, and giving out records signed."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.services.jws import (
    LARGEST_JWS,
    NotSigned,
    SignatureRefused,
    SignatureWrong,
    SignedText,
    SignerUnknown,
    VerifyingKey,
    read_jws,
    read_key,
    signer_among,
)
from app.services.reading import RecordNotFound, get_record
from app.services.registry import Registry
from app.services.signing_keys import keys_ever_used, keys_in_use
from app.store import envelopes, log
from app.store.database import Connection
from app.store.envelopes import EventRow, Window
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

ENVELOPE_TYPE = "resource_data"
ENVELOPE_VERSION = "1.0.0"
RESOURCE_FORMAT = "json"
RESOURCE_ENCODING = "jwt"
LARGEST_ENVELOPE = 3 * LARGEST_JWS
"""An envelope may repeat its document in readable form."""
_AT_A_TIME = 100
_STATED = {
    "envelope_type": ENVELOPE_TYPE,
    "envelope_version": ENVELOPE_VERSION,
    "resource_format": RESOURCE_FORMAT,
    "resource_encoding": RESOURCE_ENCODING,
}


KINDS: Mapping[str, tuple[str, ...]] = {
    "create": ("published", "restored"),
    "update": ("updated",),
    "destroy": ("withdrawn",),
}
"""What each event of a Credential Registry is here: a record that comes back is made anew."""
EVENT_OF = {kind: event for event, kinds in KINDS.items() for kind in kinds}


@dataclass(frozen=True)
class Envelope:
    """A revision of a record with what vouches for it: signature, receipt, earlier revisions."""

    change: LoggedChange
    history: tuple[EventRow, ...]
    receipt: str
    signed_with: VerifyingKey | None
    """The publisher's key that made `change.signature`, if there is one."""

    @property
    def first_at(self) -> str:
        """When the record was first published."""
        return self.history[0].at

    @property
    def is_newest(self) -> bool:
        """Whether no later revision exists."""
        return self.history[-1].number == self.change.number


@dataclass(frozen=True)
class EnvelopePage:
    """Some envelopes, and how many there are in all."""

    total: int
    envelopes: tuple[Envelope, ...]


@dataclass(frozen=True)
class EventPage:
    """Some events, and how many there are in all."""

    total: int
    events: tuple[EventRow, ...]


@dataclass(frozen=True)
class Signed:
    """A document whose signature was found good; `jws` is what the log keeps with it."""

    document: bytes
    jws: str
    key_id: str


def is_signed(data: bytes) -> bool:
    """Whether these bytes look like a compact JWS or an envelope rather than like a document."""
    text = data.strip()
    if not text.startswith(b"{"):
        return text.startswith(b"eyJ") and text.count(b".") == 2
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "resource" in content and "@context" not in content


def open_signed(
    registry: Registry, data: bytes, publisher: CTID, *, also: Collection[CTID] = ()
) -> Signed:
    """The document in a compact JWS or in an envelope, once its signature was found good.

    It must have been made by a key that the publisher has registered and not revoked, or one of
    those in `also`, for whom the publisher acts. Raises SignatureRefused with what is wrong.
    """
    signed, stated_key = _read(data)
    keys = keys_in_use(registry, (publisher, *also))
    fitting = [key for key in keys if key.method == signed.method]
    if not fitting:
        raise SignerUnknown(
            f"{publisher} has no key in use that could verify {signed.header['alg']}. The"
            " registry's operator registers it: `registry signing-key add`."
        )
    if stated_key is not None and all(key.id != stated_key for key in keys):
        raise SignerUnknown(
            f"The envelope's resource_public_key (thumbprint {stated_key}) is not a key of"
            f" {publisher} that is in use here. Register it first, or sign with one that is."
        )
    signer = signer_among(signed, fitting)
    if signer is None or (stated_key is not None and signer.id != stated_key):
        raise SignatureWrong(
            "The signature does not fit the document: it was altered after it was signed, or"
            f" signed with another key than those of {publisher} that are in use here"
            f" ({', '.join(key.id for key in fitting)})."
        )
    return Signed(signed.payload, signed.text, signer.id)


def list_envelopes(registry: Registry, window: Window, *, page: int, size: int) -> EnvelopePage:
    """The newest revisions of the records in the window, the one changed last first."""
    with registry.database.reading() as connection:
        total = envelopes.count(connection, window)
        changes = envelopes.newest_changes(connection, window, (page - 1) * size, size)
        return EnvelopePage(total, tuple(_with_evidence(registry, connection, changes)))


def newest_number(registry: Registry) -> int:
    """The number of the newest entry of the log."""
    return log.latest_number(registry.database)


def every_envelope(registry: Registry, upto: int, since: str | None = None) -> Iterator[Envelope]:
    """The newest revision of every record as it was at entry `upto`, a few at a time.

    With `since`, of those that changed from that instant on, withdrawn ones too.
    """
    changes = log.newest_changes(registry.database, upto, since)
    wanted = (each for each in changes if since is not None or not each.is_withdrawal)
    while batch := list(islice(wanted, _AT_A_TIME)):
        with registry.database.reading() as connection:
            found = _with_evidence(registry, connection, batch)
        yield from found


def get_envelope(registry: Registry, ctid: CTID, *, withdrawn_too: bool = False) -> Envelope:
    """The newest revision of the record that describes `ctid`.

    Raises RecordNotFound, and RecordWithdrawn unless those are asked for too.
    """
    change = log.newest_change(registry.database, ctid)
    if change is None or not (withdrawn_too and change.is_withdrawal):
        change = get_record(registry, ctid).change
    return _one(registry, change)


def get_revision(registry: Registry, ctid: CTID, number: int) -> Envelope:
    """The revision that change `number` made of the record; raises RecordNotFound."""
    with registry.database.reading() as connection:
        change = log.change(connection, number)
    if change is None or change.ctid != ctid:
        raise RecordNotFound(f"Change {number} is not a revision of {ctid}.")
    return _one(registry, change)


def list_events(
    registry: Registry,
    *,
    since: str | None,
    ctid: str | None,
    event: str | None,
    page: int,
    size: int,
) -> EventPage:
    """What happened from the instant `since` on, the newest first."""
    kinds = KINDS[event] if event else tuple(EVENT_OF)
    with registry.database.reading() as connection:
        total, rows = envelopes.events(
            connection,
            since=since,
            ctid=ctid,
            kinds=kinds,
            offset=(page - 1) * size,
            limit=size,
        )
    return EventPage(total, tuple(rows))


def _one(registry: Registry, change: LoggedChange) -> Envelope:
    with registry.database.reading() as connection:
        [envelope] = _with_evidence(registry, connection, [change])
    return envelope


def _with_evidence(
    registry: Registry, connection: Connection, changes: Sequence[LoggedChange]
) -> list[Envelope]:
    history = envelopes.revisions(connection, [change.ctid for change in changes])
    receipts = envelopes.receipts(connection, [change.number for change in changes])
    find_signer = _signers(registry, any(change.signature for change in changes))
    return [
        Envelope(change, tuple(history[change.ctid]), receipts[change.number], find_signer(change))
        for change in changes
    ]


def _signers(registry: Registry, is_needed: bool) -> Callable[[LoggedChange], VerifyingKey | None]:
    """Finds the key that made a revision's signature, among those of whoever wrote it first."""
    keys = keys_ever_used(registry) if is_needed else {}

    def find(change: LoggedChange) -> VerifyingKey | None:
        if change.signature is None:
            return None
        writers = (change.publisher, change.published_by or "", *keys)
        candidates = [key for writer in writers for key in keys.get(writer, ())]
        try:
            return signer_among(read_jws(change.signature), candidates)
        except SignatureRefused:
            # Somebody altered it in the database; `registry log verify` says so.
            return None

    return find


def _read(data: bytes) -> tuple[SignedText, str | None]:
    """The JWS that was sent, and the thumbprint of the key that an envelope states."""
    if len(data) > LARGEST_ENVELOPE:
        raise NotSigned(f"The envelope has {len(data):,} bytes; at most {LARGEST_ENVELOPE:,} fit.")
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise NotSigned(f"Byte {error.start + 1} of what was sent is not UTF-8.") from error
    if not text.startswith("{"):
        return read_jws(text), None
    envelope = _envelope(text)
    stated = envelope.get("resource_public_key")
    return read_jws(envelope["resource"]), _thumbprint(stated)


def _envelope(text: str) -> dict[str, Any]:
    try:
        envelope: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotSigned("The envelope is not JSON that can be read.") from error
    if not isinstance(envelope.get("resource"), str):
        raise NotSigned("The envelope has no `resource`, which must be a compact JWS.")
    for name, only in _STATED.items():
        stated = envelope.get(name)
        if stated not in (None, only):
            raise NotSigned(f"The envelope's {name} is {stated!r:.60}; it must be {only!r}.")
    return envelope


def _thumbprint(stated: Any) -> str | None:
    if stated is None:
        return None
    try:
        return read_key(_key_bytes(stated)).id
    except RegistryError as error:
        raise NotSigned(f"The envelope's resource_public_key cannot be read: {error}") from error


def _key_bytes(stated: Any) -> bytes:
    return (stated if isinstance(stated, str) else json.dumps(stated)).encode()
