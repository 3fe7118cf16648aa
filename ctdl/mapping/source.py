"""What is imported, as plain nodes: JSON-LD read without fetching or trusting its context.

Each format knows its own terms. They are recognised bare, with a usual prefix, or as full IRIs;
a term that the source's own inline context gives another meaning is not taken for ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ctdl.language import UNDETERMINED
from ctdl.mapping.notes import Notes

Node = dict[str, Any]

_KEYWORDS: Final = {"@id": "id", "@type": "type"}
_MAX_NODES: Final = 50_000


@dataclass(frozen=True)
class Dialect:
    """How one format is written: where its terms live and how else they may be spelt."""

    namespaces: tuple[str, ...]
    prefixes: tuple[str, ...]
    contexts: tuple[str, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)

    def term(self, name: str) -> str:
        """`name` as the mapping tables write it."""
        name = _KEYWORDS.get(name, name)
        if name in self.spellings:
            return self.spellings[name]
        for start in (*self.namespaces, *(f"{prefix}:" for prefix in self.prefixes)):
            if name.startswith(start) and len(name) > len(start):
                bare = name[len(start) :]
                return self.spellings.get(bare, bare)
        return name

    def knows_context(self, address: str) -> bool:
        """Whether a document of this format may name the context at `address`."""
        secure = address.replace("http://", "https://", 1).rstrip("/")
        return any(
            secure.startswith(known.replace("http://", "https://", 1)) for known in self.contexts
        )


@dataclass(frozen=True)
class Source:
    """The nodes of what is imported, those at the top first, and the language of its texts."""

    tops: tuple[Node, ...]
    by_id: Mapping[str, Node]
    language: str | None
    address: str | None = None

    def node(self, value: Any) -> Node | None:
        """The node that `value` is or names; an address alone is a node with only an id."""
        if isinstance(value, str):
            return self.by_id.get(value, {"id": value})
        if not isinstance(value, dict) or "@value" in value:
            return None
        identifier = value.get("id")
        if isinstance(identifier, str) and value.keys() <= {"id", "type"}:
            return self.by_id.get(identifier, value)
        return value


def types_of(node: Mapping[str, Any], dialect: Dialect) -> tuple[str, ...]:
    """The classes a node states, in the words of the dialect."""
    stated = node.get("type", node.get("@type"))
    members = stated if isinstance(stated, list) else [stated]
    return tuple(dialect.term(member) for member in members if isinstance(member, str))


def read_source(
    contents: list[Any],
    dialect: Dialect,
    notes: Notes,
    *,
    language: str | None = None,
    address: str | None = None,
) -> Source:
    """The nodes of `contents`, with the terms of `dialect`."""
    tops: list[Node] = []
    stated = None
    for content in contents:
        roots = content if isinstance(content, list) else [content]
        for root in roots:
            if isinstance(root, dict):
                context = _Context.read(root.get("@context"), dialect, notes)
                stated = stated or context.language
                tops.extend(_members(_renamed(root, dialect, context.foreign, notes)))
    by_id: dict[str, Node] = {}
    for node in nested_nodes(tops):
        identifier = node.get("id")
        if isinstance(identifier, str) and len(node) > len(by_id.get(identifier, ())):
            by_id[identifier] = node
    return Source(tuple(tops), by_id, stated or language, address)


def nested_nodes(values: Any) -> Iterator[Node]:
    """Every object in `values`, outermost first; a bounded number of them."""
    waiting = [values]
    seen = 0
    while waiting and seen < _MAX_NODES:
        below: list[Any] = []
        for value in waiting:
            if isinstance(value, list):
                below.extend(value)
            elif isinstance(value, dict) and "@value" not in value:
                seen += 1
                yield value
                below.extend(value.values())
        waiting = below


@dataclass(frozen=True)
class _Context:
    """What a document's own @context says that matters here."""

    language: str | None
    foreign: frozenset[str]

    @classmethod
    def read(cls, value: Any, dialect: Dialect, notes: Notes) -> "_Context":
        language: str | None = None
        foreign: set[str] = set()
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str) and not dialect.knows_context(entry):
                notes.add(
                    "IMPORT_CONTEXT_UNKNOWN",
                    f"The context {entry[:80]!r} is not known here and none is fetched: terms only"
                    " it defines are not carried over.",
                    "@context",
                )
            elif isinstance(entry, dict):
                if "@language" in entry:
                    # An explicit null says that no language is known, whatever follows.
                    stated = entry["@language"]
                    language = stated if isinstance(stated, str) else UNDETERMINED
                foreign.update(
                    term
                    for term, definition in entry.items()
                    if term[:1] != "@" and not _means_itself(term, definition, dialect)
                )
        return cls(language, frozenset(foreign))


def _means_itself(term: str, definition: Any, dialect: Dialect) -> bool:
    address = definition.get("@id") if isinstance(definition, dict) else definition
    if not isinstance(address, str):
        return False
    # A prefix of the document's own stands before a colon and cannot hide one of our terms.
    is_prefix = address.startswith(("http://", "https://")) and address[-1:] in "/#"
    return is_prefix or address == f"@{term}" or dialect.term(address) == dialect.term(term)


def _members(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        graph = node.pop("@graph", None)
        if graph is None or node.keys() - {"id"}:
            yield node
        below = graph if isinstance(graph, list) else [graph]
        waiting.extend(member for member in below if isinstance(member, dict))


def _renamed(value: Any, dialect: Dialect, foreign: frozenset[str], notes: Notes) -> Any:
    """`value` with the terms of the dialect; nesting was bounded when the JSON was read."""
    if isinstance(value, list):
        return [_renamed(member, dialect, foreign, notes) for member in value]
    if not isinstance(value, dict) or "@value" in value:
        return value
    node: Node = {}
    for name, member in value.items():
        if name == "@context":
            continue
        if name in foreign:
            notes.left_out(name)
            continue
        term = dialect.term(name)
        read = _renamed(member, dialect, foreign, notes)
        node[term] = _joined(node[term], read) if term in node else read
    return node


def _joined(first: Any, second: Any) -> Any:
    return [
        *(first if isinstance(first, list) else [first]),
        *(second if isinstance(second, list) else [second]),
    ]
