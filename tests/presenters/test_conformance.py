"""A record held against standards, in the words of the page."""

from collections.abc import Sequence

import pytest

from app.presenters.conformance import ShownClause, conformance_page, shown_conformance
from ctdl.records.values import QAStatement
from ctdl.standards import STANDARDS, Known, check
from tests.ctdl.standards.small import approved, credits, in_new_zealand, in_surroundings

pytestmark = pytest.mark.usefixtures("in_english")


def clause(record: Known, standard: str, element: str) -> ShownClause:
    """One clause as the page shows it."""
    found = [check(record, STANDARDS[standard])]
    page = conformance_page(record.record, record.view.document, found, {standard})
    return next(each for each in page.chosen[0].clauses if each.id == element)


@pytest.mark.parametrize(("credential", "has_link"), [((), False), ((approved("2021"),), True)])
def test_what_is_stated_of_the_provider_only_is_not_said_to_be_on_the_record(
    credential: Sequence[QAStatement], has_link: bool
) -> None:
    record = in_surroundings(
        {},
        qa_about_credential=tuple(credential),
        qa_about_provider=(approved("2020", kind="accreditation"),),
    )

    shown = clause(record, "eu-2022", "qa")

    assert "Of the provider: accreditation by A body" in [str(each) for each in shown.values]
    assert (shown.fact is not None) == has_link


def test_rules_of_another_day_are_the_reason_why_nothing_applies() -> None:
    record = in_new_zealand(credits(3), "2024-02-01")

    shown = shown_conformance(check(record, STANDARDS["nz-nzqa-2018"]), record.record.ctid)

    assert shown.verdict == "Approved 2024-02-01: the rules of 2022 applied."
