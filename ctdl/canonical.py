"""The canonical form of a document: the same graph, written the one way the registry keeps it.

Registry addresses are relative, empty values left out, keys sorted; arrays keep their order.
"""

from typing import Any

from ctdl.ctid import CTID
from ctdl.declared_context import read_context
from ctdl.findings import DocumentError, finding
from ctdl.identities import Identities
from ctdl.node_reading import NodeReader
from ctdl.nodes import Node, kind_of


def canonical_form(content: Any, base: str | None) -> tuple[Node, CTID]:
    """The canonical JSON-LD of `content` and the CTID of its main node, or DocumentError."""
    root = _root_object(content)
    context = read_context(root.get("@context"))
    reader = NodeReader(context, base)
    nodes = [node for member in _members(root) if (node := reader.node(member)) is not None]
    reader.stop_on_errors()
    return Identities(reader, nodes, root.get("@id")).body(context)


def _root_object(content: Any) -> Node:
    if not isinstance(content, dict):
        raise _error(
            "DOCUMENT_NOT_OBJECT",
            f"The file is {kind_of(content)}; a document is an object with @context and @graph.",
        )
    if any(name in content for name in ("decoded_resource", "envelope_id", "envelope_type")):
        raise _error(
            "DOCUMENT_IS_ENVELOPE",
            "This is a registry envelope; publish what is in its decoded_resource.",
        )
    if "@context" not in content and isinstance(content.get("documents"), list):
        raise _error(
            "CONTEXT_MISSING",
            "This is the answer of an import; publish what is in documents[].document, each by"
            " itself.",
        )
    return content


def _members(root: Node) -> list[Any]:
    if "@graph" not in root:
        return [{name: value for name, value in root.items() if name != "@context"}]
    graph = root["@graph"]
    if not isinstance(graph, list):
        raise _error("GRAPH_NOT_LIST", f"@graph holds {kind_of(graph)}; make it a list of nodes.")
    unexpected = root.keys() - {"@context", "@id", "@graph"}
    if unexpected:
        raise _error(
            "GRAPH_KEY_UNEXPECTED",
            f"Beside @graph stands {sorted(unexpected)[0]!r}; move it into a node of @graph.",
        )
    if "@id" in root and not isinstance(root["@id"], str):
        raise _error("VALUE_WRONG_TYPE", f"@id is {kind_of(root['@id'])}; write one address.")
    if not graph:
        raise _error("GRAPH_EMPTY", "@graph is empty; add the resource to publish.")
    return graph


def _error(code: str, message: str) -> DocumentError:
    return DocumentError([finding(code, message)])
