"""The European Learning Model as RDF, as its register of qualifications and courses takes it.

The profile "Learning Opportunities and Qualifications" (LOQ 1.1) and that for accreditations say
which properties each class has and which it must have. What is written here comes from the JSON of
`ctdl.mapping.exporting`; what the profile has no property for is left out, and what lacks a
property that it must have is no part of the export, which says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ctdl.triples import IRI, RDF_TYPE, XSD, Blank, Graph, Resource, Term, Text

Node = Mapping[str, Any]

PREFIXES: Final[Mapping[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dct": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD,
}


@dataclass(frozen=True)
class _Class:
    """A class of the profile: the IRI, the properties by their names in JSON, and what must be."""

    iri: str
    properties: Mapping[str, str]
    required: tuple[str, ...] = ()
    single: frozenset[str] = field(default_factory=frozenset)


_DESCRIBED: Final = {"title": "dct:title", "description": "dct:description"}
_ACHIEVEMENT: Final = {
    **_DESCRIBED,
    "altLabel": "skos:altLabel",
    "homepage": "foaf:homepage",
    "dcType": "dct:type",
    "identifier": "adms:identifier",
    "thematicArea": "elm:ISCEDFCode",
    "educationSubject": "elm:educationSubject",
    "educationLevel": "elm:educationLevel",
    "learningOutcomeSummary": "elm:learningOutcomeSummary",
    "volumeOfLearning": "elm:volumeOfLearning",
    "maximumDuration": "elm:maximumDuration",
    "creditPoint": "elm:creditPoint",
    "language": "dct:language",
    "mode": "elm:mode",
    "entryRequirement": "elm:entryRequirement",
    "learningOutcome": "elm:learningOutcome",
    "provenBy": "elm:provenBy",
    "awardingOpportunity": "elm:awardingOpportunity",
}
_CLASSES: Final[Mapping[str, _Class]] = {
    "LearningOpportunity": _Class(
        "elm:LearningOpportunity",
        {
            **_DESCRIBED,
            "dcType": "dct:type",
            "homepage": "foaf:homepage",
            "identifier": "adms:identifier",
            "mode": "elm:mode",
            "duration": "elm:duration",
            "priceDetail": "elm:priceDetail",
            "providedBy": "elm:providedBy",
            "defaultLanguage": "elm:defaultLanguage",
            "learningAchievementSpecification": "elm:learningAchievementSpecification",
        },
        ("title", "homepage", "defaultLanguage", "providedBy", "learningAchievementSpecification"),
        frozenset({"duration", "defaultLanguage", "learningAchievementSpecification"}),
    ),
    "LearningAchievementSpecification": _Class(
        "elm:LearningAchievementSpecification",
        _ACHIEVEMENT,
        ("title", "language", "thematicArea", "learningOutcome"),
        frozenset({"volumeOfLearning", "maximumDuration", "entryRequirement"}),
    ),
    "Qualification": _Class(
        "elm:Qualification",
        {**_ACHIEVEMENT, "eqfLevel": "elm:EQFLevel", "nqfLevel": "elm:NQFLevel"},
        ("title", "eqfLevel", "nqfLevel", "thematicArea", "learningOutcome"),
        frozenset({"eqfLevel", "volumeOfLearning", "maximumDuration", "entryRequirement"}),
    ),
    "Accreditation": _Class(
        "elm:Accreditation",
        {
            **_DESCRIBED,
            "dcType": "dct:type",
            "organisation": "elm:organisation",
            "accreditingAgent": "elm:accreditingAgent",
            "valid": "dct:valid",
            "expiryDate": "elm:expiryDate",
            "landingPage": "elm:landingPage",
        },
        ("title", "dcType", "organisation", "accreditingAgent"),
        frozenset({"dcType", "accreditingAgent", "valid", "expiryDate"}),
    ),
    "Organisation": _Class(
        "elm:Organisation",
        {
            "legalName": "rov:legalName",
            "altLabel": "skos:altLabel",
            "homepage": "foaf:homepage",
            "location": "elm:location",
        },
        ("legalName", "location"),
    ),
    "Location": _Class("dct:Location", {"address": "elm:address"}, ("address",)),
    "Address": _Class("elm:Address", {"countryCode": "elm:countryCode"}, ("countryCode",)),
    "AwardingOpportunity": _Class(
        "elm:AwardingOpportunity",
        {
            "awardingBody": "elm:awardingBody",
            "learningAchievementSpecification": "elm:learningAchievementSpecification",
        },
        ("awardingBody", "learningAchievementSpecification"),
    ),
    "LearningOutcome": _Class(
        "elm:LearningOutcome",
        {
            "title": "dct:title",
            "relatedSkill": "elm:relatedSkill",
            "relatedESCOSkill": "elm:relatedESCOSkill",
        },
        ("title",),
    ),
    "LearningAssessmentSpecification": _Class(
        "elm:LearningAssessmentSpecification", _DESCRIBED, ("title",)
    ),
    "CreditPoint": _Class(
        "elm:CreditPoint",
        {"framework": "elm:framework", "point": "elm:point"},
        ("framework", "point"),
        frozenset({"framework", "point"}),
    ),
    "PriceDetail": _Class(
        "elm:PriceDetail",
        {"amount": "elm:amount", "prefLabel": "skos:prefLabel"},
        ("amount",),
        frozenset({"amount"}),
    ),
    "Amount": _Class("elm:Amount", {"unit": "elm:unit", "value": "rdf:value"}, ("unit", "value")),
    "Identifier": _Class(
        "elm:Identifier",
        {"notation": "skos:notation", "schemeName": "elm:schemeName"},
        ("notation",),
    ),
    "Note": _Class("elm:Note", {"noteLiteral": "elm:noteLiteral"}, ("noteLiteral",)),
    "WebResource": _Class("elm:WebResource", {"contentURL": "elm:contentUrl"}, ("contentURL",)),
    "Concept": _Class("skos:Concept", {"prefLabel": "skos:prefLabel"}),
}
_DATATYPES: Final = {
    "contentURL": f"{XSD}anyURI",
    "duration": f"{XSD}duration",
    "expiryDate": f"{XSD}dateTime",
    "maximumDuration": f"{XSD}duration",
    "notation": f"{XSD}string",
    "point": f"{XSD}string",
    "schemeName": f"{XSD}string",
    "valid": f"{XSD}dateTime",
    "value": f"{XSD}decimal",
    "volumeOfLearning": f"{XSD}duration",
}
_ONCE_A_LANGUAGE: Final = frozenset({"title", "description", "legalName", "prefLabel"})


@dataclass(frozen=True)
class Described:
    """What was made of a node: its graph, or what it lacks that it must have."""

    graph: Graph
    lacks: tuple[str, ...]


def describe(node: Node, stem: str) -> Described:
    """The graph of the node; `stem` begins its blank nodes' labels and is the record's own."""
    writer = _Writer(stem)
    writer.add(node)
    return Described(writer.graph, writer.lacks(node))


class _Writer:
    def __init__(self, stem: str) -> None:
        self.graph: Graph = {}
        self._stem = stem
        self._count = 0

    def lacks(self, node: Node) -> tuple[str, ...]:
        """The properties that the node must have and has not, or only in parts that are nothing."""
        kind = _kind(node)
        return tuple(
            lacking
            for name in _CLASSES[kind].required
            if not list(self._values(kind, name, node))
            for lacking in self._why(name, node)
        )

    def _why(self, name: str, node: Node) -> tuple[str, ...]:
        """What is lacking of a property: all of it, or parts of what stands there."""
        value = node.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and _is_described(each) and _kind(each) in _CLASSES:
                return tuple(f"{name}.{part}" for part in self.lacks(each)) or (name,)
        return (name,)

    def add(self, node: Node) -> Resource:
        """The resource that the node describes, with all of it."""
        kind = _kind(node)
        described = _CLASSES[kind]
        subject = self._subject(node)
        stated = self.graph.setdefault(subject, {})
        stated[IRI(RDF_TYPE)] = [IRI(_expanded(described.iri))]
        for name, property_ in described.properties.items():
            values = list(self._values(kind, name, node))
            terms = [term for value in values for term in self._terms(name, value)]
            if terms:
                stated[IRI(_expanded(property_))] = list(dict.fromkeys(terms))
        return subject

    def _values(self, kind: str, name: str, node: Node) -> Iterator[Any]:
        """The values that can be written; where only one may stand, of several none is chosen."""
        value = node.get(name)
        values = value if isinstance(value, list) else [] if value in (None, "", {}) else [value]
        whole = [
            each
            for each in values
            if not _is_described(each) or (_kind(each) in _CLASSES and not self.lacks(each))
        ]
        if name not in _CLASSES[kind].single or len(whole) == 1:
            yield from whole

    def _terms(self, name: str, value: Any) -> Iterator[Term]:
        if _is_described(value):
            yield self.add(value)
        elif isinstance(value, Mapping) and "id" in value:
            yield IRI(value["id"])
        elif isinstance(value, Mapping):
            yield from _texts(name, value)
        else:
            yield Text(str(value), _DATATYPES[name])

    def _subject(self, node: Node) -> Resource:
        identifier = str(node.get("id", ""))
        if identifier.startswith(("http://", "https://")):
            return IRI(identifier)
        self._count += 1
        return Blank(f"{self._stem}e{self._count}")


def _texts(name: str, value: Node) -> Iterator[Text]:
    for tag, texts in value.items():
        several = texts if isinstance(texts, list) else [texts]
        for text in several[:1] if name in _ONCE_A_LANGUAGE else several:
            yield Text(str(text), language=tag)


def _kind(node: Node) -> str:
    kind = node["type"]
    return str(kind[0] if isinstance(kind, list) else kind)


def _is_described(value: Any) -> bool:
    return isinstance(value, Mapping) and "type" in value


def _expanded(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name
