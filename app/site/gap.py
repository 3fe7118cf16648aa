"""Gap analysis: from what somebody holds to what they aim at, all of it in the address."""

from flask import Blueprint, render_template, request

from app.http.current import registry
from app.presenters.language import page_language
from app.presenters.search_state import SearchState
from app.presenters.skill_gap import gap_page
from app.services import searching
from app.services.gap import analyse
from app.services.searching import LONGEST_TEXT, Hit, SearchRequest
from app.site.reading import today

_FOUND = 6
_PARAMETERS = ("target", "held", "skill", "find")


def register(blueprint: Blueprint) -> None:
    """Put the analysis at its address."""
    blueprint.add_url_rule("/gap", "gap", show_gap)


def show_gap() -> str:
    """The form, what it found, and the gap where the aim is known."""
    pairs = [(name, value.strip()) for name, value in request.args.items(multi=True)]
    state = SearchState.of(pairs).keeping(*_PARAMETERS)
    aim, find = _first(state, "target"), _first(state, "find")
    found = analyse(registry(), aim, state.values("held"), state.values("skill"), page_language())
    page = gap_page(found, aim, find, _hits(find), today(), state)
    return render_template("site/gap.html", page=page)


def _hits(find: str) -> tuple[Hit, ...]:
    """Credentials that may be the one somebody holds."""
    if not find:
        return ()
    asked = SearchRequest(q=find[:LONGEST_TEXT], size=_FOUND)
    return searching.search(registry(), asked, facets=()).hits


def _first(state: SearchState, name: str) -> str:
    return next(iter(state.values(name)), "")
