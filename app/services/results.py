"""What a question finds: its results, whose number no limit changes, and what is only near it.

A record is a result of a text by what speaks for it among all records, whatever is limited: so a
limit in words and the same one beside them leave the same results, the count of a value is what
ticking it gives, and what need not be stated only adds. Where few results are left, what is nearest
within the limits fills the list; it is shown after them and counted apart (ADR 101).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from app.services.asking import Asked, Limits
from app.services.finding import Found, Meaning, Sought, find, known_words, near_words
from app.services.registry import Registry
from app.services.understanding import NOT_STATED, stands_for
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import derive_ctid
from search_index.asked import parse
from search_index.protocol import Bound, SearchHit, SearchQuery, SearchResults

NARROW: Final = 20
"""A list of no more results than this is short: it is filled with what is near."""

_BOUNDS: Final[tuple[tuple[str, Bound], ...]] = (("price", "cost"), ("hours", "hours"))
_NOBODY: Final = (derive_ctid("no record leads"),)
"""Where nothing is close enough to lead; with nothing leading at all, the index would look itself
for what has some of the words."""


@dataclass(frozen=True)
class Question:
    """A question taken apart, and all that is needed to ask it of the registry."""

    registry: Registry
    asked: Asked
    meaning: Meaning
    compared: Crosswalk
    known: dict[str, int] = field(default_factory=dict)
    """The totals that were asked for already, of this question and of those like it."""

    @cached_property
    def found(self) -> Found:
        """What the text finds among all records."""
        return find(self.registry, self._sought(self._spelt(self.asked.text)), self.meaning)

    @cached_property
    def near(self) -> Found:
        """What the text finds within the limits."""
        within = self._limited(self._spelt(self.asked.text), self.asked.limits)
        return find(self.registry, self._sought(within), self.meaning)

    def query(self, limits: Limits | None = None) -> SearchQuery:
        """The question for its results, within its own limits or others."""
        found = self.found
        close = tuple(each for each in found.lead if not found.evidence[each].is_faint)
        limited = self._limited(self._spelt(found.text), limits or self.asked.limits)
        nothing = _NOBODY if found.evidence else ()
        return replace(
            limited,
            text=found.text,
            lead=close or nothing,
            about=found.about,
            tiers=() if found.text else self._tiers(limits or self.asked.limits),
        )

    def _tiers(self, limits: Limits) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What states a level that is asked for, before what states one compared with it."""
        asked = [each for each in limits.filters.get("level", ()) if each != NOT_STATED]
        own = tuple(level for each in asked for level in stands_for(each) or (each,))
        compared = tuple(other for level in own for other in self.compared.also(level))
        return (("level", own), ("level", compared)) if asked else ()

    def total(self, limits: Limits | None = None) -> int:
        """How many results there are; what is known is not asked of the index again."""
        query = replace(self.query(limits), limit=0)
        key = repr(query)
        if key not in self.known:
            self.known[key] = self.registry.search_index.search(query).total
        return self.known[key]

    def only_near(self, results: SearchResults) -> tuple[SearchHit, ...]:
        """What is nearest within the limits and no result, where there are few of those."""
        if results.total >= NARROW or not self.near.evidence:
            return ()
        every = self.registry.search_index.search(replace(self.query(), limit=NARROW))
        taken = {hit.ctid for hit in every.hits}
        others = (each for each in self.near.lead if each not in taken)
        return tuple(
            SearchHit(each, 0.0)
            for each, _ in zip(others, range(NARROW - len(taken)), strict=False)
        )

    def another(self, asked: Asked) -> "Question":
        """Another question of the same reader."""
        return replace(self, asked=asked)

    def _sought(self, within: SearchQuery) -> Sought:
        return Sought(self.asked.text, within, liked=self.asked.liked)

    def _spelt(self, text: str) -> SearchQuery:
        return SearchQuery(right=known_words(text), near=near_words(parse(text)))

    def _limited(self, query: SearchQuery, limits: Limits) -> SearchQuery:
        stand_ins: Mapping[str, tuple[str, ...]] = self.compared.stand_ins
        return replace(
            query,
            filters=limits.filters,
            max_hours=limits.max_hours,
            max_cost=float(limits.max_cost) if limits.max_cost is not None else None,
            currency=limits.currency,
            unstated=frozenset(bound for name, bound in _BOUNDS if name in limits.unstated),
            also={"level": {**stand_ins, **limits.stand_ins}},
        )
