"""Plans and explanations against trying everything."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.planning import Answer, Broken, Measure, Plan, plan
from ctdl.pathways.things import Problem
from tests.services.planning.problems import problems
from tests.services.planning.trying import Part, Trying

ORDERS: list[tuple[Measure, ...]] = [
    ("credits", "cost", "hours"),
    ("cost", "credits"),
    ("hours", "cost", "credits"),
    ("things",),
]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=750, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(problems(), st.sampled_from(ORDERS))
def test_every_plan_is_the_best_that_is_left_and_every_explanation_is_minimal(
    problem: Problem, order: tuple[Measure, ...]
) -> None:
    tried = Trying(problem)
    feasible = list(tried.feasible())

    answer = plan(problem, order)

    assert answer.feasible == bool(feasible)
    assert answer.optimal
    assert answer.complete
    if feasible:
        _assert_best(tried, feasible, order, answer)
    else:
        _assert_minimal(tried, answer)


def _assert_best(
    tried: Trying, feasible: list[frozenset[str]], order: tuple[Measure, ...], answer: Answer
) -> None:
    unit, currency = answer.unit or "", answer.currency or ""
    measures = [each for each in order if each != "things"]
    left, seen = list(feasible), list[frozenset[str]]()
    for found in answer.plans:
        added = frozenset(found.order)
        best = min(tried.rank(each, measures, unit, currency) for each in left)  # type: ignore[type-var]
        assert added in left
        assert tried.rank(added, measures, unit, currency) == best
        assert not any(smaller < added for smaller in feasible)
        assert not any(added <= other for other in seen)
        _assert_order(tried, found)
        seen.append(added)
        left = [each for each in left if not added <= each]
    assert len(answer.plans) == 5 or not left


def _assert_order(tried: Trying, found: Plan) -> None:
    parts = frozenset(tried.parts())
    for place, thing in enumerate(found.order):
        rest = tried.closed(tried.held | (set(found.order) - {thing}))
        before = tried.closed(tried.held | set(found.order[:place]))
        rules = frozenset(each.rule for each in parts if each.thing == thing)
        assert tried.taken_cached(thing, rules, before, rest)


def _assert_minimal(tried: Trying, answer: Answer) -> None:
    parts = [_part(each) for each in answer.broken]
    assert parts
    assert set(parts) <= set(tried.parts())
    assert len(set(parts)) == len(parts)
    assert not any(True for _ in tried.feasible(parts))
    for dropped in parts:
        assert any(True for _ in tried.feasible([each for each in parts if each != dropped]))


def _part(broken: Broken) -> Part:
    return Part(broken.rule or "", broken.thing or "", broken.limit or "")
