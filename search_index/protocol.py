"""What the registry asks of a search index, whichever engine answers.

Nothing here knows an engine. Documents go in as `SearchDocument`, questions as `SearchQuery`,
answers come back as `SearchResults`; every engine passes the same contract tests.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ctdl.ctid import CTID
from ctdl.errors import RegistryError

Sort = Literal["relevance", "name", "newest", "hours", "credits", "cost"]
Bound = Literal["hours", "cost"]
SORTS: tuple[Sort, ...] = ("relevance", "name", "newest", "hours", "credits", "cost")


class SearchIndexError(RegistryError):
    """The search index cannot do what it was asked."""


class IndexDamaged(SearchIndexError):
    """The index is missing or cannot be read; it is a view, so rebuilding it loses nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The search index cannot be used: {what}. `registry rebuild search` makes it anew."
        )


class IndexBusy(SearchIndexError):
    """Another process kept the index's only write lock for longer than the caller would wait."""


class UnknownSort(SearchIndexError):
    """A sort that no engine offers."""


@dataclass(frozen=True)
class SearchDocument:
    """All that is indexed of one record.

    `names` holds the record's names in every language and its alternate names. `facets` are exact
    values to filter and count by; `numbers` are `hours`, the most where a span is stated, with
    `least_hours` beside them, and `credits`; `costs` are prices by currency, the lowest where
    several are stated. What is not stated is simply absent.
    """

    ctid: CTID
    revision: str
    names: tuple[str, ...]
    provider: str = ""
    skills: str = ""
    outcomes: str = ""
    description: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    sort_name: str = ""
    changed_at: str = ""


@dataclass(frozen=True)
class SearchQuery:
    """One question. An empty text asks for everything that passes the filters.

    Values of one filter are alternatives, different filters must all hold. A bound leaves out
    what states no such number. `max_cost` without `currency` compares the bare numbers; a price
    of nought is nought in every currency. Hours, credits and cost sort upwards, what states none
    comes last; `relevance` without a text sorts by name. Ties are broken by CTID.

    Records must have all the words of `text`, or what `any_word` says: any, the more the better.

    With a text, two more ways lead to a record. Those of `lead` are found whatever words they
    have, and by relevance they come first, in this order. Those that have one of the values of
    `about` in its facet are found as well; by relevance they come after those that have the words.
    Where either is given the text is taken as typed, neither corrected nor relaxed in their stead.
    Filters, bounds, counts and other sorts treat all that is found alike.

    `right` are words, folded, that are spelt as they should be even where no record has them;
    `near` are, for other words, those of them that are one typing error away.

    A bound in `unstated` also lets through what states no such number, and what states a span that
    only begins within it.

    `tiers` are facets with some of their values: by relevance and without a text, what has itself a
    value of the first comes first, then what has one of the second; what has none comes last. Each
    tier is in the order of names.

    `also` says, facet by facet, which other values a value stands for. What has one of those is
    found, counted and left out like what has the value itself, once where it has several. It is
    not followed any further: what the other values stand for does not matter.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_hours: float | None = None
    max_cost: float | None = None
    currency: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    also: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    any_word: bool = False
    lead: tuple[CTID, ...] = ()
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unstated: frozenset[Bound] = frozenset()
    tiers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    right: frozenset[str] = frozenset()
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchHit:
    """One record found; `matched` are the words of the query, as typed, that are in it.

    `score` is that of its words alone: 0 for what was found in another way. `exact` says that the
    whole text is one of its names, as it stands or without brackets, or a code within one.
    """

    ctid: CTID
    score: float
    matched: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class SearchResults:
    """One page of what was found, and what the whole of it holds.

    `facets` counts, for each value, the results there would be if it alone were ticked in its
    facet. `stated` tells, for the facets of `also`, which values some of those have themselves.
    `without` is the total if that one applied filter (`level=eqf:5`, `max_hours=40`) were
    dropped. `relaxed` says that no record has all the words, so these have some of them.
    `corrected` is a spelling that finds more; `was_corrected` says that it was searched instead:
    no record has all the words, or none has one of them as it was typed. `words` tells, for each
    word, code and phrase of the text that was searched, as typed, how many records have it,
    whatever the filters. `number` is the change number the answer is complete up to.
    """

    total: int
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    corrected: str | None
    without: Mapping[str, int]
    number: int
    relaxed: bool = False
    was_corrected: bool = False
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)


class SearchIndex(Protocol):
    """One collection's index: many readers in many processes, one writer at a time."""

    def apply(
        self, upserts: Iterable[SearchDocument], deletes: Iterable[CTID], number: int
    ) -> None:
        """Index, replace and remove records and note the change number reached: all or nothing."""

    def number(self) -> int:
        """The change number of the last `apply` or `rebuild` that was completed; 0 when new."""

    def search(self, query: SearchQuery) -> SearchResults:
        """The page of results, as of the last completed `apply` by any process."""

    def written(self, word: str) -> int:
        """How many records have this word, folded, just as it is written."""

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record in the index, to be checked against the log."""

    def rebuild(self, documents: Iterable[SearchDocument], number: int) -> None:
        """Make the index anew beside the old one and switch to it when it is whole."""

    def tidy(self) -> None:
        """Gather what many small changes have left in pieces; quick when there is nothing to do."""

    def optimize(self) -> None:
        """Drop what was replaced or removed and gather the rest for the fastest reading."""
