"""Facts about what a record is: its class, codes and names given elsewhere, and addresses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ctdl.countries import country_code, country_name
from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular.columns import Column
from ctdl.tabular.draft import Draft, language_map, members, plain, put, text_map
from ctdl.tabular.entries import join_entries, split_entries
from ctdl.tabular.entry import Entry, q
from ctdl.tabular.facts import Cells, Fact, cell

#: The kind of identifier under which the publisher's own code is kept.
OWN_CODE: Final = "Publisher's own code"
_TYPE_NAME: Final = "ceterms:identifierTypeName"
_CODE: Final = "ceterms:identifierValueCode"
_PREFIX: Final = "ceterms:"


class FrameFact(Fact):
    """A column that says how to read the row, not what is in the record: nothing is written."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The record's CTID, or the language of its texts."""
        [column] = self.columns
        return cell(column, draft.ctid if column.name == "ctid" else language)

    def write(self, draft: Draft, entry: Entry) -> None:
        """Nothing: the CTID and the language are known before."""


class TypeFact(Fact):
    """The class of the resource; `classes` gives those that have another name in the cells."""

    def __init__(self, column: Column, classes: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(column)
        self._column, self._classes = column, classes

    def read(self, draft: Draft, language: str) -> Cells:
        """The first class."""
        stated = next(iter(draft.types), "")
        named = (value for value, name in self._classes.items() if name == stated)
        return cell(self._column, next(named, stated.removeprefix(_PREFIX)))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the class; further classes stay."""
        choice = entry.choice(self._column)
        if choice is None:
            return
        written = self._classes.get(choice.value, f"{_PREFIX}{choice.value}")
        others = [name for name in draft.types[1:] if name != written]
        draft.main["@type"] = [written, *others] if others else written


class OwnCodeFact(Fact):
    """The publisher's own code of the record."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def read(self, draft: Draft, language: str) -> Cells:
        """The code."""
        found = (plain(node.get(_CODE)) for node in _identifiers(draft, own=True))
        return cell(self._column, next((code for code in found if code), ""))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the code before other identifiers."""
        code = entry.text(self._column.name)
        new = [_identifier(OWN_CODE, code)] if code else []
        _put_identifiers(draft, new, own=True)


class IdentifiersFact(Fact):
    """Identifiers given by others, each `kind: value`."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def read(self, draft: Draft, language: str) -> Cells:
        """The identifiers."""
        return cell(self._column, join_entries(_written(n) for n in _identifiers(draft, own=False)))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the identifiers; those that were there keep their form."""
        known = {_written(node): node for node in _identifiers(draft, own=False)}
        new = []
        for written in split_entries(entry.text(self._column.name)):
            kind, colon, value = written.partition(": ")
            made = _identifier(kind, value.strip()) if colon else _identifier("", written)
            new.append(known.get(written) or made)
        _put_identifiers(draft, new, own=False)


class PlaceFact(Fact):
    """Where an organisation is: its country, region, town, street and postal code."""

    _PARTS: Final = ("addressRegion", "addressLocality", "streetAddress")

    def __init__(
        self, country: Column, region: Column, city: Column, street: Column, postal_code: Column
    ) -> None:
        super().__init__(country, region, city, street, postal_code)
        self._country, self._postal_code = country, postal_code
        self._parts = tuple(zip((region, city, street), self._PARTS, strict=True))

    def read(self, draft: Draft, language: str) -> Cells:
        """The parts of the first address."""
        place = next(iter(self._places(draft)), {})
        names = [
            text for each in text_map(place.get("ceterms:addressCountry")).values() for text in each
        ]
        codes = (country_code(name) for name in names)
        cells = cell(
            self._country, next((code for code in codes if code), "") or "".join(names[:1])
        )
        for column, part in self._parts:
            texts = text_map(place.get(f"ceterms:{part}"))
            own = texts.get(language) or next(iter(texts.values()), [""])
            cells[column.name] = own[0]
        return {**cells, **cell(self._postal_code, plain(place.get("ceterms:postalCode")))}

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the address in place of the first."""
        places = self._places(draft)
        old: Node = places[0] if places else {"@type": "ceterms:Place"}
        stated: dict[str, Any] = {"ceterms:addressCountry": self._country_map(old, entry)}
        for column, part in self._parts:
            text = entry.text(column.name)
            before = text_map(old.get(f"ceterms:{part}"))
            unchanged = text and any(text in each for each in before.values())
            new = language_map([(entry.language, text)]) if text else None
            stated[f"ceterms:{part}"] = old[f"ceterms:{part}"] if unchanged else new
        stated["ceterms:postalCode"] = entry.text(self._postal_code.name)
        new = {name: value for name, value in old.items() if name not in stated}
        new |= {name: value for name, value in stated.items() if value}
        held = members(draft.main, "ceterms:address")
        others = [value for value in held if draft.described(value) is not old]
        says = bool(new.keys() - {"@type", "@id"})
        put(draft.main, "ceterms:address", [*([new] if says else []), *others])

    def _places(self, draft: Draft) -> list[Node]:
        held = (draft.described(value) for value in members(draft.main, "ceterms:address"))
        return [node for node in held if node is not None]

    def _country_map(self, old: Node, entry: Entry) -> Node | None:
        text = entry.text(self._country.name)
        if not text:
            return None
        code = country_code(text)
        if code is None:
            entry.report(
                "CELL_CHOICE",
                self._country.name,
                say(
                    "%(written)s is not a country; write its ISO code, such as NZ, or English "
                    "name.",
                    written=q(text),
                ),
            )
            return None
        before = text_map(old.get("ceterms:addressCountry"))
        if any(country_code(name) == code for names in before.values() for name in names):
            stated: Node = old["ceterms:addressCountry"]
            return stated
        return {"en": country_name(code) or code}


def _identifiers(draft: Draft, *, own: bool) -> list[Node]:
    held = (draft.described(value) for value in members(draft.main, "ceterms:identifier"))
    return [node for node in held if node is not None and _is_own(node) == own and node.get(_CODE)]


def _put_identifiers(draft: Draft, new: list[Node], *, own: bool) -> None:
    held = members(draft.main, "ceterms:identifier")
    ours = _identifiers(draft, own=own)
    others = [v for v in held if not any(draft.described(v) is node for node in ours)]
    put(draft.main, "ceterms:identifier", [*new, *others] if own else [*others, *new])


def _is_own(node: Node) -> bool:
    return any(OWN_CODE in texts for texts in text_map(node.get(_TYPE_NAME)).values())


def _identifier(kind: str, value: str) -> Node:
    named = {_TYPE_NAME: {"en": kind}} if kind else {}
    return {"@type": "ceterms:IdentifierValue", **named, _CODE: value}


def _written(node: Node) -> str:
    kinds = [text for texts in text_map(node.get(_TYPE_NAME)).values() for text in texts]
    code = plain(node.get(_CODE))
    return " ".join((f"{kinds[0]}: {code}" if kinds else code).split())
