"""Reading the values of a node tolerantly: what has an unexpected form is absent, never an error.

Real documents write one value or a list, a text or a language map, a concept as an alignment
object, a skos:Concept or an address. All give the same value here.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.ctid import CTID, CTID_PATTERN, ctid_in
from ctdl.documents import Document
from ctdl.language import UNDETERMINED, LangText
from ctdl.records.values import Reference

NAMES: Final = (
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "ceasn:competencyLabel",
    "ceasn:competencyText",
    "rdfs:label",
)
DESCRIPTIONS: Final = ("ceterms:description", "ceasn:description", "skos:definition")


@dataclass(frozen=True)
class ConceptValue:
    """A value of some list: where it is, what it is called, its code and its list."""

    iri: str | None
    name: LangText
    description: LangText
    notation: str | None
    framework: str | None
    framework_name: LangText

    @property
    def term(self) -> str | None:
        """The local name of a CTDL concept: "Active" for credentialStat:Active."""
        return self.iri.replace("/", ":").rpartition(":")[2] if self.iri else None


class NodeView:
    """One node of a document, asked for values by property."""

    def __init__(self, document: Document, node: Mapping[str, Any]) -> None:
        self.document = document
        self.node = node

    @property
    def types(self) -> tuple[str, ...]:
        """The classes of the node."""
        stated = self.node.get("@type")
        members = stated if isinstance(stated, list) else [stated]
        return tuple(member for member in members if isinstance(member, str))

    @property
    def type(self) -> str:
        """The first class, empty when none is stated."""
        return next(iter(self.types), "")

    @property
    def ctid(self) -> CTID | None:
        """The CTID the node states."""
        stated = self.node.get("ceterms:ctid")
        return CTID(stated) if isinstance(stated, str) and CTID_PATTERN.fullmatch(stated) else None

    def values(self, *names: str) -> Iterator[Any]:
        """Each value of the properties `names`, lists taken apart."""
        for name in names:
            value = self.node.get(name)
            if isinstance(value, list):
                yield from value
            elif value is not None:
                yield value

    def views(self, *names: str) -> Iterator["NodeView"]:
        """The nodes described in the document that the properties lead to."""
        for value in self.values(*names):
            described = self._described(value)
            if described is not None:
                yield NodeView(self.document, described)

    def text(self, *names: str) -> LangText:
        """The texts of the first of `names` that has any, one for each language."""
        for name in names:
            found = dict(reversed(list(_tagged_texts(self.node.get(name)))))
            if found:
                return dict(sorted(found.items()))
        return {}

    def texts(self, *names: str) -> tuple[LangText, ...]:
        """Every text of the properties, each with its language."""
        return tuple(
            {tag: text} for name in names for tag, text in _tagged_texts(self.node.get(name))
        )

    def string(self, *names: str) -> str | None:
        """The first plain value as a text."""
        for value in self.values(*names):
            plain = value.get("@value") if isinstance(value, dict) else value
            if isinstance(plain, str) and plain:
                return plain
            if isinstance(plain, int | float) and not isinstance(plain, bool):
                return f"{plain:g}" if isinstance(plain, float) else str(plain)
        return None

    def strings(self, *names: str) -> tuple[str, ...]:
        """Every plain text."""
        found = (
            value.get("@value") if isinstance(value, dict) else value
            for value in self.values(*names)
        )
        return tuple(text for text in found if isinstance(text, str) and text)

    def number(self, *names: str) -> float | None:
        """The first value as a finite number."""
        text = self.string(*names)
        try:
            number = float(text) if text is not None else math.nan
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def boolean(self, name: str) -> bool | None:
        """Whether `name` holds; None when that is not stated."""
        for value in self.values(name):
            plain = value.get("@value") if isinstance(value, dict) else value
            if isinstance(plain, bool):
                return plain
            if plain in ("true", "false"):
                return bool(plain == "true")
        return None

    def iris(self, *names: str) -> tuple[str, ...]:
        """The addresses the properties hold, without local names."""
        found = (_iri_of(value) for value in self.values(*names))
        return tuple(dict.fromkeys(iri for iri in found if iri and not iri.startswith("_:")))

    def page(self, *names: str) -> str | None:
        """The first address a browser can open."""
        return next((iri for iri in self.iris(*names) if is_page(iri)), None)

    def reference(self, value: Any) -> Reference | None:
        """What `value`, an address or a described node, refers to."""
        iri = _iri_of(value)
        described = self._described(value)
        name: LangText = NodeView(self.document, described).text(*NAMES) if described else {}
        stated = NodeView(self.document, described).ctid if described else None
        if iri is None and not name:
            return None
        ctid = stated or (ctid_in(iri) if iri else None)
        return Reference(ctid, None if iri and iri.startswith("_:") else iri, name)

    def references(self, *names: str) -> tuple[Reference, ...]:
        """What the properties refer to."""
        found = (self.reference(value) for value in self.values(*names))
        return tuple(reference for reference in found if reference is not None)

    def concepts(self, *names: str) -> tuple[ConceptValue, ...]:
        """The list values of the properties, however they are written."""
        found = (self._concept(value) for value in self.values(*names))
        return tuple(concept for concept in found if concept is not None)

    def _concept(self, value: Any) -> ConceptValue | None:
        described = self._described(value)
        if described is None:
            iri = _iri_of(value)
            return None if iri is None else ConceptValue(iri, {}, {}, None, None, {})
        view = NodeView(self.document, described)
        own = described.get("@id")
        own = own if isinstance(own, str) and not own.startswith("_:") else None
        return ConceptValue(
            iri=next(iter(view.iris("ceterms:targetNode")), own),
            name=view.text("ceterms:targetNodeName", *NAMES),
            description=view.text("ceterms:targetNodeDescription", *DESCRIPTIONS),
            notation=view.string("ceterms:codedNotation", "skos:notation", "ceasn:codedNotation"),
            framework=next(iter(view.iris("ceterms:framework", "skos:inScheme")), None),
            framework_name=view.text("ceterms:frameworkName"),
        )

    def _described(self, value: Any) -> Mapping[str, Any] | None:
        if isinstance(value, str):
            return self.document.by_id.get(value)
        if not isinstance(value, dict) or "@value" in value:
            return None
        if value.keys() == {"@id"}:
            return self.document.by_id.get(value["@id"])
        return value


def is_page(iri: str) -> bool:
    """Whether a browser can open `iri`."""
    return iri.startswith(("https://", "http://"))


def _iri_of(value: Any) -> str | None:
    found = value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found else None


def _tagged_texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield UNDETERMINED, value
    elif isinstance(value, list):
        for member in value:
            yield from _tagged_texts(member)
    elif isinstance(value, dict) and "@value" in value:
        text, tag = value["@value"], value.get("@language", UNDETERMINED)
        if isinstance(text, str) and text.strip():
            yield tag, text
    elif isinstance(value, dict):
        for tag, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                if tag[:1] != "@" and isinstance(text, str) and text.strip():
                    yield tag, text
