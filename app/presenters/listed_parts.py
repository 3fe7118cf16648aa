"""A list of parts in words: which are held, which can be chosen, and what nobody states."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from app.presenters import formats
from app.presenters.plan_words import PlanWords
from app.presenters.reach import listed_words
from app.presenters.stacked_things import ShownThing
from app.services.plans.asked import Order
from app.services.plans.listed import Besides, Listed
from app.services.plans.planning import Way
from ctdl.ctid import CTID_PATTERN
from ctdl.pathways.things import Thing

BASIS: Final = "listed parts"


@dataclass(frozen=True)
class ShownPart:
    """A listed part that is not held, with what it states of the price and the hours."""

    thing: ShownThing
    facts: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class ShownBesides:
    """Another rule that is stated, and whether it is met."""

    words: str
    holds: bool


@dataclass(frozen=True)
class ShownListed:
    """What counts of a list, what is left of it, and what is not known."""

    words: str
    held: tuple[ShownThing, ...]
    to_choose: tuple[ShownPart, ...]
    out_of_reach: tuple[ShownThing, ...]
    order: str | None
    unstated: tuple[str, ...]
    besides: tuple[ShownBesides, ...]


def shown_listed(way: Way, words: PlanWords, order: Order) -> ShownListed | None:
    """The list of a target whose rules do not tell how much of it is asked for."""
    found = way.listed
    if found is None:
        return None
    things = way.gathered.problem.things
    return ShownListed(
        words=listed_words(len(found.held), found.size),
        held=tuple(map(words.thing, found.held)),
        to_choose=tuple(
            ShownPart(words.thing(each), tuple(_facts(things[each]))) for each in found.to_choose
        ),
        out_of_reach=tuple(map(words.thing, found.out_of_reach)),
        order=_order(found, order),
        unstated=tuple(_unstated(found)),
        besides=tuple(_besides(each, words) for each in found.besides),
    )


def listed_json(way: Way, words: PlanWords) -> dict[str, Any] | None:
    """The same for programs."""
    found = way.listed
    if found is None:
        return None
    things = way.gathered.problem.things
    return {
        "words": listed_words(len(found.held), found.size),
        "size": found.size,
        "held": [_named(each, words) for each in found.held],
        "to_choose": [
            {**_named(each, words), **_numbers(things.get(each))} for each in found.to_choose
        ],
        "out_of_reach": [_named(each, words) for each in found.out_of_reach],
        "unstated": list(_unstated(found)),
        "besides": [vars(_besides(each, words)) for each in found.besides],
    }


def _facts(thing: Thing) -> Iterable[tuple[str, str | None]]:
    hours = thing.hours
    yield gettext("Price"), formats.money(thing.cost, thing.currency)
    yield gettext("Hours"), formats.hours(hours.minimum, hours.maximum) if hours else None


def _order(found: Listed, order: Order) -> str | None:
    """In which order they stand; None where nothing they state makes one."""
    if order == "cost" and _states(found, found.totals.cost_unstated):
        return gettext("The cheapest first; those that state no price last.")
    if order == "hours" and _states(found, found.totals.hours_unstated):
        return gettext("The shortest first; those that state no hours last.")
    if order == "credits" and _states(found, found.totals.credits_unstated):
        return gettext("Those with the fewest credits first; those that state none last.")
    return None


def _states(found: Listed, unstated: int) -> bool:
    return unstated < len(found.to_choose)


def _unstated(found: Listed) -> Iterable[str]:
    """What none of them, or only some of them, state; so that nothing can be said to be best."""
    of, totals = len(found.to_choose), found.totals
    if not of:
        return
    counts = {"of": formats.number(of)}
    yield _missing(
        totals.cost_unstated,
        of,
        gettext("No price is stated for any of them, so none can be called the cheapest."),
        gettext("Each of them states its price."),
        gettext(
            "%(without)s of %(of)s state no price.",
            without=formats.number(totals.cost_unstated),
            **counts,
        ),
    )
    yield _missing(
        totals.hours_unstated,
        of,
        gettext("No hours are stated for any of them, so none can be called the shortest."),
        gettext("Each of them states its hours."),
        gettext(
            "%(without)s of %(of)s state no hours.",
            without=formats.number(totals.hours_unstated),
            **counts,
        ),
    )
    yield _missing(
        totals.credits_unstated,
        of,
        gettext("No credits are stated for any of them."),
        gettext("Each of them states its credits."),
        gettext(
            "%(without)s of %(of)s state no credits.",
            without=formats.number(totals.credits_unstated),
            **counts,
        ),
    )


def _missing(unstated: int, of: int, none: str, each: str, some: str) -> str:
    if unstated == of:
        return none
    return some if unstated else each


def _besides(each: Besides, words: PlanWords) -> ShownBesides:
    return ShownBesides(words.rule(each.rule), each.holds)


def _named(id_: str, words: PlanWords) -> dict[str, str | None]:
    shown = words.thing(id_)
    return {
        "ctid": id_ if CTID_PATTERN.fullmatch(id_) else None,
        "id": id_,
        "name": shown.title.value,
    }


def _numbers(thing: Thing | None) -> dict[str, Any]:
    """What it states of its price and hours; null is not stated."""
    hours = thing.hours if thing else None
    stated = thing is not None and thing.cost is not None
    return {
        "price": float(thing.cost) if thing is not None and thing.cost is not None else None,
        "currency": thing.currency if stated and thing is not None else None,
        "hours": float(hours.maximum) if hours and hours.maximum is not None else None,
    }
