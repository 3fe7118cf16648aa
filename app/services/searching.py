"""Searching: a reader's question answered with summaries, facets and what each filter costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.services.asking import Constraint, Limits, taken_apart
from app.services.finding import Evidence, Found, Meaning
from app.services.levels import searched_crosswalk
from app.services.matched_words import as_written
from app.services.narrowness import Asking, Excluded, Unstated, excluded, unstated
from app.services.reading import named, summaries
from app.services.registry import Registry
from app.services.results import Question
from app.services.search_values import as_kept
from app.services.summaries import Named, Summary
from app.services.understanding import FIELDS, NOT_STATED, UNSTATED, Understood, stands_for
from ctdl.concepts import NamedConcept
from ctdl.crosswalk import BRIDGE, Comparison, Crosswalk
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.frameworks import FRAMEWORKS
from search_index.protocol import SORTS, SearchHit, SearchResults, Sort

FACETS = ("type", "field", "level", "provider", "country", "mode", "language", "qa", "standard")
"""The filters with a closed set of values, in the order they are shown."""

LEVEL = "level"
"""The filter whose values stand for others: a level, for those that documents compare it with."""

MOST_FRAMEWORKS = 4
"""How many frameworks levels are shown in at once."""

DEEPEST_RESULT = 10_000
LARGEST_PAGE = 100
LONGEST_TEXT = 400


class BadSearch(RegistryError):
    """A search was asked for in a way that has no answer."""


class NoSuchPage(RegistryError):
    """A list of results has no such page."""


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
    def limits(self) -> Limits:
        """The limits that are set beside the text."""
        return Limits(
            filters={name: values for name, values in self.filters.items() if values},
            max_hours=self.max_hours,
            max_cost=self.max_cost,
            currency=self.currency,
            unstated=self.unstated,
        )


def filters_of(given: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """The filters that these values of parameters ask for."""
    return {
        name: tuple(dict.fromkeys(as_kept(name, value) for value in values))
        for name, values in given.items()
    }


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

    `matched` are the words of the text that are in it, `in_english` those that they were put into
    English as, both as they stand there. With `may_take_longer` only the fewest hours that it
    states are within the limit.
    `evidence` is what put it in its place, None where its words alone did. `compared` are the
    comparisons that let it in where it states none of the levels asked for, each read from the
    level it states. What `is_only_near` is no result, and comes after them.
    """

    summary: Summary
    score: float
    matched: tuple[str, ...]
    in_english: tuple[str, ...] = ()
    compared: tuple[Comparison, ...] = ()
    evidence: Evidence | None = None
    may_take_longer: bool = False
    is_only_near: bool = False


@dataclass(frozen=True)
class SearchPage:
    """One page of results with all that is needed to change the question.

    `text` are the words that were searched for, `understood` the constraints that were taken out of
    the typed ones, `left_plain` those that could have been. `unstated` is what is left out because
    it does not state what is limited: limit by limit and, of several, all together last;
    `not_required` is what is limited and need not be stated.
    `lacks_meaning` tells that only words counted because there are no vectors at the moment.
    `missing` are words that no record has at all. `total` are the results, at least so many where
    `is_at_least`; `only_near` are shown after them, where they are few, and are none.
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
    denied: tuple[str, ...] = ()
    only_near: int = 0
    is_at_least: bool = False

    @property
    def levels_asked_for(self) -> bool:
        """Whether levels are limited, by the words or beside them."""
        in_words = any(each.understood.field == LEVEL for each in self.understood)
        return in_words or bool(self.request.filters.get(LEVEL))

    @property
    def is_past_the_end(self) -> bool:
        """Whether the list has no such page; the first one is there even where it is empty."""
        return self.request.page > max(self.pages, 1)

    def require_page(self) -> None:
        """NoSuchPage where the list has no such page."""
        if self.is_past_the_end:
            raise NoSuchPage(f"The list ends with page {max(self.pages, 1)}.")

    @property
    def near_from(self) -> int | None:
        """The place on this page, from 0, where what is only near begins, if it does."""
        near = [place for place, each in enumerate(self.hits) if each.is_only_near]
        return near[0] if near else None


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
    question = Question(registry, asked, request.meaning, compared)
    found = question.found
    start = (request.page - 1) * request.size
    results = registry.search_index.search(
        replace(
            question.query(),
            sort=request.sort,
            offset=start,
            limit=request.size,
            facets=facets,
        )
    )
    near = question.only_near(results)
    behind = start - results.total  # of what is only near, so many are on the pages before
    shown = near[max(behind, 0) : max(behind + request.size, 0)]
    hits = _hits(registry, asked.limits, results.hits, found, compared)
    apart = _hits(registry, asked.limits, shown, question.near, compared) if shown else ()
    asking = Asking(registry=registry, q=request.q, plain=request.plain, question=question)
    return SearchPage(
        request=request,
        total=results.total,
        only_near=len(near),
        is_at_least=found.is_cut_off,
        pages=-(-min(results.total + len(near), DEEPEST_RESULT) // request.size),
        hits=(*hits, *(replace(each, is_only_near=True) for each in apart)),
        facets=_facets(registry, request, results),
        corrected=found.corrected if found.knows_spelling else results.corrected,
        was_corrected=found.was_corrected if found.knows_spelling else results.was_corrected,
        relaxed=found.relaxed or results.relaxed,
        concepts=found.concepts,
        excluded=tuple(excluded(asking, results)),
        number=results.number,
        text=asked.text,
        understood=asked.constraints,
        left_plain=asked.left_plain,
        unstated=unstated(asking, results),
        not_required=asked.not_required,
        denied=asked.denied,
        lacks_meaning=found.lacks_meaning,
        missing=found.missing
        if found.knows_spelling
        else tuple(word for word, count in results.words.items() if not count),
    )


def _hits(
    registry: Registry,
    limits: Limits,
    hits: tuple[SearchHit, ...],
    found: Found,
    compared: Crosswalk,
) -> tuple[Hit, ...]:
    known = summaries(registry, [CTID(hit.ctid) for hit in hits])
    evidence = {hit.ctid: found.evidence.get(hit.ctid) for hit in hits}
    matched = {
        hit.ctid: hit.matched or (each.matched if (each := evidence[hit.ctid]) else ())
        for hit in hits
    }
    in_english = {ctid: each.in_english for ctid, each in evidence.items() if each}
    written = as_written(registry, matched, known)
    translated = as_written(registry, in_english, known)
    asked = {level: compared.also(level) for level in _as_stated(limits.filters.get(LEVEL, ()))}
    return tuple(
        Hit(
            summary=summary,
            score=each.weight if each else hit.score,
            matched=written.get(hit.ctid, ()),
            in_english=translated.get(hit.ctid, ()),
            compared=tuple(_let_in(summary, asked)),
            evidence=each,
            may_take_longer=_may_take_longer(summary, limits),
        )
        for hit in hits
        if (summary := known.get(hit.ctid)) is not None
        for each in (evidence[hit.ctid],)
    )


def _may_take_longer(summary: Summary, limits: Limits) -> bool:
    """Whether only the fewest hours that a record states are within the limit."""
    most = summary.hours.maximum if summary.hours else None
    return most is not None and limits.max_hours is not None and most > limits.max_hours


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
        name: tuple(_values(dict(counted), request, name, known))
        for name, counted in results.facets.items()
    }
    if LEVEL in values:
        values[LEVEL] = _levels(request, values[LEVEL], results.stated.get(LEVEL))
    return values


def _values(
    counts: dict[str, int], request: SearchRequest, name: str, known: Mapping[CTID, Named]
) -> Iterable[FacetValue]:
    """The values of a facet; each counts what states nothing of it too where that is let in."""
    selected = request.filters.get(name, ())
    unstated = counts.pop(NOT_STATED, 0)
    silent = unstated if name in request.unstated else 0
    # A ticked value stays in its place even when nothing has it.
    for value in selected:
        counts.setdefault(value, 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for value, count in ordered:
        yield FacetValue(value, count + silent, value in selected, known.get(CTID(value)))


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
