"""Whom an imported file means: the publisher who imports it, an organisation here, or neither."""

import json
from typing import Any

import pytest

from app.services import importing, publishing, reading, views
from app.services.importing import Converted
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.mapping.identity import ctid_of

SCHOOL = PublisherRef(CTID("ce-5a5b5c5d-6a6b-4c6d-8e6f-7a7b7c7d7e7f"), "Meadow School")
ISSUER = "https://badges.example.org/issuers/meadow"
HOME = "https://meadow.example.org/"


def badge(issuer: Any) -> str:
    return json.dumps(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "BadgeClass",
            "id": "https://badges.example.org/classes/bees",
            "@language": "en",
            "name": "Beekeeping",
            "description": "Two hives through one season.",
            "criteria": "https://badges.example.org/pages/bees",
            "issuer": issuer,
        }
    )


def badge_3(issuer: Any) -> str:
    return json.dumps(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["Achievement"],
            "id": "https://badges.example.org/achievements/bees",
            "achievementType": "Certificate",
            "name": "Beekeeping",
            "description": "Two hives through one season.",
            "criteria": {"narrative": "Keep a hive log."},
            "creator": issuer,
        }
    )


def profile(name: str, **more: Any) -> dict[str, Any]:
    return {"id": ISSUER, "type": "Profile", "name": name, **more}


def put_organization(registry: Registry, ctid: CTID, name: str, **more: Any) -> None:
    node = {
        "@id": f"resources/{ctid}",
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": name},
        "ceterms:description": {"en": "A school."},
        "ceterms:email": ["office@school.example"],
        "ceterms:agentType": ["orgType:TrainingProvider"],
        "ceterms:agentSectorType": ["agentSector:Public"],
        "ceterms:subjectWebpage": "https://somewhere.example/",
        **{f"ceterms:{key}": value for key, value in more.items()},
    }
    context = "https://credreg.net/ctdl/schema/context/json"
    document = {"@context": context, "@id": f"graph/{ctid}", "@graph": [node]}
    publishing.publish(registry, json.dumps(document), SCHOOL)
    views.catch_up(registry)


def owners(made: Converted) -> list[str]:
    assert [each.type for each in made.documents if "Organization" in each.type] == []
    return list(made.documents[-1].main["ceterms:ownedBy"])


def codes(made: Converted) -> set[str]:
    return {each.code for each in made.notes}


@pytest.mark.parametrize(
    "issuer",
    [
        profile("Meadow School"),
        profile("MEADOW  school", url="https://elsewhere.example.org/"),
        {"type": "Profile", "name": "Meadow School"},
        {"id": f"https://registry.test/resources/{SCHOOL.ctid}", "type": "Profile", "name": "M."},
    ],
    ids=["name", "name written otherwise", "name without identifier", "CTID"],
)
@pytest.mark.parametrize("source", [badge, badge_3])
def test_issuer_with_the_publishers_name_or_ctid_is_the_publisher(
    registry: Registry, source: Any, issuer: dict[str, Any]
) -> None:
    made = importing.convert(registry, source(issuer), SCHOOL)

    assert owners(made) == [f"resources/{SCHOOL.ctid}"]
    assert "IMPORT_ISSUER_IS_PUBLISHER" in codes(made)
    assert "IMPORT_PROVIDER_DESCRIBED" not in codes(made)


@pytest.mark.parametrize(
    "issuer",
    [
        profile("The Meadow", url="http://www.meadow.example.org"),
        profile("The Meadow"),
        ISSUER,
    ],
    ids=["home page written otherwise", "identifier in its record", "address alone"],
)
def test_issuer_at_an_address_of_the_publishers_record_is_the_publisher(
    registry: Registry, issuer: Any
) -> None:
    put_organization(registry, SCHOOL.ctid, "Meadow School", subjectWebpage=HOME, sameAs=[ISSUER])

    made = importing.convert(registry, badge(issuer), SCHOOL)

    assert owners(made) == [f"resources/{SCHOOL.ctid}"]


def test_publishers_own_badge_is_shown_as_its_own_once_published(registry: Registry) -> None:
    put_organization(registry, SCHOOL.ctid, "Meadow School")
    source = badge(profile("Meadow School"))
    [document] = importing.convert(registry, source, SCHOOL).documents

    completed = {**document.main, "ceterms:credentialStatusType": "credentialStat:Active"}
    body = {**document.body, "@graph": [completed, *document.body["@graph"][1:]]}
    publishing.publish(registry, json.dumps(body), SCHOOL)
    views.catch_up(registry)

    summary = reading.summaries(registry, [document.ctid])[document.ctid]
    assert [(each.ctid, each.name) for each in summary.providers] == [
        (SCHOOL.ctid, {"en": "Meadow School"})
    ]


def test_issuer_that_is_somebody_else_keeps_its_own_document(registry: Registry) -> None:
    made = importing.convert(registry, badge(profile("Hill School", url=HOME)), SCHOOL)

    described, credential = made.documents
    assert described.main["ceterms:name"] == {"en": "Hill School"}
    assert credential.main["ceterms:ownedBy"] == [f"resources/{ctid_of(ISSUER)}"]
    assert "IMPORT_ISSUER_IS_PUBLISHER" not in codes(made)


@pytest.mark.parametrize(
    "issuer",
    [
        profile("Hill School"),
        profile("Another name", url="https://www.hill.example.org"),
        "http://hill.example.org",
    ],
    ids=["name", "page", "address alone"],
)
def test_organisation_that_is_here_is_recognised(registry: Registry, issuer: Any) -> None:
    hill = derive_ctid("hill school")
    put_organization(registry, hill, "Hill School", subjectWebpage="https://hill.example.org/")

    made = importing.convert(registry, badge(issuer))

    assert owners(made) == [f"resources/{hill}"]
    [told] = [each for each in made.notes if each.code == "IMPORT_ORGANIZATION_KNOWN"]
    assert hill in told.message
    assert "Hill School" in told.message


def test_name_that_two_organisations_have_is_not_guessed(registry: Registry) -> None:
    for key in ("hill one", "hill two"):
        put_organization(registry, derive_ctid(key), "Hill School")

    made = importing.convert(registry, badge(profile("Hill School")))

    assert [each.ctid for each in made.documents][0] == ctid_of(ISSUER)


def test_name_is_not_enough_where_the_home_pages_differ(registry: Registry) -> None:
    put_organization(registry, derive_ctid("hill"), "Hill School", subjectWebpage=HOME)

    made = importing.convert(registry, badge(profile("Hill School", url="https://hill.example/")))

    assert len(made.documents) == 2
    assert "IMPORT_ORGANIZATION_KNOWN" not in codes(made)


def test_withdrawn_organisation_is_not_recognised(registry: Registry) -> None:
    hill = derive_ctid("hill school")
    put_organization(registry, hill, "Hill School")
    publishing.withdraw(registry, hill, SCHOOL, reason="Closed.")
    views.catch_up(registry)

    made = importing.convert(registry, badge(profile("Hill School")))

    assert len(made.documents) == 2
