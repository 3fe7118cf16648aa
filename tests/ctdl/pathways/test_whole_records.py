"""Whole records: the example pathway, and every shipped record, as rules."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.documents import Document, parse_document
from ctdl.edges import edges
from ctdl.pathways.reading import (
    Elsewhere,
    Joined,
    acceptances,
    award_rule,
    faults_of,
    local_things,
    pathway_rules,
    read_pathway,
    requirements,
    rests_on_stated_parts,
)
from ctdl.pathways.rules import Holds, Rule, Said, SomeOf, Total, named_things, walk
from ctdl.pathways.things import Acceptance
from ctdl.provenance import Provenance
from ctdl.records.reading import NodeView
from ctdl.validation import validate
from tests.ctdl.pathways.conditions import Plain, plain
from tests.support.documents import a_document
from tests.support.pathways import an_example_pathway, component_ctid
from tests.support.prerequisites import PROJECT

JOINED = frozenset({"ceterms:isPartOf", "ceterms:isRequiredFor"})


def example_trees() -> list[Plain | None]:
    record = read_pathway(parse_document(an_example_pathway()))
    assert record is not None
    names = {component.id: component.name["en"] for component in record.components}
    rules = pathway_rules(record)
    assert rules.faults == ()
    return [renamed(plain(each.rule), names) for each in rules.destinations]


def renamed(found: Any, names: dict[str, str]) -> Any:
    if isinstance(found, tuple):
        return tuple(renamed(each, names) for each in found)
    return names.get(found, found)


def test_the_example_has_two_destinations_and_three_levels_of_or_and_not() -> None:
    developer, analyst = example_trees()

    assert isinstance(developer, tuple)
    assert developer[:2] == (
        "all",
        (
            "all",
            ("any", "Programming", ("all", "Databases", "Networks")),
            ("none", "Old programming"),
        ),
    )
    assert str(developer[2]).startswith("20..None ects of ")
    assert analyst == ("all", "Statistics", ("any", "Visualisation", "Databases"))


def test_the_example_is_valid_and_keeps_its_order() -> None:
    document = parse_document(an_example_pathway())
    record = read_pathway(document)

    assert [found for found in validate(document) if found.severity == "error"] == []
    assert record is not None
    before = pathway_rules(record).before[component_ctid("Databases")]
    assert isinstance(before, Holds)
    assert before.thing == component_ctid("Programming")


@dataclass(frozen=True)
class Shipped:
    """Every shipped document with its provenance, and what they say of each other."""

    documents: tuple[tuple[Document, Provenance], ...]
    classes: Mapping[str, str]
    joined: Mapping[CTID, list[Joined]]

    def trees(self, document: Document) -> Iterator[Rule]:
        """What the record asks for, before and in the end."""
        others = self.joined.get(document.ctid, [])
        for read in (requirements, award_rule):
            rule = read(document, None, others, self.classes)
            if rule is not None:
                yield rule

    def all_trees(self) -> Iterator[Rule]:
        """The rules of every record."""
        for document, _ in self.documents:
            yield from self.trees(document)

    def acceptances(self) -> Iterator[tuple[Document, Provenance, Acceptance]]:
        """What every record states to count elsewhere."""
        for document, provenance in self.documents:
            for found in acceptances(document, (), Elsewhere(self.classes), provenance):
                yield document, provenance, found


# Thousands of documents: they are let go again when this module is done.
@pytest.fixture(scope="module")
def shipped() -> Shipped:
    documents = tuple(
        (parse_document(row["document"]), Provenance.from_json(row["provenance"])) for row in rows()
    )
    joined: dict[CTID, list[Joined]] = {}
    for document, _ in documents:
        for edge in edges(document):
            if edge.target_ctid and edge.predicate in JOINED:
                said = Said(document.ctid, edge.predicate)
                joined.setdefault(edge.target_ctid, []).append(Joined(edge.subject, said))
    classes: dict[str, str] = {
        ctid: NodeView(document, document.by_ctid[ctid]).type
        for document, _ in documents
        for ctid in document.ctids
    }
    return Shipped(documents, classes, joined)


def rows() -> Iterator[dict[str, Any]]:
    for path in sorted((PROJECT / "registry_data").glob("*/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def test_the_rules_of_every_shipped_record_name_things_that_ship(shipped: Shipped) -> None:
    named = {thing for rule in shipped.all_trees() for thing in named_things(rule)}

    assert named
    assert named - shipped.classes.keys() == set()


def test_the_conditions_of_shipped_records_hold_together(shipped: Shipped) -> None:
    faults = {
        (document.ctid, fault)
        for document, _ in shipped.documents
        for fault in faults_of(
            document, None, shipped.joined.get(document.ctid, []), shipped.classes
        )
    }

    assert faults == set()


def test_the_shipped_pathways_hold_together(shipped: Shipped) -> None:
    for document, _ in shipped.documents:
        record = read_pathway(document)
        if record is not None:
            found = pathway_rules(record)
            assert found.faults == (), document.ctid
            assert found.destinations


def test_a_size_with_parts_asks_for_credits_and_parts_alone_for_all(shipped: Shipped) -> None:
    """Both kinds ship: programmes with points, and degrees of which only courses are known."""
    kinds = {
        type(rule.rules[0]).__name__
        for tree in shipped.all_trees()
        for rule in walk(tree)
        if isinstance(rule, SomeOf) and rests_on_stated_parts(rule)
    }

    assert kinds == {Holds.__name__, Total.__name__}


def test_every_shipped_acceptance_says_from_what_and_none_is_a_refusal(shipped: Shipped) -> None:
    found = list(shipped.acceptances())

    assert found
    for document, _, acceptance in found:
        local = {thing.id for thing in local_things(document)}
        assert acceptance.things
        assert all(CTID_PATTERN.fullmatch(thing) or thing in local for thing in acceptance.things)
        assert acceptance.state == "accepted"
        assert acceptance.said.record == document.ctid


def test_what_a_learner_lists_of_colleges_is_said_by_a_third_party(shipped: Shipped) -> None:
    sides = {
        acceptance.side
        for _, provenance, acceptance in shipped.acceptances()
        if (provenance.default.note or "").startswith("low trust: a learner's list")
    }

    assert sides == {"third party"}


@pytest.mark.parametrize("class_", ["Certificate", "Course", "AssessmentProfile"])
def test_a_record_of_any_class_that_asks_for_nothing_has_no_rules(class_: str) -> None:
    document = parse_document(a_document(component_ctid("bare"), f"ceterms:{class_}", {}))

    assert (requirements(document), award_rule(document)) == (None, None)
