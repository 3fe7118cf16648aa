"""Badges by somebody who wants to be believed: a clear answer, and nothing wrongly called good."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openbadgeslib.ob3.status_list import status_entry

from app.services.registry import Registry
from app.services.verifying import PresentedRefused, Verified, verify
from tests.services.verifying.test_issuers import OWN_KEY
from tests.services.verifying.test_issuers import registry as registry
from tests.support import badges
from tests.support.signing import Signatory

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def seen(registry: Registry, presented: Any) -> Verified:
    data = presented if isinstance(presented, bytes) else badges.as_bytes(presented)
    return verify(registry, data, NOW)


def codes(answer: Verified) -> set[str]:
    return {note.code for note in answer.notes}


def claims(**changes: Any) -> dict[str, Any]:
    return {**badges.credential().to_jwt_payload(), **changes}


def token(payload: dict[str, Any], **header: Any) -> bytes:
    return Signatory(OWN_KEY).sign(json.dumps(payload).encode(), **header).encode()


def in_claim(**changes: Any) -> dict[str, Any]:
    """The badge in the claim `vc`, as tokens of version 1.1 have it."""
    names = ("iss", "sub", "jti", "nbf")
    registered = {name: value for name, value in claims().items() if name in names}
    return {**registered, "vc": {**badges.credential().to_vc(), **changes}}


def college_badge(**changes: Any) -> dict[str, Any]:
    document = badges.credential().to_vc()
    return badges.jcs_signed(OWN_KEY, {**document, **changes})


def test_the_college_itself_is_believed(registry: Registry) -> None:
    for made in (token(claims()), college_badge()):
        answer = seen(registry, made)

        assert (answer.proof.result, answer.status) == ("valid", "active")
        assert answer.proof.key is not None
        assert answer.proof.key.origin == "registry"


def test_a_status_list_by_somebody_else_does_not_make_a_badge_hold(registry: Registry) -> None:
    mallory = badges.ed25519(9)
    entry = status_entry(badges.LIST, "revocation", 5)
    badge = badges.vc_jwt(OWN_KEY, badges.credential(credential_status=[entry]))
    own = badges.status_list(OWN_KEY, issuer=badges.ISSUER)
    # Its key is in its own header, as everybody can put one there.
    pretended = badges.status_list(mallory, issuer=badges.ISSUER)

    assert seen(registry, badges.presentation(badge, own)).status == "active"
    answer = seen(registry, badges.presentation(badge, pretended))
    assert (answer.status, "status-not-proven" in codes(answer)) == ("unknown", True)


def test_of_two_proofs_one_that_fails_or_is_not_known_is_enough(registry: Registry) -> None:
    document = college_badge()
    good = document["proof"]
    altered = {**good, "created": "2024-05-02T00:00:00Z"}

    for proofs in ([good, altered], [altered, good]):
        assert seen(registry, {**document, "proof": proofs}).proof.result == "invalid"
    for other in ({"type": "Ed25519Signature2020"}, {**good, "cryptosuite": "bbs-2023"}):
        assert seen(registry, {**document, "proof": [good, other]}).proof.result == "unsupported"


def test_a_proof_inside_a_token_is_said_not_to_have_been_checked(registry: Registry) -> None:
    answer = seen(registry, token(in_claim(proof={"type": "DataIntegrityProof"})))

    assert (answer.proof.result, "inner-proof" in codes(answer)) == ("valid", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://mallory.example/"},
        {"jti": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        {"sub": "mailto:mallory@example.org"},
    ],
)
def test_a_token_that_says_other_than_the_badge_in_it_is_invalid(
    registry: Registry, changes: dict[str, Any]
) -> None:
    answer = seen(registry, token(claims(**changes)))

    assert answer.proof.result == "invalid"
    assert "mallory" not in str(answer.proof.why)


def test_a_header_that_names_another_issuer_than_the_body_is_invalid(registry: Registry) -> None:
    same = token(claims(), iss=badges.ISSUER)
    other = token(claims(), iss="https://mallory.example/")

    assert seen(registry, same).proof.result == "valid"
    assert seen(registry, other).proof.result == "invalid"


def test_a_token_with_a_second_badge_beside_the_first_is_not_chosen_from(
    registry: Registry,
) -> None:
    second = {**badges.credential(name="Doctor of Everything").to_vc()}

    for more in (second, {"vp": badges.presentation(second)}, badges.assertion()):
        with pytest.raises(PresentedRefused) as refused:
            seen(registry, token({**in_claim(), **more}))
        assert refused.value.code == "several-badges"


@pytest.mark.parametrize("until", ["2024-05-02T00:00Z", "soon", 1_714_600_000, ["2024-05-02"]])
def test_an_end_that_cannot_be_read_is_not_no_end(registry: Registry, until: Any) -> None:
    answer = seen(registry, college_badge(validUntil=until))

    assert (answer.proof.result, answer.status) == ("valid", "unknown")
    assert "date-unreadable" in codes(answer)


@pytest.mark.parametrize("name", ["exp", "nbf"])
@pytest.mark.parametrize("value", ["1714600000", 10**15, -5, True])
def test_a_date_of_the_token_that_cannot_be_read_is_not_no_date(
    registry: Registry, name: str, value: Any
) -> None:
    answer = seen(registry, token(claims(**{name: value})))

    assert (answer.proof.result, answer.status) == ("valid", "unknown")
    assert "date-unreadable" in codes(answer)


def test_what_begins_later_does_not_hold_yet_whichever_part_says_so(registry: Registry) -> None:
    tomorrow = NOW + timedelta(days=1)
    later = tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ")

    by_token = seen(registry, token(claims(nbf=int(tomorrow.timestamp()))))
    by_badge = seen(registry, college_badge(validFrom=later, awardedDate="2024-05-01T00:00:00Z"))
    awarded_later = seen(registry, college_badge(awardedDate=later))

    for answer in (by_token, by_badge):
        assert (answer.status, "not-yet-valid" in codes(answer)) == ("unknown", True)
    assert (awarded_later.status, "awarded-later" in codes(awarded_later)) == ("unknown", True)


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\u00ad", "\u200f", "\U000e0041"])
def test_characters_that_hide_in_a_name_are_left_out_and_told(
    registry: Registry, sign: str
) -> None:
    made = badges.assertion()
    made["badge"]["issuer"]["name"] = f"Meadow{sign} College"
    made["badge"]["name"] = f"Bee{sign}keeping"

    answer = seen(registry, made)

    assert answer.told.issuer.name == badges.ISSUER_NAME
    assert answer.told.achievement.name == "Beekeeping"
    assert "hidden-characters" in codes(answer)


def test_two_badges_in_one_picture_are_refused_even_when_one_is_good(registry: Registry) -> None:
    good = badges.Chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + token(claims()))
    bad = badges.Chunk(b"iTXt", b"openbadges\0\0\0\0\0" + badges.as_bytes(badges.assertion()))

    for chunks in ((good, bad), (bad, good), (good, good)):
        with pytest.raises(PresentedRefused) as refused:
            seen(registry, badges.png(*chunks))
        assert refused.value.code == "several-badges"
