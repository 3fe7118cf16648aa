"""A program that answers SPARQL queries, so hostile ones have a process of their own to die in.

`app.store.sparql` runs it with nothing at hand: no environment, none of the registry's modules,
limits that the system keeps and, where the system allows it, no network. It is told over a pipe
what to ask of which store, and says in two messages what came out: how it went, and the answer.
"""

import ctypes
import json
import os
import re
import resource
import signal
import sys
from io import BytesIO
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import pyoxigraph as ox

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_FORMS: Final = {
    ox.QuerySolutions: "select",
    ox.QueryBoolean: "ask",
    ox.QueryTriples: "graph",
}
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_RDF_TYPES: Final = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
_GAP: Final = r"(?:\s|#[^\r\n]*[\r\n])*"
_NAME: Final = r"""(?:[<?$][^\s{}]*|[^\s{}"'()<>]*:[^\s{}]*)"""
_SERVICE: Final = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAME}{_GAP}\{{", re.IGNORECASE)
"""A request to another server, wherever it stands: no comment or text is taken away first, because
whatever reads those a little differently from the engine would open a way round this."""
_VARIABLE_BEFORE: Final = re.compile(r"[?$]\w*\Z")
_TEXT_OR_COMMENT: Final = re.compile(
    r"""(<[^<>"{}|^`\s]*>)|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\r\n]*""",
    re.DOTALL,
)
_BASE: Final = re.compile(r"\bBASE\s*<([^<>\s]*)>", re.IGNORECASE)
_PREFIX: Final = re.compile(r"\bPREFIX\s+([^\s:<>]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_FROM: Final = re.compile(
    r"(?<![?$\w:-])FROM\s+(NAMED\s+)?(?:<([^<>\s]*)>|([^\s{}<>:?$]*):([^\s{}<>]*))", re.IGNORECASE
)
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME: Final = re.compile(r"[^\W\d][\w.-]*\Z")


class Refused(Exception):
    """The query is not answered; `outcome` says why to programs."""

    def __init__(self, outcome: str, message: str = "", **facts: Any) -> None:
        self.outcome = outcome
        self.facts = {"message": message, **facts}
        super().__init__(message)


class Bounded(BytesIO):
    """A file in memory that refuses to become larger than allowed."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self._largest = largest

    def write(self, data: "ReadableBuffer") -> int:
        """Take the next part."""
        if self.tell() + len(memoryview(data)) > self._largest:
            raise Refused("too large")
        return super().write(data)


class Answering:
    """Answers one question after another, each within the limits."""

    def __init__(self, limits: dict[str, Any]) -> None:
        self._limits = limits
        self._opened: tuple[str, ox.Store] | None = None

    def answer(self, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """How it went, and the answer; the system ends the process when time is up."""
        signal.setitimer(signal.ITIMER_REAL, self._limits["seconds"])
        try:
            return self._result(asked)
        except Refused as refused:
            return {"outcome": refused.outcome, **refused.facts}, b""
        except SyntaxError as error:
            return {"outcome": "malformed", "message": str(error)}, b""
        except (ValueError, OSError, RuntimeError) as error:
            return {"outcome": self._outcome_of_failure(asked), "message": str(error)}, b""
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _result(self, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        _refuse_service(asked["query"])
        found = self._query(asked)
        form = _FORMS[type(found)]
        suffix = asked["formats"][form]
        if suffix is None:
            raise Refused("not acceptable", form=form)
        if isinstance(found, ox.QueryTriples):
            rows, data = self._graph(found, suffix, asked["prefixes"])
        else:
            rows, data = self._table(found, suffix)
        told = {"outcome": "answered", "form": form, "format": suffix, "rows": rows}
        return told, data

    def _query(self, asked: dict[str, Any]) -> _Found:
        store = self._store(asked["store"])
        # What the protocol names goes before what the query names (SPARQL 1.1 Protocol, 2.1.4).
        default_graphs, named_graphs = asked["default_graphs"], asked["named_graphs"]
        if not (default_graphs or named_graphs):
            default_graphs, named_graphs = _named_graphs(asked["query"], asked["base"])
        if default_graphs or named_graphs:
            chosen = self._chosen(store, default_graphs, named_graphs)
            # Said once more, so that the engine does not look for what the query names.
            return chosen.query(
                asked["query"],
                base_iri=asked["base"],
                default_graph=ox.DefaultGraph(),
                named_graphs=[ox.NamedNode(each) for each in named_graphs],
            )
        return store.query(asked["query"], base_iri=asked["base"])

    def _store(self, path: str) -> ox.Store:
        if self._opened is None or self._opened[0] != path:
            # The old one is given back first: its files may have been deleted already.
            self._opened = None
            try:
                self._opened = (path, ox.Store.read_only(path))
            except (OSError, RuntimeError) as error:
                raise Refused("gone", str(error)) from error
        return self._opened[1]

    def _outcome_of_failure(self, asked: dict[str, Any]) -> str:
        """Whether the store cannot be read any more, or the fault is the query's.

        The engine does not tell them apart.
        """
        self._opened = None
        try:
            self._store(asked["store"])
        except Refused as refused:
            return refused.outcome
        return "failed"

    def _chosen(
        self, store: ox.Store, default_graphs: list[str], named_graphs: list[str]
    ) -> ox.Store:
        """A dataset of just these graphs, with each statement of the default graph once."""
        chosen = ox.Store()
        for names, is_default in ((default_graphs, True), (named_graphs, False)):
            for name in names:
                try:
                    graph = ox.NamedNode(name)
                except ValueError as error:
                    raise Refused("unknown graph", name) from error
                if not store.contains_named_graph(graph):
                    raise Refused("unknown graph", name)
                for quad in store.quads_for_pattern(None, None, None, graph):
                    triple = (quad.subject, quad.predicate, quad.object)
                    chosen.add(ox.Quad(*triple) if is_default else quad)
        return chosen

    def _table(self, found: ox.QuerySolutions | ox.QueryBoolean, suffix: str) -> tuple[int, bytes]:
        output = Bounded(self._limits["bytes"])
        form = ox.QueryResultsFormat.from_extension(suffix)
        found.serialize(output, format=form)
        data = output.getvalue()
        rows = _rows(data, suffix)
        if rows > self._limits["rows"]:
            raise Refused("too many", rows=rows)
        if suffix == "srx" and _NOT_IN_XML.search(data.decode()):
            raise Refused("not in XML", "a text of the result has a control character")
        return rows, data

    def _graph(
        self, found: ox.QueryTriples, suffix: str, prefixes: dict[str, str]
    ) -> tuple[int, bytes]:
        triples: dict[ox.Triple, None] = {}
        for triple in found:
            triples[triple] = None
            if len(triples) > self._limits["rows"]:
                raise Refused("too many")
        if suffix == "rdf":
            self._require_xml(triples)
        output = Bounded(self._limits["bytes"])
        form = getattr(ox.RdfFormat, _RDF_TYPES[suffix])
        ox.serialize(triples, output, format=form, prefixes=_used(prefixes, triples))
        return len(triples), output.getvalue()

    def _require_xml(self, triples: dict[ox.Triple, None]) -> None:
        for triple in triples:
            if not _XML_NAME.search(re.split(r"[/#:]", triple.predicate.value)[-1]):
                raise Refused("not in XML", f"{triple.predicate} does not end in a name")
            value = triple.object
            if isinstance(value, ox.Literal) and _NOT_IN_XML.search(value.value):
                raise Refused("not in XML", f"a {triple.predicate} has a control character")


def main() -> None:
    """Answer what is asked on the file descriptor named first, within the limits named second."""
    connection = Connection(int(sys.argv[1]))
    limits = json.loads(sys.argv[2])
    leave_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits["memory"], limits["memory"]))
    answering = Answering(limits)
    connection.send_bytes(b"ready")
    while True:
        try:
            asked = json.loads(connection.recv_bytes())
        except EOFError:
            return
        told, data = answering.answer(asked)
        connection.send_bytes(json.dumps(told).encode())
        connection.send_bytes(data)


def leave_network() -> bool:
    """Whether the system let this process into a network of its own, which leads nowhere."""
    if not sys.platform.startswith("linux"):
        return False
    # Only root may do the second without the first, and would lose the right to its files by it.
    flags = _CLONE_NEWNET | (0 if os.geteuid() == 0 else _CLONE_NEWUSER)
    return bool(ctypes.CDLL(None).unshare(flags) == 0)


def _used(prefixes: dict[str, str], triples: dict[ox.Triple, None]) -> dict[str, str]:
    """Only the prefixes that something in these triples begins with."""
    terms = {term for triple in triples for term in (triple.predicate, triple.object)}
    names = (each.value for each in terms if isinstance(each, ox.NamedNode))
    spaces = {re.split(r"[^/#]*\Z", each, maxsplit=1)[0] for each in names}
    return {prefix: space for prefix, space in prefixes.items() if space in spaces}


def _refuse_service(query: str) -> None:
    for found in _SERVICE.finditer(query):
        if not _VARIABLE_BEFORE.search(query[: found.start()]):
            raise Refused("service")


def _named_graphs(query: str, base: str) -> tuple[list[str], list[str]]:
    """The graphs after FROM, and after FROM NAMED.

    The engine would take what it does not find for empty, and give twice what two graphs state.
    """
    read = _TEXT_OR_COMMENT.sub(lambda found: found.group(1) or " ", query)
    prefixes = dict(_PREFIX.findall(read))
    for stated in _BASE.findall(read):
        base = urljoin(base, stated)
    graphs: tuple[list[str], list[str]] = ([], [])
    for is_named, iri, prefix, local in _FROM.findall(read):
        if not iri and prefix not in prefixes:
            continue
        name = urljoin(base, iri or prefixes[prefix] + local)
        if name not in graphs[bool(is_named)]:
            graphs[bool(is_named)].append(name)
    return graphs


def _rows(data: bytes, suffix: str) -> int:
    """How many rows a table has; a truth has one."""
    if suffix == "srj":
        return len(json.loads(data).get("results", {"bindings": [None]})["bindings"])
    if suffix == "srx":
        return data.count(b"<result>") or data.count(b"<boolean>")
    if suffix == "tsv":
        return data.count(b"\n") - 1
    return _csv_rows(data)


def _csv_rows(data: bytes) -> int:
    """Lines that do not end inside quotes, without the first."""
    return re.sub(rb'"[^"]*"', b"", data).count(b"\n") - 1


if __name__ == "__main__":
    main()
