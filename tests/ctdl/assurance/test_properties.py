"""What holds of every set of statements, tried on many that nobody thought of."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.assurance import ROLES, AssuranceStatement, Party, Role, answer
from ctdl.ctid import derive_ctid
from tests.ctdl.assurance.statements import a_statement

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2014, 1, 1), date(2026, 12, 31))
STATED = st.none() | st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    st.just("soon"),
)
PARTIES = [Party(derive_ctid(f"test:party {number}"), {"en": f"P{number}"}) for number in range(3)]


@st.composite
def statements(draw: st.DrawFn) -> AssuranceStatement:
    role = draw(st.sampled_from(ROLES))
    subject = Party(derive_ctid(f"test:subject {role}"), {"en": role})
    return a_statement(
        draw(STATED),
        draw(STATED),
        act=draw(st.sampled_from(["grant", "grant", "grant", "revocation", "renewal"])),
        kind=draw(st.sampled_from(["accreditation", "approval", "registration"])),
        subject=subject,
        role=role,
        by=draw(st.sampled_from(PARTIES)),
        standing=draw(
            st.sampled_from(
                ["in force", "in force", "with conditions", "suspended", "refused", "planned"]
            )
        ),
        side=draw(st.sampled_from(["agency", "third party", "provider"])),
        seen=draw(STATED),
        stands=draw(st.booleans()),
        record=draw(st.sampled_from(["one", "two", "three"])),
        is_own=draw(st.sampled_from([False, False, False, True])),
    )


@settings(max_examples=1500, deadline=None)
@given(st.lists(statements(), max_size=7), statements(), DAYS)
def test_adding_a_statement_never_turns_assured_into_unknown(
    known: list[AssuranceStatement], added: AssuranceStatement, day: date
) -> None:
    before = answer(known, day, TODAY)

    after = answer([*known, added], day, TODAY)

    if before.status in ("assured", "assured with conditions"):
        assert after.status != "unknown"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("start", "until"), [("2015-01-01", "2030-12-31"), ("2015-01-01", None), (None, None)]
)
def test_a_better_report_of_an_end_turns_assured_into_not_assured(
    role: Role, start: str | None, until: str | None
) -> None:
    subject = Party(derive_ctid(f"test:subject {role}"), {"en": role})
    day = date(2025, 1, 1)
    claimed = a_statement(start, until, role=role, subject=subject, side="provider")
    ended = a_statement("2015-01-01", "2018-12-31", role=role, subject=subject, record="agency's")

    assert answer([claimed], day, TODAY).status == "assured"
    assert answer([claimed, ended], day, TODAY).status == "not assured"


@settings(max_examples=400, deadline=None)
@given(st.lists(statements(), max_size=7), DAYS, st.randoms(use_true_random=False))
def test_the_answer_depends_on_the_statements_known_and_not_on_their_order_or_number(
    known: list[AssuranceStatement], day: date, chance: Random
) -> None:
    shuffled = [*known, *known[:2]]
    chance.shuffle(shuffled)

    assert answer(shuffled, day, TODAY) == answer(known, day, TODAY)


@settings(max_examples=600, deadline=None)
@given(st.lists(statements(), max_size=7), DAYS)
def test_each_status_rests_on_statements_that_say_so(
    known: list[AssuranceStatement], day: date
) -> None:
    found = answer(known, day, TODAY)

    if found.status in ("assured", "assured with conditions"):
        assert found.relied_on
        assert all(each.covers for each in found.relied_on)
        assert all(not each.statement.is_own for each in found.relied_on)
        assert all(each.statement.claim.kind != "registration" for each in found.relied_on)
    elif found.status == "not assured":
        assert found.relied_on
        assert all(each.is_against for each in found.relied_on)
        assert not any(each.covers for each in found.considered)
    else:
        assert not found.relied_on
        assert found.gaps


@settings(max_examples=300, deadline=None)
@given(st.lists(statements(), max_size=6), DAYS)
def test_without_any_word_against_it_the_answer_is_never_no(
    known: list[AssuranceStatement], day: date
) -> None:
    open_ended = [
        each
        for each in known
        if each.claim.until is None
        and each.claim.act == "grant"
        and each.claim.standing in ("in force", "with conditions", "planned")
    ]

    assert answer(open_ended, day, TODAY).status != "not assured"
