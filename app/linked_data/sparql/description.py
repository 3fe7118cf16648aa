"""What the endpoint says of itself: a SPARQL 1.1 Service Description, with VoID and its limits.

There is no vocabulary for limits that clients know, so they are said in words (`dct:description`)
and, for programs, in terms of the registry's own beside them.
"""

from typing import Any, Final

from flask_babel import force_locale

from app.http.current import absolute, registry
from app.presenters.citation import REGISTRY
from app.presenters.sparql import limits_in_words
from app.services import sparql
from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of
from ctdl.small_graphs import SmallGraph

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES: Final = {
    "dct": "http://purl.org/dc/terms/",
    "format": "http://www.w3.org/ns/formats/",
    "limit": "urn:credential-registry:limit:",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": _XSD,
}
_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_VOCABULARIES: Final = ("ceterms", "ceasn", "skos")


def describe() -> SmallGraph:
    """The service, its dataset and its limits: in English, also beside the page in French."""
    with force_locale("en"):
        return SmallGraph.of(_PREFIXES, [_service(), _dataset(), _default_graph()])


def _service() -> dict[str, Any]:
    limits = registry().sparql.limits
    at_once = limits.at_once * registry().settings.workers
    return {
        "@id": absolute("sparql#service"),
        "@type": "sd:Service",
        "dct:title": {"@value": f"{REGISTRY}: SPARQL", "@language": "en"},
        "dct:description": [
            {"@value": text, "@language": "en"} for text in limits_in_words(limits, at_once)
        ],
        "sd:endpoint": {"@id": absolute("sparql")},
        "sd:supportedLanguage": {"@id": f"{_PREFIXES['sd']}SPARQL11Query"},
        "sd:resultFormat": [{"@id": f"{_PREFIXES['format']}{name}"} for name in _FORMATS],
        "sd:defaultDataset": {"@id": absolute("sparql#dataset")},
        "limit:seconds": _number(limits.seconds),
        "limit:rows": _number(limits.rows),
        "limit:bytes": _number(limits.bytes),
        "limit:memoryBytes": _number(limits.memory),
        "limit:queryCharacters": _number(limits.characters),
        "limit:queriesAtOnce": _number(at_once),
    }


def _dataset() -> dict[str, Any]:
    return {
        "@id": absolute("sparql#dataset"),
        "@type": ["sd:Dataset", "void:Dataset"],
        "dct:title": {"@value": REGISTRY, "@language": "en"},
        "sd:defaultGraph": {"@id": absolute("sparql#default-graph")},
        "void:sparqlEndpoint": {"@id": absolute("sparql")},
        "void:uriSpace": absolute("resources/"),
        "void:vocabulary": [{"@id": _vocabulary(name)} for name in _VOCABULARIES],
    }


def _default_graph() -> dict[str, Any]:
    graph: dict[str, Any] = {
        "@id": absolute("sparql#default-graph"),
        "@type": ["sd:Graph", "void:Dataset"],
        "dct:description": {
            "@value": "Every statement of every live record, once. Each record's document is a"
            " named graph as well; what is withdrawn is in none.",
            "@language": "en",
        },
    }
    found = sparql.statements(registry())
    return graph if found is None else {**graph, "void:triples": _number(found)}


def _vocabulary(prefix: str) -> str:
    return prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT))[prefix]


def _number(value: float) -> dict[str, str]:
    is_whole = value == int(value)
    return {
        "@value": str(int(value) if is_whole else value),
        "@type": "xsd:integer" if is_whole else "xsd:decimal",
    }
