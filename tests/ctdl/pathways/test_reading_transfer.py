"""What counts elsewhere, and who says so: read without promising more than is stated."""

from datetime import date
from typing import Any

import pytest

from ctdl.ctid import derive_ctid
from ctdl.documents import Document, parse_document
from ctdl.pathways.reading import Elsewhere, Joined, acceptances, local_things
from ctdl.pathways.rules import Said
from ctdl.pathways.things import Acceptance
from ctdl.provenance import Provenance
from tests.ctdl.pathways.conditions import condition, credential, credits, plain, resource, thing
from tests.support.documents import CONTEXT, a_document

PROFILE = derive_ctid("test:profile")
SENDER, RECEIVER, REVIEWER = (
    derive_ctid(f"test:{each}") for each in ("sender", "receiver", "reviewer")
)
AT_SENDER = [f"resources/{SENDER}"]
AT_RECEIVER = [f"resources/{RECEIVER}"]


def profile(*local: dict[str, Any], **stated: Any) -> Document:
    """A transfer value profile; `local` are resources that only this document describes."""
    document = a_document(PROFILE, "ceterms:TransferValueProfile", stated)
    document["@graph"] += local
    return parse_document(document)


def local(label: str, type_: str = "Course", **stated: Any) -> dict[str, Any]:
    """A resource without a record."""
    named = {"name": {"en": label}, **stated}
    return {
        "@id": f"_:{label}",
        "@type": f"ceterms:{type_}",
        **{f"ceterms:{name}": value for name, value in named.items()},
    }


def only(document: Document, **given: Any) -> Acceptance:
    found = acceptances(document, **given)
    assert len(found) == 1
    return found[0]


def test_a_course_counts_as_a_course_of_the_receiver() -> None:
    document = profile(
        local("theirs", offeredBy=AT_SENDER),
        local("ours", offeredBy=AT_RECEIVER),
        ownedBy=AT_RECEIVER,
        transferValueFrom=["_:theirs"],
        transferValueFor=["_:ours"],
        transferValue=[credits(3, "us-semester")],
        startDate="2024-09-01",
        endDate="2026-08-31",
    )

    found = only(document)

    named = {each.name["en"]: each.id for each in local_things(document)}
    assert (found.things, found.counts_as) == (frozenset({named["theirs"]}), named["ours"])
    assert [(each.minimum, each.unit) for each in found.credits] == [(3.0, "us-semester")]
    assert (found.receiver, found.side, found.towards) == (RECEIVER, "receiving", None)
    assert found.said == Said(
        PROFILE, "ceterms:transferValueFrom", RECEIVER, date(2024, 9, 1), date(2026, 8, 31)
    )


@pytest.mark.parametrize("class_", ["MasterDegree", "Certificate", "LearningProgram"])
def test_what_counts_towards_a_degree_never_stands_for_it(class_: str) -> None:
    document = profile(
        transferValueFrom=[resource("A")],
        transferValueFor=[resource("degree")],
        transferValue=[credits(6)],
    )

    found = only(document, elsewhere=Elsewhere({thing("degree"): f"ceterms:{class_}"}))

    assert (found.counts_as, found.towards) == (None, thing("degree"))


def test_what_nobody_knows_the_class_of_is_not_stood_for_either() -> None:
    found = only(profile(transferValueFrom=[resource("A")], transferValueFor=[resource("B")]))

    assert (found.counts_as, found.towards) == (None, thing("B"))


def test_several_sources_are_needed_together_and_each_goal_is_one_acceptance() -> None:
    found = acceptances(
        profile(
            transferValueFrom=[resource("A"), resource("B")],
            transferValueFor=[resource("C"), resource("D")],
        )
    )

    assert {each.things for each in found} == {frozenset({thing("A"), thing("B")})}
    assert {each.towards for each in found} == {thing("C"), thing("D")}
    assert len({each.id for each in found}) == 2


def test_a_profile_without_a_source_gives_nothing_for_nothing() -> None:
    """Forty of the shipped profiles name their source in words only."""
    assert acceptances(profile(ownedBy=AT_RECEIVER, transferValue=[credits(15)])) == ()


def test_a_competence_is_no_thing_that_is_held() -> None:
    known = {"@id": "_:known", "@type": "ceasn:Competency", "ceasn:competencyText": {"en": "Weld"}}

    alone = profile(known, transferValueFrom=["_:known"], transferValueFor=[resource("B")])
    beside = profile(
        known, transferValueFrom=[resource("A"), "_:known"], transferValueFor=[resource("B")]
    )

    assert acceptances(alone) == ()
    assert only(beside).things == {thing("A")}
    assert plain(only(beside).requires) == ("all", "“Weld”")


def test_what_the_profile_requires_is_needed_too() -> None:
    required = condition(condition={"en": "Grade B"}, targetAssessment=[resource("exam")])
    document = profile(
        transferValueFrom=[resource("A")], transferValueFor=[resource("B")], requires=[required]
    )

    found = only(document)

    assert found.things == {thing("A"), thing("exam")}
    assert plain(found.requires) == ("all", "“Grade B”")


def test_each_of_several_examinations_is_a_way_of_its_own() -> None:
    required = condition(
        alternativeCondition=[
            condition(targetAssessment=[resource("first")]),
            condition(targetAssessment=[resource("second")], condition={"en": "Grade A"}),
            condition(condition={"en": "An interview"}),
        ]
    )

    found = acceptances(
        profile(
            transferValueFrom=[resource("A")], transferValueFor=[resource("B")], requires=[required]
        )
    )

    assert [(each.things, plain(each.requires)) for each in found] == [
        (frozenset({thing("A"), thing("first")}), None),
        (frozenset({thing("A"), thing("second")}), ("all", "“Grade A”")),
        (frozenset({thing("A")}), ("all", "“An interview”")),
    ]


def test_something_that_counts_as_itself_is_left_out() -> None:
    assert (
        acceptances(profile(transferValueFrom=[resource("A")], transferValueFor=[resource("A")]))
        == ()
    )


@pytest.mark.parametrize("status", ["Ceased", "Suspended", "Developing"])
def test_a_profile_that_is_not_in_force_accepts_nothing(status: str) -> None:
    stated = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"lifeCycle:{status}",
    }

    assert acceptances(profile(transferValueFrom=[resource("A")], lifeCycleStatusType=stated)) == ()


def test_the_same_course_in_two_documents_is_one_thing() -> None:
    """Told by who gives it and its code; the labels inside the documents do not matter."""
    first = profile(
        local("from", codedNotation="BUSI 1025", offeredBy=AT_SENDER), transferValueFrom=["_:from"]
    )
    second = profile(
        local("b7", codedNotation="busi 1025", offeredBy=AT_SENDER), transferValueFrom=["_:b7"]
    )
    elsewhere = profile(
        local("from", codedNotation="BUSI 1025", offeredBy=AT_RECEIVER),
        transferValueFrom=["_:from"],
    )

    assert only(first).things == only(second).things
    assert only(first).things != only(elsewhere).things


def test_a_course_and_an_examination_of_one_name_are_two_things() -> None:
    course = profile(local("from", offeredBy=AT_SENDER), transferValueFrom=["_:from"])
    examination = profile(
        local("from", "AssessmentProfile", offeredBy=AT_SENDER), transferValueFrom=["_:from"]
    )

    assert only(course).things != only(examination).things


def test_without_anybody_who_gives_it_a_local_thing_is_its_documents_own() -> None:
    one = profile(local("from"), transferValueFrom=["_:from"])
    other = a_document(
        derive_ctid("test:other profile"),
        "ceterms:TransferValueProfile",
        {"transferValueFrom": ["_:from"]},
    )
    other["@graph"].append(local("from"))

    assert only(one).things != only(parse_document(other)).things


@pytest.mark.parametrize(
    ("owner", "class_", "side"),
    [
        (RECEIVER, "ceterms:CredentialOrganization", "receiving"),
        (SENDER, "ceterms:CredentialOrganization", "sending"),
        (REVIEWER, "ceterms:QACredentialOrganization", "third party"),
        (derive_ctid("test:state"), "ceterms:Organization", "third party"),
    ],
)
def test_whose_profile_it_is_tells_the_side(owner: str, class_: str, side: str) -> None:
    document = profile(
        ownedBy=[f"resources/{owner}"],
        transferValueFrom=[resource("A")],
        transferValueFor=[resource("B")],
    )
    elsewhere = Elsewhere(
        {thing("B"): "ceterms:Course", owner: class_},
        {thing("A"): frozenset({SENDER}), thing("B"): frozenset({RECEIVER})},
    )

    found = only(document, elsewhere=elsewhere)

    assert (found.side, found.receiver) == (side, RECEIVER)


def test_what_operators_collected_and_nobody_owns_is_said_by_a_third_party() -> None:
    document = profile(transferValueFrom=[resource("A")])

    assert only(document).side is None
    assert only(document, provenance=Provenance(collected=True)).side == "third party"


def test_a_body_that_recommends_credit_receives_nobody() -> None:
    document = profile(ownedBy=[f"resources/{REVIEWER}"], transferValueFrom=[resource("A")])
    reviewer = Elsewhere({REVIEWER: "ceterms:QACredentialOrganization"})
    college = Elsewhere({REVIEWER: "ceterms:CredentialOrganization"})

    assert only(document, elsewhere=reviewer).receiver is None
    assert only(document, elsewhere=college).receiver == REVIEWER
    assert only(document, elsewhere=college).side == "receiving"
    assert only(document).side is None


def test_what_the_ends_state_themselves_is_joined() -> None:
    document = profile(transferValue=[credits(3)])
    joined = [
        Joined(thing("A"), Said(thing("A"), "ceterms:providesTransferValueFor")),
        Joined(thing("B"), Said(thing("B"), "ceterms:receivesTransferValueFrom")),
    ]

    found = only(document, joined=joined)

    assert (found.things, found.towards) == (frozenset({thing("A")}), thing("B"))


def agreement(**stated: Any) -> Document:
    return parse_document(
        a_document(derive_ctid("test:agreement"), "ceterms:TransferAgreement", stated)
    )


def test_an_agreement_of_two_programmes_accepts_one_towards_the_other() -> None:
    found = only(
        agreement(
            sendingOrganization=AT_SENDER,
            receivingOrganization=AT_RECEIVER,
            sendingProgram=[resource("A")],
            receivingProgram=[resource("B")],
            dateEffective="2025-01-01",
            expirationDate="2027-12-31",
        )
    )

    assert (found.things, found.towards, found.receiver) == (
        frozenset({thing("A")}),
        thing("B"),
        RECEIVER,
    )
    assert (found.said.since, found.said.until) == (date(2025, 1, 1), date(2027, 12, 31))


def test_an_agreement_narrows_the_days_of_its_profiles() -> None:
    document = a_document(
        derive_ctid("test:agreement"),
        "ceterms:TransferAgreement",
        {
            "hasTransferValueProfile": [f"resources/{PROFILE}"],
            "receivingOrganization": AT_RECEIVER,
            "expirationDate": "2025-12-31",
        },
    )
    stated = {"transferValueFrom": [resource("A")], "endDate": "2027-12-31"}
    document["@graph"] += a_document(PROFILE, "ceterms:TransferValueProfile", stated)["@graph"]

    found = only(parse_document(document))

    assert (found.receiver, found.said.until) == (RECEIVER, date(2025, 12, 31))


def test_an_intermediary_stands_between_the_sources_and_the_goals() -> None:
    between = derive_ctid("test:common course")
    document = a_document(
        between,
        "ceterms:TransferIntermediary",
        {
            "name": {"en": "ENG 101"},
            "creditValue": [credits(3, "us-semester")],
            "intermediaryFor": ["_:profile"],
        },
    )
    document["@graph"].append(
        {
            "@id": "_:profile",
            "@type": "ceterms:TransferValueProfile",
            "ceterms:transferValueFrom": [resource("A")],
            "ceterms:transferValueFor": [resource("B")],
        }
    )

    found = acceptances(
        parse_document(document), elsewhere=Elsewhere({thing("B"): "ceterms:Course"})
    )

    led = {(next(iter(each.things)), each.counts_as) for each in found if each.counts_as}
    assert {(thing("A"), between), (between, thing("B"))} <= led


def test_advanced_standing_is_stated_by_either_side() -> None:
    received = credential(
        advancedStandingFrom=[
            resource("A"),
            condition(targetCredential=[resource("B")], creditValue=[credits(30)]),
        ]
    )
    sent = credential(isAdvancedStandingFor=[resource("C")])

    first, second = acceptances(received)
    third = only(sent)

    assert [(each.things, each.towards, each.side) for each in (first, second, third)] == [
        (frozenset({thing("A")}), received.ctid, "receiving"),
        (frozenset({thing("B")}), received.ctid, "receiving"),
        (frozenset({sent.ctid}), thing("C"), "sending"),
    ]
    assert [amount.minimum for amount in second.credits] == [30.0]


def test_one_of_several_ways_to_advanced_standing_is_enough() -> None:
    profile = condition(
        targetCredential=[resource("A")],
        alternativeCondition=[condition(targetCredential=[resource("B")])],
    )

    found = acceptances(credential(advancedStandingFrom=[profile]))

    assert [each.things for each in found] == [frozenset({thing("A")}), frozenset({thing("B")})]


def test_a_record_that_gives_itself_advanced_standing_gives_none() -> None:
    own = f"resources/{credential().ctid}"

    assert acceptances(credential(advancedStandingFrom=[own], isAdvancedStandingFor=[own])) == ()


def test_an_acceptance_concerns_the_awards_it_names_or_those_of_its_receiver() -> None:
    said = Said(PROFILE, "ceterms:transferValueFrom")
    things = frozenset({thing("A")})
    as_course = Acceptance("1", things, said, counts_as=thing("B"), receiver=RECEIVER)
    towards = Acceptance("2", things, said, towards=thing("degree"), receiver=RECEIVER)
    at_large = Acceptance("3", things, said, receiver=RECEIVER)
    recommended = Acceptance("4", things, said)

    concerned = [
        [each.concerns(award, frozenset({giver})) for each in (as_course, towards, at_large)]
        for award, giver in (
            (thing("degree"), RECEIVER),
            (thing("other"), RECEIVER),
            (thing("other"), SENDER),
        )
    ]

    assert concerned == [[True, True, True], [True, False, True], [True, False, False]]
    assert not recommended.concerns(thing("degree"), frozenset({RECEIVER}))


def test_an_absurd_value_is_no_value() -> None:
    found = only(profile(transferValueFrom=[resource("A")], transferValue=[credits(-3)]))

    assert found.credits == ()


def test_conditions_of_a_profile_that_hold_each_other_end() -> None:
    content = {
        "@context": CONTEXT,
        "@graph": [
            *a_document(
                derive_ctid("test:first aid"),
                "ceterms:Certificate",
                {"advancedStandingFrom": ["_:c"]},
            )["@graph"],
            {
                "@id": "_:c",
                **condition(targetCredential=[resource("A")], alternativeCondition=["_:c"]),
            },
        ],
    }

    assert only(parse_document(content)).things == {thing("A")}
