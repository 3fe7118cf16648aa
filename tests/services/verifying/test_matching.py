"""Which record a badge is about: by identifier, by page, by name and issuer, and never by guess."""

import json
from typing import Any

import pytest

from app.services import publishing, views
from app.services.registry import Registry
from app.services.verifying import Verified, verify
from ctdl.mapping.identity import ctid_of as derived
from tests.services.verifying import college
from tests.services.verifying.college import BEES, bees, put
from tests.support import badges
from tests.support.documents import a_credential, an_organization


@pytest.fixture
def registry(registry: Registry) -> Registry:
    """A registry in which the college is."""
    college.open_college(registry)
    return registry


def seen(registry: Registry, **stated: Any) -> Verified:
    return verify(registry, badges.as_bytes(badges.assertion(**stated)), badges.AWARDED)


def found(answer: Verified) -> list[tuple[str, str, str]]:
    return [(each.ctid, each.by, each.issuer) for each in answer.matches]


def codes(answer: Verified) -> set[str]:
    return {note.code for note in answer.notes}


def with_badge(**stated: Any) -> dict[str, Any]:
    return {**badges.assertion()["badge"], **stated}


def test_a_badge_that_nothing_here_names_has_no_match(registry: Registry) -> None:
    put(registry, bees(name={"en": "Bookkeeping"}))

    assert found(seen(registry)) == []


@pytest.mark.parametrize(
    "badge",
    [
        {"id": f"https://registry.test/resources/{BEES}"},
        {"id": f"https://elsewhere.example/credential/{BEES}?lang=en"},
        {"criteria": {"id": f"https://registry.test/credentials/{BEES}"}},
        {"identifier": BEES},
    ],
)
def test_a_ctid_in_an_identifier_or_address_names_the_record(
    registry: Registry, badge: dict[str, Any]
) -> None:
    put(registry, bees())

    assert found(seen(registry, badge=with_badge(**badge))) == [(BEES, "identifier", "named")]


def test_an_address_that_the_record_states_as_its_own_is_an_identifier(registry: Registry) -> None:
    put(registry, bees(sameAs=[badges.ACHIEVEMENT]))

    assert found(seen(registry)) == [(BEES, "identifier", "named")]


def test_a_record_that_was_imported_from_the_badge_is_found_again(registry: Registry) -> None:
    imported = derived(badges.ACHIEVEMENT)
    put(registry, json.loads(json.dumps(bees()).replace(BEES, imported)))

    assert found(seen(registry)) == [(imported, "identifier", "named")]


def test_an_identifier_of_a_kind_counts_together_with_its_provider(registry: Registry) -> None:
    put(
        registry,
        bees(
            identifier={
                "@type": "ceterms:IdentifierValue",
                "ceterms:identifierTypeName": {"en": "course code"},
                "ceterms:identifierValueCode": "BEE-101",
            },
            name={"en": "Something else"},
        ),
    )
    key = badges.ed25519()
    document = badges.credential(badges.did_of(key)).to_vc()
    document["credentialSubject"]["achievement"]["otherIdentifier"] = [
        {"type": "IdentifierEntry", "identifier": "bee-101", "identifierType": "ext:course code"}
    ]
    same = badges.as_bytes(badges.jcs_signed(key, document))
    document["issuer"]["name"] = "Another College"
    other = badges.as_bytes(badges.jcs_signed(key, document))

    assert found(verify(registry, same)) == [(BEES, "identifier", "named")]
    assert found(verify(registry, other)) == []


def test_an_alignment_to_a_ctdl_record_names_it(registry: Registry) -> None:
    put(registry, bees(name={"en": "Something else"}))
    document = badges.credential().to_vc()
    target = {"type": ["Alignment"], "targetName": "x", "targetUrl": f"https://x.example/{BEES}"}
    achievement = document["credentialSubject"]["achievement"]

    achievement["alignment"] = [{**target, "targetType": "CTDL"}]
    assert found(verify(registry, badges.as_bytes(document))) == [(BEES, "identifier", "named")]
    achievement["alignment"] = [{**target, "targetType": "CFItem"}]
    assert found(verify(registry, badges.as_bytes(document))) == []


@pytest.mark.parametrize(
    "page",
    [
        "https://college.example/pages/bees",
        "http://www.college.example/pages/bees/",
        badges.ACHIEVEMENT,
    ],
)
def test_the_page_about_it_names_the_record(registry: Registry, page: str) -> None:
    put(registry, bees(subjectWebpage=page))

    assert found(seen(registry)) == [(BEES, "url", "named")]


def test_the_exact_name_counts_only_with_the_issuer(registry: Registry) -> None:
    put(registry, bees())
    stranger = with_badge(issuer={"id": "https://other.example/i", "name": "Other College"})

    assert found(seen(registry)) == [(BEES, "name+issuer", "named")]
    assert found(seen(registry, badge=stranger)) == []
    assert found(seen(registry, badge=with_badge(name="Beekeeping for all"))) == []
    assert found(seen(registry, badge=with_badge(name="  BEEKEEPING "))) == [
        (BEES, "name+issuer", "named")
    ]


def test_several_records_that_fit_are_all_shown_and_none_is_chosen(registry: Registry) -> None:
    first = put(registry, bees(subjectWebpage="https://college.example/pages/bees"))
    second = put(
        registry,
        a_credential("wasps", subjectWebpage="https://college.example/pages/bees"),
    )

    answer = seen(registry)

    assert {each.ctid for each in answer.matches} == {first, second}
    assert "several-matches" in codes(answer)


def test_a_stranger_who_names_a_record_is_told_apart_from_its_provider(registry: Registry) -> None:
    put(registry, bees(sameAs=[badges.ACHIEVEMENT]))
    stranger = with_badge(issuer={"id": "https://other.example/i", "name": "Other College"})

    answer = seen(registry, badge=stranger)

    assert found(answer) == [(BEES, "identifier", "differs")]
    assert "issuer-differs" in codes(answer)


def test_an_issuer_that_is_only_a_key_is_neither(registry: Registry) -> None:
    put(registry, bees(sameAs=[badges.ACHIEVEMENT]))
    document = badges.credential(badges.did_of(badges.ed25519()), issuer_name="").to_vc()

    answer = verify(registry, badges.as_bytes(document))

    assert found(answer) == [(BEES, "identifier", "unknown")]


def test_a_withdrawn_record_is_named_and_does_not_count(registry: Registry) -> None:
    put(registry, bees(sameAs=[badges.ACHIEVEMENT]))
    put(registry, a_credential("wasps", subjectWebpage=badges.ACHIEVEMENT))
    publishing.withdraw(registry, BEES, college.COLLEGE, reason="Replaced")
    views.catch_up(registry)

    answer = seen(registry, badge=with_badge(id=f"https://registry.test/resources/{BEES}"))

    assert found(answer) == []
    assert "match-withdrawn" in codes(answer)


def test_an_organization_is_never_what_was_awarded(registry: Registry) -> None:
    name = an_organization(badges.ISSUER_NAME)["@graph"][0]["ceterms:ctid"]

    assert found(seen(registry, badge=with_badge(id=f"https://x.example/{name}"))) == []
