"""Agreement with ctdl-validate, an independent validator of CTDL.

`python -m tests.support.agreement` prints the tables. Both look at the same documents; what each
says by a rule that both know is compared by code, entity and property. The differences we mean to
have are listed, each with its reason, in `tests/support/agreed_differences.py`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from inspect import getfile
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ctdl_validate.checks import ALL_CHECKS
from ctdl_validate.findings import Finding as TheirFinding
from ctdl_validate.graph import DocumentError as TheirDocumentError
from ctdl_validate.graph import Graph
from ctdl_validate.graph import parse_document as their_graph
from ctdl_validate.schema import load_schema
from ctdl_validate.session import Session, SuppliedEntity
from ctdl_validate.session import Supplied as TheirSupplied
from ctdl_validate.validator import validate as their_findings

from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT
from ctdl.ctid import CTID_PATTERN, derive_ctid
from ctdl.documents import Document, DocumentError, absolute, parse_document
from ctdl.findings import Finding
from ctdl.validation import Supplied, notes, supply, validate
from tests.support.agreed_differences import (
    ANY_CODE,
    DIFFERENCES,
    REFUSED,
    Difference,
)
from tests.support.alterations import altered
from tests.support.left_out import SHARED_FOLDER
from tests.support.prerequisites import PROJECT

#: Where the documents are served for the comparison: the host whose addresses both know.
BASE: Final = "https://credentialengineregistry.org"
_TOP: Final = re.compile(r"\$(?:\.@graph)?(?:\[\d+\])?")
_UPPERCASE: Final = re.compile(
    r"\bce-(?=[0-9a-f-]{0,36}[A-F])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b"
)
_STEP: Final = re.compile(r"\.([^.\[]+)\[(\d+)\]")
_IDENTIFIER: Final = re.compile(r'"@id": "([^"]*)"')
_COLUMNS: Final = ("both", "ours", "theirs", "refused")
_RULE: Final = re.compile(r'code="([A-Z_0-9]+)",\s+severity=Severity\.([A-Z]+)')


@dataclass(frozen=True)
class Remark:
    """That a validator said `code` about a property of an entity of a document."""

    document: str
    code: str
    entity: str
    property: str


@dataclass
class Agreement:
    """What both said, what only one of them said, and which difference explains it."""

    both: set[Remark] = field(default_factory=set)
    explained: list[tuple[Remark, Difference]] = field(default_factory=list)
    unexplained: list[tuple[str, Remark]] = field(default_factory=list)
    documents: int = 0

    def add(self, ours: set[Remark], theirs: set[Remark]) -> None:
        """Take in what both validators said of one document."""
        self.documents += 1
        said, ours = ours, {remark for remark in ours if remark.code in their_rules()}
        self.both |= ours & theirs
        for side, only in (("ours", ours - theirs), ("theirs", theirs - ours)):
            for remark in only:
                difference = next(
                    (each for each in DIFFERENCES if explains(each, side, remark, said)), None
                )
                if difference is None:
                    self.unexplained.append((side, remark))
                else:
                    self.explained.append((remark, difference))

    def table(self) -> Iterator[str]:
        """The lines of the agreement table, in Markdown."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
        counts["both"].update(remark.code for remark in self.both)
        for remark, difference in self.explained:
            column = "refused" if difference is REFUSED else difference.side
            counts[column][remark.code] += 1
        for side, remark in self.unexplained:
            counts[side][remark.code] += 1
        yield "| rule | both | only ours | only theirs | in what we refuse to read |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        for code in sorted(their_rules()):
            cells = " | ".join(str(counts[name][code]) for name in _COLUMNS)
            yield f"| {code} | {cells} |"


def explains(difference: Difference, side: str, remark: Remark, ours: set[Remark]) -> bool:
    """Whether `difference` is why only `side` makes `remark`."""
    return (
        difference.side == side
        and (remark.code in difference.codes or difference.codes == ANY_CODE)
        and re.fullmatch(difference.document, remark.document) is not None
        and re.fullmatch(difference.property, remark.property) is not None
        and (difference.instead is None or replace(remark, code=difference.instead) in ours)
    )


@cache
def their_rules() -> Mapping[str, str]:
    """The severity of every code ctdl-validate has, read from its checks."""
    modules = (Path(getfile(check)).read_text("utf-8") for check in ALL_CHECKS)
    return {code: severity.lower() for text in modules for code, severity in _RULE.findall(text)}


def compare_shipped() -> Agreement:
    """The agreement over every shipped document; all of them are supplied to both."""
    documents = list(shipped_documents())
    supplied = supply(document for _, document in documents)
    their_supplied = _their_supplied(supplied)
    agreement = Agreement()
    for path, document in documents:
        found = [*validate(document, supplied=supplied), *notes(document, supplied=supplied)]
        content = absolute(document, BASE)
        ours = {_ours(path, each, {}) for each in found}
        agreement.add(ours, _theirs(path, content, their_supplied))
    return agreement


def compare_samples() -> Agreement:
    """The agreement over the collected samples beside a development checkout."""
    agreement = Agreement()
    folder = SHARED_FOLDER / "reference" / "ctdl-samples"
    for path in sorted(folder.rglob("*.json*")):
        name = path.relative_to(folder).as_posix()
        content = json.loads(path.read_text("utf-8-sig"))
        for prefix, each in (("samples", content), ("mended", mended(content, name))):
            if each is not None:
                title, ours = _of_sample(prefix, name, each)
                agreement.add(ours, _theirs(title, each, TheirSupplied()))
    return agreement


def compare_altered(every: int = 30) -> Agreement:
    """The agreement over every n-th shipped document, with each of the faults put into it."""
    agreement = Agreement()
    for _, document in islice(shipped_documents(), 0, None, every):
        for fault, content in altered(absolute(document, BASE), document.ctid):
            name, ours = _of_sample("altered", f"{fault}/{document.ctid}", content)
            agreement.add(ours, _theirs(name, content, TheirSupplied()))
    return agreement


def mended(content: Any, key: str) -> Any:
    """The sample with what mostly keeps one from being read set right, or None if it had none.

    CTIDs go to lower case; a context and a CTID are added where there is none.
    """
    text = _UPPERCASE.sub(lambda found: found.group().lower(), json.dumps(content))
    made = json.loads(text)
    if not isinstance(made, dict) or "decoded_resource" in made:
        return None
    made.setdefault("@context", [CTDL_CONTEXT, CTDL_ASN_CONTEXT])
    members = made.get("@graph", [made])
    if members and not any("ceterms:ctid" in node for node in members):
        found = CTID_PATTERN.search(str(members[0].get("@id")))
        own = found.group() if found else derive_ctid(f"sample:{key}")
        members[0] |= {"ceterms:ctid": own}
        members[0].setdefault("@id", f"{BASE}/resources/{own}")
    return made if made != content else None


def _of_sample(prefix: str, path: str, content: Any) -> tuple[str, set[Remark]]:
    """What we say of a sample, and its name: what cannot be read is `refused`."""
    try:
        document = parse_document(json.dumps(content), base=BASE)
    except DocumentError as error:
        name = f"refused/{prefix}/{path}"
        return name, {_ours(name, found, {}) for found in error.findings}
    name = f"{prefix}/{path}"
    moved = _original_addresses(document, content)
    return name, {_ours(name, each, moved) for each in (*validate(document), *notes(document))}


def _original_addresses(document: Document, content: Any) -> Mapping[str, str]:
    """The address a sample gave a resource that was given one of ours."""
    prefixes = _own_prefixes(content)
    found = _IDENTIFIER.findall(json.dumps(content))
    given = {_whole(address, prefixes) for address in found}
    moved = {}
    for node in document.by_id.values():
        same = node.get("ceterms:sameAs", ())
        for address in [same] if isinstance(same, str) else same:
            if address in given:
                moved[node["@id"]] = address
    return moved


def _ours(document: str, found: Finding, moved: Mapping[str, str]) -> Remark:
    kind, separator, outer = found.entity.rpartition(" in ")
    address = moved.get(outer, outer)
    if address.startswith(("resources/", "graph/")):
        address = f"{BASE}/{address}"
    return Remark(document, found.code, f"{kind}{separator}{address}", found.property or "")


def _theirs(document: str, content: Any, supplied: TheirSupplied) -> set[Remark]:
    schema = load_schema()
    try:
        graph = their_graph(content, schema)
    except TheirDocumentError:
        return set()
    found = their_findings(Session(graph, schema, supplied))
    prefixes = _own_prefixes(content)
    return {
        Remark(document, each.code, _whole(_label(graph, each), prefixes), each.prop)
        for each in found
    }


def _own_prefixes(content: Any) -> Mapping[str, str]:
    context = content.get("@context") if isinstance(content, dict) else None
    parts = context if isinstance(context, list) else [context]
    return {
        name: address
        for part in parts
        if isinstance(part, dict)
        for name, address in part.items()
        if isinstance(address, str)
    }


def _whole(label: str, prefixes: Mapping[str, str]) -> str:
    """The entity with its address written out, as we do with prefixes of a document's own."""
    kind, separator, address = label.rpartition(" in ")
    prefix, colon, local = address.partition(":")
    if colon and prefix in prefixes:
        address = prefixes[prefix] + local
    return f"{kind}{separator}{address}"


def _label(graph: Graph, found: TheirFinding) -> str:
    """Their name of an entity as ours: a node without an address by its class and place."""
    node = graph.by_path.get(found.entity)
    if node is None or node.node_id is not None:
        return found.entity
    top = _TOP.match(node.path)
    outer = graph.by_path[top.group()] if top else node
    address = outer.node_id or "a node without @id"
    # Here a resource with a CTID has the address that goes with it.
    if outer.node_id is None and outer.props.get("ceterms:ctid"):
        address = f"{BASE}/resources/{outer.props['ceterms:ctid'][0]}"
    if node is outer and "/" in address:
        return address
    kind = node.types[0] if node.types else "a node"
    way = _way(graph, top.group() if top else "", node.path)
    return f"{kind} at {way} in {address}" if way else f"{kind} in {address}"


def _way(graph: Graph, top: str, path: str) -> str:
    """Their path from the outermost node to a node in it, in our words."""
    steps, current = [], top
    for step in _STEP.finditer(path[len(top) :]):
        name, number = step.groups()
        count = len(graph.by_path[current].props[name])
        steps.append(f"{name} ({int(number) + 1} of {count})" if count > 1 else name)
        current += step.group()
    return "/".join(steps[-3:])


def _their_supplied(supplied: Supplied) -> TheirSupplied:
    entities = {
        f"{BASE}/{address}": SuppliedEntity(f"{BASE}/{address}", types, "shipped")
        for address, types in supplied.items()
    }
    return TheirSupplied(("shipped",), entities)


def shipped_documents() -> Iterator[tuple[str, Document]]:
    """Every shipped document, with the name of its file."""
    folder = PROJECT / "registry_data"
    for path in sorted(folder.glob("*/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                name = f"shipped/{path.relative_to(folder).as_posix()}"
                yield name, parse_document(json.loads(line)["document"])


def main() -> None:
    """Print both tables, and every difference that is not listed."""
    comparisons = (
        ("shipped", compare_shipped),
        ("altered", compare_altered),
        ("samples", compare_samples),
    )
    for title, compare in comparisons:
        agreement = compare()
        print(f"\n{title}: {agreement.documents} documents\n")
        print("\n".join(agreement.table()))
        for side, remark in agreement.unexplained:
            print(f"not listed, only {side}: {remark}")


if __name__ == "__main__":
    main()
