"""The operator's board: what puts a record on a list, what counts as a conflict, and the counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from app.services import board, publishing, views
from app.services.board import LISTS, BoardFilters, ChangeItem, ConflictItem, RecordItem
from app.services.board_rows import last_day
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance
from tests.support.documents import (
    PROVIDER,
    a_credential,
    a_document,
    an_organization,
    ctid_of,
)

TODAY = date(2026, 11, 22)
AGENCY = derive_ctid("test:agency")
OTHER_AGENCY = derive_ctid("test:other agency")
REGISTER = PublisherRef(derive_ctid("test:register"), "A register")


def an_action(
    key: str,
    subject: CTID,
    *,
    agent: CTID = AGENCY,
    type_: str = "ceterms:AccreditAction",
    start: str | None = None,
    end: str | None = None,
) -> dict[str, Any]:
    """A document in which an agency acts on a subject."""
    dates = {"startDate": start, "endDate": end}
    return a_document(
        derive_ctid(f"test:{key}"),
        type_,
        {
            "name": {"en": key},
            "description": {"en": key},
            "actingAgent": [f"resources/{agent}"],
            "object": [f"resources/{subject}"],
            **{name: value for name, value in dates.items() if value},
        },
    )


def publish(
    registry: Registry, *documents: dict[str, Any], publisher: PublisherRef = publishing.OPERATOR
) -> None:
    """Publish documents and let the views follow."""
    for document in documents:
        publishing.publish(registry, document, publisher)
    views.catch_up(registry)


def own(agent: CTID = AGENCY) -> PublisherRef:
    """The agency as a publisher of its own statements."""
    return PublisherRef(agent, "The agency")


def listed(registry: Registry, name: str, today: date = TODAY) -> list[CTID]:
    """The records on a list."""
    found = board.items(registry, name, today)
    return [each.summary.ctid for each in found if isinstance(each, RecordItem)]


def conflicts(registry: Registry, today: date = TODAY) -> list[ConflictItem]:
    """The conflicts that count."""
    return [
        each for each in board.items(registry, "conflicts", today) if isinstance(each, ConflictItem)
    ]


def kinds(registry: Registry, today: date = TODAY) -> list[str]:
    """What kinds of conflict count."""
    return [each.kind for each in conflicts(registry, today)]


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


def test_an_entry_in_a_register_is_no_judgement_of_quality(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, an_action("entry", credential, type_="ceterms:RegistrationAction"))

    assert listed(registry, "no-quality-assurance") == [credential]


def test_two_records_that_end_one_accreditation_differently_are_a_conflict(
    registry: Registry, credential: CTID
) -> None:
    for key, end in (("ours", "2024-12-31"), ("theirs", "2026-12-31")):
        publish(registry, an_action(key, credential, start="2020-01-01", end=end))

    [found] = conflicts(registry)

    assert found.kind == "dates"
    assert {found.record.ctid, found.other.ctid if found.other else None} == {
        derive_ctid("test:ours"),
        derive_ctid("test:theirs"),
    }
    assert {found.detail["one"]["end"], found.detail["other"]["end"]} == {
        "2024-12-31",
        "2026-12-31",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2024-01-01", "end": "2028-12-31"},
        {"start": "2020-01-01", "end": None},
        {"start": "2020-01-01", "end": "2024-12-31"},
        {"start": "2020-01-01", "end": "2026-12-31", "agent": OTHER_AGENCY},
        {"start": "2020-01-01", "end": "2026-12-31", "type_": "ceterms:ApproveAction"},
    ],
    ids=["renewed", "no end stated", "they agree", "another body", "another kind"],
)
def test_renewals_and_other_statements_are_no_conflict(
    registry: Registry, credential: CTID, change: dict[str, Any]
) -> None:
    publish(registry, an_action("one", credential, start="2020-01-01", end="2024-12-31"))
    publish(registry, an_action("other", credential, **change))

    assert conflicts(registry) == []


def test_a_revocation_is_against_statements_that_go_on_after_it(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, an_action("given", credential, start="2020-01-01"))
    publish(registry, an_action("past", credential, start="2015-01-01", end="2019-12-31"))
    publish(registry, an_action("again", credential, start="2026-02-01"))
    revocation = an_action("taken", credential, type_="ceterms:RevokeAction", start="2025-03-01")
    publish(registry, revocation)

    [found] = conflicts(registry)

    assert (found.kind, found.record.ctid) == ("revoked", derive_ctid("test:given"))
    assert found.other is not None
    assert found.other.ctid == ctid_of(revocation)
    assert kinds(registry, date(2025, 3, 1)) == []


def claiming(**stated: Any) -> dict[str, Any]:
    """A credential that says of itself that the agency accredits it."""
    return a_credential("claiming", accreditedBy=[f"resources/{AGENCY}"], **stated)


def test_a_claim_counts_only_when_the_agency_speaks_of_such_records_here(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, claiming())
    assert conflicts(registry) == []

    # A statement about an organization says nothing about how it treats credentials.
    publish(registry, an_action("college", PROVIDER), publisher=own())
    assert conflicts(registry) == []

    publish(registry, an_action("another credential", credential), publisher=own())
    [found] = conflicts(registry)
    assert (found.kind, found.record.ctid) == ("not-held", ctid_of(claiming()))
    assert found.agent is not None
    assert found.agent.ctid == AGENCY

    publish(registry, an_action("this one", ctid_of(claiming())), publisher=own())
    assert conflicts(registry) == []


def test_what_others_collected_of_an_agency_does_not_count_as_its_own_word(
    registry: Registry, credential: CTID
) -> None:
    publish(registry, claiming(), an_action("collected", credential))

    assert conflicts(registry) == []


def test_a_claim_beyond_the_agencys_own_end_is_a_conflict_once_that_has_passed(
    registry: Registry,
) -> None:
    publish(registry, claiming())
    subject = ctid_of(claiming())
    publish(registry, an_action("own", subject, start="2020-01-01", end="2025-06-30"),
            publisher=own())  # fmt: skip

    assert kinds(registry, date(2025, 6, 30)) == []
    assert kinds(registry, date(2025, 7, 1)) == ["ended"]

    publish(registry, an_action("renewed", subject, start="2025-07-01"), publisher=own())
    assert kinds(registry) == []


def test_an_organizations_claim_of_itself_is_compared_too(registry: Registry) -> None:
    document = an_organization()
    document["@graph"][0]["ceterms:accreditedBy"] = [f"resources/{AGENCY}"]
    publish(registry, document)
    publish(registry, an_action("ended", PROVIDER, end="2020-01-01"), publisher=own())

    assert kinds(registry) == ["ended"]


def test_parts_and_wholes_that_leave_each_other_out_are_a_conflict(registry: Registry) -> None:
    whole, part, third = (derive_ctid(f"test:{key}") for key in ("whole", "part", "third"))
    publish(registry, a_credential("third"))
    publish(registry, a_credential("whole", hasPart=[f"resources/{third}"]))
    publish(registry, a_credential("part", isPartOf=[f"resources/{whole}"]))

    [found] = conflicts(registry)
    assert (found.kind, found.record.ctid, found.other and found.other.ctid) == (
        "left-out",
        part,
        whole,
    )

    parts = [f"resources/{each}" for each in (third, part)]
    publish(registry, a_credential("whole", hasPart=parts))
    assert conflicts(registry) == []


def test_a_relation_only_one_side_speaks_of_is_no_conflict(registry: Registry) -> None:
    whole = derive_ctid("test:whole")
    publish(registry, a_credential("whole"))
    publish(registry, a_credential("part", isPartOf=[f"resources/{whole}"]))

    assert conflicts(registry) == []


def test_two_records_that_are_part_of_one_another_are_one_conflict(registry: Registry) -> None:
    one, other = (derive_ctid(f"test:{key}") for key in ("one", "other"))
    publish(registry, a_credential("one", isPartOf=[f"resources/{other}"]))
    publish(registry, a_credential("other", isPartOf=[f"resources/{one}"]))

    assert kinds(registry) == ["circle"]


def identified(key: str, hours: int, value: str = "QN-1", **stated: Any) -> dict[str, Any]:
    """A credential with a register number and hours of work."""
    number = {
        "@type": "ceterms:IdentifierValue",
        "ceterms:identifierTypeName": {"en": "Qualification number"},
        "ceterms:identifierValueCode": value,
    }
    time = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"PT{hours}H"}
    return a_credential(key, identifier=[number], estimatedDuration=[time], **stated)


def test_two_sources_of_one_thing_that_state_other_hours_are_a_conflict(
    registry: Registry,
) -> None:
    publish(registry, identified("ours", 40))
    publish(registry, identified("theirs", 60), publisher=REGISTER)

    [found] = conflicts(registry)

    assert found.kind == "same-thing"
    assert found.detail["differs"][0]["fact"] == "hours"
    assert {found.detail["differs"][0][side] for side in ("one", "other")} == {"40 h", "60 h"}


@pytest.mark.parametrize(
    "other",
    [
        identified("theirs", 40),
        identified("theirs", 60, value="QN-2"),
        identified("theirs", 60, ownedBy=[f"resources/{OTHER_AGENCY}"]),
    ],
    ids=["they agree", "another number", "another provider"],
)
def test_records_that_agree_or_are_of_other_things_are_no_conflict(
    registry: Registry, other: dict[str, Any]
) -> None:
    publish(registry, identified("ours", 40))
    publish(registry, other)

    assert conflicts(registry) == []


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
