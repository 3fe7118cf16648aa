"""Standards as SHACL shapes, for the elements whose check is no more than values at paths.

A shape that says the same as a check is made from it. Each element tells whether that is so.
"""

from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from ctdl.contexts import CTDL_CONTEXT, prefixes_of
from ctdl.standards import shape_facts
from ctdl.standards.check import Check
from ctdl.standards.checks import All, Any, ByDate, Number, OneOf, Present, Told, When
from ctdl.standards.facts import Fact
from ctdl.standards.model import Element, Obligation, Shacl, Standard
from ctdl.standards.shape_facts import Alternative, Path, Perhaps, Sequence, Where
from ctdl.vocabulary import vocabulary

FITS: Final = Shacl(True)
_PREFIXES: Final = prefixes_of((CTDL_CONTEXT,))
_BEYOND: Final = {
    "other records": "It needs other records, which a shape over one document does not see.",
    "a conversion": "It needs a conversion between units.",
    "the crosswalk": "It needs the comparisons of levels across frameworks.",
    "words": "It reads what words say.",
    "": "It reads several values together.",
}
_CONDITION: Final = "It asks for something only under a condition that may not be stated."
_DATES: Final = "It depends on dates."
_DEFINITION: Final = "A definition is neither passed nor failed."
_NUMBER: Final = "It compares sizes, which may be ranges."
_SEVERITY: Final[dict[Obligation, URIRef]] = {
    "mandatory": SH.Violation,
    "conditional": SH.Warning,
    "recommended": SH.Info,
    "optional": SH.Info,
}
_TARGETS: Final = (
    "ceterms:Credential",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
)


@dataclass(frozen=True)
class Fitting:
    """What the whole standard has to do with shapes."""

    is_definition: bool = False
    is_dated: bool = False


def fit(check: Check, fitting: Fitting) -> Shacl:
    """Whether a shape says the same as `check`, and if not, why not."""
    if fitting.is_definition:
        return Shacl(False, _DEFINITION)
    if fitting.is_dated:
        return Shacl(False, _DATES)
    reason = _misfit(check)
    return Shacl(False, reason) if reason else FITS


def shapes(standard: Standard, base: str = "urn:standards:") -> Graph:
    """The node shapes of the elements of `standard` that SHACL fits, one for each."""
    graph = Graph()
    graph.bind("sh", SH)
    for prefix, namespace in _PREFIXES.items():
        if prefix in ("ceterms", "ceasn", "schema", "skos"):
            graph.bind(prefix, namespace)
    for element in standard.elements:
        if element.shacl.fits:
            _add_shape(graph, URIRef(f"{base}{standard.id}#{element.id}"), element)
    return graph


def _misfit(check: Check) -> str:
    """Why no shape says the same as `check`; empty where one does."""
    if isinstance(check, Present):
        return "" if shape_facts.present(check.fact) else _why(check.fact)
    if isinstance(check, OneOf):
        fits = not check.is_none and shape_facts.one_of(check.fact, check.codes)
        return "" if fits else _why(check.fact)
    if isinstance(check, Number):
        return "" if _levels(check) else _why(check.fact, _NUMBER)
    if isinstance(check, Any):
        return next((why for each in check.checks if (why := _misfit(each))), "")
    if isinstance(check, All):
        asked = [each for each in check.checks if not _is_never_asked(each)]
        return next((why for each in asked if (why := _misfit(each))), "")
    if isinstance(check, Told):
        return check.reason
    if isinstance(check, When):
        return _CONDITION
    return _DATES if isinstance(check, ByDate) else _BEYOND[""]


def _why(fact: Fact, otherwise: str = "") -> str:
    return _BEYOND[fact.beyond] if fact.beyond or not otherwise else otherwise


def _levels(check: Number) -> tuple[Where, ...] | None:
    interval = check.interval
    return None if interval.strict else shape_facts.within(check.fact, interval.low, interval.high)


def _is_never_asked(check: Check) -> bool:
    return isinstance(check, Told) and check.result == "not applicable"


def _add_shape(graph: Graph, shape: URIRef, element: Element) -> None:
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.name, Literal(element.label, lang="en")))
    graph.add((shape, SH.description, Literal(element.rule, lang="en")))
    graph.add((shape, SH.severity, _SEVERITY[element.obligation]))
    for root in _TARGETS:
        for name in sorted(vocabulary().subclasses(root)):
            graph.add((shape, SH.targetClass, _iri(name)))
    _constrain(graph, shape, element.check)


def _constrain(graph: Graph, shape: Node, check: Check) -> None:
    """Give `shape` the constraints that say the same as `check`."""
    if isinstance(check, Any | All):
        asked = [each for each in check.checks if not _is_never_asked(each)]
        predicate = SH["or"] if isinstance(check, Any) else SH["and"]
        graph.add((shape, predicate, _list(graph, [_nested(graph, each) for each in asked])))
        return
    ways = _ways(check)
    if len(ways) == 1:
        graph.add((shape, SH.property, _property(graph, ways[0])))
    else:
        graph.add((shape, SH["or"], _list(graph, [_one_way(graph, where) for where in ways])))


def _nested(graph: Graph, check: Check) -> Node:
    shape = BNode()
    _constrain(graph, shape, check)
    return shape


def _one_way(graph: Graph, where: Where) -> Node:
    shape = BNode()
    graph.add((shape, SH.property, _property(graph, where)))
    return shape


def _ways(check: Check) -> tuple[Where, ...]:
    found: tuple[Where, ...] | None = None
    if isinstance(check, Present):
        found = shape_facts.present(check.fact)
    elif isinstance(check, OneOf):
        found = shape_facts.one_of(check.fact, check.codes)
    elif isinstance(check, Number):
        found = _levels(check)
    return found or ()


def _property(graph: Graph, where: Where) -> Node:
    """At least one value at the path has the form; others may stand beside it."""
    shape, value = BNode(), BNode()
    graph.add((shape, SH.path, _path(graph, where.path)))
    graph.add((shape, SH.qualifiedMinCount, Literal(1, datatype=XSD.integer)))
    graph.add((shape, SH.qualifiedValueShape, value))
    _form(graph, value, where)
    return shape


def _form(graph: Graph, value: Node, where: Where) -> None:
    if where.among:
        members: list[Node] = [_iri(name) for name in where.among]
        graph.add((value, SH["in"], _list(graph, members)))
    if where.pattern:
        graph.add((value, SH.pattern, Literal(where.pattern)))
    if where.form == "address":
        graph.add((value, SH.nodeKind, SH.IRI))
    elif where.form == "page":
        graph.add((value, SH.pattern, Literal("^https?://")))
    elif where.form in ("text", "english"):
        graph.add((value, SH.nodeKind, SH.Literal))
        if not where.pattern:
            graph.add((value, SH.pattern, Literal(r"\S")))
    elif not where.among and not where.pattern:
        _or(graph, value, (SH["not"], _bare(graph)), (SH.pattern, Literal(r"\S")))
    if where.form == "english":
        languages = _list(graph, [Literal("en"), Literal("und")])
        _or(graph, value, (SH.languageIn, languages), (SH.datatype, XSD.string))


def _bare(graph: Graph) -> Node:
    """The shape of what states nothing of itself, but its class at most."""
    shape = BNode()
    graph.add((shape, SH.closed, Literal(True)))
    graph.add((shape, SH.ignoredProperties, _list(graph, [RDF.type])))
    return shape


def _or(graph: Graph, value: Node, *constraints: tuple[URIRef, Node]) -> None:
    members: list[Node] = []
    for predicate, wanted in constraints:
        member = BNode()
        graph.add((member, predicate, wanted))
        members.append(member)
    graph.add((value, SH["or"], _list(graph, members)))


def _path(graph: Graph, path: Path) -> Node:
    if isinstance(path, str):
        return _iri(path)
    if isinstance(path, Sequence):
        return _list(graph, [_path(graph, step) for step in path.steps])
    node = BNode()
    if isinstance(path, Perhaps):
        graph.add((node, SH.zeroOrOnePath, _path(graph, path.step)))
    elif isinstance(path, Alternative):
        ways = _list(graph, [_path(graph, way) for way in path.ways])
        graph.add((node, SH.alternativePath, ways))
    return node


def _list(graph: Graph, members: SequenceOf[Node]) -> Node:
    head = BNode()
    Collection(graph, head, list(members))
    return head


def _iri(name: str) -> URIRef:
    if name == "rdf:type":
        return RDF.type
    prefix, _, local = name.partition(":")
    return URIRef(_PREFIXES[prefix] + local)
