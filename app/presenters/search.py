"""The search page: results, facets, applied filters, paging, and help when nothing is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.cards import Card, card
from app.presenters.facet_labels import FacetLabels
from app.presenters.facets import Facet, facet, level_facet
from app.presenters.labels import facet_legend
from app.presenters.language import page_language
from app.presenters.levels_elsewhere import AS_STATED, LevelsShown, level_reason
from app.presenters.search_state import MOST_COMPARED, SearchState
from app.presenters.search_words import (
    WordsView,
    corrected_state,
    insisted_state,
    state_without,
    what_is_dropped,
    words_view,
)
from app.presenters.text import Text, framed, titled
from app.presenters.why import reasons
from app.services.narrowness import ALL
from app.services.results import NARROW
from app.services.searching import FACETS, LEVEL, Hit, SearchPage
from app.services.summaries import Named
from ctdl.ctid import CTID
from search_index.protocol import SORTS


@dataclass(frozen=True)
class Chip:
    """An applied filter, and the state without it."""

    label: Text
    legend: str
    state: SearchState


@dataclass(frozen=True)
class Relief:
    """A filter that keeps results away: how many there would be without it, and that state."""

    label: str
    words: str
    state: SearchState


@dataclass(frozen=True)
class PageLink:
    """A page of results; `number` is None for the gap between distant pages."""

    number: int | None
    words: str
    state: SearchState | None
    is_current: bool


@dataclass(frozen=True)
class Compared:
    """A record put aside for comparison, and the state without it."""

    ctid: str
    title: Text
    state: SearchState


@dataclass(frozen=True)
class SearchView:
    """Everything the search page shows; every link is a state, every state is an address."""

    q: str
    state: SearchState
    heading: str
    total: int
    count_words: str
    order_words: str
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    cleared: SearchState
    corrected: str | None
    correction: SearchState | None
    was_corrected: bool
    insisted: SearchState | None
    relaxed: bool
    reliefs: tuple[Relief, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    pages: tuple[PageLink, ...]
    previous: SearchState | None
    next: SearchState | None
    page: int
    last_page: int
    compared: tuple[Compared, ...]
    is_full: bool
    refused_fifth: bool
    max_hours: str
    max_cost: str
    currency: str
    words: WordsView = WordsView()
    searched: str = ""
    unstated: frozenset[str] = frozenset()
    """What records may be shown without stating, of the values of UNSTATED."""
    by_meaning: bool = True
    lacks_meaning: bool = False
    near_from: int | None = None
    near_words: str = ""
    """How many are only near, of which none is a result."""
    missing: str = ""
    """The words that no record has, set out in a row."""
    is_only_signs: bool = False
    """Whether what was typed has neither letters nor digits, so that nothing can have it."""

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is in force."""
        return bool(self.chips or self.words.understood)


def search_view(
    found: SearchPage,
    state: SearchState,
    names: Mapping[CTID, Named],
    today: date,
    *,
    refused_fifth: bool = False,
    levels: LevelsShown = AS_STATED,
) -> SearchView:
    """The page for what was found; `names` are of compared records and of fields of study."""
    request = found.request
    by_meaning = request.meaning != "words" and not found.lacks_meaning
    compared = state.values("compare")
    facet_labels = FacetLabels(found, names)
    return SearchView(
        q=request.q,
        state=state.on_page(1),
        heading=_heading(request.q),
        total=found.total,
        count_words=_count_words(found),
        order_words=_order_words(found, by_meaning=by_meaning),
        cards=tuple(_card(hit, today, compared, levels) for hit in found.hits),
        facets=tuple(_facet(name, found, facet_labels) for name in FACETS),
        chips=tuple(_chips(state, facet_labels)),
        cleared=state.keeping("q", "sort", "compare", "plain", "meaning"),
        corrected=found.corrected,
        correction=corrected_state(found, state),
        was_corrected=found.was_corrected,
        insisted=insisted_state(found, state),
        relaxed=found.relaxed,
        reliefs=tuple(_reliefs(found, state, facet_labels)),
        sorts=tuple((sort, _sort_label(sort), sort == request.sort) for sort in SORTS),
        pages=tuple(_pages(request.page, found.pages, state)),
        previous=state.on_page(request.page - 1) if request.page > 1 else None,
        next=state.on_page(request.page + 1) if request.page < found.pages else None,
        page=request.page,
        last_page=found.pages,
        compared=tuple(_compared(compared, state, names)),
        is_full=len(compared) >= MOST_COMPARED,
        refused_fifth=refused_fifth,
        max_hours=_plain(request.max_hours),
        max_cost=_plain(request.max_cost),
        currency=request.currency or "",
        words=words_view(found, state, names),
        searched=found.text,
        unstated=request.unstated,
        by_meaning=by_meaning,
        lacks_meaning=found.lacks_meaning,
        near_from=found.near_from,
        near_words=_near_words(found.only_near),
        is_only_signs=bool(request.q.strip()) and not any(map(str.isalnum, request.q)),
        missing=", ".join(gettext("“%(words)s”", words=each) for each in found.missing),
    )


def _card(hit: Hit, today: date, compared: tuple[str, ...], levels: LevelsShown) -> Card:
    found_by_level = map(level_reason, hit.compared)
    why = reasons(hit, page_language())
    return card(hit.summary, today, compared, levels, found_by_level, why)


def _facet(name: str, found: SearchPage, facet_labels: FacetLabels) -> Facet:
    values = found.facets.get(name, ())
    if name != LEVEL:
        return facet(name, values, facet_labels)
    return level_facet(values, found.request.ladder, facet_labels)


def _heading(q: str) -> str:
    if q:
        return gettext("Results for “%(query)s”", query=q)
    return gettext("All credentials")


def _count_words(found: SearchPage) -> str:
    if found.total == 0:
        return gettext("No results")
    words = _result_words(found.total)
    if found.is_at_least:
        words = gettext("At least %(results)s", results=words)
    if found.pages <= 1:
        return words
    return gettext(
        "%(results)s, page %(page)s of %(pages)s",
        results=words,
        page=formats.number(found.request.page),
        pages=formats.number(found.pages),
    )


def _order_words(found: SearchPage, *, by_meaning: bool) -> str:
    return {
        "relevance": _by_relevance(by_meaning=by_meaning) if found.text else _without_words(found),
        "name": gettext("In alphabetical order of the title."),
        "newest": gettext("What was last added or changed comes first."),
        "hours": gettext("Fewest hours first; records that state no hours come last."),
        "credits": gettext("Fewest credits first; records that state no credits come last."),
        "cost": gettext("Lowest price first; records that state no price come last."),
    }[found.request.sort]


def _without_words(found: SearchPage) -> str:
    if not found.levels_asked_for:
        return gettext("In alphabetical order, because no words were searched for.")
    return gettext(
        "What states the level itself comes first, then what states a level of another framework"
        " that a document compares with it, each with that document; then what states none. Each"
        " in alphabetical order, because no words were searched for."
    )


def _by_relevance(*, by_meaning: bool) -> str:
    if not by_meaning:
        return gettext(
            "Best match first: words in the title count most, then provider, skills, outcomes and"
            " description. Nobody can pay for a better place."
        )
    return gettext(
        "Best match first, by your words, by what they name and by what they mean; each result says"
        " why it is here. Nobody can pay for a better place."
    )


def _sort_label(sort: str) -> str:
    return {
        "relevance": gettext("Best match"),
        "name": gettext("Title"),
        "newest": gettext("Newest"),
        "hours": gettext("Workload"),
        "credits": gettext("Credits"),
        "cost": gettext("Cost"),
    }[sort]


def _chips(state: SearchState, facet_labels: FacetLabels) -> Iterable[Chip]:
    for name in FACETS:
        for value in state.values(name):
            label = facet_labels.of(name, value)
            yield Chip(label, facet_legend(name), state.dropping(name, value))
    for name in ("max_hours", "max_cost"):
        for value in state.values(name):
            changed = state.dropping(name)
            yield Chip(_limit_label(name, value, state), _limit_legend(name), changed)


def _reliefs(found: SearchPage, state: SearchState, facet_labels: FacetLabels) -> Iterable[Relief]:
    if found.total > NARROW:
        return
    for excluded in found.excluded:
        name, value = excluded.filter, excluded.value
        count = found.total + excluded.would_add
        if excluded.understood or name in ("q", ALL):
            what = what_is_dropped(excluded)
            changed = state_without(excluded, found, state)
        elif name in ("max_hours", "max_cost"):
            label, changed = _limit_label(name, value, state), state.dropping(name)
            what = _quoted(_limit_legend(name), label)
        else:
            what = _quoted(facet_legend(name), facet_labels.of(name, value))
            changed = state.dropping(name, value)
        yield Relief(
            label=what,
            words=_result_words(count),
            state=changed,
        )


def _result_words(count: int) -> str:
    return ngettext("%(amount)s result", "%(amount)s results", count, amount=formats.number(count))


def _near_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(amount)s only near",
        "%(amount)s only near",
        count,
        amount=formats.number(count),
    )


def _quoted(legend: str, label: Text) -> str:
    return gettext("“%(words)s”", words=legend + gettext(": ") + str(label))


def _limit_label(name: str, value: str, state: SearchState) -> Text:
    if name == "max_hours":
        return framed(formats.hours(None, formats.decimal(value)) or value)
    currency = next(iter(state.values("currency")), None)
    amount = formats.money(formats.decimal(value), currency)
    return framed(gettext("up to %(number)s", number=amount))


def _limit_legend(name: str) -> str:
    return gettext("Workload") if name == "max_hours" else gettext("Cost")


def _pages(page: int, pages: int, state: SearchState) -> Iterable[PageLink]:
    if pages <= 1:
        return
    wanted = sorted({1, 2, page - 1, page, page + 1, pages - 1, pages} & set(range(1, pages + 1)))
    previous = 0
    for each in wanted:
        if each > previous + 1:
            yield PageLink(None, "…", None, False)
        yield PageLink(each, formats.number(each), state.on_page(each), each == page)
        previous = each


def _compared(
    ctids: Iterable[str], state: SearchState, names: Mapping[CTID, Named]
) -> Iterable[Compared]:
    for ctid in ctids:
        known = names.get(CTID(ctid))
        title = titled(known.name if known else None, ctid)
        yield Compared(ctid, title, state.leaving_out("compare", ctid))


def _plain(value: object) -> str:
    return "" if value is None else f"{formats.decimal(str(value)).normalize():f}"
