"""From a record to facts: what counts, what is shown beside, and what was not read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ctdl.documents import parse_document
from ctdl.evaluation import By, Evidence, Origin, Says, facts_of_record
from ctdl.records import CredentialRecord, read_record
from ctdl.standards import known
from tests.support.documents import a_credential

DAY = date(2024, 6, 1)
ORIGIN = Origin(source="a page", asserted_by="the college", by="issuer")


def facts(by: By = "issuer", **stated: Any) -> dict[str, tuple[Evidence, ...]]:
    document = parse_document(a_credential("first aid", **stated))
    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    return facts_of_record(known(document, record), lambda _: replace(ORIGIN, by=by), DAY)


def an_examination(**stated: Any) -> dict[str, Any]:
    """A condition with an examination that the record itself describes, without a record."""
    examination = {f"ceterms:{name}": value for name, value in stated.items()}
    return {
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:targetAssessment": [{"@type": "ceterms:AssessmentProfile", **examination}],
            }
        ]
    }


def identity(words: str) -> list[tuple[str, Says]]:
    found = facts(**an_examination(assessmentMethodDescription={"en": words}))
    return [(each.value, each.says) for each in found.get("identity", ())]


def test_a_plain_sentence_about_identity_settles_it_and_another_is_shown() -> None:
    words = "Identity is verified at the door. Identity may be verified by telephone."

    assert identity(words) == [
        ("Identity is verified at the door", "yes"),
        ("Identity may be verified by telephone", "aside"),
    ]


def test_a_sentence_that_says_no_leaves_identity_open() -> None:
    words = "Identity is verified at the centre. Online, identity is not verified."

    assert [says for _, says in identity(words)] == ["aside", "aside"]


def test_words_that_were_not_read_to_their_end_leave_identity_open_and_say_so() -> None:
    found = identity("Identity is verified at the door. " + "x" * 100_000)

    assert [says for _, says in found] == ["aside", "aside"]
    assert found[-1][0] == "The words about the assessment are too long to be read to their end."


def test_an_examination_that_only_this_record_describes_is_shown_with_its_source() -> None:
    found = facts(**an_examination(name={"en": "Final examination"}))

    [assessment] = found["assessment"]
    [by_itself] = found["prior-learning"]
    assert (assessment.value, assessment.says) == ("Final examination", "yes")
    assert (by_itself.value, by_itself.says) == ("Final examination", "aside")
    assert by_itself.doubt == "Whether it can be taken by itself is not stated."
    assert assessment.origin == by_itself.origin == ORIGIN


def test_an_examination_without_a_name_is_one_all_the_same() -> None:
    found = facts(**an_examination(isProctored=True))

    assert [each.value for each in found["assessment"]] == ["an examination"]
    assert [each.value for each in found["supervision"]] == ["supervised"]
    assert [each.value for each in found["prior-learning"]] == ["an examination"]


def test_everything_that_an_examination_says_of_itself_is_read_for_identity() -> None:
    found = facts(
        **an_examination(
            assessmentMethodDescription={"en": "Three hours in a hall."},
            description={"en": "Identity is verified at the door."},
        )
    )

    assert [each.says for each in found["identity"]] == ["yes"]


def test_a_course_that_only_this_record_describes_is_structure() -> None:
    course = {"@type": "ceterms:Course", "ceterms:name": {"en": "Splints", "fr": "Attelles"}}
    condition = {"@type": "ceterms:ConditionProfile", "ceterms:targetLearningOpportunity": [course]}

    found = facts(requires=[condition])

    assert [(each.value, each.says) for each in found["structure"]] == [
        ("Requires: Splints", "yes")
    ]


@pytest.mark.parametrize(
    ("by", "says"),
    [("issuer", "yes"), ("third party", "aside"), ("registry", "aside"), ("not known", "aside")],
)
def test_that_it_is_an_examination_counts_in_the_words_of_the_issuer(by: By, says: Says) -> None:
    document = a_credential("first aid")
    document["@graph"][0]["@type"] = "ceterms:AssessmentProfile"
    parsed = parse_document(document)
    record = read_record(parsed)
    assert isinstance(record, CredentialRecord)

    found = facts_of_record(known(parsed, record), lambda _: replace(ORIGIN, by=by), DAY)

    assert [each.says for each in found["prior-learning"]] == [says]


def test_what_is_shown_beside_never_takes_the_place_of_what_decides() -> None:
    level = {"@type": "ceterms:CredentialAlignmentObject"}
    unknown = [{**level, "ceterms:targetNodeName": {"en": f"Level {n}"}} for n in range(20)]

    found = facts(atLevel=[*unknown, {**level, "ceterms:codedNotation": "eqf:5"}])

    assert len(found["level"]) == 12
    assert found["level"][0].says == "yes"
