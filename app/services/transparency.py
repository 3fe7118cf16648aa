"""The log as evidence: seals, signed tree heads over everything ever logged, and proofs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.services.registry import Registry
from app.store import log, seals, signing, tree
from app.store.database import Connection
from app.store.seals import Seal
from app.store.signing import PublicKey
from app.store.tree import Head, LogTree, SealsMissing
from ctdl.errors import RegistryError


class NoSuchEntry(RegistryError):
    """The log has no entry of this number."""


class NoSuchTree(RegistryError):
    """No signed head covers a tree of this size, or the sizes do not go together."""


@dataclass(frozen=True)
class SealedEntry:
    """An entry's leaf: the hash and the text it is the hash of, and the receipt over that text."""

    number: int
    data: str
    leaf: str
    receipt: str


@dataclass(frozen=True)
class SealedTexts:
    """The texts whose digests are in a leaf, as the log keeps them."""

    document: str
    provenance: str
    signature: str | None


@dataclass(frozen=True)
class InclusionProof:
    """The hashes (hexadecimal) that lead from entry `number` to the root of the tree of `size`."""

    number: int
    size: int
    leaf: str
    root: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class ConsistencyProof:
    """The hashes (hexadecimal) that show that the second tree begins with the whole first one."""

    first: int
    second: int
    first_root: str
    second_root: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class TreeState:
    """How far the seals and the newest head have followed the log, and what is wrong with them."""

    entries: int
    sealed: int
    head: Head | None
    faults: tuple[str, ...]


def seal_log(registry: Registry) -> Head | None:
    """The signed head over the whole log, made now if there is none; None for an empty log.

    Entries are sealed as they are logged; a head covers all that are committed, so that many
    entries share one under load.
    """
    with registry.database.reading() as connection:
        size = seals.newest_sealed(connection)
        newest = tree.newest_head(connection)
        if size == 0 or (newest is not None and newest.size >= size):
            return newest
        root = _root(registry, connection, size)
        if newest is None or newest.size // tree.BLOCK != size // tree.BLOCK:
            peaks = registry.tree.peaks(connection, size)
        else:
            peaks = []
    head = tree.sign_head(registry.signer, size, root, _now())
    with registry.database.writing() as connection:
        log.lock(connection)
        if tree.keep_head(connection, head) and peaks:
            tree.write_peaks(_peaks_file(registry), size, peaks)
        return tree.newest_head(connection)


def newest_head(registry: Registry) -> Head | None:
    """The newest signed head; None for an empty log."""
    with registry.database.reading() as connection:
        return tree.newest_head(connection)


def heads_after(registry: Registry, size: int, limit: int) -> list[Head]:
    """Up to `limit` signed heads of larger trees than `size`, smallest first."""
    with registry.database.reading() as connection:
        return tree.heads_after(connection, size, limit)


def entries_after(registry: Registry, number: int, limit: int) -> list[SealedEntry]:
    """Up to `limit` sealed entries after `number`, oldest first."""
    with registry.database.reading() as connection:
        return [_entry(each) for each in seals.seals_after(connection, number, limit)]


def entry(registry: Registry, number: int) -> SealedEntry:
    """The sealed entry of this number; raises NoSuchEntry."""
    with registry.database.reading() as connection:
        seal = seals.seal_of(connection, number)
    if seal is None:
        raise NoSuchEntry(f"The log has no entry {number}.")
    return _entry(seal)


def texts_of(registry: Registry, number: int) -> SealedTexts:
    """The texts that entry `number` was sealed with, for whoever checks; raises NoSuchEntry."""
    with registry.database.reading() as connection:
        change = log.change(connection, number)
    if change is None:
        raise NoSuchEntry(f"The log has no entry {number}.")
    return SealedTexts(change.document, change.provenance, change.signature)


def inclusion_proof(registry: Registry, number: int, size: int | None = None) -> InclusionProof:
    """The proof that entry `number` is in the tree of `size`, or in that of the newest head."""
    with registry.database.reading() as connection:
        newest = _newest_size(connection)
        size = newest if size is None else size
        if not 1 <= size <= newest:
            raise NoSuchTree(f"There is no signed tree of {size} entries; the newest has {newest}.")
        seal = seals.seal_of(connection, number) if 1 <= number <= size else None
        if seal is None:
            raise NoSuchEntry(f"The tree of {size} entries has no entry {number}.")
        _warm(registry, connection)
        proof = registry.tree.inclusion(connection, number, size)
    path = tuple(each.hex() for each in proof.path)
    return InclusionProof(number, size, seal.leaf, proof.roots[0].hex(), path)


def consistency_proof(
    registry: Registry, first: int, second: int | None = None
) -> ConsistencyProof:
    """The proof that the tree of `second`, or of the newest head, continues that of `first`."""
    with registry.database.reading() as connection:
        newest = _newest_size(connection)
        second = newest if second is None else second
        if not 1 <= first <= second <= newest:
            raise NoSuchTree(
                f"There is no proof from {first} entries to {second}: the first size must be 1 at"
                f" least and the second no smaller; the newest signed tree has {newest}."
            )
        _warm(registry, connection)
        proof = registry.tree.consistency(connection, first, second)
    roots = [each.hex() for each in proof.roots]
    path = tuple(each.hex() for each in proof.path)
    return ConsistencyProof(first, second, roots[0], roots[1], path)


def tree_state(registry: Registry) -> TreeState:
    """A quick look: every entry sealed, and the newest head signed, right and over all of them."""
    with registry.database.reading() as connection:
        entries, sealed = log.newest_number(connection), seals.count(connection)
        head = tree.newest_head(connection)
        faults = []
        if sealed != entries:
            faults.append(f"{entries} entries are logged and {sealed} are sealed")
        if head is None or head.size < entries:
            reached = head.size if head else 0
            if entries:
                faults.append(f"the newest tree head covers {reached} of {entries} entries")
        elif head.size > entries:
            faults.append(f"{head.size} entries were signed for and only {entries} are there")
        elif not tree.is_signed(head, registry.signer):
            faults.append("the newest tree head is not as the registry signed it")
        else:
            faults += _root_faults(connection, head)
    return TreeState(entries, sealed, head, tuple(faults))


def public_keys(registry: Registry) -> list[PublicKey]:
    """The keys that verify what the registry signs, the one in use first.

    They are read each time: a key may have been replaced since this process began.
    """
    signer = signing.open_signer(registry.keys_folder)
    return list(signer.public_keys.values())


def rotate_key(registry: Registry) -> PublicKey:
    """The registry's new key; what the old one signed stays verifiable."""
    return signing.rotate_signer(registry.keys_folder).public


def _root_faults(connection: Connection, head: Head) -> list[str]:
    # What this process or another has worked out before is left aside: seals are read again.
    try:
        fits = LogTree().root(connection, head.size).hex() == head.root
    except SealsMissing as error:
        return [str(error)]
    return [] if fits else ["the seals do not give the root that the registry signed"]


def _root(registry: Registry, connection: Connection, size: int) -> bytes:
    _warm(registry, connection)
    return registry.tree.root(connection, size)


def _warm(registry: Registry, connection: Connection) -> None:
    """Let a new process start where another left off, if the registry signed for that place."""
    if registry.tree.is_warm:
        return
    registry.tree.is_warm = True
    left = tree.read_peaks(_peaks_file(registry))
    head = tree.head_of(connection, left[0]) if left else None
    if left and head and tree.is_signed(head, registry.signer):
        registry.tree.start_from(left[1], head)


def _peaks_file(registry: Registry) -> Path:
    return registry.settings.home / "tree.json"


def _newest_size(connection: Connection) -> int:
    newest = tree.newest_head(connection)
    if newest is None:
        raise NoSuchTree("The log is empty, so there is nothing to prove yet.")
    return newest.size


def _entry(seal: Seal) -> SealedEntry:
    return SealedEntry(seal.number, seals.data_of(seal.receipt), seal.leaf, seal.receipt)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
