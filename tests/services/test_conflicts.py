"""What counts as a conflict on the operator's board, and what does not."""

from datetime import date
from typing import Any

import pytest

from app.services import publishing, views
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.services.board_statements import (
    AGENCY,
    OTHER_AGENCY,
    REGISTER,
    an_action,
    claiming,
    conflicts,
    kinds,
    own,
    publish,
)
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of


@pytest.fixture
def credential(registry: Registry) -> CTID:
    """A published credential that states little."""
    document = a_credential()
    publish(registry, an_organization(), document)
    return ctid_of(document)


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


def test_what_many_records_share_identifies_nothing(registry: Registry) -> None:
    for number in range(10):
        publish(registry, identified(f"course {number}", 40 + number))
    assert kinds(registry) == ["same-thing"] * 45

    publish(registry, identified("one more", 80))
    assert kinds(registry) == []
    views.catch_up(registry)
    assert all(report.is_right for report in views.check(registry))

    publishing.withdraw(registry, ctid_of(identified("course 3", 0)), reason="over")
    views.catch_up(registry)
    assert kinds(registry) == ["same-thing"] * 45
    assert all(report.is_right for report in views.check(registry))


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
