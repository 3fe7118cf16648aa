"""Odd documents that can be parsed never make a record fail."""

import itertools
from typing import Any

import pytest

from ctdl.documents import DocumentError, parse_document, serialize
from ctdl.edges import edges
from ctdl.records import read_record
from ctdl.validation import validate
from ctdl.vocabulary import vocabulary
from tests.support.documents import a_credential

ODD_VALUES: tuple[Any, ...] = (
    5,
    -1.5,
    True,
    "text",
    "https://x.example/",
    "_:nowhere",
    "_:self",
    [],
    ["a", "b"],
    {"en": "x"},
    {"en": ["x", "y"]},
    {"@value": "x"},
    [{"@value": 5}],
    [{"@value": True}],
    [{"@value": "x", "@language": "fr"}],
    {"@id": "https://x.example/"},
    {"@type": "ceterms:Place"},
    [{"@type": "ceterms:ConditionProfile", "ceterms:name": {"en": "x"}}, "https://x.example/"],
    {"@id": "_:inner", "ceterms:hasPart": ["_:inner", {"@id": "_:self"}]},
)
CLASSES = (
    "ceterms:MicroCredential",
    "ceterms:Course",
    "ceterms:CredentialOrganization",
    "ceterms:QualificationsFramework",
    "ceterms:AlignmentMap",
    "ceterms:AccreditAction",
    "ceterms:TransferValueProfile",
    "skos:ConceptScheme",
)


@pytest.mark.parametrize("name", CLASSES)
def test_every_property_with_every_odd_value_is_survived(name: str) -> None:
    survived = 0
    for term, value in itertools.product(_properties(), ODD_VALUES):
        document = a_credential()
        document["@graph"][0] |= {"@type": name, term: value}
        document["@graph"].append({"@id": "_:self", term: value, "ceterms:isPartOf": "_:self"})
        try:
            parsed = parse_document(document)
        except DocumentError:
            continue
        read_record(parsed)
        edges(parsed)
        validate(parsed)
        survived += 1

    assert survived > 300


@pytest.mark.parametrize("outer", ["ceterms:requires", "ceterms:estimatedDuration"])
def test_profiles_with_odd_insides_are_survived(outer: str) -> None:
    for term, value in itertools.product(_properties(), ODD_VALUES):
        document = a_credential()
        document["@graph"][0][outer] = [{term: value}, {"ceterms:creditValue": [{term: value}]}]
        try:
            parsed = parse_document(document)
        except DocumentError:
            continue
        read_record(parsed)
        serialize(parsed, "https://registry.example", "ttl")


def _properties() -> list[str]:
    """The properties records are read from, and some they are not."""
    read = ("type", "By", "name", "Type", "ation", "ost", "requires", "hasPart", "isPartOf", "Node")
    names = [term for term in vocabulary().properties if term.startswith(("ceterms:", "schema:"))]
    return [name for name in names if name.endswith(read)][::3]
