"""Counts of requests in one SQLite file, so that all server processes count together.

The file may be deleted at any time: counting begins anew, and nothing else depends on it.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from limits.storage.base import MovingWindowSupport, Storage

FILE = "request_counts.db"
_TABLES = """
CREATE TABLE IF NOT EXISTS hit (key TEXT NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS hit_key ON hit (key, until);
CREATE INDEX IF NOT EXISTS hit_until ON hit (until);
"""
_BUSY_SECONDS = 1.0
"""A request that cannot be counted by then is let through."""


class SharedCounts(Storage, MovingWindowSupport):
    """A store of counts for the library limits: a row for each request until it counts no more.

    The file is opened for each count, which costs less than keeping connections apart between
    threads and forked processes would be worth.
    """

    STORAGE_SCHEME = None

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / FILE

    @property
    def base_exceptions(self) -> type[Exception]:
        """What is raised when there is no counting."""
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` requests for `expiry` seconds, unless that would be over the limit."""
        with self._writing() as (connection, now):
            if _state(connection, key, now)[1] + amount > limit:
                return False
            connection.executemany("INSERT INTO hit VALUES (?, ?)", [(key, now + expiry)] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest request that counts was made, and how many count."""
        with self._writing() as (connection, now):
            until, count = _state(connection, key, now)
            return until - expiry if count else now, count

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count requests in a window that begins with the first of them."""
        with self._writing() as (connection, now):
            until, count = _state(connection, key, now)
            end = until if count else now + expiry
            connection.executemany("INSERT INTO hit VALUES (?, ?)", [(key, end)] * amount)
            return count + amount

    def get(self, key: str) -> int:
        """How many requests count."""
        with self._writing() as (connection, now):
            return _state(connection, key, now)[1]

    def get_expiry(self, key: str) -> float:
        """When the oldest request counts no more; now, when none does."""
        with self._writing() as (connection, now):
            return _state(connection, key, now)[0]

    def check(self) -> bool:
        """Whether there is counting."""
        try:
            self.get("")
        except sqlite3.Error:
            return False
        return True

    def clear(self, key: str) -> None:
        """Forget what was counted under a key."""
        with self._writing() as (connection, _):
            connection.execute("DELETE FROM hit WHERE key = ?", [key])

    def reset(self) -> int | None:
        """Forget everything; how many requests that were."""
        with self._writing() as (connection, _):
            return connection.execute("DELETE FROM hit").rowcount

    @contextmanager
    def _writing(self) -> Iterator[tuple[sqlite3.Connection, float]]:
        """A transaction that has the counts to itself, without those of the past, and its time."""
        try:
            opened = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            with closing(opened) as connection:
                # What a power failure loses are counts, so the disk need not be waited for.
                connection.execute("PRAGMA synchronous = OFF")
                if not connection.execute("PRAGMA schema_version").fetchone()[0]:
                    connection.executescript(_TABLES)
                connection.execute("BEGIN IMMEDIATE")
                now = time.time()
                connection.execute("DELETE FROM hit WHERE until <= ?", [now])
                yield connection, now
                connection.execute("COMMIT")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # A damaged file would never count again.
            self._path.unlink(missing_ok=True)
            raise


def _state(connection: sqlite3.Connection, key: str, now: float) -> tuple[float, int]:
    query = "SELECT COALESCE(MIN(until), ?), COUNT(*) FROM hit WHERE key = ?"
    until, count = connection.execute(query, [now, key]).fetchone()
    return until, count
