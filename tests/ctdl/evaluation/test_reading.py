"""From a record to facts: what counts, what is shown beside, and what was not read."""

from datetime import date
from typing import Any

from ctdl.documents import parse_document
from ctdl.evaluation import Evidence, Origin, Says, facts_of_record
from ctdl.records import CredentialRecord, read_record
from ctdl.standards import known
from tests.support.documents import a_credential

DAY = date(2024, 6, 1)
ORIGIN = Origin(source="a page", asserted_by="the college", by="issuer")


def facts(**stated: Any) -> dict[str, tuple[Evidence, ...]]:
    document = parse_document(a_credential("first aid", **stated))
    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    return facts_of_record(known(document, record), lambda _: ORIGIN, DAY)


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
