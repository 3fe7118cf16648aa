"""Plans for single problems: what the words of `docs/planner.md` mean."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.services.planning import Answer, plan
from ctdl.pathways.rules import Among, InWords, Rule, Total, either, every, none_of
from ctdl.pathways.things import Acceptance, Limits, Problem
from tests.services.planning.problems import (
    DAY,
    SAID,
    a_problem,
    a_thing,
    at_least,
    at_most,
    barred,
    credits,
    hours,
    needs,
)


def added(answer: Answer) -> list[tuple[str, ...]]:
    return [each.order for each in answer.plans]


def reasons(answer: Answer) -> list[tuple[str, str | None]]:
    return [(each.reason, each.rule or each.limit) for each in answer.broken]


def test_the_cheapest_plan_is_not_the_one_with_fewest_credits() -> None:
    things = [a_thing("small", 10, cost=900), a_thing("large", 15, cost=100)]
    problem = a_problem(at_least(10), things)

    assert added(plan(problem, ("credits",))) == [("small",), ("large",)]
    assert added(plan(problem, ("cost",))) == [("large",), ("small",)]


def test_what_states_no_price_never_looks_cheap() -> None:
    problem = a_problem(at_least(10), [a_thing("silent", 10), a_thing("stated", 10, cost=5000)])

    assert added(plan(problem, ("cost",)))[0] == ("stated",)


def test_what_is_held_can_be_enough() -> None:
    answer = plan(a_problem(at_least(10), [a_thing("h", 10), a_thing("more", 10)], held="h"))

    assert added(answer) == [()]
    assert answer.complete


def test_an_empty_target_asks_for_nothing() -> None:
    assert added(plan(a_problem([], [a_thing("a", 5)]))) == [()]


def test_the_target_with_nothing_known_or_held_is_answered() -> None:
    assert reasons(plan(a_problem(at_least(1), []))) == [("not enough", "total")]


def test_what_each_thing_counts_for_and_what_satisfies_a_rule() -> None:
    things = [a_thing("first", 5), a_thing("second", 5, requires=needs("first", "before"))]

    (found,) = plan(
        a_problem([needs("second"), at_least(12)], [*things, a_thing("h", 2)], "h")
    ).plans

    first, second = found.add
    assert found.order == ("first", "second")
    assert [(each.rule, each.thing, each.value) for each in first.counts] == [
        ("total", None, Decimal(5)),
        ("before", "second", Decimal(1)),
    ]
    assert {each.rule for each in second.counts} == {"holds-second", "total"}
    total = next(each for each in found.satisfies if each.rule == "total")
    assert (total.by, total.need, total.have) == (
        ("first", "h", "second"),
        Decimal(12),
        Decimal(12),
    )


def test_totals_say_how_many_things_do_not_state_them() -> None:
    things = [
        a_thing("a", 5, cost=100, hours=hours(100, 150)),
        a_thing("b", 5, cost=70, currency="USD", hours=hours(80, None)),
        a_thing("c"),
    ]

    totals = plan(a_problem(map(needs, "abc"), things)).plans[0].totals

    assert dict(totals.cost) == {"EUR": Decimal(100), "USD": Decimal(70)}
    assert (totals.cost_unstated, totals.hours_unstated, totals.credits_unstated) == (1, 1, 1)
    assert totals.hours is not None
    assert (totals.hours.minimum, totals.hours.maximum) == (Decimal(180), None)


def test_a_cap_limits_what_counts_and_not_what_is_had() -> None:
    elsewhere = at_most(10, among=Among(not_providers=frozenset({"here"})))
    things = [
        a_thing("h", 10, providers=frozenset({"there"})),
        a_thing("k", 10, providers=frozenset({"there"})),
        a_thing("own", 10, providers=frozenset({"here"})),
    ]

    answer = plan(a_problem([at_least(20), elsewhere], things, held="hk"))

    assert added(answer) == [("own",)]


def test_things_that_bar_each_other_may_both_be_held() -> None:
    things = [a_thing("h", 10), a_thing("k", 10), a_thing("new", 10)]

    answer = plan(a_problem([at_least(20), barred("not-both", "h", "k")], things, held="hk"))

    assert added(answer) == [("new",)]


def test_what_is_closed_to_holders_of_another_is_not_added() -> None:
    closed = none_of("closed", SAID, (needs("h"),))
    things = [a_thing("h"), a_thing("wanted", requires=closed)]

    assert not plan(a_problem(needs("wanted"), things, held="h")).feasible
    assert plan(a_problem(needs("wanted"), things)).feasible


def test_a_certificate_and_its_courses_are_credits_once() -> None:
    things = [
        a_thing("certificate", 10, parts=frozenset({"one", "two"})),
        a_thing("one", 5),
        a_thing("two", 5),
        a_thing("more", 10),
    ]

    answer = plan(a_problem([at_least(20)], things, held=["certificate"]))

    assert added(answer) == [("more",)]


def test_whoever_adds_a_whole_has_its_parts() -> None:
    things = [a_thing("whole", 10, parts=frozenset({"part"})), a_thing("part", can_be_added=False)]

    assert added(plan(a_problem(needs("part"), things))) == [("whole",)]


def test_ranges_count_with_their_least_towards_a_minimum() -> None:
    british = a_thing("british", credits=(credits(60, unit="uk-cats"),))

    # 600 hours are 20 to 24 ECTS credits.
    assert plan(a_problem(at_least(20), [british])).feasible
    (broken,) = plan(a_problem(at_least(21), [british])).broken
    assert (broken.reason, broken.need, broken.have) == ("not enough", Decimal(21), Decimal(20))


def test_many_small_decimals_sum_exactly() -> None:
    things = [a_thing(f"t{place}", 0.1) for place in range(10)]

    assert plan(a_problem(at_least(1), things)).feasible
    assert not plan(a_problem(at_least(1.000001), things)).feasible


def test_an_acceptance_stands_for_what_it_is_accepted_as() -> None:
    accepted = Acceptance("transfer", frozenset("h"), SAID, "course", credits=(credits(4),))
    things = [a_thing("h", 30), a_thing("course", 10), a_thing("more", 3)]
    rules = [needs("course"), at_least(7)]

    answer = plan(a_problem(rules, things, held="h", acceptances=(accepted,)))

    # With the 4 credits it is accepted with, 3 are missing; its own 30 do not count as well.
    assert added(answer)[0] == ("more",)
    course = next(each for each in answer.plans[0].satisfies if each.rule == "holds-course")
    assert course.by == ("h",)


def test_of_statements_that_disagree_the_lower_value_counts_and_is_named() -> None:
    high = Acceptance("high", frozenset("h"), SAID, "course", credits=(credits(10),))
    low = replace(high, id="low", credits=(credits(2),))
    problem = a_problem(at_least(5), [a_thing("h")], held="h", acceptances=(high, low))

    answer = plan(problem)

    assert not answer.feasible
    (told,) = (each for each in answer.remarks if each.kind == "disagreement")
    assert (told.things, told.acceptances) == (("h",), ("high", "low"))


def test_a_refusal_undoes_an_acceptance() -> None:
    yes = Acceptance("yes", frozenset("h"), SAID, "course")
    no = replace(yes, id="no", state="refused")
    problem = a_problem(needs("course"), [a_thing("h")], held="h", acceptances=(yes,))

    assert plan(problem).feasible
    assert not plan(replace(problem, acceptances=(yes, no))).feasible


def test_what_another_receiver_refuses_is_not_refused_here() -> None:
    refusal = Acceptance("no", frozenset("h"), SAID, None, "there", state="refused")
    problem = a_problem(needs("h"), [a_thing("h")], held="h", acceptances=(refusal,))

    assert plan(replace(problem, awarded_by=frozenset({"here"}))).feasible
    assert not plan(replace(problem, awarded_by=frozenset({"there"}))).feasible


def test_words_decide_nothing_and_are_named() -> None:
    words = InWords("interview", SAID)
    rules: list[Rule] = [words, either("choice", SAID, (words, needs("a")))]

    answer = plan(a_problem(rules, [a_thing("a")]))

    assert added(answer) == [("a",)]
    assert [each.rule for each in answer.remarks if each.kind == "in words"] == ["interview"]


def test_rules_that_are_not_in_force_are_left_out_and_named() -> None:
    past = replace(SAID, until=DAY - timedelta(days=1))
    rules = [needs("a"), replace(needs("gone"), said=past)]

    answer = plan(a_problem(rules, [a_thing("a")]))

    assert added(answer) == [("a",)]
    assert [each.rule for each in answer.remarks if each.kind == "not in force"] == ["holds-gone"]


def test_a_target_that_is_not_in_force_is_said_so() -> None:
    later = replace(SAID, since=DAY + timedelta(days=1))

    answer = plan(a_problem(replace(needs("a"), said=later), [a_thing("a")]))

    assert reasons(answer) == [("not in force", "holds-a")]


def test_it_names_the_fewest_rules_with_what_is_needed_and_had() -> None:
    level = Among(levels=frozenset({"nzqcf:7"}))
    things = [
        a_thing("a", 30, levels=frozenset({"nzqcf:7"})),
        a_thing("b", 15, levels=frozenset({"nzqcf:7"})),
    ]
    rules = [at_least(60, id="level-7", among=level), needs("a")]

    (broken,) = plan(a_problem(rules, [*things, a_thing("c", 90)])).broken

    assert (broken.rule, broken.need, broken.have) == ("level-7", Decimal(60), Decimal(45))


def test_a_limit_is_named_with_the_least_that_the_rules_need() -> None:
    things = [a_thing("a", 5, cost=300), a_thing("b", 5, cost=200)]
    limits = Limits(max_cost=Decimal(450), currency="EUR")

    answer = plan(a_problem(at_least(10), things, limits=limits))

    limit = next(each for each in answer.broken if each.limit == "cost")
    assert (limit.need, limit.have, limit.unit) == (Decimal(500), Decimal(450), "EUR")
    assert len(answer.broken) == 2


def test_what_does_not_state_its_price_is_within_a_limit_only_if_asked_for() -> None:
    limits = Limits(max_cost=Decimal(10), currency="EUR")
    problem = a_problem(needs("a"), [a_thing("a", 5)], limits=limits)

    assert reasons(plan(problem)) == [("not held", "holds-a"), ("not stated", "cost")]
    assert plan(replace(problem, limits=replace(limits, unstated=True))).feasible


@pytest.mark.parametrize(
    ("limits", "limit", "have"),
    [
        (Limits(max_cost=Decimal(500), currency="GBP"), "cost", Decimal(500)),
        (Limits(max_hours=Decimal(10)), "hours", Decimal(10)),
    ],
)
def test_a_limit_that_nothing_says_it_keeps_is_no_number_that_is_needed(
    limits: Limits, limit: str, have: Decimal
) -> None:
    things = [a_thing(each, 5) for each in "abc"]

    answer = plan(a_problem(at_least(10), things, limits=limits))

    named = next(each for each in answer.broken if each.limit)
    assert (named.limit, named.reason, named.need, named.have) == (limit, "not stated", None, have)
    assert named.stating == (0, 3)
    assert len(named.things) == 2


def test_what_is_needed_beyond_a_limit_is_counted_without_what_states_nothing() -> None:
    things = [a_thing("a", 5, cost=300), a_thing("b", 5, cost=250), a_thing("c", 5)]
    limits = Limits(max_cost=Decimal(500), currency="EUR")

    answer = plan(a_problem(at_least(10), things, limits=limits))

    named = next(each for each in answer.broken if each.limit)
    assert (named.reason, named.need, named.stating) == ("limit", Decimal(550), (2, 3))


def test_a_limit_of_cost_without_a_currency_is_named() -> None:
    problem = a_problem(needs("a"), [a_thing("a", cost=5)], limits=Limits(max_cost=Decimal(9)))

    assert ("no currency", "cost") in reasons(plan(problem))


def test_things_that_need_each_other_are_named_as_a_cycle() -> None:
    things = [a_thing("a", requires=needs("b", "ab")), a_thing("b", requires=needs("a", "ba"))]

    answer = plan(a_problem(needs("a"), things))

    assert ("cycle", "ab") in reasons(answer)
    assert ("cycle", "ba") in reasons(answer)
    assert answer.broken[-1].things == ("a", "b")


def test_a_thing_that_needs_itself_is_named() -> None:
    answer = plan(a_problem(needs("a"), [a_thing("a", requires=needs("a", "own"))]))

    assert ("self", "own") in reasons(answer)


def test_a_circle_of_forty_things_ends() -> None:
    ring = [a_thing(f"t{n}", 5, requires=needs(f"t{(n + 1) % 40}")) for n in range(40)]

    assert not plan(a_problem(needs("t0"), ring)).feasible
    assert plan(a_problem(needs("t0"), ring, held=["t20"])).feasible


def test_a_circle_of_parts_ends() -> None:
    things = [a_thing("a", 5, parts=frozenset("b")), a_thing("b", 5, parts=frozenset("a"))]

    assert added(plan(a_problem(at_least(5), things)))[0] == ("a",)
    assert not plan(a_problem(at_least(10), things)).feasible


def test_unknown_withdrawn_and_ended_things_are_told_apart() -> None:
    things = [
        a_thing("withdrawn", can_be_added=False),
        a_thing("ended", until=DAY - timedelta(days=1)),
        a_thing("later", since=DAY + timedelta(days=1)),
    ]
    told = {
        thing: plan(a_problem(needs(thing), things)).broken[0].reason
        for thing in ("unknown", "withdrawn", "ended", "later")
    }

    assert told == {
        "unknown": "unknown",
        "withdrawn": "cannot be added",
        "ended": "not on offer",
        "later": "not on offer",
    }


def test_what_begins_before_the_latest_finish_can_be_added() -> None:
    later = a_thing("later", since=DAY + timedelta(days=30))
    limits = Limits(finish=DAY + timedelta(days=60))

    assert plan(a_problem(needs("later"), [later], limits=limits)).feasible
    past = plan(
        a_problem(needs("a"), [a_thing("a")], limits=Limits(finish=DAY - timedelta(days=1)))
    )
    assert ("limit", "finish") in reasons(past)


def test_units_that_cannot_be_converted_and_unusable_sizes_are_told_apart() -> None:
    teaching = a_thing("teaching", credits=(credits(5, unit="ceu"),))
    negative = a_thing("negative", credits=(credits(-5),))

    assert reasons(plan(a_problem(at_least(1), [teaching]))) == [("unit", "total")]
    held = plan(a_problem(at_least(1), [negative], held=["negative"]))
    assert not held.feasible
    assert {each.kind for each in held.remarks} == {"not compared", "unusable size"}


def test_rules_that_contradict_are_named_together() -> None:
    answer = plan(
        a_problem([needs("a"), none_of("no", SAID, (needs("a", "not-a"),))], [a_thing("a")])
    )

    assert reasons(answer) == [("contradiction", "holds-a"), ("contradiction", "no")]


def test_a_choice_of_nothing_is_empty() -> None:
    assert reasons(plan(a_problem([either("choice", SAID, ())], []))) == [("empty", "choice")]


def test_numbers_that_are_none_never_hold() -> None:
    for number in ("NaN", "Infinity", "1e30"):
        rule = Total("total", SAID, Among(), "ects", minimum=Decimal(number))

        assert not plan(a_problem([rule], [a_thing("a", 5)])).feasible


def test_a_tree_that_is_nested_without_end_is_refused() -> None:
    rule: Rule = needs("a")
    for place in range(500):
        rule = every(f"e{place}", SAID, (rule,))

    assert reasons(plan(a_problem(rule, [a_thing("a")]))) == [("too deep", "e499")]


def test_thousands_of_held_ids_are_answered() -> None:
    held = [f"nobody-{place}" for place in range(5000)]

    answer = plan(a_problem(needs("a"), [a_thing("a")], held=held))

    assert added(answer) == [("a",)]
    assert [len(e.things) for e in answer.remarks if e.kind == "unknown held"] == [50]


def test_the_order_in_which_things_are_known_does_not_matter() -> None:
    things = [a_thing(f"t{n}", 5, cost=10 * (n % 3)) for n in range(12)]

    def answer(known: list[object]) -> Answer:
        return plan(a_problem(at_least(22), known))  # type: ignore[arg-type]

    assert answer([*things]) == answer([*reversed(things)])


def test_a_closed_box_still_gives_a_plan_and_says_that_it_may_not_be_the_best() -> None:
    things = [a_thing(f"t{n:03}", 1 + n * 0.37 % 5, cost=100 + n * 37 % 411) for n in range(300)]
    problem = a_problem([at_least(151.3), at_most(160, id="cap")], things)

    answer = plan(problem, ("cost", "credits"), seconds=0.002)

    assert answer.feasible
    assert not answer.optimal
    (found, *_) = answer.plans
    had = {each.thing for each in found.add}
    for thing in had:
        without = replace(
            problem, things={k: v for k, v in problem.things.items() if k in had - {thing}}
        )
        assert not plan(without).feasible


def test_of_very_many_things_the_most_promising_are_looked_at() -> None:
    things = [a_thing(f"t{n:05}", 5, cost=n) for n in range(6000)]

    answer = plan(a_problem(at_least(15), things), ("cost",), most=1)

    assert added(answer) == [("t00000", "t00001", "t00002")]
    assert not answer.optimal
    assert "many candidates" in {each.kind for each in answer.remarks}


def test_problems_are_compared_by_what_they_say() -> None:
    problem: Problem = a_problem(at_least(10), [a_thing("a", 10), a_thing("b", 10)])

    assert plan(problem) == plan(problem)
