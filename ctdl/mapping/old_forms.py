"""Old and careless forms of CTDL, written as today, each change with a note.

Only what the source itself proves is changed: a CTID stands in the resource's own address, a class
or a property follows from how the resource is used. Anything else stays for the validator.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID_PATTERN, ctid_in
from ctdl.declared_context import read_context
from ctdl.findings import DocumentError
from ctdl.mapping.notes import Notes, shortened
from ctdl.vocabulary import ANYTHING, vocabulary

Node = dict[str, Any]


@dataclass(frozen=True)
class _Place:
    """A node, and what to call it in a note: nodes inside another go by its name."""

    node: Node
    label: str


_CTDL: Final = ("ceterms:", "ceasn:", "asn:", "qdata:")
_TWICE: Final = re.compile(rf"(?<=/)ce-(?={CTID_PATTERN.pattern}(?:$|#))")
_LOOSE_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PATHWAY: Final = "ceterms:Pathway"
_COMPONENT: Final = "ceterms:PathwayComponent"
#: What leads from a pathway to its components, and what leads back.
_TO_COMPONENTS: Final = ("ceterms:hasPart", "ceterms:hasDestinationComponent")
_TO_PATHWAY: Final = (
    "ceterms:isPartOf",
    "ceasn:isPartOf",
    "ceterms:isDestinationComponentOf",
    "ceterms:isDestinationComponentFor",
)
_TYPE: Final = "ceterms:credentialType"
#: The component that stands for a resource of a class, by the name of the class.
_STANDS_FOR: Final[Mapping[str, str]] = {
    "ceterms:Credential": "ceterms:CredentialComponent",
    "ceterms:Course": "ceterms:CourseComponent",
    "ceterms:AssessmentProfile": "ceterms:AssessmentComponent",
}
#: Names that drafts of CTDL had, the name of today, and the class of what it leads to.
_OLD_NAMES: Final = (
    (
        "ceterms:isDestinationComponentFor",
        "ceterms:isDestinationComponentOf",
        _PATHWAY,
    ),
    ("ceterms:hasStatement", "ceterms:hasStructuredStatement", "ceterms:StructuredStatement"),
)


def in_own_context(nodes: list[Node], payload: Any, notes: Notes) -> list[Node]:
    """The top nodes of `payload`, with addresses written out where it has prefixes of its own."""
    context = payload.get("@context") if isinstance(payload, dict) else None
    if context is None and any(name.startswith(_CTDL) for node in nodes for name in node):
        notes.add(
            "IMPORT_CONTEXT_ASSUMED",
            "The source states no @context; its terms were read as those of CTDL. State the"
            " context at the source.",
            "@context",
        )
    try:
        own = read_context(context).own_prefixes
    except DocumentError:
        return nodes

    def whole(text: str) -> str:
        prefix, colon, rest = text.partition(":")
        return own[prefix] + rest if colon and prefix in own else text

    return [_readdressed(node, whole) for node in nodes] if own else nodes


def written_as_today(nodes: list[Node], notes: Notes) -> list[Node]:
    """The top nodes of a source without the old forms that the source itself explains."""
    nodes = _with_ctids_in_addresses(nodes, notes)
    for node in nodes:
        _state_ctid(node, notes)
        for place in _places(node):
            _prefix_classes(place, notes)
            _complete_dates(place, notes)
    _type_components(nodes, notes)
    described = {own: node for node in nodes if (own := _address(node)) is not None}
    for node in nodes:
        for place in _places(node):
            _rename_properties(place, notes)
            _rename_drafts(place, described, notes)
    return nodes


def types_of(node: Node) -> list[str]:
    """The classes that a node states."""
    return [name for name in _listed(node.get("@type")) if isinstance(name, str)]


def _with_ctids_in_addresses(nodes: list[Node], notes: Notes) -> list[Node]:
    """Addresses with 'ce-' twice become the one without, where the source names that as well."""
    stated = {text for node in nodes for text in _addresses(node)}
    meant = {text: once for text in stated if (once := _TWICE.sub("", text)) in stated - {text}}
    for text in sorted(meant):
        notes.add(
            "IMPORT_ADDRESS_MENDED",
            f"{text[:120]} has 'ce-' twice; it is read as the address without, which the source"
            " names as well. Correct it at the source.",
            "@id",
        )
    return [_readdressed(node, lambda text: meant.get(text, text)) for node in nodes]


def _state_ctid(node: Node, notes: Notes) -> None:
    stated, address = node.get("ceterms:ctid"), _address(node)
    if isinstance(stated, str) and stated != stated.lower():
        notes.add(
            "IMPORT_CTID_CHANGED",
            f"{stated[:60]} was written in capitals; it is kept as {stated[:60].lower()}.",
            "ceterms:ctid",
        )
        stated = node["ceterms:ctid"] = stated.lower()
    own = ctid_in(address) if address else None
    if own is None or (isinstance(stated, str) and CTID_PATTERN.fullmatch(stated)):
        return
    said = "states no CTID" if stated is None else f"states {shortened(str(stated))}, no CTID"
    notes.add(
        "IMPORT_CTID_FROM_ADDRESS",
        f"{_label(node)} {said}; the one in its address is taken. State {own} as its ceterms:ctid"
        " at the source.",
        "ceterms:ctid",
        entity=_label(node),
    )
    node["ceterms:ctid"] = own


def _prefix_classes(place: _Place, notes: Notes) -> None:
    node = place.node
    for name in types_of(node):
        if ":" in name:
            continue
        known = [term for term in vocabulary().classes if term.partition(":")[2] == name]
        if len(known) != 1:
            continue
        node["@type"] = [known[0] if each == name else each for each in types_of(node)]
        notes.add(
            "IMPORT_CLASS_CHANGED",
            f"{shortened(name)} has no prefix; it is read as {known[0]}, the one class of that"
            " name. Write the prefix at the source.",
            "@type",
            entity=place.label,
        )


def _complete_dates(place: _Place, notes: Notes) -> None:
    for name, value in list(place.node.items()):
        if COERCIONS.get(name) == "xsd:date":
            place.node[name] = _each(value, partial(_date, name, place.label, notes))


def _date(name: str, label: str, notes: Notes, value: Any) -> Any:
    found = _LOOSE_DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    try:
        whole = date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return value
    if whole != value:
        notes.add(
            "IMPORT_DATE_COMPLETED",
            f"{name} {value} is kept as {whole}: months and days have two figures. Write them so"
            " at the source.",
            name,
            entity=label,
        )
    return whole


def _type_components(nodes: list[Node], notes: Notes) -> None:
    """What is part of a pathway, or its destination, is a component; its class says of what."""
    found = [node for node in nodes if _is_a(node, _PATHWAY)]
    pathways = {_address(node) for node in found} - {None}
    parts = {iri for node in found for iri in _leading_to(node, *_TO_COMPONENTS)}
    stood_for = {iri for node in nodes for iri in _leading_to(node, "ceterms:proxyFor")}
    for node in nodes:
        own = _address(node)
        is_part = own in parts or not pathways.isdisjoint(_leading_to(node, *_TO_PATHWAY))
        if is_part and own not in stood_for:
            _type_component(node, notes)


def _type_component(node: Node, notes: Notes) -> None:
    types = types_of(node)
    component = next((new for old, new in _STANDS_FOR.items() if _is_a(node, old)), None)
    if len(types) != 1 or component is None or _says_more(node, types[0], component):
        return
    node["@type"] = [component]
    change = f"It is read as {component}"
    if component == "ceterms:CredentialComponent" and types[0] != "ceterms:Credential":
        stated = _listed(node.get(_TYPE))
        node[_TYPE] = [*stated, *({types[0]} - set(_texts(stated)))]
        change += f" with {_TYPE} {types[0]}"
    notes.add(
        "IMPORT_CLASS_CHANGED",
        f"{_label(node)} is of the class {types[0]}, but it is a part of a pathway, and those are"
        f" components. {change}. Correct the class at the source.",
        "@type",
        entity=_label(node),
    )


def _says_more(node: Node, stated: str, component: str) -> bool:
    """Whether the node states what only the thing itself can have, so that it is no component."""
    return any(
        _is_for(name, [stated])
        and not _is_for(name, [component])
        and not _is_for(_of_ctdl(name), [component])
        for name in node
        if name in vocabulary().properties
    )


def _rename_properties(place: _Place, notes: Notes) -> None:
    """The properties of CTDL-ASN that stand where CTDL has one of the same name for the class."""
    types = types_of(place.node)
    for name in [each for each in place.node if each.startswith("ceasn:")]:
        other = _of_ctdl(name)
        if types and not _is_for(name, types) and _is_for(other, types):
            _rename(place, name, other, notes)


def _rename_drafts(place: _Place, described: Mapping[str, Node], notes: Notes) -> None:
    """The properties whose name was another in a draft, where they lead to what they are for."""
    types = types_of(place.node)
    for old, new, kind in _OLD_NAMES:
        stated = _listed(place.node.get(old))
        values = [described.get(each) if isinstance(each, str) else each for each in stated]
        is_meant = all(isinstance(value, dict) and _is_a(value, kind) for value in values)
        if stated and is_meant and not _is_for(old, types) and _is_for(new, types):
            _rename(place, old, new, notes)


def _rename(place: _Place, old: str, new: str, notes: Notes) -> None:
    kept = _listed(place.node.get(new))
    kept += [value for value in _listed(place.node.pop(old)) if value not in kept]
    place.node[new] = kept
    notes.add(
        "IMPORT_PROPERTY_RENAMED",
        f"{old} is no property of {types_of(place.node)[0]}; it is read as {new}, which is. Use"
        " that at the source.",
        old,
        entity=place.label,
    )


def _of_ctdl(name: str) -> str:
    return f"ceterms:{name.partition(':')[2]}"


def _is_for(name: str, types: list[str]) -> bool:
    """Whether the property is made for one of the classes; unknown properties are for none."""
    term = vocabulary().properties.get(name)
    if term is None:
        return False
    open_to_all = not term.domain or ANYTHING in term.domain
    return open_to_all or any(vocabulary().is_any(each, term.domain) for each in types)


def _is_a(node: Node, ancestor: str) -> bool:
    return any(vocabulary().is_a(name, ancestor) for name in types_of(node))


def _address(node: Node) -> str | None:
    stated = node.get("@id")
    return stated if isinstance(stated, str) else None


def _leading_to(node: Node, *names: str) -> Iterator[str]:
    for name in names:
        for value in _listed(node.get(name)):
            iri = value.get("@id") if isinstance(value, dict) else value
            if isinstance(iri, str):
                yield iri


def _places(top: Node) -> Iterator[_Place]:
    """The node and those inside it; texts by language are none."""
    waiting: list[Any] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield _Place(node, _label(node if _address(node) else top))
            waiting += [
                member
                for name, value in node.items()
                if COERCIONS.get(name) != "@language"
                for member in _listed(value)
            ]


def _addresses(top: Node) -> Iterator[str]:
    for place in _places(top):
        for name, value in place.node.items():
            if _leads(name):
                yield from _texts(_listed(value))


def _readdressed(node: Node, change: Callable[[str], str]) -> Node:
    """`node` with every address in it changed; nesting was bounded when the JSON was read."""

    def changed(name: str, value: Any) -> Any:
        if isinstance(value, dict) and COERCIONS.get(name) != "@language":
            return _readdressed(value, change)
        return change(value) if isinstance(value, str) and _leads(name) else value

    return {name: _each(value, partial(changed, name)) for name, value in node.items()}


def _leads(name: str) -> bool:
    return name == "@id" or COERCIONS.get(name) == "@id"


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    return [change(member) for member in value] if isinstance(value, list) else change(value)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _texts(values: list[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _label(node: Node) -> str:
    stated = node.get("@id") or node.get("ceterms:ctid")
    return ctid_in(str(stated)) or shortened(str(stated or "a node without @id"))
