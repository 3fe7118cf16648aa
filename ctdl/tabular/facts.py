"""Facts: what one column, or a few that belong together, say in a document, both ways.

A fact reads its cells from a document and writes them into one. It touches only what it can
express: values in another form, of another list or of another language stay as they are.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular.alignments import alignment, concept_alignment
from ctdl.tabular.columns import Column
from ctdl.tabular.draft import (
    Draft,
    iri_of,
    language_map,
    members,
    plain,
    put,
    put_one,
    text_map,
    written_reference,
)
from ctdl.tabular.entries import join_entries
from ctdl.tabular.entry import Entry, q

Cells = dict[str, str]
PropertyOf = Callable[[Draft], str]


class Fact(ABC):
    """What some columns state; `read` is the inverse of `write`."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns

    @abstractmethod
    def read(self, draft: Draft, language: str) -> Cells:
        """The cells that state what the document says; texts in `language` are the plain ones."""

    @abstractmethod
    def write(self, draft: Draft, entry: Entry) -> None:
        """Make the document say what the cells do."""

    def rows(self, draft: Draft, language: str) -> list[Cells]:
        """The rows that state the fact: one, unless it may be stated many times."""
        return [self.read(draft, language)]


class _One(Fact):
    """A fact of one column in one property of the main resource."""

    def __init__(self, column: Column, property_of: PropertyOf | None = None) -> None:
        super().__init__(column)
        self.column = column
        self._property_of = property_of

    def property(self, draft: Draft) -> str:
        """The property for the class of this resource."""
        return self._property_of(draft) if self._property_of else self.column.property


class TextFact(_One):
    """One text in one or more languages."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The first text of each language."""
        texts = text_map(draft.main.get(self.property(draft)))
        return text_cells(self.column, first_texts(texts), language)

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the texts given."""
        texts = entry.texts(self.column)
        put_one(draft.main, self.property(draft), language_map(texts.items()))


class TextListFact(_One):
    """Several texts in one or more languages, without nodes of their own."""

    def read(self, draft: Draft, language: str) -> Cells:
        """All texts of each language."""
        texts = text_map(draft.main.get(self.property(draft)))
        return list_cells(self.column, texts, language)

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the texts given."""
        lists = entry.lists(self.column).items()
        pairs = [(tag, text) for tag, texts in lists for text in texts]
        put_one(draft.main, self.property(draft), language_map(pairs))


class PlainFact(_One):
    """One plain value that is kept as it is written."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The first value."""
        found = (plain(value) for value in members(draft.main, self.property(draft)))
        return cell(self.column, next((text for text in found if text), ""))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the value."""
        put_one(draft.main, self.property(draft), entry.text(self.column.name))


class EmailFact(PlainFact):
    """An e-mail address."""

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the address."""
        text = entry.text(self.column.name)
        if text and (text.count("@") != 1 or " " in text or text[0] == "@" or text[-1] == "@"):
            message = say("%(written)s is not an e-mail address.", written=q(text))
            entry.report("CELL_EMAIL", self.column.name, message)
            return
        put_one(draft.main, self.property(draft), text)


class DayFact(PlainFact):
    """A day."""

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the day."""
        put_one(draft.main, self.property(draft), entry.day(self.column.name))


class AddressFact(_One):
    """One web address, or several."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The addresses."""
        found = [iri for value in self._values(draft) if (iri := _web_address(value))]
        return cell(self.column, join_entries(found if self.column.repeatable else found[:1]))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the addresses, beside what is no web address."""
        others = [value for value in self._values(draft) if not _web_address(value)]
        found = entry.addresses(self.column)
        if self.column.repeatable or others:
            put(draft.main, self.property(draft), [*found, *others])
        else:
            put_one(draft.main, self.property(draft), found[0] if found else None)

    def _values(self, draft: Draft) -> list[Any]:
        return members(draft.main, self.property(draft))


class LanguagesFact(_One):
    """The languages something is offered in."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The tags."""
        tags = (plain(value) for value in members(draft.main, self.property(draft)))
        return cell(self.column, join_entries(tags))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the tags."""
        put(draft.main, self.property(draft), list(entry.languages(self.column.name)))


class ReferenceFact(_One):
    """Other records, by CTID or address; what is described inside the document stays."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The CTIDs, or addresses of what is elsewhere."""
        found = (iri_of(value) for value in members(draft.main, self.property(draft)))
        return cell(self.column, join_entries(written_reference(iri) for iri in found if iri))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the references."""
        others = [v for v in members(draft.main, self.property(draft)) if iri_of(v) is None]
        put(draft.main, self.property(draft), [*entry.references(self.column), *others])


@dataclass(frozen=True)
class CodeList:
    """A list of codes: the code that a value of a property stands for, and the value of a code."""

    code_of: Callable[[Draft, Any], str | None]
    value_of: Callable[[Draft, str], Any]


class CodeFact(_One):
    """Entries of a list; values of other lists in the same property stay."""

    def __init__(
        self, column: Column, codes: CodeList, property_of: PropertyOf | None = None
    ) -> None:
        super().__init__(column, property_of)
        self._codes = codes

    def read(self, draft: Draft, language: str) -> Cells:
        """The codes."""
        return cell(self.column, join_entries(code for code, _ in self._coded(draft)))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the codes; a value that was there keeps its form."""
        existing = dict(self._coded(draft))
        held = members(draft.main, self.property(draft))
        others = [value for value in held if not any(value is own for own in existing.values())]
        one_or_none = [] if self.column.repeatable else [entry.choice(self.column)]
        found = [
            existing.get(choice.value) or self._codes.value_of(draft, choice.value)
            for choice in one_or_none or entry.choices(self.column)
            if choice
        ]
        put(draft.main, self.property(draft), [*found, *others])

    def _coded(self, draft: Draft) -> list[tuple[str, Any]]:
        """The values of the list; a column for one value is about the first of them."""
        held = members(draft.main, self.property(draft))
        coded = [(self._codes.code_of(draft, value), value) for value in held]
        found = [(code, value) for code, value in coded if code is not None]
        return found if self.column.repeatable else found[:1]


def alignments(code_of: Callable[[Node], str | None], node_of: Callable[[str], Node]) -> CodeList:
    """A list whose entries are pointed at by alignment objects."""

    def code(draft: Draft, value: Any) -> str | None:
        node = draft.described(value)
        return code_of(node) if node is not None else None

    return CodeList(code, lambda _draft, written: node_of(written))


def concepts(terms: dict[str, str]) -> CodeList:
    """A list of CTDL: `terms` gives the concept of each code, `deliveryType:InPerson`."""
    codes = {term: code for code, term in terms.items()}

    def code(draft: Draft, value: Any) -> str | None:
        node = draft.described(value)
        target = node.get("ceterms:targetNode") if node is not None else value
        return codes.get(target) if isinstance(target, str) else None

    return CodeList(code, lambda _draft, written: concept_alignment(terms[written]))


class NamedListFact(_One):
    """Names, each in an alignment object of its own, such as subjects."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The names by language."""
        held = members(draft.main, self.property(draft))
        return list_cells(self.column, texts_of_nodes(draft, held, NAME), language)

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the names; nodes that say one of them already are kept."""
        held = members(draft.main, self.property(draft))
        wanted = paired(entry.lists(self.column))
        put(draft.main, self.property(draft), merged_nodes(draft, held, wanted, NAME))


NAME: Final = "ceterms:targetNodeName"
DESCRIPTION: Final = "ceterms:targetNodeDescription"


def paired(lists: dict[str, list[str]]) -> list[dict[str, str]]:
    """The entries as texts in several languages.

    Languages with as many entries as the first are its translations, in the same order; entries
    of unknown language and those of a language with more or fewer stand for themselves.
    """
    tags = [tag for tag in lists if lists[tag]]
    if not tags:
        return []
    first = tags[0]
    together = [
        tag
        for tag in tags[1:]
        if "und" not in (first, tag) and len(lists[tag]) == len(lists[first])
    ]
    entries = [
        {first: text, **{tag: lists[tag][place] for tag in together}}
        for place, text in enumerate(lists[first])
    ]
    alone = [tag for tag in tags[1:] if tag not in together]
    return entries + [{tag: text} for tag in alone for text in lists[tag]]


def texts_of_nodes(draft: Draft, held: list[Any], property: str) -> dict[str, list[str]]:
    """The texts that the owned nodes among `held` state, by language."""
    found: dict[str, list[str]] = {}
    for value in held:
        node = draft.described(value)
        if node is not None and owns(draft, value, property):
            for tag, texts in text_map(node.get(property)).items():
                found.setdefault(tag, []).extend(texts)
    return found


def owns(draft: Draft, value: Any, property: str) -> bool:
    """Whether the column of `property` speaks of `value`: outcomes are those without a name."""
    node = draft.described(value)
    if node is None or not text_map(node.get(property)):
        return False
    return property == NAME or not text_map(node.get(NAME))


def merged_nodes(
    draft: Draft, held: list[Any], wanted: list[dict[str, str]], property: str
) -> list[Any]:
    """The wanted texts in order, in the nodes that state them already, then all other nodes."""
    owned = [value for value in held if owns(draft, value, property)]
    others = [value for value in held if not owns(draft, value, property)]
    nodes: list[Any] = []
    for texts in wanted:
        known = next((value for value in owned if _states(draft, value, texts, property)), None)
        if known is None:
            nodes.append(alignment(**{property.partition(":")[2]: dict(texts)}))
            continue
        owned.remove(known)
        node = draft.described(known)
        if node is not None and _flat(node.get(property)) != texts:
            node[property] = dict(texts)
        nodes.append(known)
    return [*nodes, *others]


def _states(draft: Draft, value: Any, texts: dict[str, str], property: str) -> bool:
    node = draft.described(value)
    stated = _flat(node.get(property)) if node is not None else {}
    return any(stated.get(tag) == text for tag, text in texts.items())


def _flat(value: Any) -> dict[str, str]:
    return {tag: " ".join(texts[0].split()) for tag, texts in text_map(value).items()}


def cell(column: Column, text: str) -> Cells:
    """The cell of a column."""
    return {column.name: text}


def text_cells(column: Column, texts: dict[str, str], language: str) -> Cells:
    """The cells of a text: plain in `language`, `name@fr` for the others."""
    cells = {column.name: texts.get(language, "")}
    for tag, text in texts.items():
        if tag != language:
            cells[f"{column.name}@{tag}"] = text
    return cells


def first_texts(texts: dict[str, list[str]]) -> dict[str, str]:
    """The first text of each language."""
    return {tag: each[0] for tag, each in texts.items()}


def list_cells(column: Column, texts: dict[str, list[str]], language: str) -> Cells:
    """The cells of lists of texts."""
    return text_cells(column, {tag: join_entries(each) for tag, each in texts.items()}, language)


def _web_address(value: Any) -> str | None:
    iri = iri_of(value)
    return iri if iri and iri.startswith(("https://", "http://")) else None
