"""`/log/…`: the log as evidence, for programs; the page about it is the site's.

What is said about an entry or about two trees never changes; what is newest has to be asked about.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from app.http.caching import (
    FOR_EVER,
    REVALIDATE,
    Validators,
    etag_of,
    instant,
    representation,
)
from app.http.current import registry
from app.http.media_types import JSON, MediaType
from app.linked_data.writing import json_bytes
from app.presenters.log import (
    consistency_json,
    entry_json,
    head_json,
    inclusion_json,
    keys_json,
)
from app.schemas.log import AfterParameters, ConsistencyParameters, InclusionParameters
from app.schemas.query import QuerySchema, parser
from app.services import transparency
from app.services.transparency import NoSuchTree

blueprint = Blueprint("log", __name__)
PEM = MediaType("pem", "application/x-pem-file", "PEM")
JWKS = MediaType("json", "application/jwk-set+json", "JSON Web Key Set")


@blueprint.get("/log/head")
def show_head() -> Response:
    """The newest signed tree head."""
    head = transparency.newest_head(registry())
    if head is None:
        raise NoSuchTree("The log is empty, so there is no signed tree head yet.")
    validators = Validators(etag_of("tree head", head.signature), instant(head.at))
    return representation(JSON, validators, lambda: json_bytes(head_json(head)))


@blueprint.get("/log/heads")
def list_heads() -> Response:
    """Signed tree heads, the smallest tree first."""
    asked = _asked(AfterParameters)
    found = transparency.heads_after(registry(), asked["after"], asked["limit"])
    content = {
        "heads": [head_json(each) for each in found],
        "next": found[-1].size if found else asked["after"],
    }
    return _list(content, is_full=len(found) == asked["limit"])


@blueprint.get("/log/entries")
def list_entries() -> Response:
    """Sealed entries, the oldest first."""
    asked = _asked(AfterParameters)
    found = transparency.entries_after(registry(), asked["after"], asked["limit"])
    content = {
        "entries": [entry_json(each, registry().base) for each in found],
        "next": found[-1].number if found else asked["after"],
    }
    return _list(content, is_full=len(found) == asked["limit"])


@blueprint.get("/log/entries/<int:number>")
def show_entry(number: int) -> Response:
    """One sealed entry, with the texts whose digests it holds."""
    entry = transparency.entry(registry(), number)
    texts = transparency.texts_of(registry(), number)
    return _for_ever({**entry_json(entry, registry().base), "texts": asdict(texts)})


@blueprint.get("/log/proof/inclusion")
def show_inclusion() -> Response:
    """The proof that an entry is in a tree."""
    asked = _asked(InclusionParameters)
    proof = transparency.inclusion_proof(registry(), asked["number"], asked["size"])
    return _proved(inclusion_json(proof), is_fixed=asked["size"] is not None)


@blueprint.get("/log/proof/consistency")
def show_consistency() -> Response:
    """The proof that a tree continues an earlier one."""
    asked = _asked(ConsistencyParameters)
    proof = transparency.consistency_proof(registry(), asked["first"], asked["second"])
    return _proved(consistency_json(proof), is_fixed=asked["second"] is not None)


@blueprint.get("/.well-known/jwks.json")
def list_keys() -> Response:
    """The public keys that verify what the registry signs."""
    keys = transparency.public_keys(registry())
    validators = Validators(etag_of("keys", *(key.id for key in keys)))
    return representation(JWKS, validators, lambda: json_bytes(keys_json(keys)))


@blueprint.get("/log/key.pem")
def show_key() -> Response:
    """The public key that the registry signs with now, as OpenSSL reads it."""
    key = transparency.public_keys(registry())[0]
    validators = Validators(etag_of("key", key.id))
    return representation(PEM, validators, lambda: key.pem.encode())


def _asked(schema: Callable[[], QuerySchema]) -> dict[str, Any]:
    found: dict[str, Any] = parser.parse(schema(), request, location="query")
    return found


def _list(content: dict[str, Any], *, is_full: bool) -> Response:
    """A list that is as long as was asked for never changes; a shorter one will grow."""
    return _for_ever(content) if is_full else _changing(content)


def _proved(content: dict[str, Any], *, is_fixed: bool) -> Response:
    return _for_ever(content) if is_fixed else _changing(content)


def _for_ever(content: dict[str, Any]) -> Response:
    return _tagged(content, FOR_EVER)


def _changing(content: dict[str, Any]) -> Response:
    return _tagged(content, REVALIDATE)


def _tagged(content: dict[str, Any], cache_control: str) -> Response:
    body = json_bytes(content)
    validators = Validators(etag_of("log", body.decode()))
    return representation(JSON, validators, lambda: body, cache_control=cache_control)
