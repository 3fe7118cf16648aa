"""The number that a register gave an organisation leads to it, never to what is only alike."""

from typing import Any

import pytest

from app.services import publishing, views
from app.services.identifiers import look_up
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import parse_document
from ctdl.records import OrganizationRecord, read_record
from tests.support.documents import an_organization

COLLEGE = derive_ctid("test:numbered college")
UKPRN = {
    "@type": "ceterms:IdentifierValue",
    "ceterms:identifierTypeName": {"en": "UKPRN"},
    "ceterms:identifierValueCode": "10007785",
}


def numbered(ctid: CTID = COLLEGE, name: str = "Numbered College", **stated: Any) -> dict[str, Any]:
    document = an_organization(name, ctid)
    named = {f"ceterms:{key}": value for key, value in stated.items()}
    document["@graph"][0].update(named or {"ceterms:identifier": [UKPRN]})
    return document


@pytest.mark.parametrize("text", ["10007785", "  10007785 "])
def test_a_number_leads_to_the_organisation_that_states_it(registry: Registry, text: str) -> None:
    publishing.publish(registry, numbered())
    views.catch_up(registry)

    found = look_up(registry, text)

    assert found is not None
    assert found.kind == "number"
    assert [each.ctid for each in found.found] == [COLLEGE]


@pytest.mark.parametrize("text", ["1000778", "100077855", "10007786"])
def test_a_number_that_is_only_alike_leads_nowhere(registry: Registry, text: str) -> None:
    publishing.publish(registry, numbered())
    views.catch_up(registry)

    assert look_up(registry, text) is None


def test_a_number_of_two_organisations_offers_both(registry: Registry) -> None:
    other = derive_ctid("test:other college")
    publishing.publish(registry, numbered())
    publishing.publish(registry, numbered(other, "Other College", leiCode="10007785"))
    views.catch_up(registry)

    found = look_up(registry, "10007785")

    assert found is not None
    assert {each.ctid for each in found.found} == {COLLEGE, other}


def test_the_numbers_of_each_register_are_read_with_their_names() -> None:
    document = numbered(
        identifier=[UKPRN], duns="123456789", opeID="00123400", leiCode="5493001KJTIIGC8Y1R12"
    )

    record = read_record(parse_document(document))

    assert isinstance(record, OrganizationRecord)
    assert [(each.type_name["en"], each.value) for each in record.identifiers] == [
        ("UKPRN", "10007785"),
        ("DUNS", "123456789"),
        ("OPE ID", "00123400"),
        ("LEI", "5493001KJTIIGC8Y1R12"),
    ]
