"""Reading through a mapping table: from a node of the source to a node of CTDL."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ctdl.ctid import CTID
from ctdl.language import is_language_tag
from ctdl.mapping.identity import lasting
from ctdl.mapping.notes import Notes
from ctdl.mapping.source import Dialect, Node, Source
from ctdl.mapping.table import Table, admits, place


@dataclass
class Reading:
    """Where reading stands: the source, its language, and what was met on the way."""

    source: Source
    dialect: Dialect
    notes: Notes
    kind: str
    language: str
    path: str = ""
    #: What stands before every path in the notes, when an inner thing is read with a table.
    prefix: str = ""
    #: Nodes without an identifier of their own, which stand in the same document.
    locals: list[Node] = field(default_factory=list)
    #: Organisations with an identifier, by it; each becomes a document of its own.
    organizations: dict[str, Node] = field(default_factory=dict)
    #: What else of the source becomes a document: identifier to CTID.
    own: dict[str, CTID] = field(default_factory=dict)

    def unread(self, value: object, why: str) -> None:
        """Note that a value where reading stands was left out."""
        self.notes.unread(self.path, value, why)

    def local(self, name: str, node: Node) -> str:
        """The local name under which `node` was put into the document."""
        number = sum(1 for each in self.locals if each["@id"].startswith(f"_:{name}")) + 1
        label = f"_:{name}{number}"
        self.locals.append({"@id": label, **node})
        return label

    def reference(self, value: Any) -> str | None:
        """The address of the resource that `value` names; ours when it is imported as well."""
        node = self.source.node(value)
        identifier = node.get("id") if node else None
        if not isinstance(identifier, str):
            return None
        if identifier in self.own:
            return f"resources/{self.own[identifier]}"
        return identifier if lasting(identifier) else None


def read_node(table: Table, node: Node, reading: Reading) -> Node:
    """What the rows of `table` make of `node`; everything else is noted as left out."""
    made: Node = {}
    for row in table.rows:
        values = list(_values(node, row.steps, reading.source))
        if not values:
            continue
        reading.path = f"{reading.prefix}{row.source}"
        if not admits(row.target_on(reading.kind), reading.kind):
            reading.unread(values[0], f"{row.target_on(reading.kind)} is not for {reading.kind}")
            continue
        value = row.conversion.read(reading, values)
        if value not in (None, "", [], {}):
            place(made, row, reading.kind, value)
    _report_unknown(table, node, reading)
    return made


def _values(node: Node, steps: tuple[str, ...], source: Source) -> Iterator[Any]:
    holders = [node]
    for step in steps[:-1]:
        holders = [
            found
            for holder in holders
            for value in _listed(holder.get(step))
            if (found := source.node(value)) is not None
        ]
    for holder in holders:
        yield from _listed(holder.get(steps[-1]))


def _listed(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        member = waiting.pop(0)
        if isinstance(member, list):
            waiting[:0] = member
        elif isinstance(member, dict) and member.keys() & {"@list", "@set"}:
            waiting[:0] = [member.get("@list"), member.get("@set")]
        elif member not in (None, "", {}):
            yield member


def _report_unknown(table: Table, node: Node, reading: Reading) -> None:
    for path, terms in table.known_terms().items():
        for holder in _holders(node, path, reading):
            for term, value in holder.items():
                if term in terms or term in ("id", "type") or value in (None, "", [], {}):
                    continue
                reading.notes.left_out(reading.prefix + ".".join((*path, term)))


def _holders(node: Node, path: tuple[str, ...], reading: Reading) -> Iterator[Node]:
    if not path:
        yield node
    # An identifier names a node that is described, and reported on, where it stands.
    if not path or path[-1] == "id":
        return
    for value in _values(node, path, reading.source):
        holder = reading.source.node(value)
        # What becomes a document of its own is read there; a text by language is no node.
        if holder and not _is_own(holder, reading) and not _is_text_by_language(holder):
            yield holder


def _is_own(holder: Node, reading: Reading) -> bool:
    identifier = holder.get("id")
    return isinstance(identifier, str) and identifier in reading.own


def _is_text_by_language(holder: Node) -> bool:
    return all(
        is_language_tag(tag) and tag not in ("id", "type", "name") and isinstance(text, str | list)
        for tag, text in holder.items()
    )
