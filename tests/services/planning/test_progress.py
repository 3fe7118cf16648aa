"""How far somebody is."""

import sys
from decimal import Decimal

from app.services.planning import Standing, plan, progress
from ctdl.pathways.rules import Among, InWords, either, every
from tests.services.planning.problems import (
    SAID,
    a_problem,
    a_thing,
    at_least,
    at_most,
    barred,
    needs,
)

THINGS = [a_thing(each, 10) for each in "abcd"]


def test_of_a_total_it_is_the_part_that_is_reached() -> None:
    problem = a_problem(at_least(40), THINGS)

    assert progress(at_least(40), "a", problem).share == Decimal("0.25")
    assert progress(at_least(40), "abcd", problem).share == 1


def test_of_several_rules_it_is_the_mean_and_the_missing_things_are_named() -> None:
    rule = every("all", SAID, (needs("a"), needs("b"), at_most(5)))

    found = progress(rule, "a", a_problem(rule, THINGS))

    assert found.share < 1
    assert "b" in found.missing


def test_a_cap_that_is_kept_is_no_progress() -> None:
    rule = every("all", SAID, (needs("a"), at_most(50)))

    assert progress(rule, [], a_problem(rule, THINGS)).share == 0


def test_of_a_choice_it_is_the_best() -> None:
    rule = either("one", SAID, (at_least(40, id="much"), at_least(20, id="little")))

    found = progress(rule, "a", a_problem(rule, THINGS))

    assert found.share == Decimal("0.5")
    assert [each.rule for each in found.rules] == ["one", "much", "little"]


def test_named_things_of_a_total_are_missing_until_it_is_reached() -> None:
    rule = at_least(20, among=Among(things=frozenset("abc")))
    problem = a_problem(rule, THINGS)

    assert progress(rule, "a", problem).missing == ("b", "c")
    assert progress(rule, "ab", problem).missing == ()


def test_what_bars_another_counts_once() -> None:
    rule = every("all", SAID, (at_least(20), barred("not-both", "a", "b")))
    problem = a_problem(rule, THINGS)

    assert progress(rule, "ab", problem).share < 1
    assert progress(rule, "abc", problem).share == 1


def test_words_are_named_and_decide_nothing() -> None:
    rule = every("all", SAID, (needs("a"), InWords("words", SAID)))

    found = progress(rule, "a", a_problem(rule, THINGS))

    assert (found.share, found.in_words) == (Decimal(1), ("words",))


def test_it_is_whole_just_where_a_plan_adds_nothing() -> None:
    rule = every(
        "all", SAID, (at_least(20), at_most(15, id="cap", among=Among(things=frozenset("ab"))))
    )
    for held in ("", "ab", "ac", "abcd"):
        problem = a_problem(rule, THINGS, held)

        whole = progress(rule, held, problem).share == 1

        assert whole == (plan(problem).plans[0].order == ())


def test_plain_rules_need_no_solver(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    standing = Standing("a", a_problem(needs("a"), THINGS))

    assert standing.towards(at_least(40)).share == Decimal("0.25")
