"""Shapes say the same as checks, for the elements that say so of themselves."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ctdl.documents import serialize
from ctdl.standards import STANDARDS, Element, Known, check
from ctdl.standards.check import Check
from ctdl.standards.shapes import shapes
from tests.ctdl.standards.small import a_record, lasting, level, term
from tests.support.shipped_standards import shipped

BASE = "https://registry.example/"
FITTING = [
    (standard.id, element)
    for standard in STANDARDS.values()
    for element in standard.elements
    if element.shacl.fits
]


def violations(graph: Graph, data: Graph) -> set[tuple[str, str]]:
    """The resources and the elements that do not conform."""
    _, report, _ = pyshacl.validate(data, shacl_graph=graph, inference="none")
    assert isinstance(report, Graph)
    element_of: dict[Node | None, str] = {}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        element_of[shape] = str(shape)
        for inner in graph.objects(shape, SH.property):
            element_of[inner] = str(shape)
    return {
        (str(report.value(found, SH.focusNode)), element_of[report.value(found, SH.sourceShape)])
        for found in report.subjects(RDF.type, SH.ValidationResult)
    }


@cache
def representatives() -> dict[Check, str]:
    """One element for each check that a shape says: the same check has the same shape."""
    return {element.check: f"{standard}#{element.id}" for standard, element in FITTING}


@cache
def all_shapes() -> Graph:
    """The shapes of the representatives."""
    graph = Graph()
    for standard in STANDARDS.values():
        elements = tuple(
            each
            for each in standard.elements
            if each.shacl.fits and representatives()[each.check] == f"{standard.id}#{each.id}"
        )
        graph += shapes(replace(standard, elements=elements))
    return graph


def data_of(records: list[Known]) -> Graph:
    """The records as one graph."""
    data = Graph()
    for record in records:
        text = serialize(record.view.document, BASE, "nt")
        data += Graph().parse(data=text, format="nt")
    return data


def disagreements(records: list[Known]) -> tuple[list[object], Counter[tuple[str, str, bool]]]:
    """Where pyshacl and the checks differ, and how often each element was met or not."""
    unmet = violations(all_shapes(), data_of(records))
    differing: list[object] = []
    seen: Counter[tuple[str, str, bool]] = Counter()
    for record in records:
        focus = f"{BASE}resources/{record.record.ctid}"
        for standard in STANDARDS.values():
            for found in check(record, standard).results:
                if not found.element.shacl.fits:
                    continue
                shape = f"urn:standards:{representatives()[found.element.check]}"
                conforms = (focus, shape) not in unmet
                seen[standard.id, found.element.id, conforms] += 1
                if conforms != (found.result == "met"):
                    differing.append((focus, standard.id, found.element.id, found.result))
    return differing, seen


def test_a_validator_that_is_not_ours_agrees_over_shipped_documents() -> None:
    records = list(shipped().known(every=26))

    differing, seen = disagreements(records)

    assert len(records) >= 200
    assert differing == []
    both = {name[:2] for name in seen if name[2]} & {name[:2] for name in seen if not name[2]}
    assert len(both) >= 40, "elements that some records meet and others do not"


ODD = [
    a_record(),
    a_record(name={"en": " "}, description={"en": "\n"}),
    a_record(name={"et": "Kursus"}, alternateName={"en": "A course"}),
    a_record(name={"et": "Kursus"}),
    a_record(
        inLanguage=["en"], keyword={"en": ["a"]}, versionCode="1", image="https://x.example/y"
    ),
    a_record(subjectWebpage="mailto:somebody@x.example"),
    a_record(estimatedCost=[{"@type": "ceterms:CostProfile", "ceterms:price": "free"}]),
    a_record(estimatedCost=[{"@type": "ceterms:CostProfile", "ceterms:price": 0}]),
    a_record(learningDeliveryType=[term("deliveryType:InPerson")]),
    a_record(learningDeliveryType=[term("deliveryType:VariableSite")]),
    a_record(learningDeliveryType=["deliveryType:OnlineOnly"]),
    a_record(learningMethodType=[term("learnMethod:WorkBased")]),
    a_record(credentialStatusType=term("credentialStat:Active")),
    a_record(**level("nzqcf:10")),
    a_record(**level("scqf:7")),
    a_record(**level("mqf:3")),
    a_record(**lasting("P6W")),
    a_record(ownedBy=[{"@type": "ceterms:Organization", "ceterms:name": {"en": "A college"}}]),
    a_record(requires=[{"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "x"}}]),
    a_record(
        requires=[
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:targetCompetency": [{"ceterms:targetNodeDescription": {"en": "x"}}],
                "ceterms:targetAssessment": [
                    {
                        "@type": "ceterms:AssessmentProfile",
                        "ceterms:name": {"en": "Exam"},
                        "ceterms:assessmentMethodType": [term("assessMethod:Exam")],
                    }
                ],
            }
        ]
    ),
    a_record("ceterms:Course", teaches=[{"ceterms:targetNodeName": {"en": "x"}}]),
    a_record("ceterms:AssessmentProfile", assessmentMethodDescription={"en": "By an essay."}),
    a_record(isPreparationFor=[{"@type": "ceterms:ConditionProfile", "ceterms:name": {"en": "x"}}]),
    a_record(jurisdiction=[{"@type": "ceterms:JurisdictionProfile"}]),
    a_record(approvedBy=["https://body.example/"], dateEffective="2024-01-01"),
]


@pytest.mark.parametrize("record", ODD, ids=range(len(ODD)))
def test_it_agrees_over_records_that_are_made_to_be_odd(record: Known) -> None:
    differing, _ = disagreements([record])

    assert differing == []


def test_every_element_tells_whether_a_shape_says_the_same_or_why_not() -> None:
    for identifier, each in STANDARDS.items():
        shaped = {
            str(shape).rpartition("#")[2] for shape in shapes(each).subjects(RDF.type, SH.NodeShape)
        }
        for element in each.elements:
            assert element.shacl.fits == (element.id in shaped), (identifier, element.id)
            assert element.shacl.fits != bool(element.shacl.reason), (identifier, element.id)


def test_a_shape_carries_the_words_and_the_weight_of_its_element() -> None:
    graph = shapes(STANDARDS["eu-2022"], base="https://registry.example/standards/")
    shape = URIRef("https://registry.example/standards/eu-2022#title")
    element: Element | None = STANDARDS["eu-2022"].element("title")

    assert element is not None
    assert str(graph.value(shape, SH.name)) == element.label
    assert str(graph.value(shape, SH.description)) == element.rule
    assert graph.value(shape, SH.severity) == SH.Violation


def test_definitions_and_rules_that_go_by_date_have_no_shapes() -> None:
    for identifier in ("unesco-oliver-2022", "nz-nzqa-2018", "nz-nzqa-2022"):
        assert len(list(shapes(STANDARDS[identifier]).subjects(RDF.type, SH.NodeShape))) == 0


def test_more_than_a_third_of_all_elements_have_a_shape() -> None:
    assert len(FITTING) >= 85
