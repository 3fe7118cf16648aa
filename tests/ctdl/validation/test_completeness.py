"""Completeness: what the policy asks for, what is there, and why the rest matters."""

import pytest

from ctdl.documents import parse_document
from ctdl.validation import completeness, notes, validate
from ctdl.validation.policy import policies
from ctdl.validation.reasons import reasons
from tests.ctdl.validation.faulty_documents import (
    an_action,
    of_class,
    with_main,
    with_node,
)
from tests.support.documents import a_credential, an_organization


def test_required_and_recommended_groups_are_counted() -> None:
    policy = policies()["ceterms:MicroCredential"]
    found = completeness(parse_document(a_credential()))

    assert found.classes == ("ceterms:MicroCredential",)
    assert found.total == len(policy.required) + len(policy.recommended)
    assert found.met == len(policy.required)
    assert found.share == found.met / found.total
    assert len(found.missing) == len(policy.recommended)


def test_any_property_of_a_group_meets_it() -> None:
    bare = completeness(parse_document(a_credential()))
    approved = completeness(parse_document(a_credential(approvedBy=["https://x.example/"])))
    twice = a_credential(approvedBy=["https://x.example/"], accreditedBy=["https://x.example/"])

    assert approved.met == bare.met + 1
    assert completeness(parse_document(twice)).met == approved.met


def test_what_is_required_and_missing_comes_first() -> None:
    found = completeness(parse_document(with_main(**{"ceterms:inLanguage": None})))

    assert [gap.required for gap in found.missing][:2] == [True, False]
    assert found.missing[0].properties == ("ceterms:inLanguage",)
    assert found.missing[0].label == "In Language"


def test_each_gap_says_what_it_is_and_why_it_matters() -> None:
    found = completeness(parse_document(a_credential()))
    cost = next(gap for gap in found.missing if gap.properties == ("ceterms:estimatedCost",))
    quality = next(gap for gap in found.missing if "ceterms:accreditedBy" in gap.properties)

    assert (cost.label, cost.why) == (
        "Estimated Cost",
        "learners compare what it costs and who helps to pay",
    )
    assert quality.label == "Accredited By or Approved By or Recognized By or Regulated By"


@pytest.mark.parametrize("name", sorted(policies()))
def test_every_property_the_policy_asks_for_has_a_reason(name: str) -> None:
    policy = policies()[name]
    asked = {each for group in (*policy.required, *policy.recommended) for each in group}

    assert asked <= set(reasons())


def test_a_property_has_one_reason() -> None:
    from ctdl.validation.reasons import _THEMES

    listed = [name for theme in _THEMES for name in theme.properties.split()]

    assert len(listed) == len(set(listed)) == len(reasons())


def test_only_the_record_itself_is_counted() -> None:
    part = {"@id": "_:p", "@type": "ceterms:ConditionProfile", "ceterms:name": {"en": "x"}}
    alone, beside = a_credential(), with_node(a_credential(), **part)

    assert completeness(parse_document(beside)) == completeness(parse_document(alone))


def test_a_subclass_is_held_to_the_policy_of_its_superclass() -> None:
    found = completeness(parse_document(of_class("ceterms:AcademicCertificate")))

    assert found.classes == ("ceterms:Certificate",)


def test_what_the_policy_does_not_know_is_complete() -> None:
    found = completeness(parse_document(an_action()))

    assert (found.classes, found.met, found.total, found.missing, found.share) == (
        (),
        0,
        0,
        (),
        1.0,
    )


@pytest.mark.parametrize("document", [a_credential(), an_organization()])
def test_gaps_are_notes_and_no_faults(document: dict[str, object]) -> None:
    made = parse_document(document)
    gaps = [each for each in notes(made) if each.code == "POLICY_BENCHMARK_MISSING"]

    assert validate(made) == []
    assert {each.severity for each in gaps} == {"info"}
    assert [each.property for each in gaps] == [
        gap.properties[0] for gap in completeness(made).missing
    ]
    assert all(each.message.endswith("State it if you know it.") for each in gaps)


def test_what_serves_readers_most_comes_before_processes_and_pictures() -> None:
    found = completeness(parse_document(an_organization()))
    names = [gap.properties[0] for gap in found.missing if not gap.required]

    first_process = next(place for place, name in enumerate(names) if name.endswith("Process"))
    assert all(name.endswith("Process") for name in names[first_process:])
    assert names.index("ceterms:keyword") < names.index("ceterms:image") < first_process


def test_a_picture_a_place_and_a_process_have_reasons_of_their_own() -> None:
    why = reasons()

    assert "logo" in why["ceterms:image"]
    assert "countries or regions" in why["ceterms:jurisdiction"]
    assert "rules" in why["ceterms:complaintProcess"]
    assert "enrol" in why["ceterms:subjectWebpage"]
    assert "enrol" not in why["ceterms:email"]
