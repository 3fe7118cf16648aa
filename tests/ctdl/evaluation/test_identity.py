"""Identity in the words of an assessment: only what is plainly said of the learner counts."""

import pytest

from ctdl.evaluation.identity import Reading, about_identity


def readings(text: str, is_of_assessment: bool = True) -> list[Reading]:
    return [how for _, how in about_identity(text, is_of_assessment=is_of_assessment)]


@pytest.mark.parametrize(
    "text",
    [
        "Identity is verified at the door.",
        "Three hours in a hall. The candidate's identity is checked before it begins",
        "The identities of all candidates are confirmed",
        "Photo ID is checked at the door",
        "Proctors verify identity",
        "An invigilator checks the ID of each student",
        "Online, with ID-check and camera",
        "Students must verify their identity before the examination",
        "Verification of the learners’ identity by webcam",
        "L'identité des candidats est vérifiée",
        "Avec contrôle de l’identité",
    ],
)
def test_a_sentence_that_plainly_verifies_the_learner_counts(text: str) -> None:
    assert readings(text) == ["plain"]


@pytest.mark.parametrize(
    "text",
    [
        "Identity is not verified",
        "We do not proctor or verify identity",
        "The exam isn't proctored, nor is identity checked",
        "Identity isn’t checked",
        "Taken without verification of identity",
        "No ID check",
        "Sans vérification de l'identité",
        "L'identité n'est pas vérifiée",
    ],
)
def test_a_sentence_that_says_no_is_negated(text: str) -> None:
    assert readings(text) == ["negated"]


@pytest.mark.parametrize(
    "text",
    [
        "Identity may be verified",
        "Identity is verified if somebody asks",
        "Is identity verified?",
        "Identity verification is optional",
        "The student's identity is verified at enrolment",
        "Learners who pay have their identity verified",
        "Their own records confirm the identity",
    ],
)
def test_what_is_not_plain_is_doubtful(text: str) -> None:
    assert readings(text) == ["doubtful"]


@pytest.mark.parametrize(
    "text",
    [
        "We do not proctor",
        "The exam is proctored",
        "Learners confirm their cultural identity in an essay",
        "A brand identity is checked against the brief",
        "Verified learners only pay for the certificate",
        "Confirm the patient's identity before treatment",
        "Customers' identity is verified",
        "Explain how identity is verified",
        "The exam covers identity verification",
        "Identity and access management is checked",
        "Check the results, and keep an identity code",
        "Identify is confirmed by no one",
        "",
    ],
)
def test_what_is_about_something_else_is_left_alone(text: str) -> None:
    assert readings(text) == []


def test_words_outside_an_assessment_have_to_name_one() -> None:
    assert readings("Identity is verified", is_of_assessment=False) == []
    assert readings("Identity is verified at the examination", is_of_assessment=False) == ["plain"]


def test_each_sentence_is_read_by_itself() -> None:
    text = "No books are allowed. Identity is verified at the door. It does not cost more."

    assert readings(text) == ["plain"]


def test_a_hostile_text_is_read_in_time() -> None:
    assert readings("identity of the " * 5000 + "verify") in ([], ["doubtful"])
