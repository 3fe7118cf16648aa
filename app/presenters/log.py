"""The log as evidence, in JSON: heads, entries, proofs. Hashes are hexadecimal throughout."""

import json
from typing import Any

from app.services.transparency import ConsistencyProof, InclusionProof, SealedEntry
from app.store.signing import PublicKey
from app.store.tree import Head

ADDRESSES = {
    "head": "log/head",
    "heads": "log/heads?after={size}&limit={limit}",
    "entries": "log/entries?after={number}&limit={limit}",
    "entry": "log/entries/{number}",
    "inclusion": "log/proof/inclusion?number={number}&size={size}",
    "consistency": "log/proof/consistency?first={size}&second={size}",
    "keys": ".well-known/jwks.json",
    "key": "log/key.pem",
}
"""Where programs find the parts of the log, as templates."""


def log_json(head: Head | None, base: str) -> dict[str, Any]:
    """What `/log` says to programs."""
    return {
        "size": head.size if head else 0,
        "head": head_json(head) if head else None,
        "hash": "SHA-256 as in RFC 6962: leaf 0x00 || data, node 0x01 || left || right",
        "addresses": {name: base + path for name, path in ADDRESSES.items()},
    }


def head_json(head: Head) -> dict[str, Any]:
    """A signed head; `signature` is a compact JWS whose payload states the other three."""
    return {"size": head.size, "root": head.root, "at": head.at, "signature": head.signature}


def entry_json(entry: SealedEntry, base: str) -> dict[str, Any]:
    """A sealed entry; `data` is the text, in UTF-8, that the leaf is the hash of."""
    found: dict[str, Any] = {
        "number": entry.number,
        "leaf": entry.leaf,
        "data": entry.data,
        "receipt": entry.receipt,
    }
    try:
        ctid = json.loads(entry.data)["ctid"]
    except (ValueError, KeyError, TypeError):
        return found
    return {**found, "revision": f"{base}envelopes/{ctid}/revisions/{entry.number}"}


def inclusion_json(proof: InclusionProof) -> dict[str, Any]:
    """The audit path of an entry; `index` is its place from nought, as the RFC counts."""
    return {
        "number": proof.number,
        "index": proof.number - 1,
        "size": proof.size,
        "leaf": proof.leaf,
        "root": proof.root,
        "path": list(proof.path),
    }


def consistency_json(proof: ConsistencyProof) -> dict[str, Any]:
    """The proof that a later tree continues an earlier one."""
    return {
        "first": proof.first,
        "second": proof.second,
        "first_root": proof.first_root,
        "second_root": proof.second_root,
        "path": list(proof.path),
    }


def keys_json(keys: list[PublicKey]) -> dict[str, Any]:
    """The registry's public keys as a JSON Web Key Set (RFC 7517), the one in use first."""
    stated = {"alg": "EdDSA", "use": "sig"}
    return {"keys": [{**key.jwk, **stated, "kid": key.id} for key in keys]}
