"""The language of instruction in words: "in Spanish", "enseigné en allemand".

A language is a constraint only where something else is the subject: "data science in Spanish", but
not "certificate in Spanish" or "Spanish for beginners". Names are those of Unicode's CLDR.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from babel import Locale

from app.services.understanding.understood import Query, Reading
from app.services.understanding.words import COURSES, ENDS, last_word, names_a_subject, word_set
from ctdl.language import folded

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "mandarin": "zh",
    "cantonese": "zh",
    "mandarin chinese": "zh",
    "farsi": "fa",
    "castilian": "es",
    "castillan": "es",
    "flemish": "nl",
    "flamand": "nl",
    "te reo": "mi",
    "te reo maori": "mi",
    "brazilian portuguese": "pt",
    # After "langue", French names are adjectives.
    "anglaise": "en",
    "francaise": "fr",
    "espagnole": "es",
    "allemande": "de",
    "italienne": "it",
    "portugaise": "pt",
}
_SAID: Final = re.compile(
    r"\b(?:(?:taught|delivered|given|offered|conducted|held|instructed|available)"
    r"(?: +(?:entirely|fully|completely|only))?"
    r"|(?:enseigne|donne|dispense|propose|offert|suivre)e?s?(?: +(?:entierement|uniquement))?)"
    r" +(?P<in>in|en) +(?:the +|langue +)?"
)
_IN: Final = re.compile(r"(?:^|(?<=[^\w-]))(?P<in>in|en) +(?:the +|langue +)?(?=[^\W\d])")
_OR: Final = re.compile(r" *(?:,|/|\bor\b|\bou\b) *(?:in +|en +)?")
_LANGUAGE: Final = re.compile(r" +language(?! +(?:and|of|teaching|learning)\b)")
_ENDS: Final = re.compile(ENDS)
_COMPOUND: Final = re.compile(rf"\b(?P<name>[^\W\d]+)[ -]language(?= +(?:{COURSES})\b)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_WORDS: Final = 3
# "Certificate in German" is about German, whoever gives it and at whatever level.
_AWARD: Final = re.compile(
    r"(?:certificates?|certification|awards?|diplomas?|diplomes?|certificats?|degrees?|licences?"
    r"|qualifications?|gcses?|gces?|fcse|igcse|exams?|tests?|bachelors?|masters?|ba|ma|bsc|msc|arts"
    r"|majors?|minors?|honours|hons|phd|steps?|lessons?|subsidiary|introduction|immersion)\Z"
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
# What is done in a language by those who learn it.
_USED: Final = word_set(
    """
    speak speaking speaks write writing read reading communicate communicating communication
    communications conversation conversations converse fluent fluency proficiency proficient
    skills literacy sing singing translate translating translation interpreting interpret
    vocabulary grammar parler ecrire lire communiquer expression traduction traduire redaction
    vocabulaire grammaire exprimer bilingual bilingue level niveau confidence test exam speaker
    speakers learn learning apprendre
    """
)


def languages(query: Query) -> Iterator[Reading]:
    """The languages of instruction in a query."""
    plain = query.plain
    for found in _SAID.finditer(plain):
        named = _named(plain, found.end())
        if named:
            yield Reading("language", found.start(), named[0], named[1])
    for found in _IN.finditer(plain):
        named = _named(plain, found.end())
        if named and _ENDS.match(plain, named[0]):
            before, after = plain[: found.start()], plain[named[0] :]
            is_all = not (before.strip() or after.strip())
            if is_all or (names_a_subject(before) and not _is_the_subject(before)):
                yield Reading("language", found.start(), named[0], named[1])
    for found in _COMPOUND.finditer(plain):
        code = _codes().get(found["name"])
        if code and names_a_subject(plain[: found.start()] + plain[found.end() :]):
            yield Reading("language", *found.span(), (code,))


def language_words() -> Iterator[str]:
    """The words of which the names of languages are made, folded."""
    for name in _codes():
        yield from _WORD.findall(name)


def other_languages(code: str) -> tuple[str, ...]:
    """The codes of all other languages."""
    return tuple(sorted(set(_codes().values()) - {code}))


def _is_the_subject(before: str) -> bool:
    """Whether what stands before a language makes it what is learnt: an award, or its use."""
    word = last_word(_IN_BRACKETS.sub(" ", before))
    return word in _USED or bool(_AWARD.match(word))


def _named(plain: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    """Where the languages named at a place end, and their codes."""
    codes: list[str] = []
    end = start
    while one := _one(plain, start):
        end, code = one
        codes.append(code)
        following = _OR.match(plain, end)
        if following is None or following.end() == end:
            break
        start = following.end()
    if not codes:
        return None
    written_out = _LANGUAGE.match(plain, end)
    return (written_out.end() if written_out else end), tuple(dict.fromkeys(codes))


def _one(plain: str, start: int) -> tuple[int, str] | None:
    ends = []
    place = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(plain, place)
        if word is None:
            break
        ends.append(word.end())
        place = word.end() + 1
    for end in reversed(ends):
        code = _codes().get(plain[start:end])
        if code:
            return end, code
    return None


@cache
def _codes() -> Mapping[str, str]:
    """ISO 639-1 codes by their names in English and French, folded."""
    codes = dict(_OTHER_NAMES)
    for each in ("en", "fr"):
        for code, name in Locale.parse(each).languages.items():
            if len(code) == 2:
                codes.setdefault(folded(name), code)
    return codes
