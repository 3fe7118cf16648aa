"""A disk that fills up: a clear refusal, nothing half saved, and all well once there is room."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from app.http.problems import problem_of
from app.services import publishing, views
from app.services.publishing import OPERATOR
from app.services.registry import Registry
from app.store import log
from app.store.database import Connection, DatabaseFull
from tests.support import doomed
from tests.support.documents import a_credential, ctid_of

WORK_SECONDS = 60
LONG = "A long text that needs room of its own. " * 400


def test_a_publication_without_room_is_refused_and_leaves_nothing(registry: Registry) -> None:
    publishing.publish(registry, a_credential("before"))

    with _full_database(registry), pytest.raises(DatabaseFull, match="nothing was saved"):
        publishing.publish(registry, _long_credential("too much"))

    assert log.latest_number(registry.database) == 1
    assert publishing.publish(registry, _long_credential("too much")).number == 2
    _assert_all_is_well(registry)


def test_many_documents_without_room_for_all_leave_none(registry: Registry) -> None:
    publishing.publish(registry, a_credential("before"))
    documents = [_long_credential(f"course {number}") for number in range(40)]
    submissions = [publishing.prepare(each, OPERATOR, base=registry.base) for each in documents]

    with _full_database(registry, pages=60), pytest.raises(DatabaseFull):
        publishing.record_all(registry, submissions, OPERATOR)

    assert log.latest_number(registry.database) == 1
    assert publishing.record_all(registry, submissions, OPERATOR) == {"published": 40}
    _assert_all_is_well(registry)


def test_a_view_without_room_waits_until_there_is(registry: Registry) -> None:
    publishing.publish(registry, a_credential("before"))
    views.catch_up(registry)
    published = publishing.publish(registry, a_credential("meanwhile"))

    reached = _reached_without_room(registry)

    assert min(reached.values()) < published.number
    assert set(views.catch_up(registry).values()) == {published.number}
    assert ctid_of(a_credential("meanwhile")) in dict(registry.rdf.entries())
    _assert_all_is_well(registry)


def test_the_answer_says_that_there_is_no_room(registry: Registry) -> None:
    with _full_database(registry), pytest.raises(DatabaseFull) as refused:
        publishing.publish(registry, _long_credential("too much"))

    problem = problem_of(refused.value)

    assert problem is not None
    assert problem.status == 507
    assert "disk of the database is full" in problem.detail


def _long_credential(key: str) -> dict[str, object]:
    return a_credential(key, description={"en": f"{key}: {LONG}"})


def _assert_all_is_well(registry: Registry) -> None:
    views.catch_up(registry)
    assert [each.name for each in views.check(registry) if not each.is_right] == []


@contextmanager
def _full_database(registry: Registry, pages: int = 1) -> Iterator[None]:
    """A database that has room for so many pages more, or that says at once that it has none."""
    fill, empty = (
        (_limit_pages(pages), _limit_pages(1_000_000_000))
        if registry.database.is_sqlite
        else (_refuse_for_want_of_room, _refuse_no_more)
    )
    with registry.database.writing() as connection:
        fill(connection)
    try:
        yield
    finally:
        with registry.database.writing() as connection:
            empty(connection)


def _limit_pages(more: int) -> Callable[[Connection], None]:
    # The limit belongs to the connection, which the pool hands out again and again.
    def limit(connection: Connection) -> None:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {used + more}")

    return limit


def _refuse_for_want_of_room(connection: Connection) -> None:
    """Make the server refuse a new change with the code for a full disk, after it was written."""
    connection.execute(
        text(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER no_room AFTER INSERT ON change FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    )


def _refuse_no_more(connection: Connection) -> None:
    connection.execute(text("DROP TRIGGER no_room ON change"))
    connection.execute(text("DROP FUNCTION no_room()"))


def _reached_without_room(registry: Registry) -> dict[str, int]:
    """How far the views of a process come that cannot write into any file."""
    process = doomed.start(registry.settings, "catch-up-without-room")
    positions: dict[str, int] = json.loads(process.next_word())
    process.kill_after(WORK_SECONDS)
    return positions
