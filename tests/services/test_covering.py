"""The smallest cover: against trying everything, and within bounds on what is too large for it."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.covering import Option, best_cover

WANTED = tuple("abcdefgh")

_options = st.lists(
    st.tuples(st.frozensets(st.sampled_from((*WANTED, "z"))), st.integers(0, 3), st.integers(0, 2)),
    max_size=9,
).map(
    lambda found: [
        Option(f"ce-{place}", covers, (Decimal(price), Decimal(hours)))
        for place, (covers, price, hours) in enumerate(found)
    ]
)


def rank(chosen: Sequence[Option]) -> tuple[int, int, tuple[Decimal, ...], tuple[str, ...]]:
    covered = frozenset().union(*(each.covers for each in chosen)) & frozenset(WANTED)
    cost = tuple(sum((each.cost[n] for each in chosen), Decimal(0)) for n in range(2))
    return -len(covered), len(chosen), cost, tuple(sorted(each.key for each in chosen))


def tried_all(options: Sequence[Option], most: int) -> Sequence[Option]:
    choices = (c for size in range(most + 1) for c in combinations(options, size))
    return min(choices, key=rank)


@settings(max_examples=250, deadline=None)
@given(_options, st.integers(0, 5))
def test_it_is_the_one_that_trying_everything_finds(options: list[Option], most: int) -> None:
    found = best_cover(WANTED, options, most)

    best = tried_all(options, most)
    assert found.is_best
    assert found.chosen == tuple(sorted(each.key for each in best))
    assert found.covered == frozenset(WANTED) & frozenset().union(*(o.covers for o in best))


@settings(max_examples=100, deadline=None)
@given(_options, st.integers(0, 5), st.randoms())
def test_the_order_of_the_options_does_not_matter(options: list[Option], most: int, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(options, len(options))

    assert best_cover(WANTED, shuffled, most) == best_cover(WANTED, options, most)


def test_the_widest_first_is_not_the_fewest() -> None:
    options = [
        Option("wide", frozenset("bcfg"), ()),
        Option("left", frozenset("abcd"), ()),
        Option("right", frozenset("efgh"), ()),
    ]
    assert best_cover(WANTED, options, 8).chosen == ("left", "right")


def test_when_it_gives_up_it_says_so_and_still_gives_a_good_choice() -> None:
    wanted = range(40)
    options = [
        Option(f"{n:02}", frozenset(each for each in wanted if (each * n * n + n * n) % 97 < 20))
        for n in range(1, 60)
    ]
    hurried = best_cover(wanted, options, 8, steps=5)

    assert not hurried.is_best
    assert len(hurried.chosen) <= 8
    assert len(hurried.covered) >= 20
    assert hurried == best_cover(wanted, options, 8, steps=5)


def test_nothing_is_chosen_that_covers_nothing_wanted() -> None:
    assert best_cover("ab", [Option("other", frozenset("xyz"))], 8).chosen == ()
    assert best_cover("", [Option("a", frozenset("a"))], 8).is_best
