"""Precedents: who accepted, recommended or refused a credential, and whether that still holds."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.services import precedents as service
from app.services import publishing, views
from app.services.precedents import precedents
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import derive_ctid
from tests.services.decisions import (
    BADGE,
    COLLEGE,
    COUNCIL,
    COURSE,
    CREDIT,
    DAY,
    DEGREE,
    FOR,
    FROM,
    REFUSED,
    an_agreement,
    answered,
    by_college,
    known,
    listed,
    only,
    owned_by,
    publish,
    status,
    today,
)
from tests.services.stacking.credentials import a_transfer, towards
from tests.support.documents import (
    PROVIDER,
    ctid_of,
)


def test_a_decision_stands_on_both_pages_each_in_its_direction(registry: Registry) -> None:
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **towards(FOR, DEGREE)),
    )

    elsewhere, here = only(registry), only(registry, DEGREE)

    assert (elsewhere.direction, here.direction) == ("elsewhere", "here")
    assert [each.ctid for each in elsewhere.others] == [ctid_of(DEGREE)]
    assert [each.ctid for each in here.others] == [ctid_of(BADGE)]
    assert elsewhere.credits[0].minimum == 3
    assert elsewhere.record == here.record


@pytest.mark.parametrize(
    ("day", "standing", "good"),
    [
        ("2019-12-31", "not begun", False),
        ("2020-01-01", "in force", True),
        ("2024-06-30", "in force", True),
        ("2024-07-01", "ended", False),
    ],
)
def test_both_stated_days_count_and_what_is_over_stays_on_record(
    registry: Registry, day: str, standing: str, good: bool
) -> None:
    dated = {"startDate": "2020-01-01", "endDate": "2024-06-30"}
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **dated))

    found = only(registry, day=date.fromisoformat(day))

    assert (found.standing, found.is_good(date.fromisoformat(day))) == (standing, good)
    assert (found.since, found.until) == ("2020-01-01", "2024-06-30")


def test_without_a_beginning_nothing_is_known_of_the_time_before_it_was_seen(
    registry: Registry,
) -> None:
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), endDate="2099-12-31"),
    )
    published = date.today()

    before, since = date(2015, 1, 1), date(published.year + 1, 1, 1)

    assert only(registry, day=before).standing == "no start"
    assert only(registry, day=before).is_good(before) is None
    assert only(registry, day=since).is_good(since) is True


def test_what_its_own_record_states_without_dates_holds_since_it_was_published(
    registry: Registry,
) -> None:
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))
    found = only(registry)

    assert found.standing == "undated"
    assert found.is_good(date(2015, 1, 1)) is None
    assert found.is_good(today()) is True
    assert found.is_good(today() + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("term", "day", "standing", "good"),
    [
        ("Ceased", "2023-04-30", "status of another day", None),
        ("Ceased", "2023-05-01", "ceased", False),
        ("Ceased", "2026-01-01", "ceased", False),
        ("Suspended", "2023-04-30", "status of another day", None),
        ("Suspended", "2023-05-01", "suspended", False),
        ("Suspended", "2023-05-02", "status of another day", None),
        ("Developing", "2023-04-30", "not begun", False),
        ("Developing", "2023-05-02", "status of another day", None),
    ],
)
def test_a_status_tells_nothing_of_the_days_before_it_was_seen(
    registry: Registry, term: str, day: str, standing: str, good: bool | None
) -> None:
    known(registry)
    document = a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **status(term))
    listed(registry, document, seen="2023-05-01")

    found = only(registry, day=date.fromisoformat(day))

    assert (found.standing, found.is_good(date.fromisoformat(day))) == (standing, good)
    assert found.receiver is not None
    assert found.receiver.ctid == COLLEGE


def test_the_stated_end_explains_a_status_that_was_seen_after_it(registry: Registry) -> None:
    known(registry)
    dated = {"startDate": "2020-01-01", "endDate": "2022-12-31", **status("Ceased")}
    listed(registry, a_transfer("one", **towards(FROM, BADGE), **dated), seen="2023-05-01")

    assert only(registry, day=date(2021, 1, 1)).is_good(date(2021, 1, 1)) is True


def test_what_the_log_had_on_the_day_tells_the_status_of_that_day(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_now", lambda: "2023-05-01T12:00:00.000Z")
    known(registry)
    ceased = a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **status("Ceased"))
    publish(registry, ceased)
    monkeypatch.setattr(log, "_now", lambda: "2025-05-01T12:00:00.000Z")
    ceased["@graph"][0]["ceterms:description"] = {"en": "Said again."}
    publish(registry, ceased)

    standings = [
        only(registry, day=date.fromisoformat(day)).standing
        for day in ("2023-04-30", "2023-05-01", "2025-04-30", "2025-05-01")
    ]

    assert standings == ["status of another day", "ceased", "ceased", "ceased"]


@pytest.mark.parametrize(
    ("outcome", "decision", "verdict"),
    [
        (None, "not stated", "not known"),
        ("CreditAwarded", "accepted", "accepted"),
        ("NotRecognized", "refused", "refused"),
    ],
)
def test_an_agreement_is_what_it_says_to_come_to(
    registry: Registry, outcome: str | None, decision: str, verdict: str
) -> None:
    stated = {"learningRecognitionOutcomeType": [f"lrOutcome:{outcome}"]} if outcome else {}
    by_college(registry, an_agreement("one", **stated), seen="2023-03-01")
    known(registry)

    assert only(registry).decision == decision
    assert answered(registry) == verdict


def test_silence_is_no_refusal(registry: Registry) -> None:
    by_college(registry, an_agreement("no", **REFUSED), seen="2023-03-01")
    known(registry)

    silent = precedents(registry, ctid_of(BADGE), DAY, str(PROVIDER)).asked

    assert silent is not None
    assert silent.verdict == "not assessed"


def test_what_others_say_of_the_receiver_is_shown_and_decides_nothing(registry: Registry) -> None:
    known(registry)
    document = a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), endDate="2099-12-31")
    listed(registry, document, seen="2023-05-01")

    assert (only(registry).decision, only(registry).is_own) == ("accepted", False)
    assert only(registry).said.by == "A list"
    assert answered(registry) == "said by others"


def test_what_another_publisher_says_in_the_name_of_the_receiver_decides_nothing(
    registry: Registry,
) -> None:
    known(registry)
    dated = {"startDate": "2020-01-01", "endDate": "2099-12-31"}
    document = a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **dated)
    publishing.publish(registry, document, PublisherRef(derive_ctid("test:x"), "Example Inc"))
    views.catch_up(registry)

    assert only(registry).is_own is False
    assert answered(registry) == "said by others"


def test_each_decision_of_one_record_stands_for_itself(registry: Registry) -> None:
    def profile(name: str, **dates: str) -> dict[str, Any]:
        return {
            "@id": f"_:{name}",
            "@type": "ceterms:TransferValueProfile",
            "ceterms:name": {"en": name},
            "ceterms:ownedBy": [f"resources/{COLLEGE}"],
            "ceterms:transferValueFrom": [f"resources/{ctid_of(BADGE)}"],
            **{f"ceterms:{each}": day for each, day in dates.items()},
        }

    agreement = an_agreement("two", hasTransferValueProfile=["_:old", "_:new"])
    del agreement["@graph"][0]["ceterms:sendingProgram"]
    agreement["@graph"] += [
        profile("old", startDate="2020-01-01", endDate="2022-12-31"),
        profile("new", startDate="2024-01-01", endDate="2027-12-31"),
    ]
    known(registry)
    by_college(registry, agreement, seen="2023-03-01")

    found = precedents(registry, ctid_of(BADGE), DAY).found

    assert [(each.name, each.since, each.standing) for each in found] == [
        ({"en": "new"}, "2024-01-01", "in force"),
        ({"en": "old"}, "2020-01-01", "ended"),
    ]


def test_who_recommends_receives_nothing(registry: Registry) -> None:
    known(registry, a_transfer("advice", **owned_by(COUNCIL), **towards(FROM, BADGE)))

    found = only(registry)

    assert (found.decision, found.receiver) == ("recommended", None)


@pytest.mark.parametrize(
    ("accepted", "refused", "verdict"),
    [
        ("2023-01-01", "2025-01-01", "refused"),
        ("2025-01-01", "2023-01-01", "disputed"),
        ("2025-01-01", "2025-01-01", "disputed"),
        ("2023-01-01", "2026-06-01", "disputed"),
    ],
)
def test_whoever_says_both_has_not_said_a_plain_yes(
    registry: Registry, accepted: str, refused: str, verdict: str
) -> None:
    yes = a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE))
    by_college(registry, yes, seen=accepted)
    by_college(registry, an_agreement("no", **REFUSED), seen=refused)
    known(registry)

    found = precedents(registry, ctid_of(BADGE), DAY, str(COLLEGE))

    assert {each.decision for each in found.found} == {"accepted", "refused"}
    assert answered(registry) == verdict


def test_a_decision_without_dates_is_known_only_for_the_days_it_was_seen(
    registry: Registry,
) -> None:
    known(registry)
    by_college(
        registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)), "2023-03-01"
    )

    verdicts = [
        answered(registry, date.fromisoformat(day), today=date(2026, 11, 22))
        for day in ("2023-02-28", "2023-03-01", "2026-11-22", "2026-11-23")
    ]

    assert verdicts == ["not known", "accepted", "accepted", "not known"]


def test_where_not_all_is_read_the_receivers_records_come_first(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    dated = {"startDate": "2020-01-01", "endDate": "2099-12-31", **towards(FROM, BADGE)}
    some = [a_transfer(str(number), **owned_by(COUNCIL), **dated) for number in range(3)]
    known(registry, *some, a_transfer("one", **owned_by(COLLEGE), **dated))

    found = precedents(registry, ctid_of(BADGE), DAY, str(COLLEGE))
    other = precedents(registry, ctid_of(BADGE), DAY, str(PROVIDER))

    assert (len(found.found), found.left_out, answered(registry)) == (1, 3, "accepted")
    assert other.asked is not None
    assert other.asked.verdict == "not known"


def test_where_not_all_is_read_what_ended_does_not_tell_that_it_is_over(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    ended = {**owned_by(COLLEGE), **towards(FROM, BADGE), "endDate": "2020-01-01"}
    known(registry, a_transfer("one", **ended), a_transfer("two", **ended))

    assert answered(registry) == "not known"


def test_what_ended_is_no_longer_a_yes(registry: Registry) -> None:
    known(
        registry,
        a_transfer("old", **owned_by(COLLEGE), **towards(FROM, BADGE), endDate="2020-01-01"),
    )

    asked = precedents(registry, ctid_of(BADGE), DAY, "Receiving College").asked

    assert asked is not None
    assert asked.verdict == "no longer"


def test_a_transfer_value_that_names_no_source_is_on_record_all_the_same(
    registry: Registry,
) -> None:
    known(registry, a_transfer("one", **towards(FOR, DEGREE), endDate="2020-01-01"))

    found = only(registry, DEGREE)

    assert (found.direction, found.standing, found.is_own) == ("here", "ended", False)


def test_conditions_are_told(registry: Registry) -> None:
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "Not older than five years."},
    }
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), requires=[condition]),
    )

    assert only(registry).conditions == ({"en": "Not older than five years."},)


def test_the_shipped_records_have_precedents_in_both_directions(
    loaded_registry: Registry,
) -> None:
    """A course that counts as credit of the University of Helsinki."""
    [elsewhere] = precedents(loaded_registry, COURSE, DAY).of("elsewhere")
    here = precedents(loaded_registry, CREDIT, DAY).of("here")

    assert [each.ctid for each in elsewhere.others] == [CREDIT]
    assert elsewhere.record in {each.record for each in here}
    assert "ended" in {each.standing for each in here}
    assert elsewhere.receiver is not None
    assert elsewhere.receiver.name == {"und": "University of Helsinki"}
    assert elsewhere.is_good(DAY) is None
    assert elsewhere.said.source_url == "https://elementsofai.com/faq/how-can-i-get-ects-credits"
