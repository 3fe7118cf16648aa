"""Whether a record was in effect on a day: two dates count in full, what was seen only then."""

from datetime import date

import pytest

from ctdl.ctid import CTID
from ctdl.documents import parse_document
from ctdl.evaluation import Origin, Says
from ctdl.evaluation.currency import in_effect
from ctdl.records import CredentialRecord, read_record
from tests.support.documents import a_credential


def a_status(name: str) -> dict[str, object]:
    return {
        "credentialStatusType": {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": f"credentialStat:{name}",
        }
    }


def says(day: str, seen: str | None, stands: bool, **stated: object) -> list[Says]:
    record = read_record(parse_document(a_credential("first aid", **stated)))
    assert isinstance(record, CredentialRecord)
    origin = Origin(date=seen, stands=stands, record=CTID(record.ctid))
    return [each.says for each in in_effect(record, lambda _: origin, date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2019-12-31", ["aside", "aside"]),
        ("2020-01-01", ["aside", "yes"]),
        ("2024-12-31", ["aside", "yes"]),
        ("2025-01-01", ["expired", "aside"]),
    ],
)
def test_the_first_and_the_last_day_count(day: str, found: list[Says]) -> None:
    dates = {"dateEffective": "2020-01-01", "expirationDate": "2024-12-31"}

    assert says(day, None, False, **dates)[:2] == found


@pytest.mark.parametrize(
    ("day", "seen", "stands", "found"),
    [
        ("2019-12-31", "2024-03-01", True, "aside"),
        ("2024-03-01", "2024-03-01", False, "yes"),
        ("2024-03-02", "2024-03-01", False, "aside"),
        ("2024-03-02", "2024-03-01", True, "yes"),
        ("2024-03-02", "2024", False, "yes"),
        ("2024-03-02", None, False, "aside"),
    ],
)
def test_a_beginning_without_an_end_holds_as_far_as_it_was_seen(
    day: str, seen: str | None, stands: bool, found: Says
) -> None:
    assert says(day, seen, stands, dateEffective="2020-01-01")[0] == found


@pytest.mark.parametrize(
    ("status", "day", "stands", "found"),
    [
        ("Active", "2024-03-01", False, "yes"),
        ("Active", "2024-03-02", False, "aside"),
        ("Active", "2024-03-02", True, "yes"),
        ("Active", "2024-02-29", True, "aside"),
        ("Suspended", "2024-03-01", False, "no"),
        ("Suspended", "2025-01-01", False, "aside"),
        ("Deprecated", "2025-01-01", False, "expired"),
        ("Deprecated", "2023-01-01", False, "aside"),
        ("TeachOut", "2024-03-01", True, "aside"),
    ],
)
def test_a_status_says_something_of_the_days_on_which_it_was_seen(
    status: str, day: str, stands: bool, found: Says
) -> None:
    assert says(day, "2024-03-01", stands, **a_status(status)) == [found]


def test_a_status_that_nobody_dates_settles_nothing() -> None:
    assert says("2024-03-01", None, True, **a_status("Active")) == ["aside"]


def test_what_has_ended_outweighs_an_early_first_day() -> None:
    stated = {"dateEffective": "2020-01-01", **a_status("Deprecated")}

    assert says("2024-03-01", "2024-01-01", True, **stated) == ["aside", "expired"]
