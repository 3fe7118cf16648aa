"""Understanding a query: the constraints that its words state, taken out of the text.

Everything here is rules over one short text: no index, no database, no model. What is understood is
only proposed; whoever shows it says so, and offers to take the words as plain words (ADR 73).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from app.services.understanding.hours import bounds
from app.services.understanding.levels import levels, stands_for
from app.services.understanding.modes import modes, other_modes
from app.services.understanding.money import ceilings, dollars_of, free
from app.services.understanding.offering import NO_PROVIDERS, Providers, providers_in
from app.services.understanding.places import countries, other_countries
from app.services.understanding.spelling import IsWord, Respelt, respelt
from app.services.understanding.tongues import languages, other_languages
from app.services.understanding.understood import (
    FIELDS,
    MAY_BE_UNSTATED,
    NOT,
    NOT_STATED,
    UNSTATED,
    Field,
    Query,
    Reading,
    Rule,
    Understanding,
    Understood,
)
from app.services.understanding.vouching import beginners, credit, quality

__all__ = (
    "FIELDS",
    "LONGEST",
    "MAY_BE_UNSTATED",
    "NOT",
    "NOT_STATED",
    "UNSTATED",
    "Field",
    "Providers",
    "Understanding",
    "Understood",
    "others_than",
    "stands_for",
    "text_without",
    "understand",
)

LONGEST: Final = 400
"""The longest text that is read for constraints, in signs; a longer one stays words."""

_RULES: Final[tuple[Rule, ...]] = (
    levels,
    ceilings,
    free,
    bounds,
    modes,
    languages,
    countries,
    credit,
    quality,
    beginners,
)
_DENIED: Final = re.compile(
    r"(?:\b(?:not|non|never|except|excluding|without|no|pas|sauf|sans|hors|jamais)|n't)"
    r"(?: +(?:an?|any|the|being|un|une|des|de|en|le|la))? *\Z"
)
"""What turns a constraint into its opposite."""
_OTHERS: Final[Mapping[Field, Callable[[str], tuple[str, ...]]]] = {
    "language": other_languages,
    "mode": other_modes,
    "country": other_countries,
}
"""The fields whose values are all known, so that any but one can be asked for."""
_TYING: Final = r"(?:in|of|en|a|au|de|du|des)"
_TYING_LEFT: Final = re.compile(rf"\A *{_TYING} +\Z")
_TYING_RIGHT: Final = re.compile(rf" +{_TYING}(?= +[^\W\d_])")
"""A small word that ties what is read to the subject, and would be left hanging without it."""
_QUOTED: Final = re.compile(r'"[^"]*"?|«[^»]*»?|“[^”]*”?')
_LED_BY: Final = re.compile(
    r"(?:\b(?:that|which) +(?:is|are|can +be)|\bqui +(?:est|sont|soit|soient)|\bet +qui +soit)\s*\Z"
)
_JOINING_LEFT: Final = re.compile(r"(?:(?:\b(?:and|et|but|mais)|[,;:–—-])\s*)+\Z")
_JOINING_RIGHT: Final = re.compile(r"(?:\s*(?:(?:and|et|but|mais)\b|[,;:]))+")


def _every(_word: str) -> bool:
    return True


def understand(
    text: str,
    providers: Providers = NO_PROVIDERS,
    plain: Collection[str] = (),
    is_word: IsWord = _every,
) -> Understanding:
    """The constraints in a query and the words that are left, in English and in French.

    Words in quotation marks stay, and so do those of the fields in `plain`, which does not change
    what the other words are understood as. Places are those in the text in Unicode's composed form.
    Understanding what is left finds nothing more. What is no word for `is_word` may be a misspelt
    one of the rules.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > LONGEST:
        return Understanding(" ".join(composed.split()))
    rest = _Rest.of(composed, tuple(respelt(composed, is_word)))
    found: list[Understood] = []
    denied: dict[str, None] = {}
    left: set[int] = set(range(len(composed)))
    while read := _readings(rest, providers, denied):
        for each in reversed(read):
            found.append(rest.understood(each))
            if each.field not in plain:
                left.difference_update(*rest.places[each.start : each.end])
            rest = rest.without(each)
    ordered = tuple(_in_dollars(sorted(found, key=lambda each: (each.start, each.end))))
    return Understanding(
        text=_left(composed, left),
        understood=tuple(each for each in ordered if each.field not in plain),
        left_plain=tuple(each for each in ordered if each.field in plain),
        denied=tuple(denied),
    )


def others_than(each: Understood) -> Mapping[str, tuple[str, ...]]:
    """For each value that must not be, all others of its field."""
    denied = (value for value in each.values if value.startswith(NOT))
    return {value: _OTHERS[each.field](value.removeprefix(NOT)) for value in denied}


def text_without(text: str, dropped: Iterable[Understood]) -> str:
    """The query without the words of some constraints."""
    composed = unicodedata.normalize("NFC", text)
    left = set(range(len(composed)))
    for each in dropped:
        left.difference_update(range(each.start, each.end))
    return _left(composed, left)


def _left(text: str, places: Collection[int]) -> str:
    words = "".join(sign if place in places else " " for place, sign in enumerate(text))
    tidied = " ".join(words.split())
    return tidied if len(places) == len(text) else tidied.strip(" ,;:")


@dataclass(frozen=True)
class _Rest:
    """What is left of a text, with single blanks, and what of it each of its signs stands for.

    That is one place of the text, but in words that are read as others: all signs of those
    together stand for what was typed.
    """

    typed: str
    text: str
    places: tuple[range, ...]

    @classmethod
    def of(cls, text: str, misspelt: Iterable[Respelt] = ()) -> "_Rest":
        signs: list[tuple[str, range]] = []
        done = 0
        for start, end, meant in (*misspelt, Respelt(len(text), len(text), "")):
            signs += [
                (" " if text[place].isspace() else text[place], range(place, place + 1))
                for place in range(done, start)
                if not text[place].isspace() or not text[place - 1 : place].isspace()
            ]
            signs += zip(meant, _spread(start, end, len(meant)), strict=True)
            done = end
        return cls(
            text, "".join(sign for sign, _ in signs), tuple(place for _, place in signs)
        )._bare()

    def understood(self, each: Reading) -> Understood:
        words = self.words(each.start, each.end)
        start, end = self.places[each.start].start, self.places[each.end - 1].stop
        return Understood(each.field, each.values, words, start, end, each.currency, each.note)

    def words(self, start: int, end: int) -> str:
        """A part of what is left, as it was typed."""
        typed = (self.typed[each.start : each.stop] for each in self.places[start:end])
        return "".join(" " if sign.isspace() else sign for sign in typed)

    def without(self, each: Reading) -> "_Rest":
        end = each.end + self.text[each.end :].startswith(" ") * (
            not each.start or self.text[each.start - 1] == " "
        )
        text = self.text[: each.start] + self.text[end:]
        places = self.places[: each.start] + self.places[end:]
        return _Rest(self.typed, text, places)._bare(" ,;:")

    def _bare(self, signs: str = " ") -> "_Rest":
        start = len(self.text) - len(self.text.lstrip(signs))
        end = max(len(self.text.rstrip(signs)), start)
        return _Rest(self.typed, self.text[start:end], self.places[start:end])


def _spread(start: int, end: int, count: int) -> Iterator[range]:
    """The places from `start` to `end`, in order, for so many signs; the last has what is left."""
    for each in range(count):
        first = min(start + each, end)
        yield range(first, end if each == count - 1 else min(first + 1, end))


def _readings(rest: _Rest, providers: Providers, denied: dict[str, None]) -> list[Reading]:
    """The readings that do not overlap, from left to right, the longest of those that do.

    To `denied` is added what asks for the opposite of a constraint that has none.
    """
    text = rest.text
    query = Query.of(text)
    rules: tuple[Rule, ...] = (*_RULES, partial(providers_in, providers))
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    candidates = []
    for each in (one for rule in rules for one in rule(query) if one.end > one.start):
        denial = _DENIED.search(query.plain[: each.start])
        if denial is None:
            candidates.append(_whole(query.plain, each))
        elif each.field in _OTHERS:
            candidates.append(_whole(query.plain, _opposite(each, denial.start())))
        elif all(each.end <= start or end <= denial.start() for start, end in quoted):
            denied[rest.words(denial.start(), each.end).strip()] = None
    kept: list[Reading] = []
    for each in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        taken = [*quoted, *((one.start, one.end) for one in kept)]
        if all(each.end <= start or end <= each.start for start, end in taken):
            kept.append(each)
    return [_with_tie(query.plain, each, candidates) for each in sorted(kept, key=_start)]


def _opposite(each: Reading, start: int) -> Reading:
    """The reading that asks for anything else, with the word before it that says so."""
    values = tuple(f"{NOT}{value}" for value in each.values)
    return replace(each, start=start, values=values, note="")


def _start(each: Reading) -> int:
    return each.start


def _with_tie(plain: str, each: Reading, candidates: Iterable[Reading]) -> Reading:
    """The reading with a small word at either end of the text, unless that begins another one."""
    start = 0 if _TYING_LEFT.match(plain[: each.start]) else each.start
    tied = None if plain[:start].strip(" ,;:") else _TYING_RIGHT.match(plain, each.end)
    end = tied.end() if tied else each.end
    if any(one.start < end and one.end > each.end for one in candidates):
        end = each.end
    return replace(each, start=start + len(plain[start:]) - len(plain[start:].lstrip()), end=end)


def _whole(plain: str, each: Reading) -> Reading:
    """The reading with the small words that only tie it to the rest, and without blank ends."""
    start, end = each.start, each.end
    if led := _LED_BY.search(plain[:start]):
        start = led.start()
    if not plain[end:].strip() and (joint := _JOINING_LEFT.search(plain[:start])):
        start = joint.start()
    elif not plain[:start].strip(" ,;:") and (joint := _JOINING_RIGHT.match(plain, end)):
        end = joint.end()
    while start < end and plain[start] == " ":
        start += 1
    while start < end and plain[end - 1] == " ":
        end -= 1
    return replace(each, start=start, end=end)


def _in_dollars(ordered: Sequence[Understood]) -> Iterator[Understood]:
    """The same, "dollars" being those of the country that the query names, if it names one."""
    named = [value for each in ordered if each.field == "country" for value in each.values]
    codes = {code for value in named if (code := dollars_of(value))}
    for each in ordered:
        if each.note == "dollars" and len(codes) == 1:
            yield replace(each, currency=next(iter(codes)))
        else:
            yield each
