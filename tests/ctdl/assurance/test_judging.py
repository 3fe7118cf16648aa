"""What one statement says of a day, where no registry would let such a statement in."""

from datetime import date

import pytest

from ctdl.assurance import answer, days_of, days_seen, judged
from ctdl.assurance.chain import MOST_LINKS, ChainLink, climb, link_of
from ctdl.assurance.statements import AssuranceStatement, Party, Role
from ctdl.ctid import derive_ctid
from tests.ctdl.assurance.statements import (
    AGENCY,
    CREDENTIAL,
    OTHER,
    PROVIDER,
    a_statement,
)

TODAY = date(2026, 11, 22)
PARENT = Party(derive_ctid("test:parent"), {"en": "Parent"})


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2018-12-31", "not begun"),
        ("2019-01-01", "covers"),
        ("2022-06-30", "covers"),
        ("2022-07-01", "ended"),
    ],
)
def test_a_year_counts_from_its_first_day_and_a_month_to_its_last(day: str, outcome: str) -> None:
    [found] = judged([a_statement("2019", "2022-06")], date.fromisoformat(day))

    assert found.outcome == outcome


def test_a_day_within_a_rough_date_is_said_to_be_so() -> None:
    found = answer([a_statement("2019", "2022-06")], date(2019, 5, 1), TODAY)

    assert "rough-date" in [gap.code for gap in found.gaps]


def test_a_statement_that_ends_before_it_begins_says_nothing() -> None:
    found = answer([a_statement("2022-01-01", "2019-12-31")], date(2020, 6, 1), TODAY)

    assert found.status == "unknown"
    assert [gap.code for gap in found.gaps] == ["reversed"]


@pytest.mark.parametrize("stated", ["soon", "2019-13", "2019-02-30", "0000", "20190101", "١٩٩٩"])
def test_a_date_that_cannot_be_read_is_no_date(stated: str) -> None:
    assert days_of(stated) is None


def test_what_was_seen_over_years_was_last_seen_in_the_latest() -> None:
    seen = days_seen("2020-2022 (three downloads)")

    assert seen is not None
    assert (seen.first, seen.last) == (date(2022, 1, 1), date(2022, 12, 31))


def test_an_undated_claim_of_a_live_record_says_nothing_of_the_time_before_it_was_made() -> None:
    claim = a_statement(side="provider")

    assert answer([claim], date(2024, 2, 29), TODAY).status == "unknown"
    assert answer([claim], date(2024, 3, 1), TODAY).status == "assured"


def test_what_was_copied_once_without_any_date_says_nothing_of_any_day() -> None:
    copied = a_statement(stands=False)

    assert answer([copied], date(2024, 3, 1), TODAY).status == "unknown"


def test_a_revocation_alone_says_not_assured_from_its_day() -> None:
    revoked = a_statement("2020-05-05", act="revocation", kind=None)

    assert answer([revoked], date(2020, 5, 4), TODAY).status == "unknown"
    assert answer([revoked], date(2020, 5, 5), TODAY).status == "not assured"


@pytest.mark.parametrize("role", ["parent", "former name", "successor"])
def test_an_end_of_another_organization_than_the_provider_says_no_to_nothing(role: Role) -> None:
    own = a_statement("2010-01-01", "2014-12-31", subject=PROVIDER, role="provider")
    inherited = a_statement("2010-01-01", "2019-12-31", subject=PARENT, role=role)

    def asked(*statements: AssuranceStatement) -> tuple[str, list[AssuranceStatement], list[str]]:
        found = answer(statements, date(2020, 6, 1), TODAY, CREDENTIAL.key)
        relied_on = [each.statement for each in found.relied_on]
        return found.status, relied_on, [gap.code for gap in found.gaps]

    assert asked(own) == ("not assured", [own], [])
    assert asked(inherited) == ("unknown", [], ["inherited-ended"])
    assert asked(own, inherited) == ("not assured", [own], [])


@pytest.mark.parametrize(
    "against",
    [
        a_statement("2015-01-01", act="revocation", kind=None, subject=PROVIDER, role="provider"),
        a_statement("2015-01-01", standing="suspended", subject=PROVIDER, role="provider"),
        a_statement("2015-01-01", standing="refused", subject=PROVIDER, role="provider"),
    ],
)
def test_what_was_taken_back_or_refused_says_no_to_all_that_it_counts_for(
    against: AssuranceStatement,
) -> None:
    found = answer([against], date(2020, 6, 1), TODAY, CREDENTIAL.key)

    assert (found.status, found.is_inherited) == ("not assured", True)


def test_the_answer_relies_on_the_newest_word_of_a_body_and_not_on_a_lesser_one() -> None:
    older = a_statement("2010-01-01", "2020-12-31")
    newer = a_statement("2015-01-01", "2017-12-31", standing="with conditions")
    claimed = a_statement("2016-01-01", "2017-12-31", side="provider")

    def relied_on(day: date) -> list[AssuranceStatement]:
        found = answer([older, newer, claimed], day, TODAY, CREDENTIAL.key)
        return [each.statement for each in found.relied_on]

    assert relied_on(date(2014, 1, 1)) == [older]
    assert relied_on(date(2015, 6, 1)) == [newer]
    assert relied_on(date(2017, 6, 1)) == [claimed, newer]
    assert relied_on(date(2019, 1, 1)) == [older]


def test_two_bodies_of_no_name_are_nobody() -> None:
    found = answer([a_statement("2019-01-01", by=Party(None))], date(2020, 1, 1), TODAY)

    assert (found.status, [gap.code for gap in found.gaps]) == ("unknown", ["nobody"])


def _climb(of: Party, statements: dict[Party, list[AssuranceStatement]]) -> list[ChainLink]:
    day = date(2020, 1, 1)
    main = judged([a_statement("2019-01-01", subject=of)], day)[0]
    chain = climb([link_of(main, of)], lambda body: statements.get(body, []), day)
    return list(chain.links)


def test_a_chain_without_end_is_followed_only_so_far() -> None:
    bodies = [AGENCY, *(Party(derive_ctid(f"test:body {number}")) for number in range(40))]
    statements = {
        body: [a_statement("2019-01-01", subject=body, by=above)]
        for body, above in zip(bodies, bodies[1:], strict=False)
    }

    assert len(_climb(CREDENTIAL, statements)) == MOST_LINKS


def test_a_body_that_another_also_recognises_is_not_led_into_a_circle() -> None:
    statements = {
        AGENCY: [
            a_statement("2010-01-01", subject=AGENCY, by=PROVIDER),
            a_statement("2010-01-01", subject=AGENCY, by=OTHER),
        ]
    }

    links = _climb(PROVIDER, statements)

    assert [link.to for link in links] == [AGENCY, OTHER]
    assert all(link.unbroken for link in links)
