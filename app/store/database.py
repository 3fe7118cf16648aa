"""The database: opening it, reading it, and writing to it one writer at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from ctdl.errors import RegistryError

__all__ = ["Connection", "Database", "DatabaseFull", "DatabaseNotReady", "DatabaseUnavailable"]

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 60


class DatabaseNotReady(RegistryError):
    """The database has no tables yet, or those of another version."""


class DatabaseUnavailable(RegistryError):
    """The database does not answer, or is too busy to."""


class DatabaseFull(DatabaseUnavailable):
    """The disk has no room for what was to be written; nothing of it was."""


class Database:
    """SQLite or PostgreSQL behind the same two doors, `reading` and `writing`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._engine = (
            _open_sqlite(url) if self.is_sqlite else create_engine(url, pool_pre_ping=True)
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database from beginning to end."""
        with _foreseeing_failure(), self._engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self, *, must_last: bool = True) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or leaves nothing behind.

        Unless it `must_last`, a power failure may take it back, whole, and all that followed it
        and needed not last either. That is for what can be made again, and saves waiting for the
        disk.
        """
        with _foreseeing_failure(), self._engine.connect() as connection:
            connection = connection.execution_options(
                registry_writes=True, registry_must_last=must_last
            )
            with connection.begin():
                if not must_last and not self.is_sqlite:
                    connection.execute(text("SET LOCAL synchronous_commit = off"))
                yield connection

    def migrate(self) -> None:
        """Bring the tables to the newest version; a database that has them is left as it is."""
        self._make_folder()
        configuration = Config()
        configuration.set_main_option("script_location", str(MIGRATIONS))
        with _foreseeing_failure(), self._engine.connect() as connection:
            connection = connection.execution_options(registry_writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    # Two processes that start at once must not both make the tables.
                    connection.execute(text("SELECT pg_advisory_xact_lock(7266273)"))
                configuration.attributes["connection"] = connection
                command.upgrade(configuration, "head")

    def require_ready(self) -> None:
        """Raise DatabaseNotReady, with the remedy, unless the tables are of this version."""
        configuration = Config()
        configuration.set_main_option("script_location", str(MIGRATIONS))
        newest = ScriptDirectory.from_config(configuration).get_current_head()
        if self.is_sqlite and not self._file_exists():
            raise DatabaseNotReady("There is no registry here yet: run `registry init` first.")
        with self.reading() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current != newest:
            raise DatabaseNotReady(
                f"The database is at version {current or 'none'}, this software needs {newest}:"
                " run `registry init`."
            )

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _file_exists(self) -> bool:
        name = make_url(self.url).database
        return name is None or Path(name).exists()

    def _make_folder(self) -> None:
        name = make_url(self.url).database
        if self.is_sqlite and name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _foreseeing_failure() -> Iterator[None]:
    """Turn what is the database's fault, not ours, into an error that says so."""
    try:
        yield
    except OperationalError as error:
        if _is_for_want_of_room(error.orig):
            raise DatabaseFull(
                "The disk of the database is full, so nothing was saved. Make room on it, then try"
                " again: what is published already is safe."
            ) from error
        raise DatabaseUnavailable(f"The database does not answer: {error.orig}") from error


def _is_for_want_of_room(error: BaseException | None) -> bool:
    # SQLite's extended codes carry the plain one in their lowest byte; PostgreSQL says disk_full.
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_FULL or getattr(error, "sqlstate", None) == "53100"


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # SQLAlchemy, not the driver, decides when a transaction begins (see `begin` below).
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-32000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("registry_writes"):
            connection.exec_driver_sql("BEGIN")
            return
        # FULL: a commit is on the disk before it is acknowledged, also when the power fails.
        # NORMAL: it is there before the next one that has to be.
        must_last = options.get("registry_must_last", True)
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if must_last else 'NORMAL'}")
        # A writer takes its lock at once, so two writers wait for each other and never deadlock.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
