"""Signed documents are taken only when a registered key signed exactly what was sent."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from app.cli import main
from app.services.envelopes import LARGEST_ENVELOPE, Signed, is_signed, open_signed
from app.services.jws import (
    LARGEST_JWS,
    AlgorithmRefused,
    KeyUnusable,
    NotSigned,
    SignatureRefused,
    SignatureWrong,
    SignerUnknown,
    read_key,
)
from app.services.registry import Registry
from app.services.signing_keys import (
    MOST_KEYS,
    SigningKeyTaken,
    add_signing_key,
    list_signing_keys,
    revoke_signing_key,
)
from app.store import log
from ctdl.ctid import derive_ctid
from tests.support.documents import PROVIDER
from tests.support.registries import environment_of
from tests.support.signing import (
    ED25519,
    RSA,
    STRANGER,
    Signatory,
    a_document_text,
    an_envelope,
    base64url,
    from_base64url,
)

OTHER = derive_ctid("test:other publisher")
DOCUMENT = a_document_text()
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def keyed(registry: Registry) -> Registry:
    """A registry where the provider has an RSA key and an Ed25519 key."""
    for signatory in (RSA, ED25519):
        add_signing_key(registry, PROVIDER, signatory.pem)
    return registry


@pytest.mark.parametrize("signatory", [RSA, ED25519], ids=["RS256", "EdDSA"])
def test_a_good_signature_gives_the_document_byte_for_byte(
    keyed: Registry, signatory: Signatory
) -> None:
    jws = signatory.sign(DOCUMENT)

    opened = open_signed(keyed, jws.encode(), PROVIDER)

    assert opened == Signed(DOCUMENT, jws, read_key(signatory.pem).id)


@pytest.mark.parametrize("signatory", [RSA, ED25519], ids=["RS256", "EdDSA"])
@pytest.mark.parametrize("states_its_key", [True, False])
def test_an_envelope_is_opened_like_the_signature_inside(
    keyed: Registry, signatory: Signatory, states_its_key: bool
) -> None:
    jws = signatory.sign(DOCUMENT)
    envelope = an_envelope(jws, signatory if states_its_key else None)

    assert open_signed(keyed, envelope, PROVIDER) == open_signed(keyed, jws.encode(), PROVIDER)


def test_the_algorithm_may_be_called_by_its_new_name(keyed: Registry) -> None:
    jws = ED25519.sign(DOCUMENT, alg="Ed25519")

    assert open_signed(keyed, jws.encode(), PROVIDER).document == DOCUMENT


def test_an_agent_may_pass_on_what_the_publisher_signed(keyed: Registry) -> None:
    jws = ED25519.sign(DOCUMENT).encode()

    assert open_signed(keyed, jws, OTHER, also=[PROVIDER]).document == DOCUMENT
    with pytest.raises(SignerUnknown, match="no key in use"):
        open_signed(keyed, jws, OTHER)


@pytest.mark.parametrize("signatory", [RSA, ED25519], ids=["RS256", "EdDSA"])
def test_one_altered_character_anywhere_is_refused(keyed: Registry, signatory: Signatory) -> None:
    jws = signatory.sign(DOCUMENT)
    places = [*range(0, len(jws), 41), len(jws) - 1]

    for place in places:
        other = "A" if jws[place] != "A" else "B"
        altered = jws[:place] + other + jws[place + 1 :]
        with pytest.raises(SignatureRefused):
            open_signed(keyed, altered.encode(), PROVIDER)


def test_an_altered_document_is_refused_in_plain_words(keyed: Registry) -> None:
    header, _, signature = ED25519.sign(DOCUMENT).split(".")
    altered = DOCUMENT.replace(b"first aid", b"last aid")

    with pytest.raises(SignatureWrong, match="altered after it was signed"):
        open_signed(keyed, f"{header}.{base64url(altered)}.{signature}".encode(), PROVIDER)


def test_the_same_signature_cannot_be_spelt_in_two_ways(keyed: Registry) -> None:
    jws = ED25519.sign(DOCUMENT)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelt = jws[:-1] + letters[letters.index(jws[-1]) + 1]
    assert from_base64url(respelt.split(".")[2]) == from_base64url(jws.split(".")[2])

    for spelling in (respelt, jws + "==", jws.replace(".", ".\n", 1)):
        with pytest.raises(NotSigned):
            open_signed(keyed, spelling.encode(), PROVIDER)


def test_a_key_that_comes_with_the_message_is_never_used(keyed: Registry) -> None:
    jwk = read_key(STRANGER.pem).jwk
    jws = STRANGER.sign(
        DOCUMENT, jwk=jwk, jku="https://evil.example/keys", x5u="https://evil.example/cert"
    )

    with pytest.raises(SignatureWrong):
        open_signed(keyed, jws.encode(), PROVIDER)
    with pytest.raises(SignerUnknown, match="resource_public_key"):
        open_signed(keyed, an_envelope(jws, STRANGER), PROVIDER)


def test_an_envelope_that_states_another_key_than_the_one_that_signed_is_refused(
    keyed: Registry,
) -> None:
    with pytest.raises(SignatureWrong):
        open_signed(keyed, an_envelope(RSA.sign(DOCUMENT), ED25519), PROVIDER)


def test_a_stranger_who_names_a_registered_key_is_refused(keyed: Registry) -> None:
    jws = STRANGER.sign(DOCUMENT, kid=read_key(ED25519.pem).id)

    with pytest.raises(SignatureWrong):
        open_signed(keyed, jws.encode(), PROVIDER)


def test_a_revoked_key_opens_nothing_and_cannot_come_back(keyed: Registry) -> None:
    jws = ED25519.sign(DOCUMENT).encode()
    revoke_signing_key(keyed, read_key(ED25519.pem).id)

    with pytest.raises(SignerUnknown):
        open_signed(keyed, jws, PROVIDER)
    with pytest.raises(SigningKeyTaken, match="revoked"):
        add_signing_key(keyed, PROVIDER, ED25519.pem)


def _mac(document: bytes, secret: bytes) -> str:
    header = base64url(b'{"alg":"HS256"}')
    signed = f"{header}.{base64url(document)}"
    return f"{signed}.{base64url(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def _unsigned(header: bytes, signature: str = "") -> str:
    return f"{base64url(header)}.{base64url(DOCUMENT)}.{signature}"


ALGORITHMS = {
    "none": _unsigned(b'{"alg":"none"}'),
    "none in capitals": _unsigned(b'{"alg":"NONE"}', "AAAA"),
    "a public key used as a secret": _mac(DOCUMENT, RSA.pem),
    "RS384": RSA.sign(DOCUMENT, alg="RS384"),
    "PS256": RSA.sign(DOCUMENT, alg="PS256"),
    "a number": RSA.sign(DOCUMENT, alg=256),
    "a list": RSA.sign(DOCUMENT, alg=["RS256"]),
    "nothing": _unsigned(b"{}", "AAAA"),
    "an extension that must be understood": RSA.sign(DOCUMENT, crit=["exp"], exp=1),
    "a payload that is not encoded": RSA.sign(DOCUMENT, b64=False, crit=["b64"]),
}


@pytest.mark.parametrize("name", ALGORITHMS)
def test_other_algorithms_and_extensions_are_refused(keyed: Registry, name: str) -> None:
    with pytest.raises(AlgorithmRefused):
        open_signed(keyed, ALGORITHMS[name].encode(), PROVIDER)


def test_the_two_kinds_of_key_are_not_mixed_up(registry: Registry) -> None:
    add_signing_key(registry, PROVIDER, RSA.pem)

    with pytest.raises(SignerUnknown):
        open_signed(registry, ED25519.sign(DOCUMENT).encode(), PROVIDER)
    with pytest.raises(SignatureWrong):
        open_signed(registry, ED25519.sign(DOCUMENT, alg="RS256").encode(), PROVIDER)


JWS = RSA.sign(DOCUMENT)
HEADER, PAYLOAD, SIGNATURE = JWS.split(".")
MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "two parts": f"{HEADER}.{PAYLOAD}".encode(),
    "four parts": f"{JWS}.{SIGNATURE}".encode(),
    "a detached payload": f"{HEADER}..{SIGNATURE}".encode(),
    "not base64url": f"{HEADER}.{PAYLOAD}.+/{SIGNATURE[2:]}".encode(),
    "not ASCII": f"{HEADER}.{PAYLOAD}.é{SIGNATURE[1:]}".encode(),
    "not UTF-8": b"\xff\xfe\x00",
    "a header that is no JSON": f"{base64url(b'alg')}.{PAYLOAD}.{SIGNATURE}".encode(),
    "a header that is a list": f"{base64url(b'[1]')}.{PAYLOAD}.{SIGNATURE}".encode(),
    "a header with a name twice": _unsigned(b'{"alg":"RS256","alg":"none"}', SIGNATURE).encode(),
    "a header nested without end": _unsigned(b'{"a":' + b"[" * 3000, SIGNATURE).encode(),
    "an endless header": f"{'A' * 100_000}.{PAYLOAD}.{SIGNATURE}".encode(),
    "too long": b"A" * (LARGEST_JWS + 1),
    "an endless envelope": b"{" + b" " * LARGEST_ENVELOPE,
    "an envelope cut off": an_envelope(JWS)[:-1],
    "an envelope nested without end": b'{"a":' + b"[" * 100_000,
    "an empty envelope": b"{}",
    "an envelope whose resource is a document": an_envelope(JWS, resource=json.loads(DOCUMENT)),
    "an envelope of another type": an_envelope(JWS, envelope_type="paradata"),
    "an envelope in XML": an_envelope(JWS, resource_format="xml"),
    "an envelope with half a key": an_envelope(JWS, resource_public_key="-----BEGIN PUBLIC KEY"),
    "an envelope with a number as key": an_envelope(JWS, resource_public_key=7),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_signed_document_is_refused_with_what_is_wrong(
    keyed: Registry, name: str
) -> None:
    with pytest.raises(SignatureRefused) as refusal:
        open_signed(keyed, MALFORMED[name], PROVIDER)

    assert len(str(refusal.value)) < 800


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (JWS.encode(), True),
        (an_envelope(JWS), True),
        (DOCUMENT, False),
        (b'{"resource": "x", "@context": "y"}', False),
        (b"{", False),
        (b"[" * 100_000, False),
        (b"name,description", False),
        (b"", False),
    ],
)
def test_signed_documents_are_told_from_plain_ones(
    keyed: Registry, data: bytes, expected: bool
) -> None:
    assert is_signed(data) is expected


def test_a_key_is_registered_once_and_stays_its_publishers(registry: Registry) -> None:
    first = add_signing_key(registry, PROVIDER, RSA.pem, label="laptop", name="Example College")
    again = add_signing_key(registry, PROVIDER, json.dumps(read_key(RSA.pem).jwk).encode())

    assert first == again
    assert list_signing_keys(registry) == [first]
    with pytest.raises(SigningKeyTaken, match="another publisher"):
        add_signing_key(registry, OTHER, RSA.pem)


def test_a_publisher_can_have_only_so_many_keys_in_use(registry: Registry) -> None:
    entries = []
    for number in range(MOST_KEYS):
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(number.to_bytes(32))}
        entries.append(add_signing_key(registry, PROVIDER, json.dumps(jwk).encode()))

    with pytest.raises(SigningKeyTaken, match="revoke one"):
        add_signing_key(registry, PROVIDER, RSA.pem)
    revoke_signing_key(registry, entries[0].id)
    add_signing_key(registry, PROVIDER, RSA.pem)


def _jwk(**stated: Any) -> bytes:
    return json.dumps({**read_key(RSA.pem).jwk, **stated}).encode()


UNUSABLE = {
    "a private key in PEM": (RSA.private_pem, "private"),
    "a private JSON Web Key": (_jwk(d="AQAB"), "private"),
    "a secret": (b'{"kty":"oct","k":"AQAB"}', "private"),
    "a short RSA key": (Signatory(generate_private_key(65537, 1024)).pem, "1024"),
    "an elliptic curve": (Signatory(ec.generate_private_key(ec.SECP256R1())).pem, "neither"),  # type: ignore[arg-type]
    "Ed448": (Signatory(Ed448PrivateKey.generate()).pem, "neither"),  # type: ignore[arg-type]
    "a small exponent": (_jwk(e="Aw"), "exponent"),
    "an exponent that is no number": (_jwk(e=3), "whole"),
    "an even modulus": (_jwk(n=base64url(b"\x80" + b"\x00" * 255)), "whole"),
    "a modulus left out": (b'{"kty":"RSA","e":"AQAB"}', "whole"),
    "another kind": (b'{"kty":"EC","crv":"P-256"}', "EC"),
    "a point too short": (b'{"kty":"OKP","crv":"Ed25519","x":"AAAA"}', "whole"),
    "JSON cut off": (b'{"kty":', "JSON"),
    "JSON without end": (b'{"a":' + b"[" * 50_000, "JSON"),
    "a certificate request": (b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA", "no public key"),
    "a text": (b"ssh-rsa AAAA", "neither"),
    "nothing": (b"", "neither"),
    "a large file": (b"-" * 100_000, "large"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_public_key_of_the_right_kind_is_refused(registry: Registry, name: str) -> None:
    data, words = UNUSABLE[name]

    with pytest.raises(KeyUnusable, match=words):
        add_signing_key(registry, PROVIDER, data)

    assert not list_signing_keys(registry)


def _run(registry: Registry, *arguments: str, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, arguments, input=data, env=environment_of(registry.settings))


def test_keys_are_registered_listed_and_revoked_by_command(registry: Registry) -> None:
    key_id = read_key(RSA.pem).id
    added = _run(
        registry, "signing-key", "add", "-", "--publisher", PROVIDER, "--label", "laptop",
        data=RSA.pem,
    )  # fmt: skip
    told = json.loads(_run(registry, "signing-key", "list", "--json").stdout)
    revoked = _run(registry, "signing-key", "revoke", key_id)

    assert added.stdout == f"{key_id} registered for {PROVIDER}\n"
    assert [(each["id"], each["label"], each["revoked_at"]) for each in told] == [
        (key_id, "laptop", None)
    ]
    assert revoked.stdout == f"{key_id} revoked\n"
    assert "revoked" in _run(registry, "signing-key", "list", "--publisher", PROVIDER).stdout
    again = _run(registry, "signing-key", "revoke", key_id)
    assert (again.exit_code, "no signing key" in again.stderr) == (1, True)


def test_a_private_key_given_to_the_command_is_refused_and_kept_nowhere(
    registry: Registry,
) -> None:
    answer = _run(
        registry, "signing-key", "add", "-", "--publisher", PROVIDER, data=RSA.private_pem
    )

    assert answer.exit_code == 1
    assert "private key" in answer.stderr
    assert not list_signing_keys(registry)


@pytest.mark.parametrize("form", ["JWS", "envelope"])
def test_a_signed_document_is_published_by_command_with_its_signature(
    keyed: Registry, form: str
) -> None:
    jws = RSA.sign(DOCUMENT)
    data = jws.encode() if form == "JWS" else an_envelope(jws, RSA)

    answer = _run(keyed, "publish", "-", "--publisher", PROVIDER, data=data)
    [change] = log.changes_after(keyed.database, 0)

    assert answer.exit_code == 0
    assert change.signature == jws
    assert change.publisher == PROVIDER


def test_an_altered_document_is_refused_by_the_command_and_nothing_is_saved(
    keyed: Registry,
) -> None:
    header, _, signature = RSA.sign(DOCUMENT).split(".")
    altered = base64url(DOCUMENT.replace(b"first aid", b"last aid"))

    answer = _run(
        keyed, "publish", "-", "--publisher", PROVIDER,
        data=f"{header}.{altered}.{signature}".encode(),
    )  # fmt: skip

    assert answer.exit_code == 1
    assert "altered after it was signed" in answer.stderr
    assert log.latest_number(keyed.database) == 0
