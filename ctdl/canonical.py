"""The canonical form of a document: the same graph, written the one way the registry keeps it.

Registry addresses are relative, empty values left out, keys sorted; arrays keep their order.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from ctdl.contexts import COERCIONS, known_url
from ctdl.ctid import CTID, CTID_PATTERN, CTIDError, ctid_in, parse_ctid
from ctdl.declared_context import DeclaredContext, read_context
from ctdl.findings import DocumentError, Finding, finding
from ctdl.iris import IRIError, IRIReader, is_own_path, split_curie
from ctdl.language import is_language_tag

Node = dict[str, Any]

_BARE_UUID: Final = re.compile(CTID_PATTERN.pattern[3:], re.IGNORECASE)
_MAX_FINDINGS: Final = 100


def canonical_form(content: Any, base: str | None) -> tuple[Node, CTID]:
    """The canonical JSON-LD of `content` and the CTID of its main node, or DocumentError."""
    root = _root_object(content)
    context = read_context(root.get("@context"))
    reader = _NodeReader(context, base)
    nodes = [node for member in _members(root) if (node := reader.node(member)) is not None]
    reader.stop_on_errors()
    return _Identities(reader, nodes, root.get("@id")).body(context)


def node_definitions(value: Any) -> Iterator[Node]:
    """Every node described in `value`, outermost first; bare references are left out."""
    if isinstance(value, list):
        for member in value:
            yield from node_definitions(member)
    elif isinstance(value, dict) and "@value" not in value:
        if value.keys() != {"@id"}:
            yield value
        for name, member in value.items():
            if name[0] != "@" and COERCIONS.get(name) != "@language":
                yield from node_definitions(member)


def _root_object(content: Any) -> Node:
    if not isinstance(content, dict):
        raise _error(
            "DOCUMENT_NOT_OBJECT",
            f"The file holds {_kind(content)}; a document is one object with @context and @graph.",
        )
    if any(name in content for name in ("decoded_resource", "envelope_id", "envelope_type")):
        raise _error(
            "DOCUMENT_IS_ENVELOPE",
            "This is a registry envelope; publish what is in its decoded_resource.",
        )
    return content


def _members(root: Node) -> list[Any]:
    if "@graph" not in root:
        return [{name: value for name, value in root.items() if name != "@context"}]
    graph = root["@graph"]
    if not isinstance(graph, list):
        raise _error("GRAPH_NOT_LIST", f"@graph holds {_kind(graph)}; make it a list of nodes.")
    unexpected = root.keys() - {"@context", "@id", "@graph"}
    if unexpected:
        raise _error(
            "GRAPH_KEY_UNEXPECTED",
            f"Beside @graph stands {sorted(unexpected)[0]!r}; move it into a node of @graph.",
        )
    if not graph:
        raise _error("GRAPH_EMPTY", "@graph is empty; add the resource to publish.")
    return graph


class _NodeReader:
    """Rewrites nodes value by value, gathering findings on the way."""

    def __init__(self, context: DeclaredContext, base: str | None) -> None:
        self.findings: list[Finding] = []
        self.iris = IRIReader(context.prefixes, context.own_prefixes, base)
        self._prefixes = context.prefixes
        self._urls = context.urls
        self._entity = "document"

    def stop_on_errors(self) -> None:
        """Raise DocumentError when anything was found."""
        if self.findings:
            raise DocumentError(self.findings[:_MAX_FINDINGS])

    def report(self, code: str, message: str, property: str | None = None) -> None:
        """Add a finding about the node being read."""
        self.findings.append(finding(code, message, entity=self._entity, property=property))

    def node(self, value: Any) -> Node | None:
        """The top-level node `value` in canonical form."""
        if not isinstance(value, dict):
            self._entity = "document"
            self.report("VALUE_WRONG_TYPE", f"@graph holds {_kind(value)}; list only nodes there.")
            return None
        identifier = value.get("@id")
        self._entity = identifier if isinstance(identifier, str) else "a node without @id"
        return self._node(value)

    def iri(self, text: Any, property: str) -> str | None:
        """The IRI `text` in canonical form; None, with a finding, when it is not one."""
        if not isinstance(text, str):
            self.report(
                "VALUE_WRONG_TYPE", f"{property} is {_kind(text)}; write an address.", property
            )
            return None
        try:
            return self.iris.read(text)
        except IRIError as error:
            found = error.finding
            self.report(found.code, f"{property}: {found.message}", property)
            return None

    def _node(self, value: Node) -> Node:
        node: Node = {}
        for name in sorted(value):
            member = value[name]
            if member is None or member == []:
                continue
            if name[:1] == "@":
                read = self._keyword(name, member)
            elif split_curie(name, self._prefixes) is None or name.startswith("rdf:"):
                self.report(
                    "PROPERTY_NOT_A_TERM",
                    f"{name[:80]!r} is not a property of the context and would be lost or "
                    "misread; write it as prefix:name, such as ceterms:name.",
                    name,
                )
                continue
            else:
                read = self._values(name, member, COERCIONS.get(name, ""))
            if read is not None and read != []:
                node[name] = read
        return node

    def _keyword(self, name: str, value: Any) -> Any:
        if name == "@id":
            return self.iri(value, "@id")
        if name == "@type":
            classes = value if isinstance(value, list) else [value]
            read = [found for member in classes if (found := self._class(member))]
            unique = list(dict.fromkeys(read))
            return unique[0] if len(unique) == 1 else unique
        # Real documents repeat their context in a node, which changes nothing.
        if name != "@context" or not isinstance(value, str) or known_url(value) not in self._urls:
            self.report("KEYWORD_NOT_SUPPORTED", f"{name!r} is not taken inside a node; remove it.")
        return None

    def _class(self, value: Any) -> str | None:
        if not isinstance(value, str):
            self.report("VALUE_WRONG_TYPE", f"@type holds {_kind(value)}; write a class name.")
            return None
        written = self._short_class(value)
        if split_curie(written, self._prefixes) is None:
            self.report(
                "CLASS_NOT_A_TERM",
                f"{value[:80]!r} is not a class of the context; write it as prefix:Name, such as "
                "ceterms:MicroCredential.",
                "@type",
            )
            return None
        return written

    def _short_class(self, text: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if text.startswith(namespace):
                return f"{prefix}:{text[len(namespace) :]}"
        return text

    def _values(self, name: str, value: Any, coercion: str) -> Any:
        if coercion == "@language" and isinstance(value, dict):
            return self._language_map(name, value)
        if not isinstance(value, list):
            return self._value(name, value, coercion)
        read = (self._value(name, member, coercion) for member in value if member is not None)
        return [member for member in read if member is not None]

    def _value(self, name: str, value: Any, coercion: str) -> Any:
        if isinstance(value, list):
            self._wrong_type(name, "a list inside a list; write one list")
            return None
        if isinstance(value, dict):
            return self._object(name, value, coercion)
        if coercion == "@id":
            return self.iri(value, name)
        if coercion == "@language" and not isinstance(value, str):
            self._wrong_type(name, f"{_kind(value)}; write a text or a language map")
            return None
        return _canonical_literal(value, coercion)

    def _object(self, name: str, value: Node, coercion: str) -> Any:
        if "@value" in value:
            return self._value_object(name, value)
        if coercion == "@language":
            self._wrong_type(name, 'a list of language maps; write one map, {"en": [...]}')
            return None
        if COERCIONS.get(name) not in ("@id", None):
            self._wrong_type(name, "an object; write a plain value")
            return None
        return self._node(value) or None

    def _value_object(self, name: str, value: Node) -> Any:
        content = value["@value"]
        if value.keys() - {"@value", "@type", "@language"} or isinstance(content, dict | list):
            self._wrong_type(name, "a @value with something else; give @value, @type or @language")
            return None
        if content is None:
            return None
        if "@language" in value:
            return self._tagged(name, value)
        if "@type" not in value:
            return {"@value": _canonical_literal(content, "")}
        datatype = value["@type"]
        if not isinstance(datatype, str) or not datatype.startswith(("xsd:", "schema:")):
            self._wrong_type(name, "a @value whose @type is not an xsd: or schema: datatype")
            return None
        return {"@type": datatype, "@value": _canonical_literal(content, datatype)}

    def _tagged(self, name: str, value: Node) -> Node | None:
        if not isinstance(value["@value"], str) or "@type" in value:
            self._wrong_type(name, "a @value with @language that is not a text")
            return None
        if not self._is_language(name, value["@language"]):
            return None
        return {"@language": value["@language"], "@value": _lines(value["@value"])}

    def _language_map(self, name: str, value: Node) -> Node | None:
        texts: Node = {}
        for tag in sorted(value):
            text = value[tag]
            if text is None or text == [] or not self._is_language(name, tag):
                continue
            members = text if isinstance(text, list) else [text]
            if all(isinstance(member, str) for member in members):
                kept = [_lines(member) for member in members]
                texts[tag] = kept if isinstance(text, list) else kept[0]
            else:
                self._wrong_type(name, f"{_kind(text)} for {tag!r}; write a text there")
        return texts or None

    def _is_language(self, name: str, tag: Any) -> bool:
        if isinstance(tag, str) and is_language_tag(tag):
            return True
        self.report(
            "LANGUAGE_TAG_INVALID",
            f"{name}: {str(tag)[:40]!r} is not a language tag; use one such as en, fr-CA, or und "
            "when the language is not known.",
            name,
        )
        return False

    def _wrong_type(self, name: str, what: str) -> None:
        self.report("VALUE_WRONG_TYPE", f"{name} is {what}.", name)


class _Identities:
    """Gives the document's own resources their registry addresses, and finds the main one."""

    def __init__(self, reader: _NodeReader, nodes: list[Node], root_id: Any) -> None:
        self._reader = reader
        self._nodes = nodes
        self._root_id = root_id
        self._renamed: dict[str, str] = {}
        self._ctids: dict[CTID, str] = {}

    def body(self, context: DeclaredContext) -> tuple[Node, CTID]:
        """The canonical document and the CTID of its main node."""
        self._check_duplicate_ids()
        for node in node_definitions(self._nodes):
            self._claim(node)
        self._reader.stop_on_errors()
        main = self._main()
        if self._renamed:
            self._rename(self._nodes)
        body: Node = {"@context": context.value, "@graph": self._nodes, "@id": f"graph/{main}"}
        return body, main

    def _check_duplicate_ids(self) -> None:
        seen: set[str] = set()
        for node in self._nodes:
            identifier = node.get("@id")
            if identifier is not None and identifier in seen:
                self._report(
                    node, "ID_DUPLICATE", f"{identifier} is described twice; merge the two nodes."
                )
            if identifier is not None:
                seen.add(identifier)

    def _claim(self, node: Node) -> None:
        identifier = node.get("@id")
        stated = node.get("ceterms:ctid")
        if stated is None:
            if identifier and is_own_path(identifier) and "#" not in identifier:
                self._report(
                    node, "CTID_MISSING", f"{identifier} states no ceterms:ctid; add its CTID."
                )
            return
        ctid = self._stated_ctid(node, stated)
        if ctid is None or not self._agrees(node, ctid):
            return
        if "@type" not in node:
            self._report(node, "TYPE_MISSING", f"{ctid} states no @type; add its class.")
        address = f"resources/{ctid}"
        if self._ctids.setdefault(ctid, identifier or "") != (identifier or ""):
            self._report(
                node, "CTID_DUPLICATE", f"{ctid} belongs to two resources here; keep it for one."
            )
        if identifier != address:
            self._adopt(node, identifier, address)

    def _stated_ctid(self, node: Node, stated: Any) -> CTID | None:
        if not isinstance(stated, str):
            self._report(
                node, "VALUE_WRONG_TYPE", f"ceterms:ctid is {_kind(stated)}; write one text."
            )
            return None
        try:
            return parse_ctid(stated)
        except CTIDError as error:
            self._report(node, _ctid_code(stated), str(error))
            return None

    def _agrees(self, node: Node, ctid: CTID) -> bool:
        in_address = ctid_in(node.get("@id", ""))
        if in_address in (None, ctid):
            return True
        self._report(
            node,
            "CTID_URI_MISMATCH",
            f"The address ends in {in_address} but ceterms:ctid is {ctid}; make them the same.",
        )
        return False

    def _adopt(self, node: Node, identifier: str | None, address: str) -> None:
        if identifier is not None:
            self._renamed[identifier] = address
        if identifier is not None and not identifier.startswith("_:"):
            same = node.get("ceterms:sameAs", [])
            same = same if isinstance(same, list) else [same]
            if identifier not in same:
                node["ceterms:sameAs"] = [*same, identifier]
        node["@id"] = address
        _sort(node)

    def _main(self) -> CTID:
        own = [CTID(node["ceterms:ctid"]) for node in self._nodes if "ceterms:ctid" in node]
        if not own:
            raise _error("CTID_MISSING", self._missing_ctid())
        named = ctid_in(self._root_id) if isinstance(self._root_id, str) else None
        if named is None:
            return own[0]
        if named not in own:
            raise _error(
                "CTID_URI_MISMATCH",
                f"The document's @id names {named}, which no node of @graph has as ceterms:ctid.",
            )
        return named

    def _missing_ctid(self) -> str:
        identifiers = (node.get("@id", "") for node in self._nodes)
        found = next((tail for iri in identifiers if (tail := iri[-39:]).startswith("ce-")), None)
        remedy = f"add {found!r}" if found else "add 'ce-' and a lower-case UUID"
        return f"No resource of the document states a ceterms:ctid; {remedy}."

    def _rename(self, value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return self._renamed.get(value, value) if COERCIONS.get(name) == "@id" else value
        if isinstance(value, list):
            value[:] = [self._rename(member, name) for member in value]
        elif isinstance(value, dict) and COERCIONS.get(name) != "@language":
            for key, member in value.items():
                if key == "@id":
                    value[key] = self._renamed.get(member, member)
                elif key[0] != "@" and key != "ceterms:sameAs":
                    value[key] = self._rename(member, key)
        return value

    def _report(self, node: Node, code: str, message: str) -> None:
        entity = node.get("@id") or "a node without @id"
        self._reader.findings.append(finding(code, message, entity=entity))


def _canonical_literal(value: Any, coercion: str) -> Any:
    """`value` as the same text or number in every format and to every JSON-LD processor.

    JSON-LD writes fractions as doubles ("7.505E2"), which is no xsd:decimal: such a number is kept
    as a text. Elsewhere a whole number has no ".0", and an xsd:float always has one.
    """
    if isinstance(value, str):
        return _lines(value)
    if coercion == "xsd:string" and value is not None:
        return json.dumps(value)
    if isinstance(value, bool):
        return value
    if coercion == "xsd:float":
        return float(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return int(value)
        if coercion == "xsd:decimal":
            return f"{Decimal(repr(value)):f}"
    return value


def _lines(text: str) -> str:
    # Reading XML turns every line end into a line feed, so nothing else can be kept.
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _ctid_code(text: str) -> str:
    if CTID_PATTERN.fullmatch(text.lower()):
        return "CTID_UPPERCASE"
    return "CTID_BARE_UUID" if _BARE_UUID.fullmatch(text) else "CTID_MALFORMED"


def _sort(node: Node) -> None:
    members = sorted(node.items())
    node.clear()
    node.update(members)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")


def _error(code: str, message: str) -> DocumentError:
    return DocumentError([finding(code, message)])
