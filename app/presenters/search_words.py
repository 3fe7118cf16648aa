"""What the words of a query were taken for on the search page, and every way to disagree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.presenters import formats
from app.presenters.search_state import SearchState
from app.presenters.understood import Names, Reading, readings
from app.services.asking import Constraint
from app.services.narrowness import ALL, Excluded, Unstated
from app.services.searching import SearchPage
from app.services.understanding import UNSTATED, text_without

ALL_UNSTATED: Final = "1"
"""The value of the parameter `unstated` that stands for everything that is limited."""


_COMMANDS: Final = re.compile(r"\b(?:AND|OR|NOT)\b|(?<!\S)[-+!](?=\w)|(?<=\w)[*~^](?!\w)|\w:\w")
"""What is a command to other searches, and no word of a sentence here either."""


@dataclass(frozen=True)
class WordsTaken:
    """Words and what they were taken for; `state` takes them the other way."""

    reading: Reading
    state: SearchState


@dataclass(frozen=True)
class Choice:
    """Something that is so and could be otherwise: a sentence, the other way, and its state."""

    sentence: str
    action: str
    state: SearchState


@dataclass(frozen=True)
class NotStated:
    """Something limited that records may not state, in words; `state` shows them or leaves them."""

    words: str
    state: SearchState


@dataclass(frozen=True)
class WordsView:
    """All that was understood, what was left as plain words, and choices beside them.

    `left_out` is what is limited and leaves out the records that do not state it, `let_in` what
    records are shown without stating it.
    """

    understood: tuple[WordsTaken, ...] = ()
    left_plain: tuple[WordsTaken, ...] = ()
    left_out: tuple[NotStated, ...] = ()
    let_in: tuple[NotStated, ...] = ()
    meaning: Choice | None = None
    denied: tuple[str, ...] = ()
    has_commands: bool = False
    """Whether it has what is a command to other searches: `AND`, `-word`, `*`."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided in taking the words so."""
        taken = (each.reading for each in self.understood if not each.reading.is_overruled)
        return tuple(each.note for each in taken if each.note)

    @property
    def plain_fields(self) -> tuple[str, ...]:
        """The fields whose words stay words, to be kept in the address."""
        return tuple(each.reading.field for each in self.left_plain)


def words_view(found: SearchPage, state: SearchState, names: Names) -> WordsView:
    """What the page says of the words; `names` are of the providers that they name."""
    plain = tuple(Constraint(each) for each in found.left_plain)
    return WordsView(
        understood=tuple(
            WordsTaken(each, state.adding("plain", each.field))
            for each in readings(found.understood, names)
        ),
        left_plain=tuple(
            WordsTaken(each, state.dropping("plain", each.field)) for each in readings(plain, names)
        ),
        left_out=tuple(_left_out(each, state) for each in _worth_telling(found.unstated)),
        let_in=tuple(_let_in(found, state)),
        meaning=_meaning(found, state),
        denied=found.denied,
        has_commands=bool(_COMMANDS.search(found.request.q)),
    )


def what_is_dropped(excluded: Excluded) -> str:
    """The words of the text that keep results away."""
    if excluded.understood:
        return gettext(
            "“%(words)s”", words=" ".join(one.words.strip(" ,;:") for one in excluded.understood)
        )
    if excluded.filter == ALL:
        return gettext("all filters and limits")
    return gettext("the words “%(words)s”", words=excluded.value)


def state_without(excluded: Excluded, found: SearchPage, state: SearchState) -> SearchState:
    """The search without those words."""
    if excluded.understood:
        return state.setting("q", text_without(found.request.q, excluded.understood))
    if excluded.filter == ALL:
        return state.keeping("sort", "compare", "meaning").setting("q", found.text)
    return state.setting("q", " ".join(_words_of_constraints(found)))


def corrected_state(found: SearchPage, state: SearchState) -> SearchState | None:
    """The search with the words spelt otherwise and the same constraints.

    Words of another language that name something are right, though few records have them.
    """
    is_foreign = any(each.language != "en" for each in found.concepts)
    if not found.corrected or (is_foreign and not found.was_corrected):
        return None
    return state.setting("q", " ".join((found.corrected, *_words_of_constraints(found))))


def insisted_state(found: SearchPage, state: SearchState) -> SearchState | None:
    """The search for the words as they were typed, where others were searched in their stead."""
    if not (found.was_corrected and found.corrected):
        return None
    q = found.request.q
    for typed, meant in zip(found.text.split(), found.corrected.split(), strict=False):
        if typed != meant:
            whole = rf'(?<![\w"]){re.escape(typed)}(?![\w"])'
            q = re.sub(whole, lambda word: f'"{word.group()}"', q, count=1)
    return state.setting("q", q)


def _words_of_constraints(found: SearchPage) -> list[str]:
    return [each.understood.words for each in found.understood]


def not_stated_label(name: str) -> str:
    """What a record may be let in without stating."""
    return {
        "price": gettext("price"),
        "hours": gettext("hours, or may take longer"),
        "level": gettext("level"),
        "mode": gettext("mode of delivery"),
        "language": gettext("language"),
        "country": gettext("country"),
        "qa": gettext("quality assurance"),
    }[name]


def _worth_telling(unstated: Iterable[Unstated]) -> list[Unstated]:
    """Without what leaves out none, and without all together where one alone leaves them out."""
    some = [each for each in unstated if each.adds]
    return [each for each in some if len(each.names) == 1 or len(some) > 2]


def _left_out(unstated: Unstated, state: SearchState) -> NotStated:
    names = unstated.names
    what = not_stated_label(names[0]) if len(names) == 1 else gettext("any of these")
    changed = state
    for each in names:
        changed = changed.adding("unstated", each)
    words = gettext("%(what)s (%(amount)s more)", what=what, amount=formats.number(unstated.adds))
    return NotStated(words, changed)


def _let_in(found: SearchPage, state: SearchState) -> Iterable[NotStated]:
    """What is limited and need not be stated; what is not limited changes nothing."""
    chosen = state.values("unstated")
    named = [each for each in UNSTATED.values() if each in found.not_required]
    if ALL_UNSTATED in chosen and named:
        yield NotStated(", ".join(map(not_stated_label, named)), state.dropping("unstated"))
        return
    for each in named:
        yield NotStated(not_stated_label(each), state.dropping("unstated", each))


def _meaning(found: SearchPage, state: SearchState) -> Choice | None:
    if not found.text or found.lacks_meaning:
        return None
    if found.request.meaning == "words":
        return Choice(
            gettext("Match by meaning too: off."), gettext("Turn on"), state.dropping("meaning")
        )
    return Choice(
        gettext("Match by meaning too: on."), gettext("Turn off"), state.setting("meaning", "0")
    )


def providers_named(found: SearchPage) -> tuple[str, ...]:
    """The CTIDs of the providers that the words name."""
    taken = (*(each.understood for each in found.understood), *found.left_plain)
    return tuple(value for each in taken if each.field == "provider" for value in each.values)
