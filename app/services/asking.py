"""What a search asks for: the filters in its address, and the constraints in its words.

A constraint in the words gives way to a filter of the same kind in the address. A text that is the
whole title of a record is that title, whatever it looks like (ADR 73).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Final

from app.services import families
from app.services.finding.naming import known_words
from app.services.offering import known_providers
from app.services.registry import Registry
from app.services.understanding import (
    MAY_BE_UNSTATED,
    NOT,
    NOT_STATED,
    UNSTATED,
    Field,
    Understood,
    others_than,
    stands_for,
    understand,
)
from app.store import catalogue
from ctdl.language import folded

FACET_OF: Final[Mapping[Field, str]] = {
    "level": "level",
    "mode": "mode",
    "language": "language",
    "country": "country",
    "provider": "provider",
    "qa": "qa",
    "credit": "states",
    "beginner": "audience",
}
"""The facet of the index by which a constraint in words filters; the others are bounds."""

_OF_BEGINNERS: Final = "introduction fundamentals beginner"


_FEW: Final = 2
"""No more records have a word that is taken for a misspelt other one."""


@dataclass(frozen=True)
class Constraint:
    """A constraint found in the words; one that is overruled by a filter does nothing."""

    understood: Understood
    is_overruled: bool = False


@dataclass(frozen=True)
class Limits:
    """All that must hold of a result; values of one facet are alternatives.

    What is in `unstated`, of the values of UNSTATED, need not be stated.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_hours: float | None = None
    max_cost: Decimal | None = None
    currency: str | None = None
    unstated: frozenset[str] = frozenset()

    @property
    def stand_ins(self) -> dict[str, tuple[str, ...]]:
        """The levels that the levels of no framework among the filters stand for."""
        asked = self.filters.get("level", ())
        return {each: found for each in asked if (found := stands_for(each))}


@dataclass(frozen=True)
class Asked:
    """A question taken apart: the words to find by, what was understood, and all limits."""

    text: str
    limits: Limits
    explicit: Limits
    constraints: tuple[Constraint, ...] = ()
    left_plain: tuple[Understood, ...] = ()
    denied: tuple[str, ...] = ()

    @property
    def in_force(self) -> tuple[Understood, ...]:
        """What was understood and no filter overrules."""
        return tuple(each.understood for each in self.constraints if not each.is_overruled)

    @property
    def set_by_words(self) -> frozenset[str]:
        """The facets and bounds that words limit."""
        return frozenset(FACET_OF.get(each.field, each.field) for each in self.in_force)

    @property
    def overruling(self) -> frozenset[str]:
        """The facets and bounds in the address that overrule words."""
        overruled = (each.understood.field for each in self.constraints if each.is_overruled)
        return frozenset(FACET_OF.get(each, each) for each in overruled)

    @property
    def liked(self) -> str:
        """Words that are not asked for, but say of a record that it is what is wished."""
        return _OF_BEGINNERS if any(each.field == "beginner" for each in self.in_force) else ""

    @property
    def words_of_constraints(self) -> str:
        """What was typed, without the words that say what it is to be about."""
        return " ".join(each.words for each in self.in_force)

    @property
    def may_be_unstated(self) -> tuple[str, ...]:
        """What is limited and could be let in without being stated, of the values of UNSTATED."""
        return tuple(name for field, name in UNSTATED.items() if _is_set(field, self.limits))

    @property
    def must_be_stated(self) -> tuple[str, ...]:
        """What of that leaves out the records that do not state it."""
        return tuple(each for each in self.may_be_unstated if each not in self.explicit.unstated)

    @property
    def not_required(self) -> tuple[str, ...]:
        """What of that lets them in, as the reader has chosen."""
        return tuple(each for each in self.may_be_unstated if each in self.explicit.unstated)


def taken_apart(
    registry: Registry, text: str, explicit: Limits, plain: Iterable[str] = ()
) -> Asked:
    """The question that a text and the filters beside it ask; `plain` fields stay words."""
    is_word = partial(_is_word, registry)
    found = understand(text, known_providers(registry), frozenset(plain), is_word)
    if not (found.understood or found.left_plain) or _is_a_title(registry, text):
        return Asked(text, _together(explicit, ()), explicit, denied=found.denied)
    constraints = tuple(
        Constraint(each, _is_set(each.field, explicit)) for each in found.understood
    )
    asked = Asked(found.text, explicit, explicit, constraints, found.left_plain, found.denied)
    return replace(asked, limits=_together(explicit, asked.in_force))


def _is_word(registry: Registry, word: str) -> bool:
    """Whether a vocabulary knows the word, or enough records to be no error have it so."""
    return bool(known_words(word)) or registry.search_index.written(word) > _FEW


def _is_a_title(registry: Registry, text: str) -> bool:
    with registry.database.reading() as connection:
        return any(
            catalogue.called(connection, family, [folded(text)]) for family in families.SEARCHED
        )


def _is_set(each: Field, explicit: Limits) -> bool:
    if each == "max_cost":
        return explicit.max_cost is not None
    if each == "max_hours":
        return explicit.max_hours is not None
    return bool(explicit.filters.get(FACET_OF[each]))


def _together(explicit: Limits, understood: Iterable[Understood]) -> Limits:
    """The limits that hold: of two bounds in words the lower, of two values either."""
    limits = explicit
    filters = dict(explicit.filters)
    for each in sorted(understood, key=lambda one: bool(others_than(one))):
        if each.field == "max_hours":
            hours = float(each.values[0])
            limits = replace(limits, max_hours=min(hours, limits.max_hours or hours))
        elif each.field == "max_cost":
            limits = _bounded(limits, each)
        else:
            name = FACET_OF[each.field]
            filters[name] = _values(each, filters.get(name, ()))
    for name in explicit.unstated.intersection(MAY_BE_UNSTATED).intersection(filters):
        filters[name] = (*filters[name], NOT_STATED)
    deduplicated = {name: tuple(dict.fromkeys(values)) for name, values in filters.items()}
    return replace(limits, filters=deduplicated)


def _values(each: Understood, beside: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a facet with those of a constraint; without what it says must not be."""
    others = others_than(each)
    if not others:
        return (*beside, *each.values)
    left = [value for value in beside or next(iter(others.values())) if NOT + value not in others]
    return tuple(left) or each.values


def _bounded(limits: Limits, each: Understood) -> Limits:
    """With a ceiling of price; nought is nought in every currency."""
    price = Decimal(each.values[0])
    if limits.max_cost is not None and limits.max_cost <= price:
        return limits
    return replace(limits, max_cost=price, currency=each.currency or limits.currency)
