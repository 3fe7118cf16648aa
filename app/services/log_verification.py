"""Proving the log: every entry, seal, receipt, signed head and publisher's signature, once over.

What an altered entry was sealed as is known from the registry's receipt, so every fault is named.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.services.jws import SignatureRefused, VerifyingKey, read_jws, signer_among
from app.services.registry import Registry
from app.services.signing_keys import keys_ever_used
from app.store import log, seals, signing, tree
from app.store.database import Connection
from app.store.log import LoggedChange
from app.store.seals import RECEIPT, Seal
from app.store.signing import SignatureInvalid, Signer
from app.store.tree import Head, RunningRoot
from ctdl.documents import DocumentError, parse_document
from ctdl.errors import RegistryError

LARGEST_HEAD = 64 * 1024
TOLD_EVERY = 1000
BEFORE_ALL = -(2**62)
"""Smaller than any number a forged entry could hide under."""

_NAMES: Mapping[str, str] = {
    "at": "instant",
    "ctid": "CTID",
    "document_sha256": "document",
    "kind": "kind of change",
    "number": "number",
    "previous": "previous change",
    "provenance_sha256": "provenance",
    "published_by": "agent who published",
    "publisher": "publisher",
    "reason": "reason",
    "replaced_by": "replacement",
    "signature_sha256": "publisher's signature",
    "type": "type",
}
_SEALED_IN_FULL = frozenset({"at", "ctid", "kind", "number", "publisher", "reason", "type"})
Tell = Callable[[int], None]


class HeadUnreadable(RegistryError):
    """What was given as a tree head kept elsewhere is none that this registry signed."""


@dataclass(frozen=True)
class Fault:
    """Something in the log that is not as it was sealed: which entry, and what about it."""

    number: int | None
    ctid: str | None
    what: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Verification:
    """What was proved, and every fault that was found; remarks are no faults."""

    entries: int
    heads: int
    signatures: int
    head: Head | None
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was altered, as far as can be known from here."""
        return not self.faults


def verify_log(
    registry: Registry, kept: Sequence[str] = (), tell: Tell = lambda _number: None
) -> Verification:
    """The whole log proved; `kept` are tree heads that somebody saved before, as JSON or JWS.

    Reads one state of the database from beginning to end and keeps nothing in memory that grows
    with the log. `tell` hears how many entries were looked at.
    """
    signer = signing.open_signer(registry.keys_folder)
    outside = [_kept_head(each, signer) for each in kept]
    with registry.database.reading() as connection:
        proof = _Proof(connection, signer, keys_ever_used(registry), registry.base)
        return proof.run(outside, tell, signing.exposed(registry.keys_folder))


def _kept_head(text: str, signer: Signer) -> Head:
    """The head in a file of `registry log head` or `/log/head`, or in its signature alone."""
    text = text.strip()
    try:
        content = json.loads(text) if text.startswith("{") else text
        signature = content["signature"] if isinstance(content, dict) else content
        return tree.read_head(str(signature), signer)
    except (ValueError, KeyError, RecursionError, SignatureInvalid) as error:
        raise HeadUnreadable(
            "This is no tree head that this registry signed with a key it knows: save what"
            " `registry log head --json` prints, or /log/head."
        ) from error


@dataclass
class _Proof:
    """One pass over the log and what it found so far."""

    connection: Connection
    signer: Signer
    keys: Mapping[str, Sequence[VerifyingKey]]
    base: str
    faults: list[Fault] = field(default_factory=list)
    root: RunningRoot = field(default_factory=RunningRoot)
    reached: int = 0
    signatures: int = 0
    heads: int = 0
    misfits: int = 0

    def run(self, outside: list[Head], tell: Tell, exposed: list[str]) -> Verification:
        """Go through entries, seals and heads side by side."""
        waiting = _Heads(self.connection, outside)
        newest: Head | None = None
        for number, change, seal in _side_by_side(self.connection):
            if number < 1:
                ctid = change.ctid if change else None
                self._fault(number, ctid, ["entry"], "the log never had an entry of this number")
                continue
            self._note_gap(number)
            self.root.add(self._leaf(number, change, seal))
            self.reached = number
            for head, is_ours in waiting.of_size(number):
                newest = head if is_ours else newest
                self._check_head(head, is_ours)
            if number % TOLD_EVERY == 0:
                tell(number)
        for head, is_ours in waiting.left():
            newest = head if is_ours else newest
            self._miss_entries(head, is_ours)
        remarks = [*exposed, *self._uncovered(newest)]
        if self.misfits > 1:
            remarks.append(f"{self.misfits - 1} more tree heads are over another log, too")
        return Verification(
            self.reached, self.heads, self.signatures, newest, tuple(self.faults), tuple(remarks)
        )

    def _note_gap(self, number: int) -> None:
        first, last = self.reached + 1, number - 1
        if first > last:
            return
        which = f"entries {first} to {last} are" if first < last else f"entry {first} is"
        self._fault(first, None, ["entry", "seal"], f"{which} gone, with the seals")

    def _leaf(self, number: int, change: LoggedChange | None, seal: Seal | None) -> bytes:
        """The leaf hash that the registry once gave this entry, after the entry was checked."""
        sealed = self._receipt(number, change, seal)
        data = seals.sealed_facts(change) if change else None
        if change is None:
            self._fault(number, _facts(sealed).get("ctid"), ["entry"], "the entry was deleted")
        elif sealed is not None and sealed != data:
            self._altered(number, change, sealed)
        elif not _digest_fits(change):
            self._fault(number, change.ctid, ["digest"], "the document's digest was altered")
        if change is not None and change.signature is not None:
            self._check_signature(change)
        attested = sealed if sealed is not None else data
        leaf = seals.leaf_hash(attested) if attested is not None else bytes(32)
        if seal is not None and seal.leaf != leaf.hex():
            ctid = change.ctid if change else None
            self._fault(number, ctid, ["leaf"], "the kept leaf hash is not that of the entry")
            if sealed is None:
                return _hash_in(seal.leaf)
        return leaf

    def _receipt(self, number: int, change: LoggedChange | None, seal: Seal | None) -> bytes | None:
        """What the receipt says was sealed; None where there is none to be trusted."""
        ctid = change.ctid if change else None
        if seal is None:
            self._fault(number, ctid, ["seal"], "the entry was never sealed, or its seal is gone")
            return None
        try:
            return self.signer.verify(seal.receipt, RECEIPT)
        except SignatureInvalid:
            self._fault(number, ctid, ["receipt"], "the receipt is not as the registry signed it")
            return None

    def _altered(self, number: int, change: LoggedChange, sealed: bytes) -> None:
        """Name what differs between the entry and what its receipt says."""
        facts, now = _facts(sealed), _facts(seals.sealed_facts(change))
        names = [name for name in _NAMES if facts.get(name) != now.get(name)]
        said = [_NAMES[name] for name in names] or ["form of its facts"]
        details = [
            f"{_NAMES[name]} was {facts.get(name)!r:.80} and is {now.get(name)!r:.80}"
            for name in names
            if name in _SEALED_IN_FULL
        ]
        message = f"altered: {', '.join(said)}" + (f" ({'; '.join(details)})" if details else "")
        self._fault(number, facts.get("ctid") or change.ctid, said, message)

    def _check_signature(self, change: LoggedChange) -> None:
        """The publisher's signature must verify, and what it signs be what was logged."""
        assert change.signature is not None, "asked only about signed entries"
        self.signatures += 1
        try:
            signed = read_jws(change.signature)
            signer = signer_among(signed, self._keys_for(change))
        except SignatureRefused:
            signer = None
        if signer is None:
            self._fault(
                change.number,
                change.ctid,
                ["publisher's signature"],
                "the publisher's signature was made by no key that was ever registered here",
            )
        elif not _gives(signed.payload, change, self.base):
            self._fault(
                change.number,
                change.ctid,
                ["document", "publisher's signature"],
                "the publisher signed another document than the one that is logged",
            )

    def _keys_for(self, change: LoggedChange) -> Iterator[VerifyingKey]:
        # A record that was handed over keeps the signature of its first publisher.
        first = (change.publisher, change.published_by)
        for publisher in (*first, *self.keys):
            yield from self.keys.get(publisher or "", ())

    def _check_head(self, head: Head, is_ours: bool) -> None:
        self.heads += 1
        whose = "the tree head" if is_ours else "the tree head kept elsewhere"
        if not tree.is_signed(head, self.signer):
            self._fault(None, None, ["tree head"], f"{whose} of {head.size} entries was altered")
        elif self.root.size != head.size or self.root.root().hex() != head.root:
            self.misfits += 1
            if self.misfits > 1:
                return
            self._fault(
                None,
                None,
                ["tree head"],
                f"{whose} of {head.size} entries was signed on {head.at} over another log than"
                " this one: entries up to there, or their seals, were rewritten",
            )

    def _miss_entries(self, head: Head, is_ours: bool) -> None:
        self.heads += 1
        whose = "a tree head" if is_ours else "a tree head kept elsewhere"
        first = self.reached + 1
        missing = f"{first} to {head.size}" if first < head.size else str(first)
        self._fault(
            None,
            None,
            ["entry"],
            f"entries are missing at the end: {whose} was signed over {head.size} entries on"
            f" {head.at}, and {missing} not here",
        )

    def _uncovered(self, newest: Head | None) -> list[str]:
        reached = newest.size if newest else 0
        if reached >= self.reached:
            return []
        return [
            f"the newest {self.reached - reached} entries are under no signed tree head: either"
            " the last catch-up has not run, or heads were removed. Compare with a head kept"
            " elsewhere (`registry log verify --head FILE`) before `registry catch-up` signs a new"
            " one"
        ]

    def _fault(self, number: int | None, ctid: Any, what: list[str], message: str) -> None:
        where = str(ctid) if ctid else None
        self.faults.append(Fault(number, where, tuple(what), message))


class _Heads:
    """The heads that are kept here and elsewhere, by the size of their tree."""

    def __init__(self, connection: Connection, outside: list[Head]) -> None:
        self._outside = sorted(outside, key=lambda head: head.size)
        self._ours = _in_batches(
            lambda size: tree.heads_after(connection, size), lambda head: head.size
        )
        self._next = next(self._ours, None)

    def of_size(self, size: int) -> Iterator[tuple[Head, bool]]:
        """Each head of a tree up to this size that was not given yet, and whether it is ours."""
        while self._outside and self._outside[0].size <= size:
            yield self._outside.pop(0), False
        while self._next is not None and self._next.size <= size:
            yield self._next, True
            self._next = next(self._ours, None)

    def left(self) -> Iterator[tuple[Head, bool]]:
        """The heads of trees that are larger than the log."""
        yield from self.of_size(2**63)


def _side_by_side(
    connection: Connection,
) -> Iterator[tuple[int, LoggedChange | None, Seal | None]]:
    """Each number that is in use, with its entry and its seal; None where one is missing."""
    changes = _in_batches(
        lambda number: log.entries_after(connection, number), lambda change: change.number
    )
    kept = _in_batches(
        lambda number: seals.seals_after(connection, number), lambda seal: seal.number
    )
    change, seal = next(changes, None), next(kept, None)
    while change is not None or seal is not None:
        number = min(each.number for each in (change, seal) if each is not None)
        has_change = change is not None and change.number == number
        has_seal = seal is not None and seal.number == number
        yield number, change if has_change else None, seal if has_seal else None
        change = next(changes, None) if has_change else change
        seal = next(kept, None) if has_seal else seal


def _in_batches(read: Callable[[int], list[Any]], number: Callable[[Any], int]) -> Iterator[Any]:
    reached = BEFORE_ALL
    while batch := read(reached):
        yield from batch
        reached = number(batch[-1])


def _gives(payload: bytes, change: LoggedChange, base: str) -> bool:
    """Whether this text makes the logged document, at this registry's address or another one.

    A registry that moved goes on serving documents that were signed with their old addresses.
    """
    for place in dict.fromkeys((base, *_bases_in(payload))):
        try:
            if parse_document(payload, base=place).canonical == change.document:
                return True
        except DocumentError:
            continue
    return False


def _bases_in(payload: bytes) -> Iterable[str]:
    try:
        name = json.loads(payload).get("@id", "")
        return [name[: name.rindex("graph/")]]
    except (ValueError, AttributeError, RecursionError):
        return []


def _digest_fits(change: LoggedChange) -> bool:
    return hashlib.sha256(change.document.encode()).hexdigest() == change.sha256


def _facts(sealed: bytes | None) -> dict[str, Any]:
    if sealed is None:
        return {}
    facts: dict[str, Any] = json.loads(sealed)
    return facts


def _hash_in(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return bytes(32)
