"""The Merkle tree over the log's seals (RFC 6962): roots, proofs, and the signed heads.

The hashing is done by pymerkle; here is where it finds the leaves. What it has worked out about
committed leaves is kept for the life of the process, so only the newest leaves are read again. A
new process starts from a small file with the roots of the largest whole subtrees. It need not be
trusted: those roots must give the root that the registry has signed.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pymerkle import BaseMerkleTree
from sqlalchemy import Connection, func, insert, select

from app.store.models import LogLeaf, TreeHead
from app.store.signing import SignatureInvalid, Signer
from ctdl.errors import RegistryError

HEAD = "credential-registry-tree-head+jws"
"""The `typ` of signed tree heads."""
CACHE_BYTES = 32 * 1024 * 1024
BLOCK = 1024
"""Subtrees of fewer leaves are worked out from their leaves each time."""
_BATCH = 500
_REMEDY = "`registry log verify` names what was altered."
_leaf = LogLeaf.__table__  # type: ignore[attr-defined]
_head = TreeHead.__table__  # type: ignore[attr-defined]


class SealsMissing(RegistryError):
    """Somebody took seals away, or damaged them: the tree cannot be worked out."""


@dataclass(frozen=True)
class Head:
    """A tree head: the root (hexadecimal) over the first `size` entries, signed at an instant."""

    size: int
    root: str
    at: str
    signature: str


@dataclass(frozen=True)
class ProofParts:
    """A proof and the roots it leads to, all from one state of the log."""

    path: tuple[bytes, ...]
    roots: tuple[bytes, ...]


@dataclass
class RunningRoot:
    """The root of a growing tree, leaf by leaf, in the space of one hash a level."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    """The roots of the largest whole subtrees, from left to right."""

    def add(self, leaf: bytes) -> None:
        """Add the next leaf hash."""
        self.size += 1
        count, node = self.size, leaf
        while count % 2 == 0:
            node = _node(self.peaks.pop(), node)
            count //= 2
        self.peaks.append(node)

    def root(self) -> bytes:
        """The root over all leaves so far (RFC 6962, section 2.1)."""
        return _folded(self.peaks)


class LogTree:
    """The tree of one log; every answer is about leaves that are committed."""

    def __init__(self) -> None:
        self._tree = _DatabaseTree()
        self._newest = RunningRoot()
        self.is_warm = False
        """Whether this process knows the tree already, or has looked for a place to start from."""

    def start_from(self, peaks: Sequence[bytes], head: "Head") -> bool:
        """Whether these are the peaks of the tree under the head; they are remembered then."""
        widths = _widths(head.size)
        if len(widths) != len(peaks) or _folded(peaks).hex() != head.root:
            return False
        self._tree.remember(peaks, widths)
        self._newest = RunningRoot(head.size, list(peaks))
        return True

    def peaks(self, connection: Connection, size: int) -> list[bytes]:
        """The roots of the largest whole subtrees of the first `size` leaves, left to right."""
        with self._tree.reading(connection):
            return self._tree.peaks(_widths(size))

    def root(self, connection: Connection, size: int) -> bytes:
        """The root over the first `size` entries."""
        with self._tree.reading(connection):
            known = self._newest.size
            if known <= size <= known + BLOCK:
                # The tree has grown a little: only the new leaves need be read.
                growing = RunningRoot(known, list(self._newest.peaks))
                for leaf in self._tree.leaves(known, size - known):
                    growing.add(leaf)
                self._newest = growing
                return growing.root()
            root: bytes = self._tree.get_root(size)
            if size > known:
                self._newest = RunningRoot(size, self._tree.peaks(_widths(size)))
            return root

    def inclusion(self, connection: Connection, number: int, size: int) -> ProofParts:
        """The audit path of entry `number` in the tree of `size` (RFC 6962, section 2.1.1)."""
        with self._tree.reading(connection):
            # The library repeats the leaf itself at the start.
            path = self._tree.prove_inclusion(number, size).path[1:]
            return ProofParts(tuple(path), (self._tree.get_root(size),))

    def consistency(self, connection: Connection, first: int, second: int) -> ProofParts:
        """The proof that the tree of `second` continues that of `first` (RFC 6962, 2.1.2)."""
        with self._tree.reading(connection):
            roots = (self._tree.get_root(first), self._tree.get_root(second))
            return ProofParts(tuple(self._tree.consistency_path(first, second)), roots)


class _DatabaseTree(BaseMerkleTree):  # type: ignore[misc]
    """pymerkle's view of the leaves in the database, through one connection at a time."""

    def __init__(self) -> None:
        super().__init__("sha256", threshold=BLOCK, capacity=CACHE_BYTES)
        self._connection: Connection | None = None
        self._blocks: dict[int, list[bytes]] = {}

    def remember(self, peaks: Sequence[bytes], widths: Sequence[int]) -> None:
        """Take over the roots of these subtrees, which stand side by side from the first leaf."""
        with self.lock:
            offset = 0
            for peak, width in zip(peaks, widths, strict=True):
                if width >= self.threshold:
                    self.cache[offset, width] = peak
                offset += width

    def peaks(self, widths: Sequence[int]) -> list[bytes]:
        """The roots of subtrees that stand side by side from the first leaf."""
        offset, found = 0, []
        for width in widths:
            found.append(self._get_subroot(offset, width))
            offset += width
        return found

    def consistency_path(self, first: int, second: int) -> list[bytes]:
        """The nodes of a consistency proof in the RFC's order.

        The library's own proof is of another shape, which verifiers written for the RFC refuse.
        """
        start, width, known, later = 0, second, True, []
        while first != width:
            left = 1 << (width - 1).bit_length() - 1
            if first <= left:
                later.append((start + left, start + width))
                width = left
            else:
                later.append((start, start + left))
                start, width, first, known = start + left, width - left, first - left, False
        ranges = ([] if known else [(start, start + width)]) + later[::-1]
        return [self._get_root(*each) for each in ranges]

    @contextmanager
    def reading(self, connection: Connection) -> Iterator[None]:
        """Read leaves through this connection inside the block."""
        with self.lock:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None
                self._blocks.clear()

    def _encode_entry(self, data: Any) -> bytes:
        raise TypeError("entries are added by the log")

    def _store_leaf(self, data: Any, digest: bytes) -> int:
        raise TypeError("entries are added by the log")

    def _get_subroot_uncached(self, offset: int, width: int) -> bytes:
        # The library reads all leaves of a large subtree; its halves are mostly known already.
        if width <= self.threshold:
            root: bytes = super()._get_subroot_uncached(offset, width)
            return root
        half = width // 2
        return _node(self._get_subroot(offset, half), self._get_subroot(offset + half, half))

    def _get_leaf(self, index: int) -> bytes:
        return next(iter(self._get_leaves(index - 1, 1)))

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        # A subtree within a block lies within it whole; its neighbours are asked for next.
        block = offset // BLOCK
        if block not in self._blocks:
            self._blocks.clear()
            self._blocks[block] = self._read_leaves(block * BLOCK)
        start = offset % BLOCK
        found = self._blocks[block][start : start + width]
        _require_all(len(found), offset, width)
        return found

    def leaves(self, offset: int, width: int) -> list[bytes]:
        """The hashes of `width` leaves after the first `offset`; SealsMissing if they are fewer."""
        found = self._read_leaves(offset, width)
        _require_all(len(found), offset, width)
        return found

    def _read_leaves(self, offset: int, width: int = BLOCK) -> list[bytes]:
        query = (
            select(_leaf.c.leaf)
            .where(_leaf.c.number > offset, _leaf.c.number <= offset + width)
            .order_by(_leaf.c.number)
        )
        try:
            return [bytes.fromhex(leaf) for leaf in self._open().scalars(query)]
        except ValueError as error:
            raise SealsMissing(f"A seal after entry {offset} is damaged. {_REMEDY}") from error

    def _get_size(self) -> int:
        return self._open().scalar(select(func.max(_leaf.c.number))) or 0

    def _open(self) -> Connection:
        assert self._connection is not None, "the tree is read inside `reading`"
        return self._connection


def sign_head(signer: Signer, size: int, root: bytes, at: str) -> Head:
    """The signed head of a tree."""
    return Head(size, root.hex(), at, signer.sign(_facts(size, root.hex(), at), HEAD))


def is_signed(head: Head, signer: Signer) -> bool:
    """Whether the registry signed exactly this head."""
    try:
        return signer.verify(head.signature, HEAD) == _facts(head.size, head.root, head.at)
    except SignatureInvalid:
        return False


def read_head(signature: str, signer: Signer) -> Head:
    """The head in a signature that somebody kept; SignatureInvalid when it is not ours."""
    payload = signer.verify(signature, HEAD)
    facts: dict[str, Any] = json.loads(payload)
    return Head(facts["size"], facts["root"], facts["at"], signature)


def keep_head(connection: Connection, head: Head) -> bool:
    """Write a head down for good; whether there was none of its size yet."""
    if head_of(connection, head.size) is not None:
        return False
    connection.execute(insert(_head).values(**vars(head)))
    return True


def head_of(connection: Connection, size: int) -> Head | None:
    """The signed head of this size."""
    row = connection.execute(select(_head).where(_head.c.size == size)).first()
    return Head(*row) if row else None


def newest_head(connection: Connection) -> Head | None:
    """The signed head of the largest tree."""
    row = connection.execute(select(_head).order_by(_head.c.size.desc()).limit(1)).first()
    return Head(*row) if row else None


def heads_after(connection: Connection, size: int, limit: int = _BATCH) -> list[Head]:
    """Up to `limit` signed heads of larger trees than `size`, smallest first."""
    query = select(_head).where(_head.c.size > size).order_by(_head.c.size).limit(limit)
    return [Head(*row) for row in connection.execute(query)]


def read_peaks(path: Path) -> tuple[int, list[bytes]] | None:
    """The size and the peaks that a process left in this file; None where there are none."""
    try:
        content = json.loads(path.read_text())
        return int(content["size"]), [bytes.fromhex(each) for each in content["peaks"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_peaks(path: Path, size: int, peaks: Sequence[bytes]) -> None:
    """Leave the peaks for the next process; where that cannot be, it has more to read."""
    content = json.dumps({"size": size, "peaks": [each.hex() for each in peaks]})
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        draft.write_text(content)
        draft.replace(path)


def _require_all(found: int, offset: int, width: int) -> None:
    if found != width:
        raise SealsMissing(
            f"Of the {width} seals after entry {offset}, {width - found} are missing. {_REMEDY}"
        )


def _facts(size: int, root: str, at: str) -> bytes:
    facts = {"at": at, "root": root, "size": size}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def _widths(size: int) -> list[int]:
    """The sizes of the largest whole subtrees that make up a tree, from left to right."""
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]


def _folded(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return hashlib.sha256(b"").digest()
    *rest, root = peaks
    for peak in reversed(rest):
        root = _node(peak, root)
    return root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
