"""Whose key signed a badge, whether it is in force, and its quality assurance on award."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import jwt
import pytest
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.status_list import encode_bitstring

from app.config import Settings
from app.services.registry import Registry
from app.services.signing_keys import revoke_signing_key
from app.services.verifying import Verified, quality_on_award, verify
from app.services.verifying.status import unpacked
from ctdl.ctid import derive_ctid
from ctdl.messages import Said
from tests.services.verifying import college
from tests.services.verifying.college import AGENCY, BEES, bees, put, register_key
from tests.support import badges

SettingsFactory = Callable[..., Settings]
NOW = badges.AWARDED + timedelta(days=30)


@pytest.fixture
def registry(
    make_settings: SettingsFactory, open_empty: Callable[[Settings], Registry]
) -> Iterator[Registry]:
    """A registry with the college and its record, which the badge names."""
    opened = open_empty(make_settings())
    college.open_college(opened)
    put(opened, bees(sameAs=[badges.ACHIEVEMENT]))
    yield opened
    opened.close()


def seen(registry: Registry, badge: Any, now: datetime = NOW) -> Verified:
    return verify(registry, badges.as_bytes(badge), now)


def codes(answer: Verified) -> set[str]:
    return {note.code for note in answer.notes}


def key_of(answer: Verified) -> tuple[str, str | None]:
    assert answer.proof.key is not None
    return answer.proof.key.origin, answer.proof.key.publisher_name


# Keys.


@pytest.mark.parametrize("made", [badges.rsa, badges.ed25519])
def test_a_key_that_the_provider_registered_says_who_signed(registry: Registry, made: Any) -> None:
    key = made()
    register_key(registry, key)

    token = seen(registry, badges.vc_jwt(key))
    assertion = seen(registry, badges.assertion_jws(key))

    assert key_of(token) == ("registry", badges.ISSUER_NAME)
    assert key_of(assertion) == ("registry", badges.ISSUER_NAME)
    assert (token.proof.result, assertion.proof.result) == ("valid", "valid")
    assert not codes(token) & {"key-of-badge", "key-not-registered"}


def test_a_registered_key_verifies_a_proof_whose_method_is_elsewhere(registry: Registry) -> None:
    key = badges.ed25519()
    register_key(registry, key)
    method = "https://college.example/issuer#key-1"
    document = badges.credential().to_vc()

    answer = seen(registry, badges.jcs_signed(key, document, verificationMethod=method))
    altered = badges.jcs_signed(key, document, verificationMethod=method) | {"name": "Other"}

    assert key_of(answer) == ("registry", badges.ISSUER_NAME)
    assert seen(registry, altered).proof.result == "unsupported"


def test_a_key_that_came_with_the_badge_says_only_that_nothing_was_altered(
    registry: Registry,
) -> None:
    answer = seen(registry, badges.vc_jwt(badges.ed25519()))

    assert (answer.proof.result, key_of(answer)) == ("valid", ("badge", None))
    assert "key-of-badge" in codes(answer)
    assert "key-not-registered" not in codes(answer)


def test_a_forger_with_a_key_of_his_own_is_not_the_provider(registry: Registry) -> None:
    register_key(registry, badges.ed25519(1))

    answer = seen(registry, badges.vc_jwt(badges.ed25519(9)))

    assert key_of(answer) == ("badge", None)
    assert {"key-of-badge", "key-not-registered"} <= codes(answer)


def test_the_key_of_another_publisher_is_not_tried(registry: Registry) -> None:
    key = badges.ed25519()
    register_key(registry, key, AGENCY)

    assert key_of(seen(registry, badges.vc_jwt(key))) == ("badge", None)
    assert seen(registry, badges.assertion_jws(key)).proof.result == "unsupported"


def test_a_key_that_was_taken_back_counts_no_more(registry: Registry) -> None:
    key = badges.ed25519()
    revoke_signing_key(registry, register_key(registry, key))

    answer = seen(registry, badges.vc_jwt(key))

    assert key_of(answer) == ("badge", None)
    assert "key-taken-back" in codes(answer)
    assert seen(registry, badges.assertion_jws(key)).proof.result == "unsupported"


def test_the_key_of_the_issuers_did_is_told_apart(registry: Registry) -> None:
    answer = seen(registry, badges.signed_json(badges.ed25519()))

    assert key_of(answer) == ("did", None)
    assert "key-of-did" in codes(answer)


def test_a_did_that_is_not_the_issuer_proves_nothing_about_the_issuer(registry: Registry) -> None:
    answer = seen(registry, badges.signed_json(badges.ed25519(), badges.credential()))

    assert (answer.proof.result, key_of(answer)) == ("valid", ("badge", None))


@pytest.mark.parametrize("made", [badges.rsa, badges.ed25519, badges.p256])
def test_a_key_enclosed_in_the_issuers_profile_is_used(registry: Registry, made: Any) -> None:
    key = made()
    payload = json.dumps(badges.enclosing_key(key)).encode()
    token = jwt.api_jws.encode(payload, key, algorithm=badges.algorithm_of(key))

    answer = seen(registry, token)

    assert (answer.proof.result, key_of(answer)) == ("valid", ("badge", None))
    assert answer.told.format == "open-badges-2"


def test_what_was_taken_out_of_a_signed_assertion_is_no_longer_signed(registry: Registry) -> None:
    hosted = seen(registry, badges.assertion()).proof
    taken_out = seen(registry, badges.enclosing_key(badges.ed25519())).proof

    assert (hosted.result, hosted.kind) == ("absent", "hosted")
    assert (taken_out.result, taken_out.kind) == ("absent", None)


def test_a_token_of_the_data_model_1_1_holds_the_credential_in_a_claim(registry: Registry) -> None:
    key = badges.ed25519()
    inner = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": badges.ISSUER, "name": badges.ISSUER_NAME},
        "issuanceDate": "2024-05-01T00:00:00Z",
        "credentialSubject": {"id": badges.HOLDER, "achievement": {"id": badges.ACHIEVEMENT}},
    }
    claims = {"iss": badges.ISSUER, "sub": badges.HOLDER, "vc": inner}

    answer = seen(registry, badges.OB3Signer(badges.pem(key), "EdDSA").sign_payload(claims))

    assert (answer.proof.result, answer.status) == ("valid", "active")
    assert answer.told.dates.awarded == badges.AWARDED
    assert [each.ctid for each in answer.matches] == [BEES]


@pytest.mark.parametrize(
    "contexts",
    [
        (
            "https://www.w3.org/2018/credentials/v1",
            "https://w3id.org/security/data-integrity/v1",
        ),
        (
            "https://www.w3.org/2018/credentials/v1",
            "https://w3id.org/security/data-integrity/v2",
        ),
        ("https://www.w3.org/ns/credentials/v2",),
    ],
)
def test_proofs_over_rdf_are_those_that_pyld_alone_would_make(
    registry: Registry, contexts: tuple[str, ...]
) -> None:
    key = badges.p256()
    started = "validFrom" if contexts[0].endswith("v2") else "issuanceDate"
    document = {
        "@context": list(contexts),
        "type": ["VerifiableCredential"],
        "issuer": badges.did_of(key),
        started: "2024-05-01T00:00:00Z",
        "credentialSubject": {"id": badges.HOLDER},
    }

    signed = badges.rdf_signed(key, document)

    assert seen(registry, signed).proof.result == "valid"
    assert seen(registry, {**signed, started: "2024-05-02T00:00:00Z"}).proof.result == "invalid"


# Status.


def test_a_badge_without_an_end_or_a_status_list_is_in_force(registry: Registry) -> None:
    assert seen(registry, badges.signed_json(badges.ed25519())).status == "active"


def test_a_badge_that_does_not_hold_is_never_called_in_force(registry: Registry) -> None:
    altered = {**badges.signed_json(badges.ed25519()), "name": "Other"}

    assert seen(registry, altered).status == "unknown"
    assert seen(registry, badges.assertion()).status == "unknown"


@pytest.mark.parametrize(("days", "status"), [(29, "expired"), (31, "active")])
def test_a_badge_ends_when_it_says(registry: Registry, days: int, status: str) -> None:
    until = badges.AWARDED + timedelta(days=days)
    key = badges.ed25519()
    issued = badges.credential(badges.did_of(key), expiration_date=until)

    assert seen(registry, badges.signed_json(key, issued)).status == status
    assert seen(registry, badges.vc_jwt(key, issued)).status == status
    assert seen(registry, badges.assertion(expires=until.isoformat())).status == {
        "active": "unknown"
    }.get(status, status)


def test_the_end_in_the_token_counts_where_it_is_earlier(registry: Registry) -> None:
    key = badges.ed25519()
    claims = badges.credential().to_jwt_payload() | {"exp": int(badges.AWARDED.timestamp()) + 60}

    answer = seen(registry, badges.OB3Signer(badges.pem(key), "EdDSA").sign_payload(claims))

    assert answer.status == "expired"


def test_a_badge_from_tomorrow_is_not_in_force_today(registry: Registry) -> None:
    key = badges.ed25519()
    issued = badges.credential(badges.did_of(key), issued=NOW + timedelta(days=1))

    answer = seen(registry, badges.signed_json(key, issued))

    assert answer.status == "unknown"
    assert {"not-yet-valid", "awarded-later"} <= codes(answer)


def test_whether_a_badge_was_taken_back_is_unknown_without_its_list(
    registry: Registry, no_network: list[str]
) -> None:
    answer = seen(registry, badges.with_status(badges.ed25519()))

    assert answer.status == "unknown"
    assert "status-not-enclosed" in codes(answer)
    assert no_network == []


@pytest.mark.parametrize(
    ("taken_back", "status"), [([], "active"), ([94_566, 94_568], "active"), ([94_567], "revoked")]
)
def test_an_enclosed_list_tells_whether_a_badge_was_taken_back(
    registry: Registry, taken_back: list[int], status: str
) -> None:
    key = badges.ed25519()
    shown = badges.presentation(badges.with_status(key), badges.status_list(key, *taken_back))

    answer = seen(registry, shown)

    assert answer.status == status
    assert "presentation" in codes(answer)


def test_the_library_and_we_read_the_same_bits(registry: Registry) -> None:
    encoded = encode_bitstring([0, 1, 8, 131_071])

    assert unpacked(encoded) == decode_encoded_list(encoded)
    assert set_indices(unpacked(encoded) or b"") == {0, 1, 8, 131_071}


@pytest.mark.parametrize("index", [0, 7, 8, 131_071])
def test_each_bit_of_the_list_is_found_at_its_place(registry: Registry, index: int) -> None:
    key = badges.ed25519()
    badge = badges.with_status(key, index)

    assert seen(registry, badges.presentation(badge, badges.status_list(key, index))).status == (
        "revoked"
    )
    others = badges.status_list(key, *{0, 7, 8, 131_071} - {index})
    assert seen(registry, badges.presentation(badge, others)).status == "active"


def test_a_suspended_badge_is_told_so(registry: Registry) -> None:
    key = badges.ed25519()
    badge = badges.with_status(key, purpose="suspension")
    answer = seen(
        registry,
        badges.presentation(badge, badges.status_list(key, 94_567, purpose="suspension")),
    )

    assert answer.status == "revoked"
    assert "suspended" in codes(answer)


def test_a_list_that_is_not_the_issuers_or_not_proven_tells_nothing(registry: Registry) -> None:
    key, mallory = badges.ed25519(), badges.ed25519(9)
    badge = badges.with_status(key)
    anothers = badges.status_list(mallory)
    pretended = badges.status_list(mallory, issuer=badges.did_of(key))
    outdated = badges.status_list(key, valid_until=badges.AWARDED)
    head, payload, _ = badges.status_list(key).split(".")
    unsigned = f"{head}.{payload}.{'A' * 86}"

    for each, code in (
        (anothers, "status-of-another"),
        (pretended, "status-not-proven"),
        (outdated, "status-not-proven"),
        (unsigned, "status-not-proven"),
    ):
        answer = seen(registry, badges.presentation(badge, each))
        assert answer.status == "unknown"
        assert code in codes(answer)


def test_a_list_whose_token_has_ended_tells_nothing(registry: Registry) -> None:
    key = badges.ed25519()
    claims = jwt.decode(badges.status_list(key), options={"verify_signature": False})
    claims["exp"] = int(badges.AWARDED.timestamp())
    ended = badges.OB3Signer(badges.pem(key), "EdDSA").sign_payload(claims)

    answer = seen(registry, badges.presentation(badges.with_status(key), ended))

    assert (answer.status, "status-not-proven" in codes(answer)) == ("unknown", True)


def test_an_index_beyond_the_list_tells_nothing(registry: Registry) -> None:
    key = badges.ed25519()
    shown = badges.presentation(badges.with_status(key, 10_000_000), badges.status_list(key))

    assert seen(registry, shown).status == "unknown"


def test_an_assertion_that_says_it_was_revoked_is(registry: Registry) -> None:
    answer = seen(registry, badges.assertion(revoked=True, revocationReason="Copied work."))

    assert answer.status == "revoked"
    assert [str(each.said) for each in answer.notes if each.code == "revoked"] == [
        "Its issuer took the badge back: Copied work."
    ]


def test_an_enclosed_revocation_list_of_open_badges_2_is_read(registry: Registry) -> None:
    def with_list(*entries: Any) -> dict[str, Any]:
        made = badges.assertion()
        made["badge"]["issuer"]["revocationList"] = {"revokedAssertions": list(entries)}
        return made

    own = "https://college.example/awards/1"
    assert seen(registry, with_list(own)).status == "revoked"
    assert seen(registry, with_list({"id": own})).status == "revoked"
    assert seen(registry, with_list("https://college.example/awards/2")).status == "unknown"


# Quality assurance.


def asked(registry: Registry, badge: Any) -> tuple[str | None, Said | None]:
    found = quality_on_award(registry, seen(registry, badge), NOW.date())
    return (found.answer.status if found.answer else None), found.why_not


def test_quality_is_asked_for_the_day_of_award(registry: Registry) -> None:
    college.accredited(registry, "2024-04-01", "2024-12-31")
    key = badges.ed25519()

    answer = quality_on_award(registry, seen(registry, badges.vc_jwt(key)), NOW.date()).answer

    assert answer is not None
    assert (answer.ctid, answer.day, answer.status) == (BEES, date(2024, 5, 1), "assured")


def test_accreditation_that_began_after_the_award_does_not_count(registry: Registry) -> None:
    college.accredited(registry, "2024-05-02", "2024-12-31")

    status, why_not = asked(registry, badges.vc_jwt(badges.ed25519()))

    assert (status in ("not assured", "unknown"), why_not) == (True, None)


def test_quality_is_not_lent_to_a_badge_that_does_not_hold(registry: Registry) -> None:
    college.accredited(registry, "2024-04-01", "2024-12-31")
    altered = {**badges.signed_json(badges.ed25519()), "validFrom": "2024-06-01T00:00:00Z"}

    status, why_not = asked(registry, altered)

    assert status is None
    assert "does not hold" in str(why_not)


def test_quality_is_not_lent_to_a_stranger(registry: Registry) -> None:
    stranger = badges.credential("https://other.example/i", issuer_name="Other College")

    status, why_not = asked(registry, badges.vc_jwt(badges.ed25519(), stranger))

    assert status is None
    assert "does not fit the provider" in str(why_not)


def test_without_a_day_or_a_record_nothing_is_said_of_quality(registry: Registry) -> None:
    undated = badges.assertion()
    del undated["issuedOn"]
    elsewhere = badges.credential(achievement="https://x.example/y", name="Unknown")

    assert "no date of award" in str(asked(registry, undated)[1])
    assert "No record" in str(asked(registry, badges.vc_jwt(badges.ed25519(), elsewhere))[1])


def test_nobody_looks_for_a_record_that_was_never_published(registry: Registry) -> None:
    unknown = derive_ctid("test:never published")
    badge = badges.credential(achievement=f"https://x.example/{unknown}", name="Unknown")

    assert seen(registry, badges.vc_jwt(badges.ed25519(), badge)).matches == ()
