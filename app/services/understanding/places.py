"""The country of the provider in words: "in New Zealand", "au Canada", "Irish universities".

Names are those of Unicode's CLDR, with what else people call some countries (`ctdl.countries`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from app.services.understanding.understood import Note, Query, Reading
from app.services.understanding.words import COURSES, ENDS, PROVIDERS, last_word, word_set
from ctdl.countries import OTHER_NAMES, country_names
from ctdl.language import folded

_IN: Final = re.compile(
    r"(?:^|(?<=[^\w-]))(?:(?:based|located|offered|available) +)?(?:in|from|within|en|au|aux|a)"
    r" +(?:the +|les? +)?(?=[^\W\d])"
)
_ENDS: Final = re.compile(ENDS)
# At the end of a query the letters of a country need no "in" before them.
_LETTERS: Final = re.compile(r"(?<=[^\W_]) +(?P<of>u\.?k|nz|usa)\b\.?(?= *$)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'.][^\W\d_]+)*\.?")
_LONE_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST_WORDS: Final = 5
_PARTS: Final[Mapping[str, str]] = {
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "angleterre": "GB",
    "ecosse": "GB",
    "pays de galles": "GB",
    "irlande du nord": "GB",
    "ontario": "CA",
    "quebec": "CA",
}
"""Parts of countries: records state the whole, and that is said."""
_FURTHER: Final[Mapping[str, str]] = {
    "nz": "NZ",
    "aotearoa": "NZ",
    "aotearoa new zealand": "NZ",
    "u.k": "GB",
    "u.s": "US",
    "u.s.a": "US",
    "america": "US",
    "etats unis": "US",
    "usa": "US",
    "royaume uni": "GB",
    "grande-bretagne": "GB",
    "holland": "NL",
    "hollande": "NL",
    "uae": "AE",
    "eire": "IE",
    "hong-kong": "HK",
}
# A country, but a state of another one and a garment as well.
_LEFT_OUT: Final = frozenset({"georgia", "georgie", "jersey"})
# What is about a country, whoever teaches it.
_DONE_THERE: Final = word_set(
    """
    living live life working work travel travelling traveling business made immigration vivre
    vie travailler travail voyager immigrer affaires
    """
)
_PEOPLES: Final[Mapping[str, str]] = {
    "american": "US",
    "argentinian": "AR",
    "australian": "AU",
    "austrian": "AT",
    "belgian": "BE",
    "british": "GB",
    "canadian": "CA",
    "chinese": "CN",
    "colombian": "CO",
    "danish": "DK",
    "dutch": "NL",
    "english": "GB",
    "estonian": "EE",
    "finnish": "FI",
    "french": "FR",
    "german": "DE",
    "icelandic": "IS",
    "indian": "IN",
    "irish": "IE",
    "israeli": "IL",
    "italian": "IT",
    "japanese": "JP",
    "kiwi": "NZ",
    "korean": "KR",
    "maltese": "MT",
    "mexican": "MX",
    "norwegian": "NO",
    "portuguese": "PT",
    "scottish": "GB",
    "singaporean": "SG",
    "south african": "ZA",
    "spanish": "ES",
    "swedish": "SE",
    "swiss": "CH",
    "welsh": "GB",
}
_PEUPLES: Final[Mapping[str, str]] = {
    "allemand": "DE",
    "americain": "US",
    "anglais": "GB",
    "argentin": "AR",
    "australien": "AU",
    "autrichien": "AT",
    "belge": "BE",
    "britannique": "GB",
    "canadien": "CA",
    "chinois": "CN",
    "colombien": "CO",
    "coreen": "KR",
    "danois": "DK",
    "ecossais": "GB",
    "espagnol": "ES",
    "estonien": "EE",
    "finlandais": "FI",
    "francais": "FR",
    "indien": "IN",
    "irlandais": "IE",
    "israelien": "IL",
    "italien": "IT",
    "japonais": "JP",
    "maltais": "MT",
    "mexicain": "MX",
    "neerlandais": "NL",
    "neo-zelandais": "NZ",
    "norvegien": "NO",
    "portugais": "PT",
    "quebecois": "CA",
    "sud-africain": "ZA",
    "suedois": "SE",
    "suisse": "CH",
}
_NOT_WHOLE: Final = word_set(
    """
    english scottish welsh anglais ecossais quebecois
    """
)
_LANGUAGES: Final = word_set(
    """
    chinese danish dutch english estonian finnish french german icelandic irish italian japanese
    korean maltese norwegian portuguese spanish swedish welsh
    """
)
"""Peoples with a language of that name: only their providers are meant without doubt."""
_ANY: Final = "|".join(_PEOPLES)
_ONLY_PEOPLE: Final = "|".join(each for each in _PEOPLES if each not in _LANGUAGES)
_FRENCH: Final = "|".join(_PEUPLES)
_ENGLISH_ADJECTIVE: Final = re.compile(
    rf"\b(?:(?:from|by|at) +)?(?P<whole>(?P<of>{_ANY}) +(?:{PROVIDERS}))\b(?! +(?:of|for|de)\b)"
    rf"|\b(?P<only>{_ONLY_PEOPLE})(?= +(?:{COURSES})\b)"
)
_FRENCH_ADJECTIVE: Final = re.compile(
    rf"\b(?:(?:d'|des? +|dans +(?:une?|des|les) +|par +(?:une?|des|les) +)?)"
    rf"(?:{PROVIDERS}) +(?P<of>{_FRENCH})(?:n?es?|s)?\b"
)


def countries(query: Query) -> Iterator[Reading]:
    """The countries in a query."""
    plain = query.plain
    for found in _IN.finditer(plain):
        named = _named(query, found.end())
        if named and last_word(plain[: found.start()]) not in _DONE_THERE:
            end, code, note = named
            yield Reading("country", found.start(), end, (code,), note=note)
    for found in _LETTERS.finditer(plain):
        code = _codes()[found["of"]]
        yield Reading("country", *found.span("of"), (code,))
    for found in _ENGLISH_ADJECTIVE.finditer(plain):
        people = found["of"] or found["only"]
        yield _of_people(found, people, _PEOPLES[people])
    for found in _FRENCH_ADJECTIVE.finditer(plain):
        yield _of_people(found, found["of"], _PEUPLES[found["of"]])


def _of_people(found: re.Match[str], people: str, code: str) -> Reading:
    note: Note = "part of" if people in _NOT_WHOLE else ""
    return Reading("country", *found.span(), (code,), note=note)


def _named(query: Query, start: int) -> tuple[int, str, Note] | None:
    """Where the country named at a place ends, its code, and whether it is only a part of it."""
    is_first = not query.plain[:start].partition(" ")[2].strip()
    ends = []
    place = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(query.plain, place)
        if word is None:
            break
        ends.append(word.end())
        place = word.end() + 1
    for end in reversed(ends):
        name = query.plain[start:end].rstrip(".")
        if not (_ENDS.match(query.plain, end) or is_first):
            continue
        if name in _PARTS:
            return end, _PARTS[name], "part of"
        if name == "us" and query.text[start:end] != "US" and "the" not in query.plain[:start][-4:]:
            continue
        code = _codes().get(name)
        if code:
            return end, code, ""
    return None


def country_words() -> Iterator[str]:
    """The words of which the names of countries are made, folded."""
    for name in (*_codes(), *_PARTS):
        yield from _LONE_WORD.findall(name)


def other_countries(code: str) -> tuple[str, ...]:
    """The codes of all other countries."""
    return tuple(sorted(set(_codes().values()) - {code}))


@cache
def _codes() -> Mapping[str, str]:
    """ISO 3166 codes by names in English and French, folded."""
    codes = {folded(name): code for name, code in OTHER_NAMES.items()}
    for language in ("en", "fr"):
        for code, name in country_names(language).items():
            codes.setdefault(folded(name).replace("’", "'"), code)
    codes.update(_FURTHER)
    return {name: code for name, code in codes.items() if name not in _LEFT_OUT and len(name) > 1}
