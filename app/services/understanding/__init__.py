"""Understanding a query: the constraints that its words state, taken out of the text.

Everything here is rules over one short text: no index, no database, no model. What is understood is
only proposed; whoever shows it says so, and offers to take the words as plain words (ADR 73).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from app.services.understanding.hours import bounds
from app.services.understanding.levels import levels, stands_for
from app.services.understanding.modes import modes
from app.services.understanding.money import ceilings, dollars_of, free
from app.services.understanding.offering import NO_PROVIDERS, Providers, providers_in
from app.services.understanding.places import countries
from app.services.understanding.tongues import languages
from app.services.understanding.understood import (
    FIELDS,
    MAY_BE_UNSTATED,
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
    "NOT_STATED",
    "UNSTATED",
    "Field",
    "Providers",
    "Understanding",
    "Understood",
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
"""What turns a constraint into its opposite, which no filter says: then it stays words."""
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


def understand(
    text: str, providers: Providers = NO_PROVIDERS, plain: Collection[str] = ()
) -> Understanding:
    """The constraints in a query and the words that are left, in English and in French.

    Words in quotation marks stay, and so do those of the fields in `plain`, which does not change
    what the other words are understood as. Places are those in the text in Unicode's composed form.
    Understanding what is left finds nothing more.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > LONGEST:
        return Understanding(" ".join(composed.split()))
    rest = _Rest.of(composed)
    found: list[Understood] = []
    left: set[int] = set(range(len(composed)))
    while read := _readings(rest.text, providers):
        for each in reversed(read):
            found.append(rest.understood(each))
            if each.field not in plain:
                left.difference_update(rest.places[each.start : each.end])
            rest = rest.without(each)
    ordered = tuple(_in_dollars(sorted(found, key=lambda each: (each.start, each.end))))
    return Understanding(
        text=_left(composed, left),
        understood=tuple(each for each in ordered if each.field not in plain),
        left_plain=tuple(each for each in ordered if each.field in plain),
    )


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
    """What is left of a text, with single blanks, and where each of its signs stands in it."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Rest":
        signs = [
            (" " if sign.isspace() else sign, place)
            for place, sign in enumerate(text)
            if not sign.isspace() or not text[place - 1 : place].isspace()
        ]
        return cls("".join(sign for sign, _ in signs), tuple(place for _, place in signs))._bare()

    def understood(self, each: Reading) -> Understood:
        words = self.text[each.start : each.end]
        start, end = self.places[each.start], self.places[each.end - 1] + 1
        return Understood(each.field, each.values, words, start, end, each.currency, each.note)

    def without(self, each: Reading) -> "_Rest":
        end = each.end + self.text[each.end :].startswith(" ") * (
            not each.start or self.text[each.start - 1] == " "
        )
        text = self.text[: each.start] + self.text[end:]
        return _Rest(text, self.places[: each.start] + self.places[end:])._bare(" ,;:")

    def _bare(self, signs: str = " ") -> "_Rest":
        start = len(self.text) - len(self.text.lstrip(signs))
        end = max(len(self.text.rstrip(signs)), start)
        return _Rest(self.text[start:end], self.places[start:end])


def _readings(text: str, providers: Providers) -> list[Reading]:
    """The readings that do not overlap, from left to right, the longest of those that do."""
    query = Query.of(text)
    rules: tuple[Rule, ...] = (*_RULES, partial(providers_in, providers))
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    candidates = [
        _whole(query.plain, each)
        for rule in rules
        for each in rule(query)
        if each.end > each.start and not _DENIED.search(query.plain[: each.start])
    ]
    kept: list[Reading] = []
    for each in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        taken = [*quoted, *((one.start, one.end) for one in kept)]
        if all(each.end <= start or end <= each.start for start, end in taken):
            kept.append(each)
    return [_with_tie(query.plain, each, candidates) for each in sorted(kept, key=_start)]


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
