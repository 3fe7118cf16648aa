"""What is wrong with how a search was asked, in words, and what may have been meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from flask_babel import gettext

from app.presenters import formats
from app.presenters.search_state import SearchState
from app.services.search_values import Wrong

_MOST_NAMED = 40


@dataclass(frozen=True)
class WrongView:
    """What is wrong, a sentence each; `state` is the search with all of it mended.

    What is near to something that exists is that then, and anything else is left out.
    """

    sentences: tuple[str, ...]
    action: str
    state: SearchState


def wrong_view(found: Sequence[Wrong], state: SearchState) -> WrongView:
    """All that is wrong, each said once; there is at least one."""
    distinct = tuple(dict.fromkeys(found))
    return WrongView(
        tuple(map(_sentence, distinct)), _action(distinct), reduce(_mended, distinct, state)
    )


def past_the_end(pages: int, state: SearchState) -> WrongView:
    """That the list has no such page."""
    last = max(pages, 1)
    said = gettext("The list ends with page %(page)s.", page=formats.number(last))
    return WrongView((said,), gettext("Go to the last page"), state.on_page(last))


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


def _action(found: Sequence[Wrong]) -> str:
    if len(found) > 1:
        return gettext("Search with all of this mended")
    if nearest := found[0].nearest:
        return gettext("Search with “%(nearest)s” instead", nearest=nearest)
    return gettext("Search without it")


def _mended(state: SearchState, wrong: Wrong) -> SearchState:
    if not wrong.nearest:
        return state.dropping(wrong.parameter, wrong.value or None)
    if wrong.value:
        return state.dropping(wrong.parameter, wrong.value).adding(wrong.parameter, wrong.nearest)
    mended = state.dropping(wrong.parameter)
    for value in state.values(wrong.parameter):
        mended = mended.adding(wrong.nearest, value)
    return mended
