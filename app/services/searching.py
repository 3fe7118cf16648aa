"""Searching: a reader's question answered with summaries, facets and what each filter costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Final

from app.services.asking import Asked, Constraint, Limits, taken_apart
from app.services.finding import Evidence, Found, Meaning, Sought, find, known_words
from app.services.levels import searched_crosswalk
from app.services.narrowness import Asking, Excluded, Unstated, excluded, unstated
from app.services.reading import named, summaries
from app.services.registry import Registry
from app.services.summaries import Named, Summary
from app.services.understanding import FIELDS, NOT_STATED, UNSTATED, Understood, stands_for
from ctdl.concepts import NamedConcept
from ctdl.crosswalk import BRIDGE, Comparison, Crosswalk
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.frameworks import FRAMEWORKS
from search_index.protocol import SORTS, Bound, SearchHit, SearchQuery, SearchResults, Sort

FACETS = ("type", "field", "level", "provider", "country", "mode", "language", "qa", "standard")
"""The filters with a closed set of values, in the order they are shown."""

LEVEL = "level"
"""The filter whose values stand for others: a level, for those that documents compare it with."""

MOST_FRAMEWORKS = 4
"""How many frameworks levels are shown in at once."""

_BOUNDS: Final[tuple[tuple[str, Bound], ...]] = (("price", "cost"), ("hours", "hours"))
DEEPEST_RESULT = 10_000
LARGEST_PAGE = 100
LONGEST_TEXT = 400


class BadSearch(RegistryError):
    """A search was asked for in a way that has no answer."""


@dataclass(frozen=True)
class SearchRequest:
    """What a reader asks; values of one filter are alternatives, all filters must hold.

    `levels_in` are the frameworks whose levels can be ticked besides those that records state.
    `meaning` says by what the text finds. Constraints in the words of `q` are understood, but not
    those of the fields in `plain`: their words stay words. A limit, and a constraint in words, of
    which `unstated` has the name (UNSTATED) also lets through what states nothing of it.
    """

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_hours: float | None = None
    max_cost: Decimal | None = None
    currency: str | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    levels_in: tuple[str, ...] = ()
    meaning: Meaning = "fused"
    unstated: frozenset[str] = frozenset()
    plain: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.filters:
            if name not in FACETS:
                raise BadSearch(f"Unknown filter {name!r}; the filters are {', '.join(FACETS)}.")
        if self.sort not in SORTS:
            raise BadSearch(f"Unknown sort {self.sort!r}; the sorts are {', '.join(SORTS)}.")
        if not 1 <= self.size <= LARGEST_PAGE:
            raise BadSearch(f"A page holds 1 to {LARGEST_PAGE} results, not {self.size}.")
        if self.page < 1 or self.page * self.size > DEEPEST_RESULT:
            raise BadSearch(
                f"There is no page {self.page}: results can be paged from 1 up to result"
                f" {DEEPEST_RESULT}; narrow the search instead."
            )
        if len(self.q) > LONGEST_TEXT:
            raise BadSearch(f"The search text is longer than {LONGEST_TEXT} characters.")
        if self.max_cost is not None and self.currency is None:
            raise BadSearch("A highest price needs its currency, for example currency=EUR.")
        if unknown := [each for each in self.plain if each not in FIELDS]:
            raise BadSearch(
                f"There are no words of {unknown[0]!r} to be taken as plain words; the fields are"
                f" {', '.join(FIELDS)}."
            )
        if strange := self.unstated.difference(UNSTATED.values()):
            raise BadSearch(
                f"Nothing is limited that {min(strange)!r} is the name of; what may be not stated"
                f" is {', '.join(UNSTATED.values())}."
            )
        if len(self.levels_in) > MOST_FRAMEWORKS:
            raise BadSearch(f"Levels are shown in at most {MOST_FRAMEWORKS} frameworks at once.")

    @property
    def ladder(self) -> tuple[str, ...]:
        """The frameworks whose levels can be ticked: the chosen ones, or the one most refer to."""
        return self.levels_in or (BRIDGE,)

    @property
    def unknown_levels(self) -> tuple[str, ...]:
        """The levels asked for that no framework has."""
        asked = self.filters.get(LEVEL, ())
        return tuple(each for each in asked if FRAMEWORKS.level(each) is None)

    @property
    def limits(self) -> Limits:
        """The limits that are set beside the text."""
        return Limits(
            filters={name: values for name, values in self.filters.items() if values},
            max_hours=self.max_hours,
            max_cost=self.max_cost,
            currency=self.currency,
            unstated=self.unstated,
        )


@dataclass(frozen=True)
class FacetValue:
    """A value one can filter by, and how many results there would be with it ticked."""

    value: str
    count: int
    selected: bool
    named: Named | None = None


@dataclass(frozen=True)
class Hit:
    """A result: the record's summary and why it is here.

    `evidence` is what put it in its place, None where its words alone did. `compared` are the
    comparisons that let it in where it states none of the levels asked for, each read from the
    level it states.
    """

    summary: Summary
    score: float
    matched: tuple[str, ...]
    compared: tuple[Comparison, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True)
class SearchPage:
    """One page of results with all that is needed to change the question.

    `text` are the words that were searched for, `understood` the constraints that were taken out of
    the typed ones, `left_plain` those that could have been. `unstated` is what is left out because
    it does not state what is limited: limit by limit and, of several, all together last;
    `not_required` is what is limited and need not be stated.
    `lacks_meaning` tells that only words counted because there are no vectors at the moment.
    `missing` are words that no record has at all. From the result `faint_from` on, on this page,
    little of the question speaks for what was found (`Evidence.is_faint`).
    """

    request: SearchRequest
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    corrected: str | None
    was_corrected: bool
    relaxed: bool
    excluded: tuple[Excluded, ...]
    number: int
    concepts: tuple[NamedConcept, ...] = ()
    text: str = ""
    understood: tuple[Constraint, ...] = ()
    left_plain: tuple[Understood, ...] = ()
    unstated: tuple[Unstated, ...] = ()
    not_required: tuple[str, ...] = ()
    lacks_meaning: bool = False
    missing: tuple[str, ...] = ()

    @property
    def faint_from(self) -> int | None:
        """The place on this page, from 0, where what is only faintly alike begins, if it does."""
        if self.request.sort != "relevance":
            return None
        faint = [each.evidence is not None and each.evidence.is_faint for each in self.hits]
        first = len(faint)
        while first and faint[first - 1]:
            first -= 1
        return first if first < len(faint) else None


def search(
    registry: Registry, request: SearchRequest, facets: tuple[str, ...] = FACETS
) -> SearchPage:
    """The page of results that the request asks for.

    A level finds what states it and, one step along the crosswalk, what states a level that a
    document compares with it; the counts of levels count the same (ADR 55).
    """
    asked = taken_apart(registry, request.q, request.limits, request.plain)
    walks = LEVEL in facets or LEVEL in asked.limits.filters
    compared = searched_crosswalk(registry) if walks else Crosswalk()
    found = find(registry, _sought(asked, compared), request.meaning)
    query = _query(request, asked.limits, found, facets, compared)
    results = registry.search_index.search(query)
    known: list[tuple[SearchQuery, int]] = []
    asking = Asking(
        registry=registry,
        q=request.q,
        plain=request.plain,
        asked=asked,
        total_of=partial(_total, registry, request, compared, known),
        close_of=partial(_close, registry, request, compared, known),
        total_within=partial(_total, registry, request, compared, known),
    )
    return SearchPage(
        request=request,
        total=results.total,
        pages=-(-min(results.total, DEEPEST_RESULT) // request.size),
        hits=_hits(registry, asked.limits, results.hits, found, compared),
        facets=_facets(registry, request, results),
        corrected=found.corrected if found.knows_spelling else results.corrected,
        was_corrected=found.was_corrected
        if found.knows_spelling
        else results.corrected is not None and results.typed_total == 0 < results.total,
        relaxed=found.relaxed or results.relaxed,
        concepts=found.concepts,
        excluded=tuple(excluded(asking, results)),
        number=results.number,
        text=asked.text,
        understood=asked.constraints,
        left_plain=asked.left_plain,
        unstated=unstated(asking, results),
        not_required=asked.not_required,
        lacks_meaning=found.lacks_meaning,
        missing=found.missing,
    )


def _total(
    registry: Registry,
    request: SearchRequest,
    compared: Crosswalk,
    known: list[tuple[SearchQuery, int]],
    asked: Asked,
    limits: Limits | None = None,
) -> int:
    """How many results another question would have, or how many of them are within the limits."""
    found = find(registry, _sought(asked, compared), request.meaning)
    query = _query(replace(request, page=1), limits or asked.limits, found, (), compared)
    return _counted(registry, known, query)


def _close(
    registry: Registry,
    request: SearchRequest,
    compared: Crosswalk,
    known: list[tuple[SearchQuery, int]],
    asked: Asked,
) -> int:
    """How many results of another question are more than faintly like it; all by words alone."""
    found = find(registry, _sought(asked, compared), request.meaning)
    if not found.evidence:
        return _total(registry, request, compared, known, asked)
    close = tuple(ctid for ctid in found.lead if not found.evidence[ctid].is_faint)
    if not close:
        return 0
    only = replace(found, text="x", lead=close, about={})  # no word, and none is sought
    query = _query(replace(request, page=1), asked.limits, only, (), compared)
    return _counted(registry, known, query)


def _counted(registry: Registry, known: list[tuple[SearchQuery, int]], query: SearchQuery) -> int:
    """How many results a question has; what is `known` is not asked of the index again."""
    total = next((total for each, total in known if each == query), None)
    if total is None:
        total = registry.search_index.search(replace(query, limit=0)).total
        known.append((query, total))
    return total


def _sought(asked: Asked, compared: Crosswalk) -> Sought:
    limits = asked.by_words
    query = SearchQuery(right=known_words(asked.text))
    within = _limited(query, limits, compared.stand_ins)
    return Sought(asked.text, within, liked=asked.liked)


def _query(
    request: SearchRequest,
    limits: Limits,
    found: Found,
    facets: tuple[str, ...],
    compared: Crosswalk,
) -> SearchQuery:
    asked = SearchQuery(right=known_words(found.text))
    limited = _limited(asked, limits, compared.stand_ins)
    return replace(
        limited,
        text=found.text,
        lead=found.lead,
        about=found.about,
        sort=request.sort,
        offset=(request.page - 1) * request.size,
        limit=request.size,
        facets=facets,
    )


def _limited(
    query: SearchQuery, limits: Limits, stand_ins: Mapping[str, tuple[str, ...]]
) -> SearchQuery:
    return replace(
        query,
        filters=limits.filters,
        max_hours=limits.max_hours,
        max_cost=float(limits.max_cost) if limits.max_cost is not None else None,
        currency=limits.currency,
        unstated=frozenset(bound for name, bound in _BOUNDS if name in limits.unstated),
        also={LEVEL: {**stand_ins, **limits.stand_ins}},
    )


def _hits(
    registry: Registry,
    limits: Limits,
    hits: tuple[SearchHit, ...],
    found: Found,
    compared: Crosswalk,
) -> tuple[Hit, ...]:
    known = summaries(registry, [CTID(hit.ctid) for hit in hits])
    asked = {level: compared.also(level) for level in _as_stated(limits.filters.get(LEVEL, ()))}
    return tuple(
        _hit(hit, summary, found.evidence.get(hit.ctid), tuple(_let_in(summary, asked)))
        for hit in hits
        if (summary := known.get(hit.ctid)) is not None
    )


def _hit(
    hit: SearchHit, summary: Summary, evidence: Evidence | None, compared: tuple[Comparison, ...]
) -> Hit:
    if evidence is None:
        return Hit(summary, hit.score, hit.matched, compared)
    # A text in French finds by its English words what has none of its own.
    matched = hit.matched or evidence.matched
    return Hit(summary, evidence.weight, matched, compared, evidence)


def _as_stated(levels: Iterable[str]) -> Iterable[str]:
    """Levels as records state them: those that a level of no framework stands for in its place."""
    for level in levels:
        yield from stands_for(level) or (level,)


def _let_in(
    summary: Summary, asked: Mapping[str, Mapping[str, Comparison]]
) -> Iterable[Comparison]:
    """The comparisons that a record needs to be found for the levels asked for."""
    stated = dict.fromkeys(level.id for level in summary.levels if level.id)
    if not any(level in asked for level in stated):
        for found in asked.values():
            yield from (found[level] for level in stated if level in found)


def _facets(
    registry: Registry, request: SearchRequest, results: SearchResults
) -> dict[str, tuple[FacetValue, ...]]:
    providers = {CTID(value) for value, _ in results.facets.get("provider", ())}
    providers |= {CTID(value) for value in request.filters.get("provider", ())}
    known = named(registry, providers) if providers else {}
    values = {
        name: tuple(_values(counted, request.filters.get(name, ()), known))
        for name, counted in results.facets.items()
    }
    if LEVEL in values:
        values[LEVEL] = _levels(request, values[LEVEL], results.stated.get(LEVEL))
    return values


def _values(
    counted: Iterable[tuple[str, int]], selected: tuple[str, ...], known: Mapping[CTID, Named]
) -> Iterable[FacetValue]:
    counts = dict(counted)
    # A ticked value stays in its place even when nothing has it.
    for value in selected:
        counts.setdefault(value, 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for value, count in ordered:
        if value == NOT_STATED:
            continue
        yield FacetValue(value, count, value in selected, known.get(CTID(value)))


def _levels(
    request: SearchRequest, values: Iterable[FacetValue], stated: frozenset[str] | None
) -> tuple[FacetValue, ...]:
    """The levels that records state, and those of the chosen frameworks, ladder after ladder.

    Nobody looks for the others: they would only repeat the same records in further words.
    """
    chosen = request.ladder
    kept = (
        each
        for each in values
        if each.selected
        or stated is None
        or each.value in stated
        or _framework_of(each.value) in chosen
    )
    places = {level: place for place, level in enumerate(FRAMEWORKS.levels)}

    def place(each: FacetValue) -> tuple[int, int, str]:
        framework = _framework_of(each.value)
        first = chosen.index(framework) if framework in chosen else len(chosen)
        return first, places.get(each.value, len(places)), each.value

    return tuple(sorted(kept, key=place))


def _framework_of(level: str) -> str:
    return level.partition(":")[0]
