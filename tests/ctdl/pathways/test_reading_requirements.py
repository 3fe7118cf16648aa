"""What records ask for, read from their conditions: before, beside, and for the award."""

from datetime import date
from typing import Any

import pytest

from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.pathways.reading import (
    Fault,
    Joined,
    alongside,
    award_rule,
    entry_rule,
    faults_of,
    recommended,
    requirements,
    rests_on_stated_parts,
    stated_parts,
)
from ctdl.pathways.rules import Said, SomeOf, Total, walk
from tests.ctdl.pathways.conditions import (
    condition,
    course,
    credential,
    credits,
    plain,
    resource,
    thing,
)
from tests.support.documents import a_credential

NAMES = ("A", "B", "C", "D", "E")


def asked(**stated: Any) -> Any:
    return plain(requirements(credential(**stated)), *NAMES)


def test_a_record_without_conditions_asks_for_nothing() -> None:
    document = credential()

    assert requirements(document) is None
    assert alongside(document) is None
    assert recommended(document) is None
    assert award_rule(document) is None


def test_what_a_profile_targets_is_needed_together() -> None:
    profile = condition(
        targetCredential=[resource("A")],
        targetLearningOpportunity=[resource("B")],
        targetAssessment=[resource("C")],
    )

    assert asked(requires=[profile]) == ("all", ("all", "A", "B", "C"))


def test_a_direct_reference_is_needed_like_one_in_a_profile() -> None:
    assert asked(requires=[resource("A"), resource("B")]) == ("all", "A", "B")


def test_one_of_the_alternatives_is_needed_beside_what_the_profile_itself_asks() -> None:
    """The handbook's degree with concentrations: a common core, then one of two groups."""
    profile = condition(
        targetLearningOpportunity=[resource("A")],
        alternativeCondition=[
            condition(targetLearningOpportunity=[resource("B"), resource("C")]),
            condition(targetLearningOpportunity=[resource("D")]),
        ],
    )

    assert asked(requires=[profile]) == ("all", ("all", "A", ("any", ("all", "B", "C"), "D")))


def test_alternatives_may_have_alternatives() -> None:
    inner = condition(
        alternativeCondition=[
            condition(targetCredential=[resource("B")]),
            condition(targetCredential=[resource("C")]),
        ]
    )
    profile = condition(
        alternativeCondition=[condition(targetCredential=[resource("A")]), inner],
    )

    assert asked(requires=[profile]) == ("all", ("any", "A", ("any", "B", "C")))


def test_an_alternative_in_words_stays_one_of_the_ways() -> None:
    profile = condition(
        alternativeCondition=[
            condition(targetCredential=[resource("A")]),
            condition(name={"en": "Audition"}),
        ],
    )

    assert asked(requires=[profile]) == ("all", ("any", "A", "“Audition”"))


def test_own_size_outcomes_and_assessment_are_not_asked_of_anybody() -> None:
    """What the shipped records hold in ceterms:requires."""
    document = a_credential(
        requires=[
            condition(
                name={"en": "Credits"}, description={"en": "Credits"}, creditValue=[credits(5)]
            ),
            condition(
                name={"en": "Skills"},
                targetCompetency=[
                    {
                        "@type": "ceterms:CredentialAlignmentObject",
                        "ceterms:targetNodeName": {"en": "Welding"},
                    }
                ],
            ),
            condition(name={"en": "Assessment"}, targetAssessment=["_:assessment"]),
        ]
    )
    examination = {"@id": "_:assessment", "@type": "ceterms:AssessmentProfile"}
    document["@graph"].append({**examination, "ceterms:name": {"en": "Examination"}})

    assert requirements(parse_document(document)) is None
    assert award_rule(parse_document(document)) is None


def test_an_examination_of_somebody_else_is_asked_for_though_it_has_no_record() -> None:
    document = a_credential(requires=[condition(targetAssessment=["_:test"])])
    document["@graph"].append(
        {
            "@id": "_:test",
            "@type": "ceterms:AssessmentProfile",
            "ceterms:name": {"en": "Language test"},
            "ceterms:offeredBy": [resource("testing body")],
        }
    )

    rule = requirements(parse_document(document))

    assert rule is not None
    held = [each for each in walk(rule) if not isinstance(each, SomeOf)]
    assert [each.name for each in held] == [{"en": "Language test"}]
    assert str(plain(held[0])).startswith("urn:uuid:")


def test_what_only_people_can_judge_stays_in_words() -> None:
    profile = condition(
        condition={"en": ["Grade C", "Driving licence"]},
        experience={"en": "Worked with children"},
        minimumAge=18,
        yearsOfExperience=2.5,
    )

    assert asked(requires=[profile]) == (
        "all",
        (
            "all",
            "“Grade C”",
            "“Driving licence”",
            "“Worked with children”",
            "“At least 18 years old”",
            "“At least 2.5 years of experience”",
        ),
    )


def test_a_description_counts_only_where_it_says_more_than_the_name() -> None:
    repeated = condition(
        name={"en": "Entry"}, description={"en": "Entry"}, targetCredential=[resource("A")]
    )
    telling = {**repeated, "ceterms:description": {"en": "With honours"}}

    assert asked(requires=[repeated]) == ("all", "A")
    assert asked(requires=[telling]) == ("all", ("all", "A", "“With honours”"))


def test_entry_and_prerequisites_of_a_course_are_asked_before_it_only() -> None:
    document = course(
        entryCondition=[condition(targetCredential=[resource("A")])],
        prerequisite=[resource("B")],
    )

    assert plain(requirements(document), *NAMES) == ("all", "A", "B")
    assert award_rule(document) is None


def test_knowledge_is_asked_for_at_entry() -> None:
    known = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en": "Basic algebra"},
    }
    document = course(entryCondition=[condition(targetCompetency=[known])])

    assert plain(requirements(document)) == ("all", "“Basic algebra”")


def test_credits_at_entry_count_whatever_they_are_from() -> None:
    document = course(entryCondition=[condition(creditValue=[credits(60)])])

    assert plain(requirements(document)) == ("all", "60.0..None ects of any")


def test_one_size_in_two_units_is_asked_for_once() -> None:
    stated = [credits(60), credits(30, "us-semester")]
    document = course(entryCondition=[condition(creditValue=stated)])

    assert plain(requirements(document)) == (
        "all",
        ("any", "60.0..None ects of any", "30.0..None us-semester of any"),
    )


@pytest.mark.parametrize("value", [-5, 1e9])
def test_an_absurd_number_of_credits_is_no_number(value: float) -> None:
    document = course(entryCondition=[condition(creditValue=[credits(value)])])

    assert requirements(document) is None


def test_what_is_excluded_leaves_the_credits_or_is_barred() -> None:
    counted = course(
        entryCondition=[condition(creditValue=[credits(60)], conditionExcludes=[resource("A")])]
    )
    barred = asked(
        requires=[condition(targetCredential=[resource("B")], conditionExcludes=[resource("A")])]
    )

    rule = requirements(counted)
    assert rule is not None
    totals = [each for each in walk(rule) if isinstance(each, Total)]
    assert [total.among.without for total in totals] == [{thing("A")}]
    assert barred == ("all", ("all", "B", ("none", "A")))


def test_who_asserts_a_condition_and_since_when_is_kept() -> None:
    body = derive_ctid("test:body")
    profile = condition(
        targetCredential=[resource("A")],
        assertedBy=[f"resources/{body}"],
        dateEffective="2024-09-01",
        # The context takes this property for an address, so the month is written as a value.
        approximateExpirationDate={"@value": "2026-02"},
    )
    document = credential(requires=[profile])

    rule = requirements(document)

    assert isinstance(rule, SomeOf)
    assert rule.rules[0].said == Said(
        document.ctid, "ceterms:requires", body, date(2024, 9, 1), date(2026, 2, 28)
    )


def test_what_is_taken_beside_it_is_no_prerequisite() -> None:
    """Two courses that are each other's corequisites could otherwise never be begun."""
    document = course(
        corequisite=[condition(targetLearningOpportunity=[resource("A")])],
        coPrerequisite=[condition(targetLearningOpportunity=[resource("B")])],
    )

    assert requirements(document) is None
    assert plain(alongside(document), *NAMES) == ("all", "A", "B")
    assert plain(award_rule(document), *NAMES) == ("all", "A", "B")


def test_what_is_recommended_binds_nobody() -> None:
    document = credential(
        recommends=[condition(targetCredential=[resource("A")])], preparationFrom=[resource("B")]
    )
    others = [Joined(thing("C"), Said(thing("C"), "ceterms:isPreparationFor"))]

    assert plain(recommended(document, joined=others), *NAMES) == ("all", "A", "B", "C")
    assert requirements(document, joined=others) is None
    assert award_rule(document, joined=others) is None


def test_what_another_record_says_to_be_required_for_it_is_asked_for() -> None:
    said = Said(thing("A"), "ceterms:isRequiredFor")

    rule = requirements(credential(), joined=[Joined(thing("A"), said)])

    assert plain(rule, *NAMES) == ("all", "A")
    assert isinstance(rule, SomeOf)
    assert rule.rules[0].said == said


def test_what_both_sides_say_to_be_required_is_asked_for_once() -> None:
    said = Said(thing("A"), "ceterms:isRequiredFor")
    document = credential(requires=[resource("A")])

    assert plain(requirements(document, joined=[Joined(thing("A"), said)]), *NAMES) == ("all", "A")


def test_what_is_asked_at_entry_can_be_read_without_the_rest() -> None:
    document = course(
        entryCondition=[condition(targetCredential=[resource("A")])],
        prerequisite=[resource("B")],
        requires=[resource("C")],
    )

    assert plain(entry_rule(document), *NAMES) == ("all", "A", "B")
    assert plain(requirements(document), *NAMES) == ("all", "A", "B", "C")
    assert plain(award_rule(document), *NAMES) == ("all", "C")


def test_all_stated_parts_make_up_the_award_and_the_rule_can_be_told_apart() -> None:
    rule = award_rule(credential(hasPart=[resource("A"), resource("B")]))

    assert plain(rule, *NAMES) == ("all", ("all", "A", "B"))
    assert isinstance(rule, SomeOf)
    assert [rests_on_stated_parts(each) for each in walk(rule)] == [False, True, False, False]


def test_parts_are_joined_from_both_sides_with_who_says_so() -> None:
    document = credential(hasPart=[resource("A"), resource("B")])
    others = [Joined(thing(name), Said(thing(name), "ceterms:isPartOf")) for name in ("B", "C")]

    parts = {part.thing: part.said for part in stated_parts(document, joined=others)}

    assert parts == {
        thing("A"): (Said(document.ctid, "ceterms:hasPart"),),
        thing("B"): (Said(document.ctid, "ceterms:hasPart"), others[0].said),
        thing("C"): (others[1].said,),
    }
    assert plain(award_rule(document, joined=others), *NAMES) == ("all", ("all", "A", "B", "C"))


def test_a_size_asks_for_so_many_credits_among_the_parts() -> None:
    size = condition(name={"en": "Credits"}, creditValue=[credits(40)])
    rule = award_rule(credential(hasPart=[resource("A"), resource("B")], requires=[size]))

    assert plain(rule, *NAMES) == ("all", ("all", "40.0..None ects of A B"))
    assert isinstance(rule, SomeOf)
    assert rests_on_stated_parts(rule.rules[0])


def test_sizes_in_two_profiles_and_two_units_are_one_size() -> None:
    sizes = [condition(creditValue=[credits(40)]), condition(creditValue=[credits(20, "rqf")])]
    rule = award_rule(credential(hasPart=[resource("A")], requires=sizes))

    assert plain(rule, *NAMES) == (
        "all",
        ("all", ("any", "40.0..None ects of A", "20.0..None rqf of A")),
    )


def test_a_size_with_a_remark_still_counts_among_the_parts() -> None:
    size = condition(creditValue=[credits(40)], description={"en": "At least 20 at level 7"})
    rule = award_rule(credential(hasPart=[resource("A")], requires=[size]))

    assert plain(rule, *NAMES) == (
        "all",
        ("all", ("all", "40.0..None ects of A", "“At least 20 at level 7”")),
    )


def test_what_targets_things_asks_for_them_and_not_for_their_credits_again() -> None:
    profile = condition(targetLearningOpportunity=[resource("A")], creditValue=[credits(15)])

    assert asked(requires=[profile]) == ("all", "A")


def test_a_record_that_requires_itself_is_named_and_does_not() -> None:
    document = credential()
    own = f"resources/{document.ctid}"
    circular = credential(requires=[own, resource("A")], hasPart=[own, resource("B")])

    assert plain(requirements(circular), *NAMES) == ("all", "A")
    assert plain(award_rule(circular), *NAMES) == ("all", "A", ("all", "B"))
    assert faults_of(circular) == (Fault("requires-itself", (document.ctid,)),)


def test_a_condition_inside_itself_ends_and_is_named() -> None:
    document = a_credential(requires=["_:c"])
    document["@graph"].append(
        {
            "@id": "_:c",
            **condition(targetCredential=[resource("A")], alternativeCondition=["_:c"]),
            "ceterms:name": {"en": "Again"},
        }
    )

    rule = requirements(parse_document(document))

    assert plain(rule, *NAMES) == ("all", ("all", "A", "“Again”"))
    assert faults_of(parse_document(document)) == (
        Fault("cycle", (parse_document(document).ctid,), "requires/0/alternative/0"),
    )


def test_thousands_of_conditions_inside_each_other_are_cut_and_named() -> None:
    document = a_credential(requires=["_:c0"])
    document["@graph"] += [
        {
            "@id": f"_:c{number}",
            **condition(
                targetCredential=[resource(f"t{number}")],
                alternativeCondition=[f"_:c{number + 1}"],
            ),
        }
        for number in range(4_000)
    ]

    faults = faults_of(parse_document(document))

    assert {fault.code for fault in faults} == {"too-deep"}


def test_conditions_that_multiply_are_cut_and_named() -> None:
    """Twelve levels of four references each to the same next level would be 16 million rules."""
    document = a_credential(requires=["_:c0"])
    document["@graph"] += [
        {
            "@id": f"_:c{number}",
            **condition(
                targetCredential=[resource(f"t{number}")],
                alternativeCondition=[f"_:c{number + 1}"] * 4,
            ),
        }
        for number in range(12)
    ]

    faults = faults_of(parse_document(document))

    assert {fault.code for fault in faults} == {"too-many"}
