"""The search page: a plain GET form whose whole state is in the address."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.http.current import registry
from app.presenters.facet_labels import field_ctid
from app.presenters.links import Link, record_link
from app.presenters.search import search_view
from app.presenters.search_state import MOST_COMPARED, SearchState
from app.services import reading, searching
from app.services.searching import FACETS, SearchPage, SearchRequest
from app.services.summaries import Named
from app.site.frame import href, page_url
from app.site.reading import page_number, require_page, today
from ctdl.ctid import CTID, CTID_PATTERN

_PARAMETERS = frozenset(
    {*FACETS, "q", "max_hours", "max_cost", "currency", "sort", "page", "compare", "remove"}
)


def register(blueprint: Blueprint) -> None:
    """Put the search at its address."""
    blueprint.add_url_rule("/search", "search", show_search)


def show_search() -> str | Response:
    """Results, facets and the shortlist for comparison."""
    state = SearchState.of(
        (name, value.strip())
        for name, value in request.args.items(multi=True)
        if name in _PARAMETERS
    )
    if removed := state.values("remove"):
        for ctid in removed:
            state = state.leaving_out("compare", ctid)
        return redirect(page_url("search", **state.leaving_out("remove").args), 302)
    if exact := _record_asked_for(_first(state, "q")):
        return redirect(href(exact), 302)
    state, refused_fifth = _shortlist(_with_currency(state))
    found = searching.search(registry(), _request(state))
    require_page(found.request.page, found.pages)
    view = search_view(found, state, _names(state, found), today(), refused_fifth=refused_fifth)
    return render_template("site/search.html", page=view)


def _record_asked_for(text: str) -> Link | None:
    """The page of the record whose identifier was typed into the search box."""
    found = CTID_PATTERN.search(text)
    if found is None:
        return None
    known = reading.named(registry(), [CTID(found.group())])
    return next((record_link(CTID(ctid), named.type) for ctid, named in known.items()), None)


def _shortlist(state: SearchState) -> tuple[SearchState, bool]:
    compared = state.values("compare")
    for ctid in compared[MOST_COMPARED:]:
        state = state.leaving_out("compare", ctid)
    return state, len(compared) > MOST_COMPARED


def _request(state: SearchState) -> SearchRequest:
    max_hours, max_cost = _limit(state, "max_hours"), _limit(state, "max_cost")
    return SearchRequest(
        q=_first(state, "q"),
        filters={name: state.values(name) for name in FACETS if state.values(name)},
        max_hours=float(max_hours) if max_hours is not None else None,
        max_cost=max_cost,
        currency=_first(state, "currency") or None,
        sort=_first(state, "sort") or "relevance",  # type: ignore[arg-type]
        page=page_number(),
    )


def _with_currency(state: SearchState) -> SearchState:
    """A price limit is in euros where no currency is chosen, and the page says so."""
    if not state.values("max_cost"):
        return state.leaving_out("currency")
    if state.values("currency"):
        return state
    return SearchState((*state.pairs, ("currency", "EUR")))


def _first(state: SearchState, name: str) -> str:
    return next(iter(state.values(name)), "")


def _limit(state: SearchState, name: str) -> Decimal | None:
    text = _first(state, name).replace(",", ".")
    if not text:
        return None
    try:
        limit = Decimal(text)
    except InvalidOperation:
        limit = Decimal(-1)
    if not limit.is_finite() or limit < 0:
        abort(400, description=gettext("“%(value)s” is not a number from 0 up.", value=text))
    return limit


def _names(state: SearchState, found: SearchPage) -> Mapping[CTID, Named]:
    fields = {value.value for value in found.facets.get("field", ())} | set(state.values("field"))
    wanted = [field_ctid(code) for code in fields]
    wanted += [CTID(each) for name in ("compare", "provider") for each in state.values(name)]
    return reading.named(registry(), wanted)
