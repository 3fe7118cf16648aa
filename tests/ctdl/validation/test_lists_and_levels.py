"""Values of CTDL's lists, levels of frameworks, and actions that only one body can state."""

from typing import Any

import pytest

from ctdl.credit_units import UNIT_CODES
from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.frameworks import FRAMEWORKS
from ctdl.validation import validate
from tests.ctdl.validation.faulty_documents import (
    NFQ,
    OTHER,
    PUBLISHER,
    Content,
    a_level,
    an_action,
    credits_of,
    of_class,
    with_main,
    with_node,
)
from tests.support.documents import a_credential

EQF = FRAMEWORKS.frameworks["eqf"]


def severity(document: Content, code: str, **context: Any) -> str | None:
    """How bad it is that `code` applies; None when it does not."""
    found = validate(parse_document(document), **context)
    return next((each.severity for each in found if each.code == code), None)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("credentialStatusType", {"ceterms:targetNode": "credentialStat:Active"}, None),
        ("credentialStatusType", "credentialStat:Active", None),
        ("credentialStatusType", {"@id": "credentialStat:Active"}, None),
        ("credentialStatusType", {"ceterms:targetNode": "credentialStat:Open"}, "error"),
        ("credentialStatusType", {"ceterms:targetNode": "lifeCycle:Active"}, "error"),
        ("credentialStatusType", {"ceterms:targetNode": "https://x.example/active"}, "error"),
        ("credentialStatusType", {"ceterms:targetNodeName": {"en": "Active"}}, "error"),
        (
            "credentialStatusType",
            {"ceterms:targetNode": "http://credreg.net/ctdl/vocabs/credentialStat/Active"},
            "warning",
        ),
        ("audienceLevelType", {"ceterms:targetNode": "audLevel:BeginnerLevel"}, None),
        ("audienceLevelType", {"ceterms:targetNode": "deliveryType:InPerson"}, "error"),
        ("audienceLevelType", {"ceterms:targetNode": "https://x.example/level"}, "warning"),
        ("audienceLevelType", {"ceterms:targetNodeName": {"en": "Everybody"}}, None),
        ("learningDeliveryType", {"ceterms:targetNode": "deliveryType:OnlineOnly"}, None),
        # Of a classification only the name is known here, so anything may be in it.
        ("industryType", {"ceterms:targetNode": "https://x.example/naics/61"}, None),
    ],
)
def test_a_property_takes_its_values_from_its_list(
    name: str, value: Any, expected: str | None
) -> None:
    document = with_main(**{f"ceterms:{name}": [value]})

    assert severity(document, "CONCEPT_NOT_OF_SCHEME") == expected


def test_a_slip_in_a_concept_is_answered_with_the_nearest() -> None:
    document = a_credential(audienceLevelType=[{"ceterms:targetNode": "audLevel:BeginerLevel"}])
    [found] = validate(parse_document(document))

    assert (found.code, found.severity) == ("UNKNOWN_CONCEPT", "warning")
    assert "audLevel:BeginnerLevel" in found.message


def test_a_concept_described_beside_the_record_counts() -> None:
    document = with_node(
        a_credential(audienceLevelType=["_:level"]),
        **{"@id": "_:level", "ceterms:targetNode": "audLevel:BeginnerLevel"},
    )

    assert severity(document, "CONCEPT_NOT_OF_SCHEME") is None


@pytest.mark.parametrize("code", UNIT_CODES)
def test_credits_may_be_counted_in_units_of_the_registry(code: str) -> None:
    unit = f"resources/{derive_ctid(f'concept:credit-units:{code}')}"
    document = credits_of(**{"schema:value": 5, "ceterms:creditUnitType": [unit]})

    assert severity(document, "CONCEPT_NOT_OF_SCHEME") is None


def test_credits_in_a_unit_nobody_knows_are_a_warning() -> None:
    unit = f"resources/{OTHER}"
    document = credits_of(**{"schema:value": 5, "ceterms:creditUnitType": [unit]})

    assert severity(document, "CONCEPT_NOT_OF_SCHEME") == "warning"


def level_codes(**stated: Any) -> set[str]:
    found = validate(parse_document(a_level(**stated)))
    return {each.code for each in found if each.code.startswith("LEVEL_")}


SEVENTH = f"resources/{NFQ.levels[6].ctid}"
FRAMEWORK = f"resources/{NFQ.ctid}"


@pytest.mark.parametrize(
    "stated",
    [
        {"targetNode": SEVENTH},
        {"targetNode": SEVENTH, "framework": FRAMEWORK, "codedNotation": "nfq-ie:7"},
        {"framework": FRAMEWORK, "codedNotation": "7"},
        {"framework": FRAMEWORK, "codedNotation": "Level 7"},
        {"framework": f"resources/{NFQ.progression_model_ctid}", "codedNotation": "10"},
        {"framework": NFQ.url, "codedNotation": "7"},
        {"frameworkName": {"en": NFQ.name}, "codedNotation": "7"},
        {"codedNotation": "EQF:5"},
        {"targetNodeName": {"en": "Level 7"}},
        {"framework": FRAMEWORK, "targetNodeName": {"en": "Level 7"}},
        {"targetNode": SEVENTH, "codedNotation": "intermediate"},
    ],
)
def test_a_level_of_its_framework_is_taken(stated: dict[str, Any]) -> None:
    assert level_codes(**stated) == set()


@pytest.mark.parametrize(
    "stated",
    [
        {"framework": FRAMEWORK, "codedNotation": "11"},
        {"framework": FRAMEWORK, "codedNotation": "nfq-ie:0"},
        {"framework": NFQ.url, "codedNotation": "eleven"},
        {"frameworkName": {"en": NFQ.name.upper()}, "codedNotation": "11"},
        {"codedNotation": "eqf:9"},
        {"framework": FRAMEWORK, "targetNode": f"resources/{EQF.levels[0].ctid}"},
        {"framework": FRAMEWORK, "targetNode": f"resources/{OTHER}"},
        {"targetNode": SEVENTH, "framework": FRAMEWORK, "codedNotation": "8"},
    ],
)
def test_a_level_that_its_framework_does_not_have_is_an_error(stated: dict[str, Any]) -> None:
    [found] = [
        each for each in validate(parse_document(a_level(**stated))) if "LEVEL_" in each.code
    ]

    assert (found.code, found.severity) == ("LEVEL_NOT_IN_FRAMEWORK", "error")
    assert "write one of 1, 2, 3" in found.message


@pytest.mark.parametrize(
    "stated",
    [
        {"framework": "https://x.example/framework", "codedNotation": "5"},
        {"frameworkName": {"en": "Our own framework"}},
        {"targetNode": f"resources/{OTHER}"},
        {"targetNode": "http://data.europa.eu/snb/eqf/5"},
        # Of the levels of this framework only one is in the tables.
        {"codedNotation": "mqf-mt:5"},
    ],
)
def test_a_level_of_an_unknown_framework_is_information(stated: dict[str, Any]) -> None:
    assert level_codes(**stated) == {"LEVEL_FRAMEWORK_UNKNOWN"}


def test_a_level_may_be_given_by_its_address_alone() -> None:
    wrong = a_credential(atLevel=[f"resources/{OTHER}"])

    assert severity(a_credential(atLevel=[SEVENTH]), "LEVEL_FRAMEWORK_UNKNOWN") is None
    assert severity(wrong, "LEVEL_FRAMEWORK_UNKNOWN") == "info"


def test_an_action_is_stated_by_the_body_that_acts() -> None:
    own = an_action(agent=PUBLISHER)
    inline = an_action()
    inline["@graph"][0]["ceterms:actingAgent"] = [
        {
            "@id": f"resources/{PUBLISHER}",
            "@type": "ceterms:QACredentialOrganization",
            "ceterms:ctid": PUBLISHER,
        }
    ]

    assert severity(own, "ACTION_NOT_BY_AGENT", publisher=PUBLISHER) is None
    assert severity(inline, "ACTION_NOT_BY_AGENT", publisher=PUBLISHER) is None
    assert severity(an_action(), "ACTION_NOT_BY_AGENT", publisher=PUBLISHER) == "error"


def test_an_action_without_an_agent_is_nobodys() -> None:
    document = an_action()
    del document["@graph"][0]["ceterms:actingAgent"]

    assert severity(document, "ACTION_NOT_BY_AGENT", publisher=PUBLISHER) == "error"


def test_an_action_within_the_record_of_another_is_refused_too() -> None:
    action = {"@id": "_:a", "@type": "ceterms:ApproveAction"}
    document = with_node(
        a_credential(relatedAction=["_:a"]), **action, ceterms__actingAgent=[f"resources/{OTHER}"]
    )
    [found] = [
        each
        for each in validate(parse_document(document), publisher=PUBLISHER)
        if each.code == "ACTION_NOT_BY_AGENT"
    ]

    assert "ceterms:approvedBy" in found.message


def test_it_is_not_asked_who_acts_when_nobody_publishes_or_facts_were_collected() -> None:
    assert severity(an_action(), "ACTION_NOT_BY_AGENT") is None
    collected = severity(an_action(), "ACTION_NOT_BY_AGENT", publisher=PUBLISHER, collected=True)
    assert collected is None


@pytest.mark.parametrize("name", ["OfferAction", "WorkforceDemandAction"])
def test_other_actions_anybody_may_state(name: str) -> None:
    document = of_class(f"ceterms:{name}")

    assert severity(document, "ACTION_NOT_BY_AGENT", publisher=PUBLISHER) is None
