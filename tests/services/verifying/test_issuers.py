"""Whether the issuer of a badge is the provider of a record: what proves it, and what does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.config import Settings
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from app.services.verifying import Verified, quality_on_award, verify
from app.services.verifying.answers import Match
from ctdl.ctid import derive_ctid
from tests.services.verifying.college import BEES, bees, put, register_key
from tests.support import badges
from tests.support.badges import PrivateKey
from tests.support.documents import PROVIDER, an_organization

OTHER = PublisherRef(derive_ctid("test:issuers other"), "Other College")
OWN_KEY, OTHER_KEY = badges.ed25519(3), badges.ed25519(4)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry with two colleges, each with a key; only to read."""
    home = tmp_path_factory.mktemp("issuers") / "home"
    made = set_up(Settings(home=home, base_url="https://registry.test"))
    own = an_organization(badges.ISSUER_NAME)
    own["@graph"][0]["ceterms:subjectWebpage"] = "https://college.example/"
    own["@graph"][0]["ceterms:sameAs"] = ["https://encyclopedia.example/wiki/Meadow"]
    put(made, own)
    other = an_organization(OTHER.name, OTHER.ctid)
    other["@graph"][0]["ceterms:subjectWebpage"] = "https://other.example/"
    put(made, other, OTHER)
    put(made, bees(sameAs=[badges.ACHIEVEMENT]))
    register_key(made, OWN_KEY)
    register_key(made, OTHER_KEY, OTHER)
    yield made
    made.close()


def compared(registry: Registry, **issuer: Any) -> Match:
    made = badges.assertion()
    made["badge"]["issuer"] = {"type": "Profile", **issuer}
    [match] = verify(registry, badges.as_bytes(made), badges.AWARDED).matches
    return match


def codes(match: Match) -> list[str]:
    return [each.code for each in match.grounds]


def signed_by(registry: Registry, key: PrivateKey, **issuer: Any) -> Verified:
    document = badges.credential().to_vc()
    document["issuer"] = {"type": "Profile", "id": badges.ISSUER, **issuer}
    return verify(registry, badges.as_bytes(badges.jcs_signed(key, document)), badges.AWARDED)


def test_a_name_that_anybody_can_type_is_only_a_name(registry: Registry) -> None:
    match = compared(registry, name="meadow  COLLEGE")

    assert (match.issuer, codes(match)) == ("named", ["same-name"])
    assert "proves nothing" in str(match.grounds[0].said)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://college.example/", "same-page"),
        ("http://www.college.example", "same-page"),
        ("https://encyclopedia.example/wiki/Meadow", "same-page"),
        ("https://college.example/about/issuer.json", "same-site"),
        ("http://badges.college.example/issuers/1", "same-site"),
        (f"https://registry.test/resources/{PROVIDER}", "same-identifier"),
    ],
)
def test_an_address_of_the_provider_fits_however_it_is_written(
    registry: Registry, address: str, code: str
) -> None:
    for place in ("id", "url"):
        match = compared(registry, name="Meadow", **{place: address})

        assert (match.issuer, codes(match)) == ("consistent", [code, "other-name"])
        assert address in str(match.grounds[0].said)


@pytest.mark.parametrize(
    "address",
    [
        "https://notcollege.example/",
        "https://college.example.evil.example/",
        "https://college.example@evil.example/",
        "https://evil.example/https://college.example/",
        # Only the page is the provider's there, not the whole web site.
        "https://encyclopedia.example/wiki/Other",
    ],
)
def test_an_address_elsewhere_does_not_fit(registry: Registry, address: str) -> None:
    match = compared(registry, name="Mallory", id=address, url=address)

    assert (match.issuer, codes(match)[-2:]) == ("differs", ["other-site", "other-name"])


def test_the_same_name_with_another_home_page_differs_and_says_in_what(registry: Registry) -> None:
    match = compared(registry, name=badges.ISSUER_NAME, url="https://mallory.example/")

    assert (match.issuer, codes(match)) == ("differs", ["other-site", "same-name"])
    assert "mallory.example" in str(match.grounds[0].said)
    assert "college.example" in str(match.grounds[0].said)


def test_an_id_at_a_platform_leaves_the_name_alone(registry: Registry) -> None:
    match = compared(registry, name=badges.ISSUER_NAME, id="https://platform.example/issuers/1")

    assert (match.issuer, codes(match)) == ("named", ["other-site", "same-name"])


def test_what_says_nothing_of_its_issuer_cannot_be_compared(registry: Registry) -> None:
    match = compared(registry, id=badges.did_of(badges.ed25519()))

    assert (match.issuer, codes(match)) == ("unknown", ["nothing-to-compare"])


def test_only_a_key_that_the_provider_registered_proves_it(registry: Registry) -> None:
    [own] = signed_by(registry, OWN_KEY, name=badges.ISSUER_NAME).matches
    [carried] = signed_by(registry, badges.ed25519(9), name=badges.ISSUER_NAME).matches

    assert (own.issuer, codes(own)[0]) == ("proven", "signed-by-provider")
    assert carried.issuer == "consistent"


def test_a_publisher_who_signs_in_the_name_of_another_differs(registry: Registry) -> None:
    answer = signed_by(registry, OTHER_KEY, id="https://other.example/", name=badges.ISSUER_NAME)
    [match] = answer.matches

    assert (match.ctid, match.issuer) == (BEES, "differs")
    assert codes(match)[0] == "signed-by-another"
    assert answer.proof.key is not None
    assert answer.proof.key.publisher == OTHER.ctid
    assert "issuer-differs" in {each.code for each in answer.notes}
    quality = quality_on_award(registry, answer, badges.AWARDED.date())
    assert quality.answer is None
