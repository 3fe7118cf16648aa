"""Who is asking: the publisher whose key the request shows (RFC 6750, `Authorization: Bearer`).

A key is read from this header only, never from the address, which ends up in logs and histories.
"""

import re

from flask import request

from app.http.current import registry
from app.services import keys
from app.services.keys import KeyRefused, SignedIn
from ctdl.errors import RegistryError

LONGEST_KEY = 200
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class KeyMissing(RegistryError):
    """The address is for publishers, and the request shows no key."""


def signed_in(scope: str | None = None) -> SignedIn:
    """Who shows a good key with this request, which must be good for `scope`.

    Raises KeyMissing, KeyRefused or ScopeMissing.
    """
    key = _shown_key()
    if key is None:
        raise KeyMissing("Show a publisher's key: 'Authorization: Bearer cr_...'.")
    who = keys.signed_in(registry(), key)
    if scope is not None:
        who.require(scope)
    return who


def signed_in_if_asked() -> SignedIn | None:
    """Who shows a good key, or None for a request that shows none at all."""
    return signed_in() if "Authorization" in request.headers else None


def _shown_key() -> str | None:
    """The text that is shown as a key; a header that cannot hold one is refused."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer":
        raise KeyRefused("Keys are shown as 'Authorization: Bearer cr_...', in no other way.")
    if len(token) > LONGEST_KEY or not _TOKEN.fullmatch(token):
        raise KeyRefused("This is not a key of this registry; look whether all of it was copied.")
    return token
