"""The operator's board: what puts a record on a list, what counts as a conflict, and the counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import text

from app.services import board, publishing, views
from app.services.board import LISTS, BoardFilters, ChangeItem, RecordItem
from app.services.board_rows import last_day
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.services.board_statements import (
    OTHER_AGENCY,
    REGISTER,
    TODAY,
    an_action,
    claiming,
    listed,
    own,
    publish,
)
from tests.support.documents import a_credential, an_organization, ctid_of


@pytest.fixture
def credential(registry: Registry) -> CTID:
    """A published credential that states little."""
    document = a_credential()
    publish(registry, an_organization(), document)
    return ctid_of(document)


def test_a_credential_that_states_little_is_on_every_list_of_gaps(
    registry: Registry, credential: CTID
) -> None:
    gaps = ("no-level", "no-outcomes", "no-assessment", "no-size", "no-quality-assurance")

    assert {name: listed(registry, name) for name in gaps} == dict.fromkeys(gaps, [credential])


def test_a_stated_fact_takes_a_record_off_its_list_only(registry: Registry) -> None:
    level = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": "nzqcf:4"}
    document = a_credential(atLevel=[level])
    publish(registry, document)

    assert listed(registry, "no-level") == []
    assert listed(registry, "no-size") == [ctid_of(document)]


def test_a_withdrawn_record_is_on_no_list_but_that_of_changes(
    registry: Registry, credential: CTID
) -> None:
    publishing.withdraw(registry, credential, reason="over")
    views.catch_up(registry)

    counts = board.counts(registry, TODAY)

    assert {name: count for name, count in counts.items() if count} == {"recent": 3}


def test_missing_required_facts_are_named(registry: Registry) -> None:
    document = a_credential()
    del document["@graph"][0]["ceterms:inLanguage"]
    publishing.publish(registry, document, provenance=Provenance(collected=True))
    views.catch_up(registry)

    [item] = board.items(registry, "required-missing", TODAY)

    assert isinstance(item, RecordItem)
    assert item.missing == ("ceterms:inLanguage",)


def test_review_is_due_on_the_day_after_the_stated_one(registry: Registry) -> None:
    publish(registry, a_credential(expirationDate="2026-06-30"))

    assert listed(registry, "review-due", date(2026, 6, 30)) == []
    assert len(listed(registry, "review-due", date(2026, 7, 1))) == 1


@pytest.mark.parametrize(
    ("stated", "last"),
    [
        ("2026-06-30", "2026-06-30"),
        ("2026-06", "2026-06-30"),
        ("2024-02", "2024-02-29"),
        ("2025", "2025-12-31"),
        ("2026-06-30T12:00:00Z", "2026-06-30"),
    ],
)
def test_a_date_lasts_as_long_as_it_is_exact(stated: str, last: str) -> None:
    assert last_day(stated) == last


@pytest.mark.parametrize("stated", ["soon", "2026-13-01", "0000", "2026-02-30", ""])
def test_a_date_that_is_none_is_never_past(stated: str) -> None:
    assert last_day(stated) is None


def test_a_record_marked_as_ended_is_not_due_for_review(registry: Registry) -> None:
    ended = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "credentialStat:Deprecated",
    }
    publish(registry, a_credential(expirationDate="2020-01-01", credentialStatusType=ended))

    assert listed(registry, "review-due") == []


def test_quality_assurance_has_ended_when_every_judgement_has(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, an_action("first", credential, start="2018-01-01", end="2020-12-31"))
    assert listed(registry, "quality-assurance-ended") == [credential]
    assert listed(registry, "no-quality-assurance") == []

    publish(registry, an_action("second", credential, agent=OTHER_AGENCY, start="2021-01-01"))
    assert listed(registry, "quality-assurance-ended") == []

    publishing.withdraw(registry, derive_ctid("test:second"), reason="an error")
    views.catch_up(registry)
    assert listed(registry, "quality-assurance-ended") == [credential]


@pytest.mark.parametrize(
    ("seen", "is_listed"), [("2018", False), ("2020-12-31", False), ("2021-01", True), (None, True)]
)
def test_an_end_that_was_foreseen_by_its_source_is_no_end_that_was_seen(
    registry: Registry, credential: CTID, seen: str | None, is_listed: bool
) -> None:
    ended = an_action("copied", credential, start="2018-01-01", end="2020-12-31")
    copied = Provenance(Statement(source="A register", seen=seen), collected=True)
    publishing.publish(registry, ended, publishing.OPERATOR, provenance=copied)
    views.catch_up(registry)

    assert listed(registry, "quality-assurance-ended") == ([credential] if is_listed else [])


def test_an_entry_in_a_register_is_no_judgement_of_quality(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, an_action("entry", credential, type_="ceterms:RegistrationAction"))

    assert listed(registry, "no-quality-assurance") == [credential]


def test_recent_changes_are_newest_first_and_narrowed_by_publisher_and_kind(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, a_credential("theirs"), publisher=REGISTER)
    publishing.withdraw(registry, credential, reason="over")
    views.catch_up(registry)

    def changes(**filters: str) -> list[tuple[int, str]]:
        found = board.items(registry, "recent", TODAY, BoardFilters(**filters))
        changed = [each for each in found if isinstance(each, ChangeItem)]
        return [(each.change.number, each.publisher) for each in changed]

    assert [number for number, _ in changes()] == [4, 3, 2, 1]
    assert changes(publisher=REGISTER.ctid) == [(3, "A register")]
    assert [number for number, _ in changes(kind="withdrawn")] == [4]


def test_the_board_made_again_is_the_same_as_the_one_kept_up(registry: Registry) -> None:
    whole = derive_ctid("test:whole")
    publish(registry, a_credential("third"), a_credential("whole"), claiming())
    publish(registry, an_action("one", ctid_of(claiming()), start="2020-01-01", end="2021-01-01"))
    publish(
        registry, an_action("own", whole, start="2020-01-01", end="2022-12-31"), publisher=own()
    )
    publish(registry, a_credential("part", isPartOf=[f"resources/{whole}"]))
    publish(registry, a_credential("whole", hasPart=[f"resources/{derive_ctid('test:third')}"]))
    publishing.withdraw(registry, derive_ctid("test:third"), reason="over")
    views.catch_up(registry)
    kept = {name: list(board.items(registry, name, TODAY)) for name in LISTS}

    views.rebuild(registry, ["catalogue"])

    again = {name: list(board.items(registry, name, TODAY)) for name in LISTS}
    assert again == kept
    assert all(report.is_right for report in views.check(registry))
    assert kept["conflicts"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_board SET no_qa = NOT no_qa",
        "UPDATE catalogue_board SET no_level = NOT no_level",
        "DELETE FROM catalogue_conflict",
    ],
)
def test_check_sees_a_board_that_was_tampered_with(registry: Registry, statement: str) -> None:
    one, other = (derive_ctid(f"test:{key}") for key in ("one", "other"))
    publish(registry, a_credential("one", isPartOf=[f"resources/{other}"]))
    publish(registry, a_credential("other", isPartOf=[f"resources/{one}"]))
    views.catch_up(registry)

    with registry.database.writing() as connection:
        connection.execute(text(statement))

    assert [each.name for each in views.check(registry) if not each.is_right] == ["catalogue"]


def test_the_migration_lets_a_catalogue_that_knew_no_board_start_again(
    registry: Registry, credential: CTID
) -> None:
    with registry.database.writing() as connection:
        connection.execute(text("DELETE FROM catalogue_board"))
        connection.execute(text("UPDATE view_position SET number = 0 WHERE name = 'catalogue'"))

    views.catch_up(registry)

    assert listed(registry, "no-level") == [credential]


def filter_combinations(registry: Registry) -> Iterator[BoardFilters]:
    """Every combination of some values of every filter."""
    with registry.database.reading() as connection:
        busiest = connection.scalar(
            text(
                "SELECT target FROM catalogue_edge WHERE predicate = 'ceterms:ownedBy'"
                " GROUP BY target ORDER BY count(*) DESC LIMIT 1"
            )
        )
    for provider, country, type_, publisher in product(
        ("", "university", busiest),
        ("", "NZ"),
        ("", "ceterms:Course", "ceterms:Certificate"),
        ("", publishing.OPERATOR.ctid, REGISTER.ctid),
    ):
        yield BoardFilters(provider, country, type_, publisher)


def test_every_count_is_the_length_of_its_list_for_all_shipped_records(
    loaded_registry: Registry,
) -> None:
    for filters in filter_combinations(loaded_registry):
        counts = board.counts(loaded_registry, TODAY, filters)
        for name in LISTS:
            length = sum(1 for _ in board.items(loaded_registry, name, TODAY, filters))
            page = board.page(loaded_registry, name, TODAY, filters)
            assert (counts[name], page.total) == (length, length), (name, filters)


def test_the_pages_of_a_list_hold_each_entry_once_in_its_order(loaded_registry: Registry) -> None:
    first = board.page(loaded_registry, "no-level", TODAY)

    paged = [
        item
        for number in range(1, first.pages + 1)
        for item in board.page(loaded_registry, "no-level", TODAY, number=number).items
    ]

    assert paged == list(board.items(loaded_registry, "no-level", TODAY))


def test_a_provider_is_found_by_a_part_of_its_name(loaded_registry: Registry) -> None:
    named = BoardFilters(provider="MASSEY")
    counts = board.counts(loaded_registry, TODAY, named)

    assert 0 < counts["no-outcomes"] < board.counts(loaded_registry, TODAY)["no-outcomes"]
    assert board.counts(loaded_registry, TODAY, replace(named, country="IE"))["no-outcomes"] == 0


def test_an_unknown_list_is_refused_with_the_known_ones(registry: Registry) -> None:
    with pytest.raises(board.UnknownList, match="no-level"):
        board.page(registry, "no-such-list", TODAY)
