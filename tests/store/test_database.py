"""The database's doors: ready or not, reachable or not, and who may come in together."""

import pytest
from sqlalchemy import text

from app.store.database import Connection, Database, DatabaseNotReady, DatabaseUnavailable
from tests.support.ports import free_port

FULL = 2
"""What SQLite calls waiting for the disk at each commit."""


def test_a_database_without_tables_says_what_to_run(new_database_url: str) -> None:
    database = Database(new_database_url)

    with pytest.raises(DatabaseNotReady, match="registry init"):
        database.require_ready()
    database.close()


def test_making_the_tables_twice_changes_nothing(new_database_url: str) -> None:
    database = Database(new_database_url)

    database.migrate()
    database.migrate()

    database.require_ready()
    database.close()


def test_a_server_that_does_not_answer_is_an_error_that_says_so() -> None:
    database = Database(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")

    with pytest.raises(DatabaseUnavailable), database.reading() as connection:
        connection.execute(text("SELECT 1"))
    database.close()


def test_what_fails_inside_a_transaction_leaves_nothing_behind(new_database_url: str) -> None:
    database = Database(new_database_url)
    database.migrate()

    with pytest.raises(ValueError, match="stop"):
        _write_and_fail(database)

    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM view_position")) == 0
    database.close()


def _write_and_fail(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO view_position (name, number) VALUES ('x', 1)"))
        raise ValueError("stop")


def test_only_what_can_be_made_again_is_not_waited_for(new_database_url: str) -> None:
    database = Database(new_database_url)
    database.migrate()

    with database.writing() as connection:
        at_first = _is_in_a_hurry(database, connection)
    with database.writing(must_last=False) as connection:
        for_a_view = _is_in_a_hurry(database, connection)
    with database.writing() as connection:
        afterwards = _is_in_a_hurry(database, connection)

    assert [at_first, for_a_view, afterwards] == [False, True, False]
    database.close()


def _is_in_a_hurry(database: Database, connection: Connection) -> bool:
    """Whether this transaction asks for less than to be on the disk when it is committed."""
    if database.is_sqlite:
        return bool(connection.scalar(text("PRAGMA synchronous")) != FULL)
    # The test server has it off for everybody: what counts is who asked for it.
    source = text("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
    return bool(connection.scalar(source) == "session")
