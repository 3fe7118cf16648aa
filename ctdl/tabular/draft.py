"""A document being edited: its nodes, found and changed in place, and what is left to itself."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import Any, Final

from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document
from ctdl.language import UNDETERMINED, primary_language
from ctdl.nodes import Node
from ctdl.vocabulary import vocabulary

_CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"


class Draft:
    """The JSON-LD of one record; everything nobody touches stays as it was."""

    def __init__(self, body: Node, ctid: CTID) -> None:
        self.body = body
        self.ctid = ctid
        self.nodes: list[Node] = body["@graph"]
        self.main: Node = next(node for node in self.nodes if node.get("ceterms:ctid") == ctid)

    @classmethod
    def new(cls, ctid: CTID) -> "Draft":
        """The draft of a record that is not there yet."""
        main: Node = {"@id": f"resources/{ctid}", "ceterms:ctid": ctid}
        return cls({"@context": _CONTEXT, "@id": f"graph/{ctid}", "@graph": [main]}, ctid)

    @classmethod
    def of(cls, document: Document) -> "Draft":
        """A draft that begins as `document`, which stays as it is."""
        return cls(json.loads(json.dumps(document.body)), document.ctid)

    @classmethod
    def view(cls, document: Document) -> "Draft":
        """`document` to be read only."""
        return cls(document.body, document.ctid)

    @property
    def types(self) -> list[str]:
        """The classes of the main resource."""
        stated = self.main.get("@type", [])
        members = stated if isinstance(stated, list) else [stated]
        return [member for member in members if isinstance(member, str)]

    def is_a(self, ancestor: str) -> bool:
        """Whether the main resource is an `ancestor`."""
        return any(vocabulary().is_a(name, ancestor) for name in self.types)

    def language(self, besides: Container[str] = ()) -> str:
        """The language most texts are in, English first among equals; never one of `besides`."""
        tags = Counter(
            tag
            for property in ("ceterms:name", "ceterms:description")
            for tag in text_map(self.main.get(property))
            if tag not in besides
        )
        best = min(tags, key=lambda tag: (-tags[tag], primary_language(tag) != "en"), default=None)
        return best or next(tag for tag in ("en", UNDETERMINED) if tag not in besides)

    def described(self, value: Any) -> Node | None:
        """The node that `value`, a node or the name of one of this document, leads to."""
        if isinstance(value, str) and value.startswith("_:"):
            return next((node for node in self.nodes if node.get("@id") == value), None)
        if not isinstance(value, dict) or "@value" in value:
            return None
        return self.described(value["@id"]) if value.keys() == {"@id"} else value

    def add_node(self, label: str, node: Node) -> str:
        """The name of `node`, which now belongs to the document."""
        taken = {each.get("@id") for each in self.nodes}
        name, number = f"_:{label}", 2
        while name in taken:
            name, number = f"_:{label}{number}", number + 1
        self.nodes.append({"@id": name, **node})
        return name

    def drop_unused(self, value: Any) -> None:
        """Remove the local node called `value` when nothing refers to it any more."""
        if isinstance(value, str) and value.startswith("_:") and not _mentions(self.nodes, value):
            self.nodes[:] = [node for node in self.nodes if node.get("@id") != value]


def members(holder: Node, property: str) -> list[Any]:
    """The values of a property, one or many, as a list of their own."""
    value = holder.get(property)
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def put(holder: Node, property: str, values: list[Any]) -> None:
    """State exactly these values; none removes the property."""
    if values:
        holder[property] = values
    else:
        holder.pop(property, None)


def put_one(holder: Node, property: str, value: Any) -> None:
    """State one value; None or an empty one removes the property."""
    if value is None or value in ("", {}):
        holder.pop(property, None)
    else:
        holder[property] = value


def tagged_texts(value: Any) -> Iterator[tuple[str, str]]:
    """Each text of a value with its language, in whatever form it is written."""
    if isinstance(value, str):
        if value.strip():
            yield UNDETERMINED, value
    elif isinstance(value, list):
        for member in value:
            yield from tagged_texts(member)
    elif isinstance(value, dict) and "@value" in value:
        text = value["@value"]
        if isinstance(text, str) and text.strip():
            yield value.get("@language", UNDETERMINED), text
    elif isinstance(value, dict):
        for tag, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                if tag[:1] != "@" and isinstance(text, str) and text.strip():
                    yield tag, text


def text_map(value: Any) -> dict[str, list[str]]:
    """The texts of a value by language."""
    found: dict[str, list[str]] = {}
    for tag, text in tagged_texts(value):
        found.setdefault(tag, []).append(text)
    return found


def plain(value: Any) -> str:
    """A plain value as a text, empty for anything else."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if isinstance(value, str | int) else ""


def iri_of(value: Any) -> str | None:
    """The address a value is; None for local names and described nodes."""
    found = value.get("@id") if isinstance(value, dict) and value.keys() == {"@id"} else value
    return found if isinstance(found, str) and not found.startswith("_:") else None


def written_reference(iri: str) -> str:
    """How a cell names what is at `iri`: by CTID when it is a record of a registry."""
    return (ctid_in(iri) if iri.startswith("resources/") else None) or iri


def language_map(texts: Iterable[tuple[str, str]]) -> Node:
    """A language map; several texts of one language become a list."""
    found: dict[str, list[str]] = {}
    for tag, text in texts:
        if text and text not in found.setdefault(tag, []):
            found[tag].append(text)
    return {tag: each[0] if len(each) == 1 else each for tag, each in found.items() if each}


def _mentions(value: Any, name: str) -> bool:
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            waiting += current
        elif isinstance(current, dict):
            # A node's own @id names it; a bare reference mentions another.
            waiting += [held for key, held in current.items() if key != "@id" or len(current) == 1]
        elif current == name:
            return True
    return False
