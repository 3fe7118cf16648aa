"""Agreement with openbadgeslib, which issues and verifies badges by code of its own.

What that library signs holds here, and what it refuses is refused here; every case both support.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from openbadgeslib import baking
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob2.verifier import OB2Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier

from app.services.verifying.checking import ProofChecker
from app.services.verifying.enclosed import read_presented
from app.services.verifying.keys import RegisteredKey
from app.services.verifying.public_keys import read_pem
from ctdl.ctid import derive_ctid
from tests.services.verifying.judged import is_valid, proof_of
from tests.support import badges
from tests.support.badges import PrivateKey

KEYS: dict[str, Callable[[], PrivateKey]] = {
    "RS256": badges.rsa,
    "ES256": badges.p256,
    "EdDSA": badges.ed25519,
}


def library_takes(verify: Callable[[], Any]) -> bool:
    try:
        verify()
    except (LibOpenBadgesException, ValueError):
        return False
    return True


@pytest.mark.parametrize("algorithm", KEYS)
def test_both_take_a_token_of_open_badges_3_and_refuse_it_altered(algorithm: str) -> None:
    key = KEYS[algorithm]()
    token = badges.vc_jwt(key)
    header, payload, signature = token.split(".")
    altered = f"{header}.{payload[:-4]}AAAA.{signature}"

    for text, is_good in ((token, True), (altered, False)):
        theirs = library_takes(partial(OB3Verifier(badges.public_pem(key)).verify, text))
        assert (theirs, is_valid(text.encode())) == (is_good, is_good)


@pytest.mark.parametrize("algorithm", KEYS)
def test_both_take_an_assertion_of_open_badges_2_with_the_issuers_key(algorithm: str) -> None:
    key = KEYS[algorithm]()
    token = badges.assertion_jws(key)
    header, payload, signature = token.split(".")
    altered = f"{header}.{payload}.{'A' * len(signature)}"

    for text, is_good in ((token, True), (altered, False)):
        theirs = library_takes(partial(OB2Verifier(badges.public_pem(key)).verify, text))
        assert (theirs, holds_with(key, text)) == (is_good, is_good)


def holds_with(key: PrivateKey, token: str) -> bool:
    registered = RegisteredKey(
        read_pem(badges.public_pem(key)), derive_ctid("college"), "Meadow College", True
    )
    badge = read_presented(token, is_token=True).badge
    return ProofChecker((registered,), badges.AWARDED).proof(badge).result == "valid"


def test_both_take_a_data_integrity_proof_and_refuse_every_changed_member() -> None:
    key = badges.ed25519()
    signed = badges.signed_json(key)
    altered = [{**signed, name: "https://other.example/x"} for name in ("id", "name", "validFrom")]

    for document, is_good in ((signed, True), *((each, False) for each in altered)):
        verifier = OB3LdpVerifier(badges.public_pem(key))
        theirs = library_takes(partial(verifier.verify, document))
        assert (theirs, is_valid(badges.as_bytes(document))) == (is_good, is_good)


def test_both_refuse_members_that_the_contexts_do_not_define() -> None:
    key = badges.ed25519()
    signed = {**badges.signed_json(key), "addedLater": "and not signed"}

    assert not library_takes(lambda: OB3LdpVerifier(badges.public_pem(key)).verify(signed))
    assert proof_of(badges.as_bytes(signed)).result == "invalid"


@pytest.mark.parametrize("algorithm", KEYS)
def test_badges_that_the_library_bakes_are_read_out_of_pictures(algorithm: str) -> None:
    key = KEYS[algorithm]()
    signer = badges.OB3Signer(badges.pem(key), algorithm)
    issued = badges.credential()

    assert is_valid(signer.sign_into_svg(issued, badges.SVG))
    assert is_valid(signer.sign_into_png(issued, badges.png()))


def test_json_that_the_library_bakes_is_read_out_of_pictures() -> None:
    key = badges.ed25519()
    signer, issued = badges.OB3LdpSigner(badges.pem(key)), badges.credential(badges.did_of(key))

    assert is_valid(signer.sign_into_svg(issued, badges.SVG))
    assert is_valid(signer.sign_into_png(issued, badges.png()))


def test_assertions_that_the_library_bakes_are_read_out_of_pictures() -> None:
    key = badges.rsa()
    signer = badges.OB2Signer(badges.pem(key), "RS256")
    made = badges.library_assertion()

    for picture in (
        signer.sign_into_svg(made, badges.SVG),
        signer.sign_into_png(made, badges.png()),
    ):
        assert proof_of(picture).kind == "jws"


def test_the_library_reads_the_pictures_of_these_tests() -> None:
    token = badges.vc_jwt(badges.ed25519())
    picture = badges.png(badges.Chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + token.encode()))

    assert baking.extract_png(picture, keyword=baking.ITXT_KEYWORD_OB3) == token
    assert is_valid(picture)
