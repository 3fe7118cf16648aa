"""The log: numbered without gaps, never rewritten."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.services import publishing
from app.services.registry import Registry
from app.store import log
from tests.support.documents import a_credential


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET reason = 'other' WHERE number = 1",
        "UPDATE change SET document = '{}'",
        "DELETE FROM change WHERE number = 1",
        "DELETE FROM change",
    ],
)
def test_the_database_refuses_to_rewrite_the_log(registry: Registry, statement: str) -> None:
    publishing.publish(registry, a_credential())

    with pytest.raises(DBAPIError, match="append-only"), registry.database.writing() as connection:
        connection.execute(text(statement))

    assert log.latest_number(registry.database) == 1


def test_writers_at_the_same_time_leave_no_gap_and_lose_nothing(registry: Registry) -> None:
    def publish(writer: int) -> None:
        for number in range(5):
            publishing.publish(registry, a_credential(f"course {writer} {number}"))

    writers = [threading.Thread(target=publish, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    numbers = [change.number for change in log.changes_after(registry.database, 0)]
    assert numbers == list(range(1, 21))


def test_a_change_keeps_the_document_byte_for_byte(registry: Registry) -> None:
    name = {"en": "</script> \u202eright to left\u202c — naïve", "ar": "دورة"}
    publishing.publish(registry, a_credential(name=name))

    [change] = log.changes_after(registry.database, 0)

    submission = publishing.prepare(
        a_credential(name=name), publishing.OPERATOR, base=registry.base
    )
    assert change.document == submission.document.canonical
    assert change.sha256 == submission.document.sha256


def test_stamps_are_utc_with_milliseconds_and_z(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    [change] = log.changes_after(registry.database, 0)

    assert len(change.at) == len("2026-01-01T00:00:00.000Z")
    assert change.at.endswith("Z")
