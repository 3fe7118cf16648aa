"""Queries to begin with; each finds something among the records that ship."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

_CTDL: Final = "PREFIX ceterms: <https://purl.org/ctdl/terms/>\n"

MICRO_CREDENTIALS: Final = (
    _CTDL
    + """
SELECT ?credential ?name ?provider WHERE {
  ?credential a ceterms:MicroCredential ;
    ceterms:name ?name ;
    ceterms:ownedBy|ceterms:offeredBy ?organization .
  ?organization ceterms:name ?provider .
  FILTER langMatches(lang(?name), "en")
}
ORDER BY ?name
LIMIT 50
"""
)
CLASSES: Final = (
    _CTDL
    + """
SELECT ?class (COUNT(?record) AS ?records) WHERE {
  ?record a ?class ;
    ceterms:ctid ?ctid .
}
GROUP BY ?class
ORDER BY DESC(?records)
"""
)
PROVIDERS: Final = (
    _CTDL
    + """
SELECT ?organization (SAMPLE(?name) AS ?provider) (COUNT(DISTINCT ?offer) AS ?offers) WHERE {
  ?offer ceterms:ownedBy|ceterms:offeredBy ?organization .
  ?organization ceterms:name ?name .
}
GROUP BY ?organization
ORDER BY DESC(?offers)
LIMIT 20
"""
)
LEVELS: Final = (
    _CTDL
    + """
SELECT ?framework ?level (COUNT(DISTINCT ?credential) AS ?credentials) WHERE {
  ?credential ceterms:atLevel ?stated .
  ?stated ceterms:frameworkName ?framework ;
    ceterms:targetNodeName ?level .
}
GROUP BY ?framework ?level
ORDER BY ?framework ?level
"""
)
CREDITS: Final = (
    _CTDL
    + """PREFIX schema: <https://schema.org/>

SELECT ?credential ?name ?credits ?unit WHERE {
  ?credential ceterms:name ?name ;
    ceterms:requires/ceterms:creditValue ?value .
  ?value schema:value ?credits .
  OPTIONAL { ?value ceterms:creditUnitType/ceterms:targetNodeName ?unit }
}
ORDER BY ?credits
LIMIT 50
"""
)
CHANGES: Final = """PREFIX dct: <http://purl.org/dc/terms/>

SELECT ?document ?modified WHERE {
  GRAPH <urn:credential-registry:view> { ?document dct:modified ?modified }
}
ORDER BY DESC(?modified)
LIMIT 20
"""
COURSES: Final = (
    _CTDL
    + """PREFIX schema: <https://schema.org/>

CONSTRUCT {
  ?course a schema:Course ;
    schema:name ?name ;
    schema:provider ?organization .
} WHERE {
  ?course a ceterms:Course ;
    ceterms:name ?name ;
    ceterms:offeredBy ?organization .
}
LIMIT 50
"""
)


@dataclass(frozen=True)
class Example:
    """A query and what it asks, in words."""

    title: str
    query: str


def examples() -> Sequence[Example]:
    """What readers are offered; the first stands in the empty form."""
    return (
        Example(gettext("Micro-credentials and who provides them"), MICRO_CREDENTIALS),
        Example(gettext("How many records there are of each class"), CLASSES),
        Example(gettext("Who offers most"), PROVIDERS),
        Example(gettext("How many credentials state each level of each framework"), LEVELS),
        Example(gettext("Credentials by their credits, the smallest first"), CREDITS),
        Example(gettext("Which documents changed last"), CHANGES),
        Example(gettext("Courses in the terms of schema.org"), COURSES),
    )
