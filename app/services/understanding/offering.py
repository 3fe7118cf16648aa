"""Providers in words: "from MIT", "by Coursera", "université de Tartu".

The names are those of the registry's own providers, given by the caller. A name of one word counts
only after a word such as "from" or "by": "Google Cloud" and "Cisco routing" are subjects.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.services.understanding.understood import Query, Reading, plain_form
from app.services.understanding.words import PROVIDERS, word_set

_WORD: Final = re.compile(r"[^\W_]+")
_BY: Final = re.compile(
    r"(?:^|(?<=[^\w-]))(?:(?:offered|provided|delivered|awarded|issued|run|taught|made|given)"
    r" +(?:by|at|from|through)|from|by|at|via|through"
    r"|(?:propose|offert|delivre|dispense|donne)e?s? +(?:par|a)|par|chez)"
    r" +(?:the +|la +|le +|les +|l')?(?=[^\W_])"
)
_OF: Final = re.compile(
    r"(?:^|(?<=[^\w-]))(?:de +la +|de +l'|d'|de +|du +|a +la +|a +l'|the +|l')$"
)
_INSTITUTION: Final = re.compile(rf"\b(?:{PROVIDERS}|universidad|universitat|academy)\b")
_CORPORATE: Final = word_set(
    """
    ltd limited inc plc gmbh llc corp corporation education awards qualifications group pte ou
    as uk
    """
)
_SMALL_WORDS: Final = word_set(
    """
    of and the for in at de du la le les des et a y
    """
)
_FEWEST_INITIALS: Final = 3
_MOST_WORDS: Final = 12
_MOST_PROVIDERS: Final = 40
"""What more than this many providers are called is not taken for a name."""


@dataclass(frozen=True)
class Providers:
    """The registry's providers by what they are called: names in plain words, and initials."""

    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_full: frozenset[str] = frozenset()
    """Names that tell an institution even without a word such as "from" before them."""

    @classmethod
    def of(cls, named: Iterable[tuple[str, Iterable[str]]]) -> "Providers":
        """The providers with these CTIDs and names."""
        called: dict[str, dict[str, None]] = {}
        brands: dict[str, list[str]] = {}
        in_full: set[str] = set()
        for ctid, names in named:
            for name in names:
                for form in _forms(name):
                    called.setdefault(form, {})[ctid] = None
                    brands.setdefault(form.partition(" ")[0], []).append(ctid)
                    if " " in form and _INSTITUTION.search(form):
                        in_full.add(form)
        # "From Google" means Google Cloud as well, where there is a provider called Google.
        for form, ctids in called.items():
            if " " not in form and len(form) > _FEWEST_INITIALS - 1:
                ctids.update(dict.fromkeys(brands.get(form, ())))
        return cls(
            {form: tuple(ctids) for form, ctids in called.items() if len(ctids) <= _MOST_PROVIDERS},
            frozenset(in_full),
        )


NO_PROVIDERS: Final = Providers()


def providers_in(known: Providers, query: Query) -> Iterator[Reading]:
    """The providers in a query."""
    if not known.called:
        return
    for found in _BY.finditer(query.plain):
        named = _longest(query.plain, found.end(), known.called)
        if named is not None:
            end, name = named
            yield Reading("provider", found.start(), end, known.called[name])
    if not _INSTITUTION.search(query.plain):
        return
    for word in _WORD.finditer(query.plain):
        named = _longest(query.plain, word.start(), known.in_full)
        if named is not None and (ctids := known.called.get(named[1])):
            before = _OF.search(query.plain[: word.start()])
            start = before.start() if before else word.start()
            yield Reading("provider", start, named[0], ctids)


def _longest(
    plain: str, start: int, names: Mapping[str, tuple[str, ...]] | frozenset[str]
) -> tuple[int, str] | None:
    """Where the longest of the names that begins at a place ends, and that name."""
    words: list[str] = []
    found = None
    for word in _WORD.finditer(plain, start):
        if len(words) == _MOST_WORDS or (not words and word.start() != start):
            break
        words.append(word.group())
        name = " ".join(words)
        if name in names and not re.match(r" +(?:to|and|or|vs)\b", plain[word.end() :]):
            found = word.end(), name
    return found


def _forms(name: str) -> Iterator[str]:
    """What a provider with this name is called."""
    outside = re.sub(r"\([^()]*\)", " ", name)
    for written in dict.fromkeys((name, outside)):
        words = _words(written)
        if words[:1] == ["the"]:
            words = words[1:]
        if not words:
            continue
        yield " ".join(words)
        yield from _in_french(words)
        while len(words) > 1 and words[-1] in _CORPORATE:
            words = words[:-1]
            yield " ".join(words)
    for inside in re.findall(r"\(([^()]*)\)", name):
        if len(words := _words(inside)) == 1:
            yield words[0]
    yield from _initials(outside)


def _in_french(words: list[str]) -> Iterator[str]:
    if words[:2] == ["university", "of"] and len(words) > 2:
        yield " ".join(["universite", "de", *words[2:]])
        yield " ".join(["universite", "d", *words[2:]])
    elif len(words) == 2 and words[1] == "university":
        yield f"universite {words[0]}"
        yield f"universite de {words[0]}"
        yield f"universite d {words[0]}"


def _initials(name: str) -> Iterator[str]:
    """The initials of a name, and a first word that is made of initials: MIT, IIT."""
    words = re.findall(r"[^\W\d_][^\W_]*", name)
    big = [each for each in words if each.casefold() not in _SMALL_WORDS]
    if len(big) >= _FEWEST_INITIALS and all(each[0].isupper() for each in big):
        yield plain_form("".join(each[0] for each in big))
    if words and len(words) > 1 and re.fullmatch(r"[A-Z]{3,}x?", words[0]):
        yield plain_form(words[0])


def _words(name: str) -> list[str]:
    normal = unicodedata.normalize("NFC", name).replace("&", " and ")
    return _WORD.findall(plain_form(normal))
