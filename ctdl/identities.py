"""Who is who in a document: its own resources get registry addresses, and one is the main one."""

import re
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID, CTID_PATTERN, CTIDError, ctid_in, parse_ctid
from ctdl.declared_context import DeclaredContext
from ctdl.findings import DocumentError, finding
from ctdl.iris import is_own_path
from ctdl.node_reading import NodeReader
from ctdl.nodes import Node, kind_of, node_definitions

_BARE_UUID: Final = re.compile(CTID_PATTERN.pattern[3:], re.IGNORECASE)


class Identities:
    """Gives the document's own resources their registry addresses, and finds the main one."""

    def __init__(self, reader: NodeReader, nodes: list[Node], root_id: Any) -> None:
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
                node, "VALUE_WRONG_TYPE", f"ceterms:ctid is {kind_of(stated)}; write one text."
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
        property = "ceterms:ctid" if code.startswith("CTID_") else None
        self._reader.findings.append(finding(code, message, entity=entity, property=property))


def _ctid_code(text: str) -> str:
    if CTID_PATTERN.fullmatch(text.lower()):
        return "CTID_UPPERCASE"
    return "CTID_BARE_UUID" if _BARE_UUID.fullmatch(text) else "CTID_MALFORMED"


def _sort(node: Node) -> None:
    members = sorted(node.items())
    node.clear()
    node.update(members)


def _error(code: str, message: str) -> DocumentError:
    return DocumentError([finding(code, message)])
