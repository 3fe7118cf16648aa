"""A small registry of signed and unsigned, withdrawn and restored records, asked for envelopes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.envelopes import open_signed
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from app.services.signing_keys import add_signing_key
from ctdl.ctid import derive_ctid
from tests.linked_data.small_registry import BASE, json_of
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of
from tests.support.signing import ED25519, RSA, a_document_text, from_base64url

WRITER = PublisherRef(PROVIDER, "Example College")
AGENT = PublisherRef(derive_ctid("test:agent"), "Agency")
ORGANIZATION = PROVIDER
PLAIN, UPDATED, WITHDRAWN, RESTORED, RSA_SIGNED, ED_SIGNED = (
    ctid_of(a_credential(key))
    for key in ("plain", "updated", "withdrawn", "restored", "rsa signed", "ed signed")
)


@contextmanager
def enveloping(home: Path) -> Iterator[Flask]:
    """The application over ten entries about seven records."""
    settings = Settings(home=home, base_url=BASE)
    registry = set_up(settings)
    _fill(registry)
    views.catch_up(registry)
    registry.close()
    application = create_app(settings)
    application.testing = True
    yield application
    application.extensions["registry"].close()


def _fill(registry: Registry) -> None:
    publishing.publish(registry, an_organization(), WRITER)
    for key in ("plain", "updated", "withdrawn", "restored"):
        publishing.publish(registry, a_credential(key), WRITER)
    publishing.publish(registry, a_credential("updated", name={"en": "Updated since"}), WRITER)
    publishing.withdraw(registry, WITHDRAWN, WRITER, reason="No longer taught.")
    publishing.withdraw(registry, RESTORED, WRITER, reason="By mistake.")
    publishing.restore(registry, RESTORED, WRITER)
    for key, signatory in (("rsa signed", RSA), ("ed signed", ED25519)):
        add_signing_key(registry, PROVIDER, signatory.pem)
        jws = signatory.sign(a_document_text(key), kid="laptop")
        signed = open_signed(registry, jws.encode(), PROVIDER)
        publishing.publish(registry, signed.document, WRITER, signature=signed.jws)


def envelope_of(client: FlaskClient, ctid: str, query: str = "") -> dict[str, Any]:
    """The envelope of a record."""
    response = client.get(f"/envelopes/{ctid}{query}")
    assert response.status_code == 200, response.data
    found: dict[str, Any] = json_of(response)
    return found


def listed(client: FlaskClient, query: str = "") -> list[str]:
    """The CTIDs in the list of envelopes, in its order."""
    response = client.get(f"/envelopes{query}")
    assert response.status_code == 200, response.data
    return [each["envelope_ceterms_ctid"] for each in json_of(response)]


def events_of(client: FlaskClient, query: str = "") -> list[tuple[str, str]]:
    """What happened to which CTID, in the order of the list."""
    response = client.get(f"/envelopes/events{query}")
    assert response.status_code == 200, response.data
    return [(each["envelope_ceterms_ctid"], each["event"]) for each in json_of(response)]


def verified(envelope: dict[str, Any]) -> bytes:
    """The payload of `resource`, once it verifies with the key beside it, by `cryptography`."""
    key = load_pem_public_key(envelope["resource_public_key"].encode())
    signed, _, signature = envelope["resource"].rpartition(".")
    header, _, payload = signed.partition(".")
    if json.loads(from_base64url(header))["alg"] == "RS256":
        assert isinstance(key, RSAPublicKey)
        key.verify(from_base64url(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(key, Ed25519PublicKey)
        key.verify(from_base64url(signature), signed.encode())
    return from_base64url(payload)
