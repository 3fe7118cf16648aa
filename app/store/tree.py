"""The Merkle tree over the log's seals (RFC 6962): roots, proofs, and the signed heads.

The hashing is done by pymerkle; here is where it finds the leaves. What it has worked out about
committed leaves is kept for the life of the process, so only the newest leaves are read again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pymerkle import BaseMerkleTree
from sqlalchemy import Connection, func, insert, select

from app.store.models import LogLeaf, TreeHead
from app.store.signing import Signer

HEAD = "credential-registry-tree-head+jws"
"""The `typ` of signed tree heads."""
CACHE_BYTES = 32 * 1024 * 1024
_leaf = LogLeaf.__table__  # type: ignore[attr-defined]
_head = TreeHead.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Head:
    """A tree head: the root (hexadecimal) over the first `size` entries, signed at an instant."""

    size: int
    root: str
    at: str
    signature: str


class LogTree:
    """The tree of one log; every answer is about leaves that are committed."""

    def __init__(self) -> None:
        self._tree = _DatabaseTree()

    def root(self, connection: Connection, size: int) -> bytes:
        """The root over the first `size` entries."""
        with self._tree.reading(connection):
            root: bytes = self._tree.get_root(size)
            return root

    def inclusion(self, connection: Connection, number: int, size: int) -> list[bytes]:
        """The audit path of entry `number` in the tree of `size` (RFC 6962, section 2.1.1)."""
        with self._tree.reading(connection):
            path: list[bytes] = self._tree.prove_inclusion(number, size).path
            # The library repeats the leaf itself at the start.
            return path[1:]

    def consistency(self, connection: Connection, first: int, second: int) -> list[bytes]:
        """The proof that the tree of `second` continues that of `first` (RFC 6962, 2.1.2)."""
        if first == second:
            return []
        with self._tree.reading(connection):
            proof = self._tree.prove_consistency(first, second)
            path: list[bytes] = proof.path
            # Where the first tree is one whole branch of the second, its root is known already.
            is_whole = first & (first - 1) == 0
            return path[1:] if is_whole else path


class _DatabaseTree(BaseMerkleTree):  # type: ignore[misc]
    """pymerkle's view of the leaves in the database, through one connection at a time."""

    def __init__(self) -> None:
        super().__init__("sha256", capacity=CACHE_BYTES)
        self._connection: Connection | None = None

    @contextmanager
    def reading(self, connection: Connection) -> Iterator[None]:
        """Read leaves through this connection inside the block."""
        with self.lock:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None

    def _encode_entry(self, data: Any) -> bytes:
        raise NotImplementedError("entries are added by the log")

    def _store_leaf(self, data: Any, digest: bytes) -> int:
        raise NotImplementedError("entries are added by the log")

    def _get_leaf(self, index: int) -> bytes:
        return next(iter(self._get_leaves(index - 1, 1)))

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        query = (
            select(_leaf.c.leaf)
            .where(_leaf.c.number > offset, _leaf.c.number <= offset + width)
            .order_by(_leaf.c.number)
        )
        return [bytes.fromhex(row.leaf) for row in self._open().execute(query)]

    def _get_size(self) -> int:
        return self._open().scalar(select(func.max(_leaf.c.number))) or 0

    def _open(self) -> Connection:
        assert self._connection is not None, "the tree is read inside `reading`"
        return self._connection


def sign_head(signer: Signer, size: int, root: bytes, at: str) -> Head:
    """The signed head of a tree."""
    facts = {"at": at, "root": root.hex(), "size": size}
    payload = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    return Head(size, root.hex(), at, signer.sign(payload, HEAD))


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


def heads(connection: Connection) -> list[Head]:
    """Every signed head, smallest tree first."""
    return [Head(*row) for row in connection.execute(select(_head).order_by(_head.c.size))]
