"""What counts as the answer to a clause, and what only looks like it."""

from typing import Any

import pytest

from tests.ctdl.standards.small import a_record, credits, lasting, level, result

COLLEGE = {"@type": "ceterms:CredentialOrganization", "ceterms:name": {"en": "A college"}}
WEBPAGE = "https://college.example/first-aid"


def competency(name: str = "", description: str = "") -> dict[str, Any]:
    """A property with one competency: what it is called, and how it is described."""
    alignment: dict[str, Any] = {"@type": "ceterms:CredentialAlignmentObject"}
    if name:
        alignment["ceterms:targetNodeName"] = {"en": name}
    if description:
        alignment["ceterms:targetNodeDescription"] = {"en": description}
    profile = {"@type": "ceterms:ConditionProfile", "ceterms:targetCompetency": [alignment]}
    return {"requires": [profile]}


def costing(price: float, description: str = "") -> dict[str, Any]:
    """A property with one price."""
    profile: dict[str, Any] = {"@type": "ceterms:CostProfile", "ceterms:price": price}
    if description:
        profile["ceterms:description"] = {"en": description}
    return {"estimatedCost": [profile]}


@pytest.mark.parametrize("standard", ["eu-2022", "eu-2020-proposal", "mcgreal-olcott-2022"])
def test_who_only_offers_it_is_not_known_to_award_it(standard: str) -> None:
    offered = result(a_record(offeredBy=[COLLEGE]), standard, "awarding-body")
    owned = result(a_record(ownedBy=[COLLEGE]), standard, "awarding-body")

    assert (offered.result, offered.values) == ("not stated", ("A college",))
    assert offered.reason == "Only who offers it is stated, not who awards it."
    assert owned.result == "met"


@pytest.mark.parametrize(
    ("standard", "element"),
    [("orr-2020-cis", "provider"), ("au-nmf-2021", "ci-provider"), ("1edtech-tmc-2024", "issuer")],
)
def test_who_offers_it_is_its_provider(standard: str, element: str) -> None:
    assert result(a_record(offeredBy=[COLLEGE]), standard, element).result == "met"


def test_names_of_skills_are_competencies_and_no_learning_outcomes() -> None:
    tagged = a_record(**competency("Python"))

    found = result(tagged, "eu-2022", "learning-outcomes")

    assert (found.result, found.values) == ("not stated", ("Python",))
    assert found.reason == "Only the names of skills are stated, no learning outcomes."
    assert result(tagged, "us-suny-2018", "verifies").result == "met"
    assert result(tagged, "ca-heqco-2021", "competencies").values == ("Python",)


@pytest.mark.parametrize("name", ["", "Python"])
def test_a_competency_that_is_described_is_a_learning_outcome(name: str) -> None:
    record = a_record(**competency(name, "Writes and tests small programs."))

    assert result(record, "eu-2022", "learning-outcomes").result == "met"


@pytest.mark.parametrize("hours", ["PT50H", "PT5000H"])
def test_hours_alone_make_no_credits(hours: str) -> None:
    found = result(a_record(**lasting(hours)), "nz-nzqa-2022", "credits")

    assert found.result == "not stated"
    assert found.reason == "Hours are stated; hours alone make no credits."


def test_numbers_of_credits_beside_not_for_credit_meet_no_rule_about_credits() -> None:
    stated = credits(10) | {"isNonCredit": True}

    found = result(a_record(**stated), "nz-nzqa-2022", "credits")

    assert found.result == "not stated"
    assert found.reason == "The record states that it is not for credit."
    assert result(a_record(**stated), "emc-cmf-2019", "transcript-credits").result == "not stated"


@pytest.mark.parametrize(
    "stated",
    [credits(3, "ceu"), lasting("PT30H", description="30 contact hours")],
)
def test_hours_of_instruction_in_any_unit_are_no_workload(stated: dict[str, Any]) -> None:
    found = result(a_record(**stated), "eu-2022", "workload")

    assert found.result == "not stated"
    assert "hours of instruction" in found.reason


@pytest.mark.parametrize("stated", [lasting("PT2H"), credits(3, "us-semester"), credits(5, "ects")])
def test_the_size_of_an_examination_is_no_workload(stated: dict[str, Any]) -> None:
    examination = a_record("ceterms:AssessmentProfile", **stated)

    for standard in ("eu-2022", "emc-cmf-2019", "mcgreal-olcott-2022"):
        assert result(examination, standard, "workload").result == "not stated"


def test_a_web_page_is_no_criteria_and_only_an_achievement_has_a_type() -> None:
    record = a_record(subjectWebpage=WEBPAGE)

    criteria = result(record, "1edtech-ob3", "ach-criteria")

    assert criteria.result == "not stated"
    assert "no criteria" in criteria.reason
    assert result(record, "1edtech-ob3", "ach-type").result == "not applicable"


@pytest.mark.parametrize(
    ("price", "answer"),
    [
        (costing(100), "not stated"),
        (costing(100, "Taxi to the campus"), "not stated"),
        (costing(110, "Includes GST"), "met"),
        (costing(100, "plus tax"), "met"),
        (costing(0), "met"),
    ],
)
def test_a_price_says_whether_it_includes_tax(price: dict[str, Any], answer: str) -> None:
    found = result(a_record(**price), "au-nmf-2021", "ci-price")

    assert found.result == answer
    assert (found.reason == "Whether the price includes tax is not stated.") == (answer != "met")


def test_mastery_of_what_bears_credit_is_not_asked_for_and_said_so() -> None:
    found = result(a_record(**credits(5, "ects"), **level("eqf:5")), "au-nmf-2021", "ms-5")

    assert found.result == "not applicable"
    assert found.reason == "It bears credit, so no level of mastery is asked for."


@pytest.mark.parametrize("kind", ["ceterms:Course", "ceterms:AssessmentProfile"])
def test_a_policy_on_classes_of_credentials_is_not_for_courses_and_examinations(kind: str) -> None:
    found = result(a_record(kind), "ce-minimum", "type")

    assert found.result == "not applicable"
    assert found.reason.startswith("The policy is for classes of credentials")
    assert result(a_record(), "ce-minimum", "type").result == "met"
