"""Acronyms and examination codes that the sources give in a link only, as alternate names.

`.../certifications/cissp` names its certification as plainly as the page behind it does. But most
of what is in a link is no name: words of the title, topics, campaigns, numbers of a shop. Letters
are taken only where they are the initials of the title; what must be true is said at each rule.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote, urlsplit

from ctdl.ctid import CTID
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.initials import spells, spells_roughly, telling_words
from registry_data.convert.organizations import directory
from registry_data.convert.statements import READ_FROM_LINK, Statement

# Courses have their topics in their links ("gis", "ai"), and a topic is not the course.
_NAMED_BY_LETTERS = ("ceterms:Certification", "ceterms:MasterDegree")
_NAMING_PARAMETERS = re.compile(r"(?:^|&)(?:page|tab)=([^&]+)")
_ENDING = re.compile(r"\.(?:html?|php)$")
_BETWEEN = re.compile(r"[^A-Za-z0-9]+")
_EXAM_CODE = re.compile(r"[a-z]{2,4}-\d{3}")
_PREPARES_FOR = re.compile(rf"(?P<exam>.+)-(?P<code>{_EXAM_CODE.pattern})")
_SPECIALITY = re.compile(r"\s[-–]\s|,\s|\sin\s")
_SHORTEST, _LONGEST = 3, 7
_RESTATED = 2

_Spelling = Callable[[str, Sequence[str]], bool]


@dataclass(frozen=True)
class _Part:
    """A part of a link that may name what it leads to, cut at its signs."""

    tokens: tuple[str, ...]

    def may_be_acronym(self, token: str) -> bool:
        """Two letters say too little, unless they are all that the part has."""
        shortest = 2 if self.tokens == (token,) else _SHORTEST
        return shortest <= len(token) <= _LONGEST and not token.isdigit()

    def restates(self, title: "_Title", token: str) -> bool:
        """Whether the part is a piece of the title and beside it only this token."""
        others = [each for each in self.tokens if each != token]
        return len(others) >= _RESTATED and title.every_word.issuperset(others)


@dataclass(frozen=True)
class _Title:
    """The telling words of a title: the provider's, the credential's own, and its speciality's.

    A speciality stands after a dash, a comma or "in"; where there is none it is the last word.
    """

    provider: tuple[str, ...]
    own: tuple[str, ...]
    speciality: tuple[str, ...]
    every_word: frozenset[str]

    def beginnings(self) -> Iterator[tuple[str, ...]]:
        """What an acronym may stand for without the speciality.

        The first words of the provider may be left out, or its first letter may stand for it.
        """
        for place in range(len(self.provider) + 1):
            yield (*self.provider[place:], *self.own)
        if self.provider:
            yield (self.provider[0][0], *self.own)


def named_by_links(records: Iterable[CredentialFacts]) -> list[CredentialFacts]:
    """The records, with the acronyms and codes of their links among their alternate names."""
    known = list(records)
    by_exam = dict(_exams_prepared_for(known))
    return [_named(record, by_exam.get(record.ctid)) for record in known]


def _named(record: CredentialFacts, by_exam: tuple[str, Statement] | None) -> CredentialFacts:
    found = by_exam or _read_own_link(record)
    if found is None or _is_said_already(record, found[0]):
        return record
    name, statement = found
    return replace(
        record,
        alternate_titles=(*record.alternate_titles, ("und", name)),
        exceptions={**record.exceptions, "alternate_titles": statement},
    )


def _read_own_link(record: CredentialFacts) -> tuple[str, Statement] | None:
    code = _exam_code(record.page)
    if code:
        return code, _statement(record, f"{code} is the code of the exam in the link")
    if record.type in _NAMED_BY_LETTERS:
        title = _title(record)
        acronyms = (_acronym(part, title) for part in _parts(record.page))
        for name in filter(None, acronyms):
            note = f"{name} is taken from the link; its letters are initials of the title"
            return name, _statement(record, note)
    return None


def _statement(record: CredentialFacts, note: str) -> Statement:
    return replace(record.statement.by_editors(note, READ_FROM_LINK), source_url=record.page)


def _is_said_already(record: CredentialFacts, name: str) -> bool:
    said = [record.title, *(title for _, title in record.alternate_titles)]
    return any(f" {' '.join(_cut(name))} " in f" {' '.join(_cut(each))} " for each in said)


def _exam_code(page: str) -> str:
    """The code at the end of a link, where the part before it says that it is one of an exam."""
    found = re.search(rf"/exams?/({_EXAM_CODE.pattern})/?$", urlsplit(page).path, re.IGNORECASE)
    return found.group(1).upper() if found else ""


def _exams_prepared_for(
    records: Sequence[CredentialFacts],
) -> Iterator[tuple[CTID, tuple[str, Statement]]]:
    """Codes by what they examine: the link of a preparation has its whole title and the code.

    `.../microsoft-azure-fundamentals-az-900` of Microsoft says which code the exam for Microsoft's
    certification "Microsoft Azure Fundamentals" has.
    """
    certifications = {
        (owner, "-".join(_cut(record.title))): record.ctid
        for record in records
        if record.type == "ceterms:Certification"
        for owner in record.owners
    }
    for record in records:
        found = _PREPARES_FOR.fullmatch(_last_step(urlsplit(record.page).path).casefold())
        if not found or record.type == "ceterms:Certification":
            continue
        code = found["code"].upper()
        note = f"{code} is taken from the link of {record.title!r}, which prepares for it"
        for owner in record.owners:
            if examined := certifications.get((owner, found["exam"])):
                yield examined, (code, _statement(record, note))


def _parts(page: str) -> Iterator[_Part]:
    """The last step of the path, what the query names, and the last step of the fragment."""
    address = urlsplit(page)
    path, fragment = (_last_step(each) for each in (address.path, address.fragment))
    for written in (path, *_NAMING_PARAMETERS.findall(address.query), fragment):
        if tokens := _cut(_ENDING.sub("", written)):
            yield _Part(tokens)


def _last_step(path: str) -> str:
    return unquote(path).rstrip("/").rpartition("/")[2]


def _cut(text: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in _BETWEEN.split(text) if token)


def _title(record: CredentialFacts) -> _Title:
    words = telling_words(record.title)
    provider = _words_of_provider(words, record.owners)
    before = len(telling_words(_SPECIALITY.split(record.title)[0]))
    own = before if provider < before < len(words) else len(words) - 1
    every_word = frozenset(_cut(record.title))
    return _Title(words[:provider], words[provider:own], words[own:], every_word)


def _words_of_provider(words: tuple[str, ...], owners: Sequence[CTID]) -> int:
    """How many words the title begins with that name who awards it: words, a name, its initials."""
    named = {each for owner in owners for each in _ways_to_name(owner)}
    single = next((n for n, word in enumerate(words) if word.casefold() not in named), 0)
    written = (("".join(words[:n]), "".join(w[0] for w in words[:n])) for n in range(len(words)))
    together = [n for n, ways in enumerate(written) if named & {way.casefold() for way in ways}]
    return max(single, *together, 0)


@cache
def _ways_to_name(agent: CTID) -> frozenset[str]:
    """The words of an organisation's names, the initials of each name, and each in one word."""
    names = [telling_words(name) for name in _names_by_ctid().get(agent, ())]
    ways = {
        way for words in names for way in (*words, "".join(words), "".join(w[0] for w in words))
    }
    return frozenset(way.casefold() for way in ways)


@cache
def _names_by_ctid() -> dict[CTID, tuple[str, ...]]:
    return {each.ctid: (each.name, *each.spellings) for each in directory().values()}


def _acronym(part: _Part, title: _Title) -> str:
    """The acronym in a part of a link; nothing where its letters are not the title's."""
    for place, token in enumerate(part.tokens):
        if token in title.every_word or not part.may_be_acronym(token):
            continue
        rest = part.tokens[place + 1 :]
        if found := _spelt_by(token, rest, title, part.tokens == (token,), spells):
            return found
        if part.restates(title, token) and (
            found := _spelt_by(token, rest, title, False, spells_roughly)
        ):
            return found
    return ""


def _spelt_by(
    token: str, rest: Sequence[str], title: _Title, is_whole: bool, spelt: _Spelling
) -> str:
    """The name that a token gives if its letters are those of the title.

    They may be those of all its words; of all but the speciality, where the link goes on with
    that ("ccnp-security"); or of all but the last word, where there are more than three letters
    or nothing else ("osep" for Offensive Security Experienced Penetration Tester).
    """
    for words in title.beginnings():
        whole = (*words, *title.speciality)
        if spelt(token, whole):
            return token.upper()
        if spelt(token, words) and (tail := _speciality(rest, title.speciality)):
            return token.upper() + tail
        if (is_whole or len(token) > _SHORTEST) and spelt(token, whole[:-1]):
            return token.upper()
    return ""


def _speciality(tokens: Sequence[str], words: tuple[str, ...]) -> str:
    """How the link goes on, if with the speciality: in words, in initials, or shortened."""
    names = tuple(word.casefold() for word in words)
    if tuple(tokens[: len(names)]) == names:
        return f" {' '.join(words)}"
    first = tokens[0] if tokens else ""
    is_short = len(first) >= _SHORTEST and len(names) == 1 and names[0].startswith(first)
    return f"-{first.upper()}" if first and (is_short or spells(first, words)) else ""
