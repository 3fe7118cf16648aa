"""`POST /api/v1/verify`: a badge in, what it is out; nothing of its holder in or out."""

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support import badges

ADDRESS = "/api/v1/verify"
PNG = badges.png(
    badges.Chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + badges.vc_jwt(badges.p256()).encode())
)
SVG = badges.OB3Signer(badges.pem(badges.p256()), "ES256").sign_into_svg(
    badges.credential(), badges.SVG
)
SHOWN = [
    (badges.as_bytes(badges.assertion()), "application/json", "open-badges-2", "json", "absent"),
    (badges.as_bytes(badges.assertion()), "application/ld+json", "open-badges-2", "json", "absent"),
    (
        badges.as_bytes(badges.signed_json(badges.ed25519())),
        "application/vc",
        "open-badges-3",
        "json",
        "valid",
    ),
    (badges.vc_jwt(badges.p256()).encode(), "application/vc+jwt", "open-badges-3", "jwt", "valid"),
    (badges.vc_jwt(badges.p256()).encode(), "text/plain", "open-badges-3", "jwt", "valid"),
    (PNG, "image/png", "open-badges-3", "png", "valid"),
    (SVG, "image/svg+xml", "open-badges-3", "svg", "valid"),
]


def verified(client: FlaskClient, data: bytes, kind: str, query: str = "") -> dict[str, Any]:
    answer = client.post(ADDRESS + query, data=data, content_type=kind)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize(("data", "kind", "format_", "carrier", "proof"), SHOWN)
def test_every_kind_of_badge_is_taken_by_its_media_type(
    client: FlaskClient, data: bytes, kind: str, format_: str, carrier: str, proof: str
) -> None:
    found = verified(client, data, kind)

    assert (found["format"], found["carrier"], found["proof"]) == (format_, carrier, proof)
    assert found["issuer"]["name"] == badges.ISSUER_NAME
    assert found["achievement"]["name"] == badges.NAME
    assert found["awarded"] == "2024-05-01T00:00:00Z"
    assert found["matches"] == []
    assert found["qa"] is None
    assert found["qa_reason"]


def test_the_key_is_told_apart_from_the_proof(client: FlaskClient) -> None:
    carried = verified(client, badges.vc_jwt(badges.p256()).encode(), "text/plain")
    own = verified(
        client, badges.as_bytes(badges.signed_json(badges.ed25519())), "application/json"
    )

    assert (carried["key"]["from"], carried["key"]["publisher"]) == ("badge", None)
    assert own["key"]["from"] == "did"
    assert {note["code"] for note in carried["notes"]} >= {"key-of-badge"}


def test_the_sentences_are_in_the_language_asked_for(client: FlaskClient) -> None:
    data = badges.as_bytes(badges.assertion())

    english = verified(client, data, "application/json")["proof_reason"]
    french = verified(client, data, "application/json", "?lang=fr")["proof_reason"]

    assert english.startswith("A hosted badge is not signed")
    assert french != english


@pytest.mark.parametrize(
    ("data", "kind", "query", "status", "code"),
    [
        (b"", "application/json", "", 422, "empty"),
        (b"{", "application/json", "", 422, "bad-json"),
        (b"{}", "application/json", "", 422, "not-a-badge"),
        (b"https://x.example/badge", "text/plain", "", 422, "only-an-address"),
        (badges.png(), "image/png", "", 422, "no-badge-in-picture"),
        (badges.SVG, "image/svg+xml", "", 422, "no-badge-in-picture"),
        (b"{}", "text/csv", "", 415, None),
        (b"{}", "application/pdf", "", 415, None),
        (b"{}", "application/json", "?lang=tlh", 400, None),
        (b"{}", "application/json", "?fetch=1", 400, None),
        (b"x" * 2_000_001, "application/json", "", 413, None),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_says_why(
    client: FlaskClient, data: bytes, kind: str, query: str, status: int, code: str | None
) -> None:
    answer = client.post(ADDRESS + query, data=data, content_type=kind)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["detail"]
    assert problem.get("code") == code


def test_nothing_of_the_holder_comes_out_or_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    document = badges.credential(badges.did_of(badges.ed25519())).to_vc()
    document["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "identityHash": badges.HOLDER_NAME, "hashed": False}
    ]
    signed = badges.as_bytes(badges.jcs_signed(badges.ed25519(), document))
    answers = [
        client.post(ADDRESS, data=each, content_type="application/json").get_data(as_text=True)
        for each in (
            signed,
            badges.as_bytes(badges.assertion()),
            badges.as_bytes({"ada.holder@example.org": badges.HOLDER_NAME}),
            b'{"ada.holder@example.org": 1, "ada.holder@example.org": 2}',
            signed[:-1],
        )
    ]

    for text in (*answers, caplog.text):
        assert "ada.holder" not in text
        assert badges.HOLDER_NAME not in text


def test_requests_are_counted_like_other_checks(client: FlaskClient) -> None:
    answer = client.post(ADDRESS, data=b"{", content_type="application/json")

    assert answer.headers["RateLimit-Policy"].startswith('"validate"')
