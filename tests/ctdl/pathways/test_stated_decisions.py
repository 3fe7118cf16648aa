"""What a record of transfer decides: each decision by itself, and also what is over."""

from typing import Any

import pytest

from ctdl.pathways.reading import acceptances
from tests.ctdl.pathways.conditions import resource
from tests.ctdl.pathways.test_reading_transfer import agreement, local, only, profile


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([], "not stated"),
        (["lrOutcome:NotRecognized"], "refused"),
        (["lrOutcome:CreditAwarded"], "accepted"),
        (["lrOutcome:CreditAwarded", "lrOutcome:NotRecognized"], "not stated"),
        (["lrOutcome:Perhaps"], "not stated"),
        ([{"@type": "ceterms:CredentialAlignmentObject"}], "not stated"),
    ],
)
def test_what_an_agreement_comes_to_is_only_what_it_says(outcomes: list[Any], state: str) -> None:
    stated = {"learningRecognitionOutcomeType": outcomes} if outcomes else {}

    found = only(
        agreement(sendingProgram=[resource("A")], receivingProgram=[resource("B")], **stated)
    )

    assert found.state == state


def test_several_statements_of_one_record_are_told_apart() -> None:
    first = local("one", "TransferValueProfile", transferValueFrom=[resource("A")])
    second = local("two", "TransferValueProfile", transferValueFrom=[resource("A")])
    document = profile(first, second, transferValueFrom=[resource("A")])

    found = acceptances(document)

    assert len({each.id for each in found}) == len({each.profile for each in found}) == 3


def test_what_is_over_by_its_status_is_read_where_that_is_asked_for() -> None:
    document = profile(transferValueFrom=[resource("A")], lifeCycleStatusType=["lifeCycle:Ceased"])

    assert acceptances(document) == ()
    assert only(document, whatever_status=True).statuses == {"Ceased"}
