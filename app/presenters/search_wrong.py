"""What is wrong with how a search was asked, in words, and what may have been meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats
from app.presenters.search_state import SearchState
from app.services.search_values import Wrong

_MOST_NAMED = 40


@dataclass(frozen=True)
class WrongView:
    """One thing that is wrong; `state` is the search without it, or with what is nearest to it."""

    sentence: str
    action: str
    state: SearchState


def wrong_views(found: Iterable[Wrong], state: SearchState) -> Iterator[WrongView]:
    """Each thing that is wrong, said once."""
    for each in dict.fromkeys(found):
        yield WrongView(_sentence(each), _action(each), _mended(each, state))


def past_the_end(pages: int, state: SearchState) -> WrongView:
    """That the list has no such page."""
    last = max(pages, 1)
    return WrongView(
        gettext("The list ends with page %(page)s.", page=formats.number(last)),
        gettext("Go to the last page"),
        state.on_page(last),
    )


def _sentence(wrong: Wrong) -> str:
    known = ", ".join(wrong.known[:_MOST_NAMED])
    if not wrong.value:
        return gettext(
            "The search has no parameter “%(name)s”. Its parameters are: %(known)s.",
            name=wrong.parameter[:40],
            known=known,
        )
    if known:
        return gettext(
            "“%(value)s” is no value of “%(name)s”. Its values are: %(known)s.",
            value=wrong.value[:40],
            name=wrong.parameter,
            known=known,
        )
    return gettext(
        "“%(value)s” is no value of “%(name)s”. A value is written like %(example)s.",
        value=wrong.value[:40],
        name=wrong.parameter,
        example=wrong.example,
    )


def _action(wrong: Wrong) -> str:
    if wrong.nearest:
        return gettext("Search with “%(nearest)s” instead", nearest=wrong.nearest)
    return gettext("Search without it")


def _mended(wrong: Wrong, state: SearchState) -> SearchState:
    if not wrong.nearest:
        return state.dropping(wrong.parameter, wrong.value or None)
    if wrong.value:
        return state.dropping(wrong.parameter, wrong.value).adding(wrong.parameter, wrong.nearest)
    mended = state.dropping(wrong.parameter)
    for value in state.values(wrong.parameter):
        mended = mended.adding(wrong.nearest, value)
    return mended
