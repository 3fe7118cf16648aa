"""An independent validator says the same of the same documents, but for what is listed."""

import re

import pytest

from ctdl.rules import RULES
from tests.support.agreed_differences import DIFFERENCES, SEVERITIES, Difference
from tests.support.agreement import (
    Agreement,
    compare_altered,
    compare_samples,
    compare_shipped,
    their_rules,
)
from tests.support.prerequisites import PROJECT
from tests.support.validation_page import PAGE, page


@pytest.fixture(scope="module")
def shipped() -> Agreement:
    return compare_shipped()


@pytest.fixture(scope="module")
def altered() -> Agreement:
    return compare_altered()


def seen_in(name: str) -> set[str]:
    """The reasons of the differences that are known to occur there."""
    return {difference.reason for difference in DIFFERENCES if difference.seen == name}


def reasons(explained: list[tuple[object, Difference]]) -> set[str]:
    return {difference.reason for _, difference in explained}


def test_every_rule_of_theirs_is_one_of_ours() -> None:
    assert len(their_rules()) == 20
    assert set(their_rules()) <= set(RULES)


def test_every_other_severity_has_its_reason() -> None:
    other = {code for code, weight in their_rules().items() if RULES[code].severity != weight}

    assert other == set(SEVERITIES)


def test_both_say_the_same_of_every_shipped_document(shipped: Agreement) -> None:
    assert shipped.documents > 7000
    assert shipped.unexplained == []


def test_both_find_the_same_faults_in_altered_documents(altered: Agreement) -> None:
    found = {remark.code for remark in altered.both}

    assert altered.unexplained == []
    # A document of its own cannot be resolved in another one: that is seen with the shipped ones.
    assert found == set(their_rules()) - {"REF_RESOLVED_SUPPLIED"}


def test_every_listed_difference_still_occurs(shipped: Agreement, altered: Agreement) -> None:
    assert seen_in("shipped") <= reasons([*shipped.explained])
    assert seen_in("altered") <= reasons([*altered.explained])


def test_the_page_is_in_step(shipped: Agreement, altered: Agreement) -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert page({"shipped": shipped, "altered": altered}, written) == written


def test_the_page_lists_what_the_registry_adds() -> None:
    written = PAGE.read_text(encoding="utf-8")
    services = (PROJECT / "app" / "services").glob("*.py")
    codes = {
        code
        for path in services
        for code in re.findall(r'code="([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }

    assert "REF_NOT_HERE" in codes
    assert {code for code in codes if f"| {code} |" not in written} == set()


@pytest.mark.shared
def test_both_say_the_same_of_collected_samples() -> None:
    samples = compare_samples()
    written = PAGE.read_text(encoding="utf-8")

    assert samples.documents > 70
    assert samples.unexplained == []
    assert seen_in("samples") <= reasons([*samples.explained])
    assert all(line in written for line in samples.table())
