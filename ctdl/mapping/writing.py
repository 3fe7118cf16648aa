"""Writing through a mapping table: from a node of CTDL to a node of the target format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document
from ctdl.iris import is_own_path
from ctdl.language import UNDETERMINED, best_text
from ctdl.mapping.identity import origin_of
from ctdl.mapping.table import Node, Row, Table, each_value, stated, without_empty

Texts = Literal["plain", "map", "tagged"]


@dataclass(frozen=True)
class Writing:
    """What writing needs to know: the document, where its registry is, and how texts go."""

    document: Document
    base: str
    texts: Texts
    language: str
    #: The documents of what the record refers to, as far as they are at hand.
    others: Mapping[CTID, Document] = field(default_factory=dict)

    def node(self, value: Any) -> Mapping[str, Any] | None:
        """The node of the document that `value` is or names."""
        if isinstance(value, str):
            return self.document.by_id.get(value)
        if isinstance(value, dict) and value.keys() == {"@id"}:
            return self.document.by_id.get(value["@id"])
        return value if isinstance(value, dict) else None

    def address(self, iri: str) -> str:
        """`iri` as the world outside knows it, its first identifier where that is at hand."""
        ctid = ctid_in(iri)
        known = self.others.get(ctid) if ctid else None
        if known:
            return identifier_of(known, self.base)
        return f"{self.base}{iri}" if is_own_path(iri) else iri

    def part(self, name: str, number: int) -> str:
        """The address of a part of the record, for formats that want one for everything."""
        return f"{self.base}resources/{self.document.ctid}#{name}-{number}"

    def text(self, value: Any) -> Any:
        """A text of CTDL as the target writes texts; None for none."""
        texts = language_texts(value)
        if not texts:
            return None
        if self.texts == "plain":
            return best_text(texts, self.language)[0]
        if self.texts == "map":
            return dict(texts)
        tagged = [
            text if tag == UNDETERMINED else {"@value": text, "@language": tag}
            for tag, text in texts.items()
        ]
        return tagged[0] if len(tagged) == 1 else tagged


def language_texts(value: Any) -> dict[str, str]:
    """A text of CTDL by language, the first one of each."""
    if isinstance(value, str):
        return {UNDETERMINED: value} if value.strip() else {}
    if isinstance(value, dict) and isinstance(value.get("@value"), str):
        return {str(value.get("@language", UNDETERMINED)): value["@value"]}
    if isinstance(value, list):
        found: dict[str, str] = {}
        for member in value:
            found = language_texts(member) | found
        return found
    if not isinstance(value, dict):
        return {}
    texts = {tag: next(each_value(text), None) for tag, text in value.items() if tag[:1] != "@"}
    return {tag: text for tag, text in texts.items() if isinstance(text, str) and text.strip()}


def identifier_of(document: Document, base: str) -> str:
    """The identifier to write: the one the record was imported with, or the record's address."""
    same_as = tuple(iri for iri in each_value(document.main.get("ceterms:sameAs")))
    return origin_of(document.ctid, same_as) or f"{base}resources/{document.ctid}"


def write_node(table: Table, node: Mapping[str, Any], kind: str, writing: Writing) -> Node:
    """What the rows of `table` make of the CTDL `node` of the class `kind`."""
    made: Node = {}
    for row in table.rows:
        if row.conversion.write is None:
            continue
        values = list(stated(node, row, kind))
        written = without_empty(row.conversion.write(writing, values)) if values else []
        if written:
            _put(made, row, written, table)
    return made


def _put(node: Node, row: Row, values: list[Any], table: Table) -> None:
    holder = node
    for length, step in enumerate(row.steps[:-1], start=1):
        path = ".".join(row.steps[:length])
        inner = holder.setdefault(step, {})
        if path in table.types:
            inner.setdefault("type", table.types[path])
        holder = inner
    name = row.steps[-1]
    earlier = list(each_value(holder.get(name)))
    together = [*earlier, *(value for value in values if value not in earlier)]
    listed = row.source in table.lists or len(together) > 1
    holder[name] = together if listed else together[0]
