"""The thesaurus: which concepts a text names, and how concepts stand to each other."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Final

from ctdl.concepts import french, spanish
from ctdl.concepts.model import Concept, Kind, NamedConcept
from ctdl.concepts.naming import ReadText, Span, is_in_capitals
from ctdl.concepts.reading import (
    ALTERNATIVE,
    ANY,
    CAPITALS,
    SHIPPED,
    Entry,
    concept_of,
    entries_of,
    read,
)
from ctdl.concepts.words import fold, written_words

_MOST_OF_A_LABEL: Final = 8
"""As many concepts at most share a label in an answer."""


class Thesaurus:
    """Concepts by their labels, read from one file."""

    def __init__(self, path: Path = SHIPPED) -> None:
        found = read(path)
        self._lines, self._asked, self._common = found.concepts, found.skills, found.common
        self._french, self._spanish, self._english = found.french, found.spanish, found.english
        self._keys = found.keys

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {line.partition("\t")[0]: number for number, line in enumerate(self._lines)}

    @cached_property
    def _below(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = defaultdict(list)
        for line in self._lines:
            id_, _, broader, _ = line.split("\t", 3)
            for each in broader.split():
                below[each].append(id_)
        return below

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._numbers

    def concept(self, id_: str) -> Concept | None:
        """The concept with this id; None if there is none."""
        number = self._numbers.get(id_)
        return None if number is None else self._concept(number)

    def label(self, id_: str, language: str) -> str | None:
        """What the concept is called in `language`, or else in English; None for no concept."""
        concept = self.concept(id_)
        return None if concept is None else concept.name_in(language)

    def named_in(self, text: str) -> tuple[NamedConcept, ...]:
        """The concepts that `text` names, in their order.

        The longest labels win: what lies within another name or across it is not named, unless
        it is as long. Alternative labels count where no concept of the kind is called so first.
        A label of one common word names only what the text is about as a whole.
        """
        read_text = ReadText(text, self.is_french)
        named: list[NamedConcept] = []
        meant = partial(self._meant, read_text)
        for span in read_text.spans(self._keys, lambda span: bool(meant(span))):
            start, end = read_text.ends(span)
            for entry in meant(span):
                concept, label = self._labelled(entry)
                named.append(NamedConcept(concept, label, entry.language, start, end))
        return tuple(named)

    def narrower(self, id_: str) -> frozenset[str]:
        """The concept itself and everything below it, all the way down."""
        if id_ not in self._numbers:
            return frozenset()
        seen, waiting = {id_}, deque([id_])
        while waiting:
            for each in self._below.get(waiting.popleft(), ()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return frozenset(seen)

    def skills_of(self, occupation_id: str) -> tuple[str, ...]:
        """The skills an occupation asks for, essential ones first; none where none are known.

        They are known of some groups of occupations only, and of a group as a whole. An
        occupation has those of its group.
        """
        found = list(self._asked.get(occupation_id, ()))
        concept = self.concept(occupation_id)
        for group in concept.broader if concept is not None else ():
            found += self._asked.get(group, ())
        return tuple(dict.fromkeys(found))

    @cached_property
    def skill_lists(self) -> Mapping[str, tuple[str, ...]]:
        """Each occupation and group whose own list of skills is known, without its group's."""
        return {id_: tuple(dict.fromkeys(skills)) for id_, skills in self._asked.items()}

    def tags(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The skills and fields that a record's own words name."""
        found = {
            each.concept.id
            for text in texts
            for each in self.named_in(text)
            if each.concept.kind in ("skill", "field")
        }
        return tuple(sorted(found))

    def known_words(self, text: str) -> frozenset[str]:
        """The words of the text, folded, that stand in English labels or are known in others."""
        found = {fold(word) for word in re.findall(r"[^\W\d_]+", text[:1_000])}
        known = (self._english, self._french, self._spanish)
        return frozenset(word for word in found if any(word in each for each in known))

    @property
    def words(self) -> frozenset[str]:
        """The words, folded, of English labels, and the French ones known in English."""
        return frozenset(self._english).union(self._french)

    def is_french(self, text: str) -> bool:
        """Whether the words of `text` are French rather than English or anything else."""
        return french.is_french(text, self._french, self._english)

    def is_spanish(self, text: str) -> bool:
        """Whether the words of `text` are Spanish rather than English, French or anything else."""
        return spanish.is_spanish(text, self._spanish, self._french, self._english)

    def in_english(self, text: str, language: str | None = None) -> str:
        """A French or Spanish text in English words.

        French by labels of several words first, then, like Spanish, word by word. It is no
        translation: the order of words stays. So does what is not known, and a text in another
        language. `language` is that of the text where it is stated; else it is told by the words.
        """
        if language == "es" or (language is None and self.is_spanish(text)):
            return spanish.in_english(text, self._spanish, self._english)
        if language != "fr" and not (language is None and self.is_french(text)):
            return text
        labels = {each.start: each for each in self.named_in(text) if each.language == "fr"}
        parts: list[str] = []
        done = 0
        for word, start, end in written_words(text):
            if start < done:
                continue
            named = labels.get(start)
            if named is not None and end < named.end:
                parts.append(named.concept.plain_english)
                done = named.end
            elif not french.is_small(word):
                parts.append(french.in_english(word, self._french, self._english))
                done = end
        return " ".join(parts)

    def _meant(self, read_text: ReadText, span: Span) -> list[Entry]:
        """The labels that are meant, one of each concept and of as many concepts as are told.

        Of each kind those whose preferred label it is; only where there are none, those that our
        editors call so, and then others.
        """
        told: dict[int, tuple[int, Entry]] = {}
        best: dict[Kind, int] = {}
        for standing, entry in self._possible(read_text, span):
            kind = self._concept(entry.concept).kind
            told[entry.concept] = min((standing, entry), told.get(entry.concept, (standing, entry)))
            best[kind] = min(standing, best.get(kind, standing))
        meant = (
            entry
            for standing, entry in told.values()
            if standing == best[self._concept(entry.concept).kind]
        )
        return list(islice(meant, _MOST_OF_A_LABEL))

    def _possible(self, read_text: ReadText, span: Span) -> Iterator[tuple[int, Entry]]:
        """The labels that may be meant, with their standing.

        One common word names only under conditions, and nothing through an alternative label:
        "design" is not packaging. One French word that is an English one as well is read as
        French alone or in French texts only: "assurance".
        """
        word = read_text.words[span.first]
        condition = self._common.get(word.form) if span.length == 1 else None
        alone = read_text.about == word.form
        if condition == ANY and not alone:
            return
        if condition == CAPITALS and not (alone or is_in_capitals(read_text.text, word)):
            return
        both = span.length == 1 and word.form in self._english
        for entry in entries_of(span.told):
            standing = _standing(*self._labelled(entry), entry)
            if standing == _OTHER and not _may_name(condition, alone):
                continue
            if entry.language == "en" or not both or alone or read_text.is_french:
                yield standing, entry

    def _labelled(self, entry: Entry) -> tuple[Concept, str]:
        concept = self._concept(entry.concept)
        preferred = concept.labels.get(entry.language)
        if entry.place == 0 and preferred is not None:
            return concept, preferred
        return concept, concept.alternatives[entry.language][entry.place - 1]

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one thesaurus in a process
    def _concept(self, number: int) -> Concept:
        return concept_of(self._lines[number])


_PREFERRED: Final = 0
_OF_EDITORS: Final = 1
_OTHER: Final = 2


def _standing(concept: Concept, label: str, entry: Entry) -> int:
    """How much a label counts: preferred ones first, then what our editors call a concept."""
    if entry.rank == 0:
        return _PREFERRED
    return _OF_EDITORS if label in concept.of_editors else _OTHER


def _may_name(condition: str | None, alone: bool) -> bool:
    """Whether an alternative label of the classification names, if it is one common word."""
    return condition != ANY and (alone or condition != ALTERNATIVE)


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that is shipped, read once."""
    return Thesaurus()
