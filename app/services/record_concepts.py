"""The concepts a record is about, each with the words of the record by which it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ctdl.concepts import ESCO, thesaurus
from ctdl.language import LangText
from ctdl.records import CredentialRecord

_MOST_WORDS_OF_A_NAME: Final = 6
_OF_WHAT: Final = re.compile(r"\s+(?:of\s|de\s|des\s|du\s|d['’])", re.IGNORECASE)


@dataclass(frozen=True)
class RecordConcept:
    """A skill or field that a record states or names.

    `words` are those of the record, in `language`. `is_stated` says that the record points to the
    concept itself; else its words are read as a name of it. `is_whole` is False where one word
    names it and the text goes on to say of what: the ethics of something are not all of ethics; and
    where it is one common word within a sentence about something else.
    """

    id: str
    words: str
    language: str
    is_stated: bool = False
    is_whole: bool = True


def concepts_of(record: CredentialRecord) -> tuple[str, ...]:
    """The ids of the skills and fields a record is about, by which it is indexed."""
    named = thesaurus().tags(words for text in _texts(record) for words in text.values())
    return tuple(sorted({*(each.id for each in _stated(record)), *named}))


def told_concepts(record: CredentialRecord) -> tuple[RecordConcept, ...]:
    """The same with the words, one of each concept: where it is stated, else first named whole."""
    found: dict[str, RecordConcept] = {}
    for each in (*_stated(record), *_named(record)):
        known = found.setdefault(each.id, each)
        if each.is_whole and not known.is_whole:
            found[each.id] = each
    return tuple(found.values())


def _stated(record: CredentialRecord) -> Iterator[RecordConcept]:
    for skill in record.skills:
        id_ = (skill.iri or "").removeprefix(ESCO)
        if id_ in thesaurus():
            language, words = next(iter(skill.name.items()), ("", ""))
            yield RecordConcept(id_, words, language, is_stated=True)


def _named(record: CredentialRecord) -> Iterator[RecordConcept]:
    for text in _texts(record):
        for language, words in text.items():
            for each in thesaurus().named_in(words):
                if each.concept.kind in ("skill", "field"):
                    said = words[each.start : each.end]
                    is_whole = len(said.split()) > 1 or not (
                        _OF_WHAT.match(words, each.end) or _is_in_passing(said, words)
                    )
                    yield RecordConcept(each.concept.id, said, language, is_whole=is_whole)


def _is_in_passing(word: str, text: str) -> bool:
    """Whether a common word, written small, is one of many."""
    return word.islower() and len(text.split()) > _MOST_WORDS_OF_A_NAME


def _texts(record: CredentialRecord) -> Iterable[LangText]:
    """What tells the subject; the description names providers, prices and what follows as well."""
    return (
        record.name,
        *record.alternate_names,
        *(each.name for each in record.skills),
        *record.outcomes,
        *record.subjects,
        *record.keywords,
    )
