"""Searching: a reader's question answered with summaries, facets and what each filter costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.services.reading import named, summaries
from app.services.registry import Registry
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from search_index.protocol import SORTS, SearchHit, SearchQuery, SearchResults, Sort

FACETS = ("type", "field", "level", "provider", "country", "mode", "language", "qa")
"""The filters with a closed set of values, in the order they are shown."""

DEEPEST_RESULT = 10_000
LARGEST_PAGE = 100
LONGEST_TEXT = 400


class BadSearch(RegistryError):
    """A search was asked for in a way that has no answer."""


@dataclass(frozen=True)
class SearchRequest:
    """What a reader asks; values of one filter are alternatives, all filters must hold."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_hours: float | None = None
    max_cost: Decimal | None = None
    currency: str | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20

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


@dataclass(frozen=True)
class FacetValue:
    """A value one can filter by, and how many results there would be with it ticked."""

    value: str
    count: int
    selected: bool
    named: Named | None = None


@dataclass(frozen=True)
class Hit:
    """A result: the record's summary and why it is here."""

    summary: Summary
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class Excluded:
    """A filter in force, and how many more results there would be without it."""

    filter: str
    value: str
    would_add: int


@dataclass(frozen=True)
class SearchPage:
    """One page of results with all that is needed to change the question."""

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


def search(
    registry: Registry, request: SearchRequest, facets: tuple[str, ...] = FACETS
) -> SearchPage:
    """The page of results that the request asks for."""
    results = registry.search_index.search(_query(request, facets))
    return SearchPage(
        request=request,
        total=results.total,
        pages=-(-min(results.total, DEEPEST_RESULT) // request.size),
        hits=_hits(registry, results.hits),
        facets=_facets(registry, request, results),
        corrected=results.corrected,
        was_corrected=results.corrected is not None and results.typed_total == 0 < results.total,
        relaxed=results.relaxed,
        excluded=_excluded(results),
        number=results.number,
    )


def _query(request: SearchRequest, facets: tuple[str, ...]) -> SearchQuery:
    return SearchQuery(
        text=request.q,
        filters={name: values for name, values in request.filters.items() if values},
        max_hours=request.max_hours,
        max_cost=float(request.max_cost) if request.max_cost is not None else None,
        currency=request.currency,
        sort=request.sort,
        offset=(request.page - 1) * request.size,
        limit=request.size,
        facets=facets,
    )


def _hits(registry: Registry, found: Iterable[SearchHit]) -> tuple[Hit, ...]:
    found = tuple(found)
    known = summaries(registry, [CTID(hit.ctid) for hit in found])
    return tuple(Hit(known[hit.ctid], hit.score, hit.matched) for hit in found if hit.ctid in known)


def _facets(
    registry: Registry, request: SearchRequest, results: SearchResults
) -> dict[str, tuple[FacetValue, ...]]:
    providers = {CTID(value) for value, _ in results.facets.get("provider", ())}
    providers |= {CTID(value) for value in request.filters.get("provider", ())}
    known = named(registry, providers) if providers else {}
    return {
        name: tuple(_values(counted, request.filters.get(name, ()), known))
        for name, counted in results.facets.items()
    }


def _values(
    counted: Iterable[tuple[str, int]], selected: tuple[str, ...], known: Mapping[CTID, Named]
) -> Iterable[FacetValue]:
    counts = dict(counted)
    # A ticked value stays in its place even when nothing has it.
    for value in selected:
        counts.setdefault(value, 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for value, count in ordered:
        yield FacetValue(value, count, value in selected, known.get(CTID(value)))


def _excluded(results: SearchResults) -> tuple[Excluded, ...]:
    found = []
    for applied, total in results.without.items():
        name, _, value = applied.partition("=")
        if total > results.total:
            found.append(Excluded(name, value, total - results.total))
    return tuple(found)
