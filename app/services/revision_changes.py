"""What one revision of a record changed: field by field, in values that a page puts into words.

What a form has a field for is compared as the forms compare it (app.services.drafts). Quality
assurance is compared as statements; what is left is compared property by property.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.services import drafts
from app.services.drafts import Difference
from app.services.revisions import Revision
from ctdl.documents import Document
from ctdl.language import LangText
from ctdl.nodes import Node
from ctdl.provenance import Statement
from ctdl.records import CredentialRecord, QAStatement
from ctdl.records.quality import SHORT_FORMS, qa_statements
from ctdl.records.reading import NAMES, NodeView
from ctdl.tabular import Template

QUALITY = (*SHORT_FORMS, "ceterms:relatedAction", "ceterms:objectOfAction")
MOST_PROPERTIES = 40
"""How many properties are compared in words; a hostile document has thousands."""

DEEPEST = 4
"""How far into a value that is described inside the document its words go."""

MOST_VALUES = 60
MOST_THINGS = 30


@dataclass(frozen=True)
class PropertyDifference:
    """A property whose values are not the same; inner descriptions stand in their place."""

    curie: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Things:
    """The things inside a document (levels, concepts, components) that came, went or changed."""

    added: tuple[LangText, ...]
    removed: tuple[LangText, ...]
    changed: tuple[LangText, ...]
    more: int
    """How many more there are than are named."""

    @property
    def is_empty(self) -> bool:
        """Whether all are as they were."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Changes:
    """What a revision changed; pairs are (before, after), only with what is not in both."""

    template: Template | None
    columns: tuple[Difference, ...]
    quality: tuple[tuple[QAStatement, ...], tuple[QAStatement, ...]]
    properties: tuple[PropertyDifference, ...]
    things: Things
    source: tuple[Statement, Statement] | None
    keeper: tuple[str, str] | None
    """The CTIDs of the publishers who kept the record before and after, where that changed."""


def changes_between(before: Revision, after: Revision) -> Changes:
    """What `after` says in another way than `before`, the revision that it replaced."""
    template, columns = drafts.column_differences(before.document, after.document)
    quality = _quality(before, after)
    is_told = {column.property for column in _columns_of(template, columns)}
    is_told |= {each for column in _columns_of(template, columns) for each in column.also}
    is_told |= set(QUALITY) if any(quality) else set()
    default = before.provenance.default, after.provenance.default
    keepers = before.change.publisher, after.change.publisher
    return Changes(
        template=template,
        columns=columns,
        quality=quality,
        properties=tuple(_properties(before.document, after.document, is_told)),
        things=_things(before.document, after.document),
        source=default if default[0] != default[1] else None,
        keeper=keepers if keepers[0] != keepers[1] else None,
    )


def qa_of(revision: Revision) -> tuple[QAStatement, ...]:
    """What the document says that quality-assurance bodies did about its main resource."""
    record = revision.record
    if isinstance(record, CredentialRecord):
        return record.qa
    document = revision.document
    return qa_statements(NodeView(document, document.main))


def _quality(
    before: Revision, after: Revision
) -> tuple[tuple[QAStatement, ...], tuple[QAStatement, ...]]:
    old, new = qa_of(before), qa_of(after)
    return (
        tuple(each for each in old if each not in new),
        tuple(each for each in new if each not in old),
    )


def _columns_of(template: Template | None, differences: tuple[Difference, ...]) -> list[Any]:
    found = [template.column(each.column) for each in differences] if template else []
    return [column for column in found if column is not None]


def _properties(before: Document, after: Document, told: set[str]) -> Iterator[PropertyDifference]:
    """The properties of the main resource that differ and that no field tells about."""
    old, new = _Inner(before), _Inner(after)
    count = 0
    for curie in dict.fromkeys([*before.main, *after.main]):
        if curie in told or curie == "@id":
            continue
        one, other = before.main.get(curie), after.main.get(curie)
        if old.digest(one) == new.digest(other):
            continue
        count += 1
        if count > MOST_PROPERTIES:
            return
        yield PropertyDifference(curie, old.written(one), new.written(other))


class _Inner:
    """A document's values with what is described inside the document put in its place.

    A hostile document has descriptions that lead to each other in a thousand ways: digests are
    made once for each, and what is written out has an end.
    """

    def __init__(self, document: Document) -> None:
        self._by_id: Mapping[str, Node] = document.by_id
        self._digests: dict[str, str] = {}
        self._left = MOST_VALUES

    def digest(self, value: Any) -> str:
        """The same for values that say the same, whatever inner nodes are called."""
        return hashlib.sha256(
            json.dumps(self._named(value, 0), sort_keys=True).encode()
        ).hexdigest()

    def written(self, value: Any, depth: int = 0) -> Any:
        """The value with inner descriptions in place, `DEEPEST` deep and `MOST_VALUES` long."""
        if isinstance(value, list):
            return [self.written(each, depth) for each in value[:MOST_VALUES]]
        if isinstance(value, dict):
            inside = value.items() if depth < DEEPEST else ()
            return {name: self.written(each, depth + 1) for name, each in inside if self._may()}
        inner = self._inner(value)
        if inner is None:
            return value
        return self.written({k: v for k, v in inner.items() if k != "@id"}, depth + 1)

    def _may(self) -> bool:
        self._left -= 1
        return self._left > 0

    def _inner(self, value: Any) -> Node | None:
        is_inner = isinstance(value, str) and value.startswith("_:")
        return self._by_id.get(value) if is_inner else None

    def _named(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self._named(each, depth) for each in value]
        if isinstance(value, dict):
            return {name: self._named(each, depth) for name, each in value.items()}
        inner = self._inner(value)
        if inner is None:
            return value
        if value not in self._digests:
            # Until it is known: a description that leads back to itself ends here.
            self._digests[value] = "circle"
            # A chain of a thousand descriptions is told apart by its first ones only.
            if depth < 50:
                inside = {name: each for name, each in inner.items() if name != "@id"}
                text = json.dumps(self._named(inside, depth + 1), sort_keys=True)
                self._digests[value] = f"inner {hashlib.sha256(text.encode()).hexdigest()}"
        return self._digests[value]


def _things(before: Document, after: Document) -> Things:
    old = {ctid: node for ctid, node in before.by_ctid.items() if ctid != before.ctid}
    new = {ctid: node for ctid, node in after.by_ctid.items() if ctid != after.ctid}
    added = [node for ctid, node in new.items() if ctid not in old]
    removed = [node for ctid, node in old.items() if ctid not in new]
    changed = [node for ctid, node in new.items() if ctid in old and old[ctid] != node]
    found = len(added) + len(removed) + len(changed)
    limit = MOST_THINGS if found <= MOST_THINGS else MOST_THINGS // 3
    come, gone, other = _names(after, added), _names(before, removed), _names(after, changed)
    shown = Things(come[:limit], gone[:limit], other[:limit], 0)
    named = len(shown.added) + len(shown.removed) + len(shown.changed)
    return replace(shown, more=found - named)


def _names(document: Document, nodes: list[Node]) -> tuple[LangText, ...]:
    return tuple(NodeView(document, node).text(*NAMES) for node in nodes)
