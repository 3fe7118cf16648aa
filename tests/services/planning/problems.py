"""Small random problems of every kind, and a few words to write single ones."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ctdl.ctid import CTID
from ctdl.pathways.rules import (
    Among,
    Holds,
    InWords,
    Rule,
    Said,
    SomeOf,
    Total,
    every,
    none_of,
)
from ctdl.pathways.things import Acceptance, Limits, Problem, Thing
from ctdl.records.values import Amount
from ctdl.sizes import Size

DAY = date(2026, 3, 1)
SAID = Said(CTID("ce-00000000-0000-4000-8000-000000000001"), "ceterms:requires")
ADDABLE = ("a", "b", "c", "d", "e")
HELD = ("h", "k")
UNKNOWN = "nobody-knows"


def credits(least: float | None, most: float | None = None, unit: str | None = "ects") -> Amount:
    """So many credits; one number unless a second is given."""
    return Amount(least, least if most is None else most, unit, {})


def a_thing(id: str, ects: float | None = None, **facts: Any) -> Thing:
    """A thing of so many ECTS credits."""
    if ects is not None:
        facts["credits"] = (credits(ects),)
    if "cost" in facts:
        facts["cost"] = Decimal(facts["cost"])
        facts.setdefault("currency", "EUR")
    return Thing(id, **facts)


def hours(least: int | None, most: int | None) -> Size:
    """Hours of work."""
    return Size(None if least is None else Decimal(least), None if most is None else Decimal(most))


def a_problem(
    rules: Rule | Iterable[Rule], things: Iterable[Thing], held: Iterable[str] = (), **more: Any
) -> Problem:
    """A problem whose target is the rule, or all of the rules."""
    target = rules if isinstance(rules, Rule) else every("target", SAID, tuple(rules))
    known = {each.id: each for each in things}
    return Problem(target, frozenset(held), known, more.pop("day", DAY), **more)


def needs(thing: str, id: str = "") -> Holds:
    """The rule that a thing counts."""
    return Holds(id or f"holds-{thing}", SAID, thing)


def at_least(
    number: float, unit: str | None = "ects", id: str = "total", among: Among | None = None
) -> Total:
    """The rule that so much is reached."""
    return Total(id, SAID, among or Among(), unit, minimum=Decimal(str(number)))


def at_most(
    number: float, unit: str | None = "ects", id: str = "cap", among: Among | None = None
) -> Total:
    """The rule that no more counts."""
    return Total(id, SAID, among or Among(), unit, maximum=Decimal(str(number)))


def barred(id: str, *things: str) -> SomeOf:
    """The rule that these do not stand together."""
    together = every(f"{id}-all", SAID, tuple(needs(each, f"{id}-{each}") for each in things))
    return none_of(id, SAID, (together,))


_SIZES: tuple[tuple[Amount, ...], ...] = (
    (credits(2),),
    (credits(1),),
    (credits(2),),
    (credits(2.5),),
    (credits(3),),
    (credits(2),),
    (),
    (credits(1, 3),),
    (credits(4),),
    (credits(20, unit="uk-cats"),),
    (credits(-3),),
    (credits(2, unit="nobody-knows"),),
    (credits(3), credits(30, unit="uk-cats")),
)
_HOURS = (
    None,
    hours(10, 10),
    hours(5, 20),
    hours(8, None),
    Size(Decimal(3), Decimal(3), "contact"),
)
_COSTS = (
    (Decimal(70), "EUR"),
    (Decimal(20), "EUR"),
    (None, None),
    (Decimal(0), None),
    (Decimal(50), "EUR"),
    (Decimal("99.90"), "EUR"),
    (Decimal(60), "USD"),
    (Decimal(-5), "EUR"),
)
_LEVELS = st.sampled_from([frozenset[str](), frozenset({"eqf:6"}), frozenset({"eqf:7"})])
_FIELDS = st.sampled_from([frozenset[str](), frozenset({"0611"}), frozenset({"0311"})])
_PROVIDERS = st.sampled_from([frozenset[str](), frozenset({"p1"}), frozenset({"p2"})])
_NAMES = (*ADDABLE, *HELD, UNKNOWN)
# What can be added comes first and often: rules that nothing can fulfil are soon all alike.
_named = st.sampled_from((*ADDABLE, *ADDABLE, *ADDABLE, *ADDABLE, *_NAMES))

_among = st.builds(
    Among,
    things=st.none() | st.frozensets(_named, min_size=2, max_size=4),
    levels=st.none() | st.just(frozenset({"eqf:7"})),
    fields=st.none() | st.just(frozenset({"06"})),
    providers=st.none() | st.just(frozenset({"p1"})),
    not_providers=st.sampled_from([frozenset[str](), frozenset[str](), frozenset({"p2"})]),
    without=st.frozensets(st.sampled_from(ADDABLE), max_size=1),
)
_loose = st.one_of(
    st.just(Among()),
    st.just(Among()),
    st.just(Among(not_providers=frozenset({"p2"}))),
    st.builds(Among, things=st.frozensets(_named, min_size=2, max_size=5)),
    _among,
)
_number = st.sampled_from([Decimal(each) for each in ("1", "2", "2.5", "3", "4", "6", "9")])


def _rules(leaves: st.SearchStrategy[Rule], depth: int) -> st.SearchStrategy[Rule]:
    if not depth:
        return leaves
    below = _rules(leaves, depth - 1)
    inner = st.one_of(
        st.lists(below, min_size=2, max_size=3), st.lists(below, min_size=0, max_size=3)
    ).map(tuple)

    def some(rules: tuple[Rule, ...], least: int, room: int | None) -> SomeOf:
        # Seldom more than there are, which is the empty tree.
        minimum = min(least, len(rules)) if least < 4 else len(rules) + 1
        return SomeOf("", SAID, rules, minimum, None if room is None else minimum + room)

    nested = st.one_of(
        inner.map(lambda rules: SomeOf("", SAID, rules, len(rules))),
        st.builds(
            some, inner, st.sampled_from([1, 1, 1, 1, 2, 2, 2, 2, 4]), st.sampled_from([None, 0, 1])
        ),
        inner.map(lambda rules: SomeOf("", SAID, rules, 0, 0)),
    )
    return st.one_of(leaves, leaves, nested)


_holds: st.SearchStrategy[Rule] = _named.map(lambda thing: Holds("", SAID, thing))
_minimum = st.builds(
    lambda among, unit, least: Total("", SAID, among, unit, minimum=least),
    _loose,
    st.sampled_from(["ects", "ects", "ects", None, "uk-cats", "us-semester"]),
    _number,
)
_cap = st.builds(
    lambda among, unit, most: Total("", SAID, among, unit, maximum=most),
    _loose,
    st.sampled_from(["ects", None]),
    _number,
)
_both = st.builds(
    lambda among, least, more: Total("", SAID, among, "ects", least, least + more),
    _loose,
    _number,
    _number,
)
_words: st.SearchStrategy[Rule] = st.just(InWords("", SAID))
_leaves: st.SearchStrategy[Rule] = st.one_of(
    _holds, _holds, _minimum, _minimum, _cap, _both, _words
)
_main: st.SearchStrategy[Rule] = st.sampled_from(["2", "3", "4", "5", "6"]).map(
    lambda least: Total("", SAID, Among(), "ects", minimum=Decimal(least))
)
_mostly: st.SearchStrategy[Rule] = st.one_of(_holds, _minimum, _cap, _rules(_leaves, 2))
_targets = st.builds(
    lambda main, rules: every("", SAID, (*main, *rules)),
    st.lists(_main, max_size=1),
    st.lists(_mostly, min_size=1, max_size=3),
)
_requirements = st.one_of(
    st.none(),
    st.none(),
    st.none(),
    _holds,
    _holds,
    _rules(st.one_of(_holds, _holds, _minimum, _cap), 1),
)


@st.composite
def _things(draw: st.DrawFn, id: str) -> Thing:
    cost, currency = draw(st.sampled_from(_COSTS))
    requires = draw(_requirements)
    return Thing(
        id,
        credits=draw(st.sampled_from(_SIZES)),
        levels=draw(_LEVELS),
        fields=draw(_FIELDS),
        providers=draw(_PROVIDERS),
        cost=cost,
        currency=currency,
        hours=draw(st.sampled_from(_HOURS)),
        modes=draw(st.sampled_from([frozenset(), frozenset({"online"})])),
        languages=draw(st.sampled_from([frozenset(), frozenset({"en"}), frozenset({"fr"})])),
        requires=None if requires is None else numbered(requires),
        parts=draw(
            st.sampled_from([frozenset[str]()] * 4 + [frozenset({"b"}), frozenset({"d", "h"})])
        ),
        since=draw(st.sampled_from([None] * 9 + [DAY + timedelta(days=9)])),
        until=draw(st.sampled_from([None] * 12 + [DAY - timedelta(days=1)])),
        can_be_added=draw(st.sampled_from([True] * 12 + [False])),
    )


@st.composite
def _acceptances(draw: st.DrawFn) -> tuple[Acceptance, ...]:
    many = draw(st.sampled_from([0, 0, 0, 1, 1, 2]))
    return tuple(
        Acceptance(
            f"acc{place}",
            draw(st.frozensets(st.sampled_from((*ADDABLE[:3], *HELD)), min_size=1, max_size=2)),
            SAID,
            draw(st.sampled_from(["a", "d", "e", UNKNOWN, None])),
            draw(st.sampled_from([None, "p1"])),
            draw(st.sampled_from([(), (credits(1),), (credits(5),)])),
            draw(st.sampled_from(["accepted", "accepted", "accepted", "refused"])),
            draw(st.sampled_from([None, None, "award", "a"])),
            None,
            draw(st.sampled_from([None, None, numbered(needs("b")), numbered(barred("", "c"))])),
        )
        for place in range(many)
    )


@st.composite
def _limits(draw: st.DrawFn) -> Limits:
    if draw(st.sampled_from([True, True, False])):
        return Limits()
    return Limits(
        max_cost=draw(st.sampled_from([None, Decimal(0), Decimal(120), Decimal("149.90")])),
        currency="EUR",
        max_hours=draw(st.sampled_from([None, None, Decimal(15), Decimal(30)])),
        mode=draw(st.sampled_from([None, None, None, "online"])),
        language=draw(st.sampled_from([None, None, None, "en"])),
        finish=draw(
            st.sampled_from([None] * 4 + [DAY + timedelta(days=30), DAY - timedelta(days=1)])
        ),
        unstated=draw(st.booleans()),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Problems with up to five things to add, held ones, and everything that rules know."""
    number = draw(st.sampled_from([3, 4, 5, 5, 5]))
    ids = (*ADDABLE[:number], *HELD)
    return Problem(
        target=numbered(draw(_targets)),
        held=draw(st.frozensets(st.sampled_from(HELD), max_size=2)),
        things={id: draw(_things(id)) for id in ids},
        day=DAY,
        acceptances=draw(_acceptances()),
        limits=draw(_limits()),
        award=draw(st.sampled_from([None, "award"])),
        awarded_by=draw(st.sampled_from([frozenset(), frozenset({"p1"})])),
    )


def numbered(rule: Rule) -> Rule:
    """The tree with an id of its own for each rule."""
    count = 0

    def named(each: Rule) -> Rule:
        nonlocal count
        count += 1
        id = f"r{count}"
        if isinstance(each, SomeOf):
            return replace(each, id=id, rules=tuple(named(below) for below in each.rules))
        return replace(each, id=id)

    return named(rule)
