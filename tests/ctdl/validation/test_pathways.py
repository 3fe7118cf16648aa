"""Pathways that do not hold together are taken, and their publisher is told what is off."""

from typing import Any

import pytest

from ctdl.documents import Document, parse_document
from ctdl.validation import validate
from tests.ctdl.pathways.conditions import thing
from tests.ctdl.pathways.pathways import component, logic, needs, pathway
from tests.support.documents import a_credential
from tests.support.pathways import an_example_pathway


def findings(document: Document) -> list[tuple[str, str]]:
    return [
        (found.code, found.message)
        for found in validate(document)
        if found.code.startswith("PATHWAY_")
    ]


def of(*conditions: dict[str, Any], **stated: Any) -> list[tuple[str, str]]:
    goal = component("Goal", "Credential", hasCondition=list(conditions))
    return findings(pathway(goal, component("A"), component("B"), **stated))


def test_a_sound_pathway_and_any_other_record_have_no_finding_of_pathways() -> None:
    assert findings(parse_document(an_example_pathway())) == []
    assert findings(parse_document(a_credential())) == []


def test_what_is_missing_or_in_a_circle_is_named_by_its_ctid() -> None:
    first, second = of(needs("Goal", "Nowhere", requiredNumber=1))

    assert first[0] == "PATHWAY_IN_CIRCLES"
    assert thing("Goal") in first[1]
    assert second[0] == "PATHWAY_COMPONENT_MISSING"
    assert thing("Nowhere") in second[1]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (needs("A", "B"), "not how many"),
        (needs("A", requiredNumber=2), "more than it names"),
        (needs("A", requiredNumber=-1), "no whole number"),
        (needs(), "names nothing"),
        (logic("Perhaps", "A"), "none of logic:And"),
    ],
)
def test_a_condition_that_is_unclear_says_where_it_stands(condition: Any, says: str) -> None:
    [(code, message)] = of(condition)

    assert code == "PATHWAY_CONDITION_UNCLEAR"
    assert says in message
    assert f"{thing('Goal')}, condition/0" in message


def test_it_is_a_warning_that_keeps_no_pathway_out() -> None:
    goal = component("Goal", "Credential", hasCondition=[needs("A", "B")])
    document = pathway(goal, component("A"), component("B"))

    severities = {found.severity for found in validate(document) if found.code.startswith("PATH")}

    assert severities == {"warning"}
