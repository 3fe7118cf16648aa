"""Facts of a credential that are said once, and sources that are not called missing."""

import json

import pytest

from app.presenters.credential_facts import credential_facts
from app.presenters.facts import Evidence, Sources
from ctdl.records import CredentialRecord
from tests.presenters.records import a_stored_record

pytestmark = pytest.mark.usefixtures("in_english")


def costs(price: float, currency: str, words: str) -> list[str]:
    stored = a_stored_record(
        estimatedCost=[
            {
                "@type": "ceterms:CostProfile",
                "ceterms:price": price,
                "ceterms:currency": currency,
                "ceterms:description": {"en": words},
            }
        ]
    )
    record = stored.record
    assert isinstance(record, CredentialRecord)
    facts = {each.key: each for each in credential_facts(record, Sources(stored.provenance), {})}
    return [str(value.text) for value in facts["cost"].values]


@pytest.mark.parametrize(
    ("price", "currency", "words"),
    [
        (120, "EUR", "120 EUR"),
        (120, "EUR", "eur 120.00"),
        (120, "EUR", "120\u00a0€"),
        (1200.5, "EUR", "€1,200.50"),
        (1200, "NZD", "1 200 NZD"),
    ],
)
def test_words_that_only_repeat_the_price_are_left_out(
    price: float, currency: str, words: str
) -> None:
    assert len(costs(price, currency, words)) == 1


@pytest.mark.parametrize(
    "words",
    ["120 EUR a month", "130 EUR", "120 NZD", "1.20 EUR", "12000 EUR", "from 120 EUR"],
)
def test_words_that_say_more_or_other_than_the_price_stay(words: str) -> None:
    assert costs(120, "EUR", words)[-1] == words


def source(publisher: str | None, **provenance: object) -> Evidence:
    stored = a_stored_record(json.dumps(provenance))
    return Sources(stored.provenance, publisher).of("ceterms:name")


def test_publisher_who_states_its_own_facts_is_the_source() -> None:
    assert source("Guild", default={"asserted_by": "Guild"}).by_publisher


def test_facts_of_somebody_else_or_of_nobody_have_no_source_by_that() -> None:
    assert not source("Guild", default={"asserted_by": "College"}).by_publisher
    assert not source("Guild", default={}).by_publisher
    assert not source(None, default={"asserted_by": "Guild"}).by_publisher


def test_what_operators_collected_is_not_stated_by_its_publisher() -> None:
    found = source("Guild", default={"asserted_by": "Guild"}, collected=True)

    assert not found.by_publisher
