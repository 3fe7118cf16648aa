"""What another CTDL registry gives out: a document, a graph, an envelope, old forms included.

It is CTDL already, so no table maps it. What it may need is taking out of its envelope, plain
lower-case CTIDs, only terms of the vocabulary, and one document for each record.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdl.contexts import COERCIONS, CTDL_ASN_CONTEXT, CTDL_CONTEXT, KNOWN_CONTEXTS
from ctdl.ctid import CTID, CTID_PATTERN, ctid_in
from ctdl.iris import split_curie
from ctdl.mapping.notes import Notes, refuse
from ctdl.mapping.old_forms import in_own_context, types_of, written_as_today
from ctdl.mapping.tokens import payload_of
from ctdl.vocabulary import vocabulary

Node = dict[str, Any]

_ENVELOPE: Final = frozenset({"decoded_resource", "envelope_id", "envelope_type"})
_PREFIXES: Final[Mapping[str, str]] = {
    prefix: namespace
    for context in KNOWN_CONTEXTS.values()
    for prefix, namespace in context.items()
    if isinstance(namespace, str)
}
_OWN: Final = ("ceterms:", "ceasn:", "asn:", "qdata:")
_CTID: Final = re.compile(r"(?<=/)ce-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?=$|#)")
#: Classes whose resources have a document of their own.
RECORDS: Final = (
    "ceterms:Credential",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
    "ceterms:Organization",
    "ceterms:QualificationsFramework",
    "ceterms:AlignmentMap",
    "ceterms:CredentialingAction",
    "ceterms:TransferValueProfile",
    "ceterms:TransferAgreement",
    "ceterms:PriorLearningPolicy",
    "ceterms:SupportService",
    "ceterms:Occupation",
    "ceterms:Pathway",
    "asn:ProgressionModel",
    "skos:ConceptScheme",
)


def is_ctdl(content: Any) -> bool:
    """Whether `content` is an envelope or has nodes of CTDL."""
    if isinstance(content, dict) and content.keys() & _ENVELOPE:
        return True
    for node in _tops(content):
        stated = node.get("@type")
        types = stated if isinstance(stated, list) else [stated]
        names = [*node, *(name for name in types if isinstance(name, str))]
        if any(_compacted(name).startswith(_OWN) for name in names):
            return True
    return False


def documents_of(contents: list[Any], notes: Notes) -> list[Node]:
    """One CTDL document for each record in `contents`, or DocumentError when there is none."""
    found: dict[CTID, Node] = {}
    for content in contents:
        payload = _payload(content, notes)
        if is_ctdl(payload):
            for ctid, document in _documents(payload, notes):
                found.setdefault(ctid, document)
    if not found:
        refuse(
            "IMPORT_IDENTIFIER_MISSING",
            "No resource of the source has a ceterms:ctid, and CTDL gives every record one; add"
            " 'ce-' and a lower-case UUID.",
            property="ceterms:ctid",
        )
    return sorted(found.values(), key=_after_organizations)


def _after_organizations(document: Node) -> bool:
    kinds = types_of(document["@graph"][0])
    return not any(vocabulary().is_a(name, "ceterms:Organization") for name in kinds)


def _payload(content: Any, notes: Notes) -> Any:
    if not isinstance(content, dict) or not content.keys() & _ENVELOPE:
        return content
    notes.add(
        "IMPORT_SIGNATURE_UNCHECKED",
        "The document was taken out of its envelope, whose signature was not checked.",
    )
    decoded = content.get("decoded_resource")
    if isinstance(decoded, dict):
        return decoded
    token = content.get("resource")
    payload = payload_of(token) if isinstance(token, str) else None
    if not isinstance(payload, dict):
        refuse(
            "IMPORT_ENVELOPE_UNREADABLE",
            "The envelope has neither a decoded_resource nor a resource that is a JWS; ask the"
            " registry for /graph/ and the CTID.",
        )
    return payload


def _documents(payload: Any, notes: Notes) -> Iterator[tuple[CTID, Node]]:
    tops = in_own_context(_tops(payload), payload, notes)
    cleaned = [_cleaned(node, notes, "") for node in tops]
    nodes = written_as_today([node for node in cleaned if node], notes)
    records = [node for node in nodes if _is_record(node)]
    main = _main(payload, nodes, records)
    if main is None:
        return
    others = [node for node in records if node is not main]
    rest = [node for node in nodes if node not in others]
    yield main["ceterms:ctid"], _document(main, rest)
    for node in others:
        yield node["ceterms:ctid"], _document(node, list(_reached(node, nodes)))


def _document(main: Node, nodes: list[Node]) -> Node:
    kinds = {name.partition(":")[0] for name in types_of(main)}
    return {
        "@context": CTDL_CONTEXT if "ceterms" in kinds else CTDL_ASN_CONTEXT,
        "@id": f"graph/{main['ceterms:ctid']}",
        "@graph": [main, *(node for node in nodes if node is not main)],
    }


def _main(payload: Any, nodes: list[Node], records: list[Node]) -> Node | None:
    root = payload.get("@id") if isinstance(payload, dict) else None
    named = ctid_in(_lower(root)) if isinstance(root, str) else None
    own = [node for node in nodes if CTID_PATTERN.fullmatch(str(node.get("ceterms:ctid")))]
    for node in own:
        if node["ceterms:ctid"] == named:
            return node
    return next(iter(records or own), None)


def _reached(node: Node, nodes: list[Node]) -> Iterator[Node]:
    by_id = {each["@id"]: each for each in nodes if str(each.get("@id", "")).startswith("_:")}
    waiting, seen = [node], set()
    while waiting:
        for name in _local_names(waiting.pop()):
            if name in by_id and name not in seen:
                seen.add(name)
                waiting.append(by_id[name])
                yield by_id[name]


def _local_names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("_:"):
            yield value
    else:
        for member in value.values() if isinstance(value, dict) else value or ():
            if isinstance(member, str | dict | list):
                yield from _local_names(member)


def _tops(content: Any) -> list[Node]:
    if isinstance(content, list):
        return [node for node in content if isinstance(node, dict)]
    if not isinstance(content, dict):
        return []
    graph = content.get("@graph")
    members = graph if isinstance(graph, list) else [graph]
    found = [node for node in members if isinstance(node, dict)]
    return found or [content]


def _cleaned(node: Node, notes: Notes, path: str) -> Node:
    """`node` with terms of the vocabulary only; nesting was bounded when the JSON was read."""
    kept: Node = {}
    for name, value in node.items():
        term = name if name in ("@id", "@type") else _compacted(name)
        where = f"{path}{term}"
        if name == "@context":
            continue
        if term == "@id":
            kept[term] = _lower(value) if isinstance(value, str) else value
        elif term == "@type":
            kept[term] = [_compacted(each) for each in _texts(value)]
        elif term[:1] == "@" or split_curie(term, _PREFIXES) is None or term.startswith("rdf:"):
            notes.left_out(where)
        else:
            kept[term] = _cleaned_value(term, value, notes, where)
    return kept


def _cleaned_value(term: str, value: Any, notes: Notes, path: str) -> Any:
    if COERCIONS.get(term) == "@language":
        return value
    if isinstance(value, list):
        return [_cleaned_value(term, member, notes, path) for member in value]
    if isinstance(value, dict) and "@value" not in value:
        return _cleaned(value, notes, f"{path}/")
    if isinstance(value, str) and COERCIONS.get(term) == "@id":
        return _lower(value)
    return value


def _is_record(node: Node) -> bool:
    known = CTID_PATTERN.fullmatch(str(node.get("ceterms:ctid"))) is not None
    return known and any(vocabulary().is_any(name, RECORDS) for name in types_of(node))


def _texts(value: Any) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, str)]


def _compacted(name: str) -> str:
    if name.startswith(("http://", "https://")):
        for prefix, namespace in _PREFIXES.items():
            for start in (namespace, namespace.replace("https://", "http://", 1)):
                if name.startswith(start) and len(name) > len(start):
                    return f"{prefix}:{name[len(start) :]}"
    return name


def _lower(text: str) -> str:
    return _CTID.sub(lambda found: found.group().lower(), text)
