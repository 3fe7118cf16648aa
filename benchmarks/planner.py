"""How long plans take, and how often a greedy planner misses the best one, and by how much.

`python -m benchmarks planner [PROBLEMS]`: made-up degrees (modules that are asked for, choices,
credits by level and field, caps, modules that bar each other, requirements) over made-up modules,
then one degree over a graph of 100,000 things.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from app.services.planning import Answer, Standing, plan
from benchmarks.figures import p50_p95
from benchmarks.greedy_planner import credits_of, greedy_plan
from ctdl.ctid import CTID
from ctdl.pathways.rules import Among, Holds, Rule, Said, SomeOf, Total, every, none_of
from ctdl.pathways.things import Problem, Thing
from ctdl.records.values import Amount
from ctdl.sizes import Size

PROBLEMS: Final = 20
SHAPES: Final = ((10, 200), (30, 1000), (60, 2000))
"""How many rules, over how many candidates."""
MANY: Final = 100_000
PARTS: Final = 5
_SAID: Final = Said(CTID("ce-00000000-0000-4000-8000-000000000000"), "ceterms:requires")
_DAY: Final = date(2026, 1, 1)
_SIZES: Final = (3, 5, 5, 6, 7.5, 10, 15)
_FIELDS: Final = ("0611", "0612", "0613", "0311", "0411", "0541")


@dataclass(frozen=True)
class _Measured:
    """One problem: the seconds of a processor, the answer, and the credits of both planners."""

    seconds: float
    answer: Answer
    best: int | None
    greedy: int | None


def command(arguments: Sequence[str]) -> None:
    """Measure each shape, then the large graph, and print what came out."""
    number = int(arguments[0]) if arguments else PROBLEMS
    first = time.process_time()
    plan(a_degree(random.Random(0), 3, 10))
    _say(f"the first plan of a process: {time.process_time() - first:.2f} s")
    for rules, candidates in SHAPES:
        made = [a_degree(random.Random(seed), rules, candidates) for seed in range(number)]
        _print(f"{rules} rules, {candidates:,} candidates", [_measure(each) for each in made])
    _measure_many()


def a_degree(drawn: random.Random, rules: int, candidates: int) -> Problem:
    """A degree of so many rules over so many modules; there mostly is a plan."""
    things = {f"m{place:06}": _module(drawn, place) for place in range(candidates)}
    ids = list(things)
    some = partial(drawn.sample, ids)
    asked: list[Rule] = [
        Total("all", _SAID, Among(), "ects", Decimal(90)),
        Total("high", _SAID, Among(levels=frozenset({"eqf:7"})), "ects", Decimal(45)),
        Total(
            "brought",
            _SAID,
            Among(not_providers=frozenset({"p0", "p1"})),
            "ects",
            None,
            Decimal(60),
        ),
    ]
    while len(asked) < rules:
        asked.append(_rule(drawn, f"r{len(asked)}", some(12)))
    return Problem(every("degree", _SAID, tuple(asked)), frozenset(some(6)), things, _DAY)


def _module(drawn: random.Random, place: int) -> Thing:
    size = drawn.choice(_SIZES)
    before = f"m{drawn.randrange(max(0, place - 50), place):06}" if place > 10 else ""
    requires = Holds("before", _SAID, before) if before and drawn.random() < 0.2 else None
    return Thing(
        f"m{place:06}",
        credits=(Amount(size, size, "ects", {}),) if drawn.random() < 0.9 else (),
        levels=frozenset({f"eqf:{drawn.choice((6, 6, 7))}"}),
        fields=frozenset({drawn.choice(_FIELDS)}),
        providers=frozenset({f"p{drawn.randrange(12)}"}),
        cost=Decimal(drawn.randrange(0, 200) * 10) if drawn.random() < 0.6 else None,
        currency=drawn.choice(("EUR", "EUR", "EUR", "USD")),
        hours=Size(Decimal(int(size * 25)), Decimal(int(size * 30)))
        if drawn.random() < 0.5
        else None,
        requires=requires,
    )


def _rule(drawn: random.Random, id: str, some: list[str]) -> Rule:
    kind = drawn.random()
    if kind < 0.35:
        return SomeOf(id, _SAID, tuple(Holds(f"{id}-{x}", _SAID, x) for x in some[:5]), 1)
    if kind < 0.45:
        return Total(id, _SAID, Among(things=frozenset(some)), None, Decimal(2))
    if kind < 0.6:
        return Total(id, _SAID, Among(things=frozenset(some)), "ects", Decimal(6))
    if kind < 0.75:
        fields = frozenset({drawn.choice(("06", "061", "0611", "03", "04", "05"))})
        return Total(id, _SAID, Among(fields=fields), "ects", Decimal(10))
    if kind < 0.85:
        providers = frozenset({f"p{drawn.randrange(2, 12)}"})
        return Total(id, _SAID, Among(providers=providers), "ects", None, Decimal(30))
    pair = tuple(Holds(f"{id}-{each}", _SAID, each) for each in some[:2])
    return none_of(id, _SAID, (every(f"{id}-both", _SAID, pair),))


def _measure(problem: Problem, *, with_greedy: bool = True) -> _Measured:
    start = time.process_time()
    answer = plan(problem)
    seconds = time.process_time() - start
    best = credits_of(problem, answer.plans[0].order, "ects") if answer.plans else None
    tried = greedy_plan(problem) if answer.feasible and with_greedy else None
    return _Measured(
        seconds, answer, best, None if tried is None else credits_of(problem, tried, "ects")
    )


def _print(what: str, measured: Sequence[_Measured]) -> None:
    p50, p95 = p50_p95([each.seconds for each in measured])
    feasible = [each for each in measured if each.answer.feasible]
    proven = sum(each.answer.optimal for each in measured)
    whole = sum(each.answer.complete for each in measured)
    none = [each for each in feasible if each.greedy is None]
    both = [(each.greedy, each.best) for each in feasible if each.greedy and each.best]
    more = [greedy / best - 1 for greedy, best in both if greedy > best]
    _say(f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms of a processor")
    _say(
        f"  {len(feasible)} of {len(measured)} can be planned; {proven} answers proven, {whole}"
        " with their further plans"
    )
    mean = sum(more) / len(more) if more else 0.0
    _say(
        f"  greedy: no plan in {len(none)}, more credits in {len(more)} of {len(feasible)}: by"
        f" {mean:.0%} on average, {max(more, default=0):.0%} at most"
    )


def _measure_many() -> None:
    """A graph of very many things, each with parts or requirements: half a million edges."""
    drawn = random.Random(1)
    problem = a_degree(drawn, 20, MANY)
    ids = list(problem.things)
    things = {
        id: Thing(**{**vars(each), "parts": frozenset(drawn.sample(ids[:place], PARTS))})
        if place % 20 == 19
        else each
        for place, (id, each) in enumerate(problem.things.items())
    }
    problem = Problem(problem.target, problem.held, things, _DAY)
    found = _measure(problem, with_greedy=False)
    _say(
        f"{MANY:,} things: {found.seconds:.1f} s of a processor,"
        f" {'a plan' if found.answer.feasible else 'no plan'},"
        f" {'proven' if found.answer.optimal else 'not proven to be the best'}"
    )
    start = time.process_time()
    standing = Standing(problem.held, problem)
    shares = [standing.towards(problem.target).share for _ in range(100)]
    _say(
        f"  how far one is: {(time.process_time() - start) * 10:.1f} ms for each of {len(shares)}"
        " rules"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
