"""The database's doors: ready or not, reachable or not, and who may come in together."""

import pytest
from sqlalchemy import text

from app.store.database import Database, DatabaseNotReady, DatabaseUnavailable
from tests.support.ports import free_port


def test_a_database_without_tables_says_what_to_run(database_url: str) -> None:
    database = Database(database_url)

    with pytest.raises(DatabaseNotReady, match="registry init"):
        database.require_ready()
    database.close()


def test_making_the_tables_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url)

    database.migrate()
    database.migrate()

    database.require_ready()
    database.close()


def test_a_server_that_does_not_answer_is_an_error_that_says_so() -> None:
    database = Database(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")

    with pytest.raises(DatabaseUnavailable), database.reading() as connection:
        connection.execute(text("SELECT 1"))
    database.close()


def test_what_fails_inside_a_transaction_leaves_nothing_behind(database_url: str) -> None:
    database = Database(database_url)
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
