"""The search page: a plain GET form whose whole state is in the address."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.http.current import absolute, registry
from app.http.media_types import CSV, JSON, JSON_LD, MediaType
from app.presenters import formats
from app.presenters.facet_labels import field_ctid
from app.presenters.identified import identified_page
from app.presenters.links import record_link
from app.presenters.schema_org import as_script, list_node
from app.presenters.search import search_view
from app.presenters.search_state import MOST_COMPARED, SearchState
from app.presenters.search_words import ALL_UNSTATED, providers_named
from app.presenters.search_wrong import WrongView, past_the_end, wrong_view
from app.presenters.skill_gap import occupation_asked_for
from app.schemas.query import NO_MORE_THAN
from app.services import reading, searching
from app.services.identifiers import LookUp, look_up
from app.services.search_values import Wrong, wrong_choice, wrong_parameter, wrong_value
from app.services.searching import FACETS, LARGEST_PAGE, SearchPage, SearchRequest, filters_of
from app.services.summaries import Named
from app.services.understanding import FIELDS, UNSTATED
from app.site.frame import canonical_path, href, page_url
from app.site.levels_in import PARAMETER as LEVELS_IN
from app.site.levels_in import chosen, levels_shown
from app.site.reading import page_number, today
from app.site.watch import ATOM, watch_search
from ctdl.ctid import CTID
from search_index.protocol import SORTS

_ADDED_BY_OTHERS = ("utm_", "fbclid", "gclid", "msclkid", "mc_", "mtm_", "pk_")
"""How the names begin that mailings and other sites hang on links; nothing is done with them."""
_PARAMETERS = (
    *("q", *FACETS, "max_hours", "max_cost", "currency", "unstated", "plain", "meaning"),
    *("sort", "page", LEVELS_IN, "compare", "remove", "as"),
)

_CLOSED: Mapping[str, tuple[str, ...]] = {
    "plain": FIELDS,
    "unstated": ("0", ALL_UNSTATED, *UNSTATED.values()),
    "meaning": ("0", "1"),
    "as": ("words",),
    "sort": SORTS,
}
"""The values of the parameters that say how to search."""


def register(blueprint: Blueprint) -> None:
    """Put the search at its address."""
    blueprint.add_url_rule("/search", "search", show_search)
    blueprint.add_url_rule("/search.atom", "search_watch", watch)


def show_search() -> str | Response:
    """Results, facets and the shortlist for comparison."""
    if wrong := tuple(_wrong()):
        return _refused(wrong_view(wrong, _as_asked()), 400)
    state = _as_asked()
    if removed := state.values("remove"):
        for ctid in removed:
            state = state.leaving_out("compare", ctid)
        return redirect(page_url("search", **state.leaving_out("remove").args), 302)
    if not state.values("as") and (asked := look_up(registry(), _first(state, "q"))):
        return _identified(asked)
    state, refused_fifth = _shortlist(_with_currency(state))
    found = searching.search(registry(), _request(state))
    if found.is_past_the_end:
        return _refused(past_the_end(found.pages, state), 404)
    view = search_view(
        found,
        state,
        _names(state, found),
        today(),
        refused_fifth=refused_fifth,
        levels=levels_shown(),
    )
    occupation = occupation_asked_for(found.concepts)
    return render_template(
        "site/search.html",
        page=view,
        schema_org=_markup(found),
        occupation=occupation,
        files=list(_files(state)),
        is_in_euros=bool(state.values("max_cost")) and not request.args.get("currency"),
    )


def _markup(found: SearchPage) -> str | None:
    """The results of this page as a list of schema.org."""
    shown = [each.summary for each in found.hits if not each.is_only_near]
    entries = [(absolute(href(record_link(each.ctid, each.type))), each.name) for each in shown]
    if not entries:
        return None
    return as_script(list_node(entries, absolute(canonical_path()), found.total))


def _files(state: SearchState) -> Iterator[tuple[str, MediaType, str]]:
    """The formats in which there is the same page of results: name, type and address."""
    asked = state.leaving_out("compare").on_page(page_number())
    values: dict[str, Any] = {**asked.args, LEVELS_IN: chosen() or None}
    for name, each in (("JSON", JSON), ("JSON-LD", JSON_LD), ("CSV", CSV)):
        yield name, each, url_for(f"search_files.search_{each.suffix}", **values)
    yield "Atom", ATOM, page_url("search_watch", **asked.on_page(1).args)


def watch() -> Response:
    """The changes of what the search finds now, as a feed."""
    if wrong := tuple(_wrong()):
        return _refused(wrong_view(wrong, _as_asked()), 400)
    state = _as_asked()
    asked = replace(_request(_with_currency(state)), page=1, size=LARGEST_PAGE)
    found = searching.search(registry(), asked, ())
    results = [hit.summary.ctid for hit in found.hits if not hit.is_only_near]
    return watch_search(state, results)


def _as_asked() -> SearchState:
    """The state in the address; the frameworks to see levels in go along by themselves."""
    return SearchState.of(
        (name, value.strip()) for name, value in request.args.items(multi=True) if name != LEVELS_IN
    )


def _wrong() -> Iterator[Wrong]:
    """What the address says that no search can be asked by."""
    for name, value in request.args.items(multi=True):
        given = value.strip()
        if not given or name == LEVELS_IN:
            continue  # how a reader sees levels, on every page: unknown ones are left out there
        if name.startswith(_ADDED_BY_OTHERS):
            continue
        if name not in _PARAMETERS:
            found = wrong_parameter(name, _PARAMETERS)
        elif name in _CLOSED:
            found = wrong_choice(name, given, _CLOSED[name])
        else:
            found = wrong_value(name, given)
        if found is not None:
            yield found


def _refused(wrong: WrongView, status: int) -> Response:
    """A page that says what is wrong, with the search that may have been meant."""
    response = make_response(render_template("site/search_wrong.html", wrong=wrong, status=status))
    response.status_code = status
    return response


def _identified(asked: LookUp) -> Response:
    """On to the one record that has the identifier; else a page that says which ones have, or none.

    Nothing that is only alike is shown there: who pastes an identifier means one thing.
    """
    page = identified_page(asked)
    if page.only:
        return redirect(href(page.only), 302)
    response = make_response(render_template("site/identified.html", page=page))
    response.status_code = 200 if page.found else 404
    return response


def _shortlist(state: SearchState) -> tuple[SearchState, bool]:
    compared = state.values("compare")
    for ctid in compared[MOST_COMPARED:]:
        state = state.leaving_out("compare", ctid)
    return state, len(compared) > MOST_COMPARED


def _request(state: SearchState) -> SearchRequest:
    max_hours, max_cost = _limit(state, "max_hours"), _limit(state, "max_cost")
    return SearchRequest(
        q=_first(state, "q"),
        filters=filters_of({name: state.values(name) for name in FACETS if state.values(name)}),
        max_hours=float(max_hours) if max_hours is not None else None,
        max_cost=max_cost,
        currency=_first(state, "currency").upper() or None,
        sort=_first(state, "sort") or "relevance",  # type: ignore[arg-type]
        page=page_number(),
        levels_in=chosen(),
        plain=state.values("plain"),
        unstated=_unstated(state),
        meaning="words" if "0" in state.values("meaning") else "fused",
    )


def _unstated(state: SearchState) -> frozenset[str]:
    chosen = state.values("unstated")
    return frozenset(UNSTATED.values() if ALL_UNSTATED in chosen else chosen) - {"0"}


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
    if not limit.is_finite() or not 0 <= limit <= NO_MORE_THAN:
        words = gettext(
            "“%(value)s” is not a number from 0 to %(most)s.",
            value=text[:40],
            most=formats.number(NO_MORE_THAN),
        )
        abort(400, description=words)
    return limit


def _names(state: SearchState, found: SearchPage) -> Mapping[CTID, Named]:
    fields = {value.value for value in found.facets.get("field", ())} | set(state.values("field"))
    wanted = [field_ctid(code) for code in fields]
    wanted += [CTID(each) for name in ("compare", "provider") for each in state.values(name)]
    wanted += [CTID(each) for each in providers_named(found)]
    return reading.named(registry(), wanted)
