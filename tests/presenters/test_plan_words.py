"""What stands against a plan and beside it, in words of both languages."""

from decimal import Decimal
from typing import Any

import pytest

from app.presenters.plan_totals import differs
from app.presenters.plan_words import PlanWords
from app.services.planning import Answer, plan
from app.services.planning.answers import Remark
from app.services.plans.gathering import Gathered
from app.services.plans.targets import Target
from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.pathways.rules import InWords, Rule, either, every
from ctdl.pathways.things import Limits, Problem
from tests.services.planning.problems import SAID, a_problem, a_thing, at_least, needs


def words_of(problem: Problem, names: dict[str, str] | None = None, **target: Any) -> PlanWords:
    summaries = {
        CTID(id_): Summary(CTID(id_), "ceterms:Course", {"en": name})
        for id_, name in (names or {}).items()
    }
    aim = Target(CTID("aim"), "ceterms:Certificate", {"en": "The aim"}, problem.target, **target)
    return PlanWords(aim, Gathered(problem, summaries, {}))


def limit_words(problem: Problem) -> str:
    answer = plan(problem)
    [limit] = [each for each in answer.broken if each.limit]
    return words_of(problem).broken(limit)


@pytest.mark.parametrize(
    ("facts", "limits", "said"),
    [
        (
            {"cost": 300},
            Limits(max_cost=Decimal(500), currency="EUR"),
            "It may cost 500 EUR at most; what is needed costs at least 600 EUR.",
        ),
        (
            {},
            Limits(max_cost=Decimal(500), currency="EUR"),
            "None of the 2 things that can be added states a price in that currency, so none is"
            " known to stay within 500 EUR.",
        ),
        (
            {},
            Limits(max_hours=Decimal(10)),
            "None of the 2 things that can be added states its hours, so none is known to stay"
            " within 10 hours.",
        ),
        (
            {},
            Limits(mode="online"),
            "Some of what is needed does not state how it is offered, so it is not known to be"
            " offered as “Online”: “a”, “b”",
        ),
        (
            {"languages": frozenset({"de"})},
            Limits(language="fr"),
            "Not everything that is needed is taught in French: “a”, “b”",
        ),
    ],
)
def test_a_limit_says_what_is_needed_beyond_it_or_that_nobody_states_it(
    in_english: None, facts: dict[str, Any], limits: Limits, said: str
) -> None:
    things = [a_thing(each, 5, **facts) for each in "ab"]

    assert limit_words(a_problem(at_least(10), things, limits=limits)) == said


def test_some_that_state_no_price_are_named(in_english: None) -> None:
    things = [a_thing("a", 5, cost=10), a_thing("b", 5)]
    limits = Limits(max_cost=Decimal(500), currency="EUR")

    said = limit_words(a_problem(at_least(10), things, limits=limits))

    assert said.startswith("Some of what is needed states no price in that currency")
    assert said.endswith("“b”")


def test_what_is_asked_for_in_words_is_told_unless_a_rule_asks_for_it(in_english: None) -> None:
    required = every(
        "asked",
        SAID,
        (
            needs("a"),
            needs("b"),
            InWords("codes", SAID, text={"en": "A100, and B200"}),
            InWords("more", SAID, text={"en": "A100 or an interview"}),
        ),
    )
    things = [a_thing("a", 5), a_thing("b", 5), a_thing("c", 5, requires=required)]
    problem = a_problem(needs("c"), things)

    words = words_of(problem, {"a": "A100 Algebra", "b": "B200 Botany", "c": "C300"})

    remarks = [Remark("in words", each, "c") for each in ("codes", "more")]
    assert words.to_settle("c", remarks) == ("A100 or an interview",)
    assert words.to_settle("a", remarks) == ()


def test_the_rule_of_an_occupation_is_called_by_its_skill(in_english: None) -> None:
    name = {"en": "data mining"}
    rule: Rule = either("skill", SAID, (needs("a", "skill/0"),), name)
    problem = a_problem(every("skills", SAID, (rule,)), [a_thing("a", 5)])

    words = words_of(problem, {"a": "A course"}, iri="http://example.org/occupation")

    assert words.rule(rule) == "data mining"


def test_a_further_plan_says_what_it_has_in_place_of_what(in_english: None) -> None:
    things = [a_thing(each, 5) for each in "abc"]
    problem = a_problem(at_least(10), things)
    answer: Answer = plan(problem)

    words = words_of(problem, {"a": "A", "b": "B", "c": "C"})

    told = [differs(each, answer.plans[0], words) for each in answer.plans[1:]]
    assert told == ["“C” in place of “B”", "“C” in place of “A”"]


def test_names_are_quoted_as_the_language_does(in_french: None) -> None:
    problem = a_problem(needs("a"), [a_thing("a", 5)])

    assert words_of(problem, {"a": "A"}).named(["a"]) == "«\N{NO-BREAK SPACE}A\N{NO-BREAK SPACE}»"
