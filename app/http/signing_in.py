"""Who is asking: the publisher whose key the request shows (RFC 6750, `Authorization: Bearer`).

A key is read from this header only, never from the address, which ends up in logs and histories.
"""

import re

from flask import request

from app.http import rate_limits
from app.http.current import registry
from app.services import keys
from app.services.keys import KeyRefused, SignedIn
from ctdl.errors import RegistryError

LONGEST_KEY = 200
_NO_KEY = "This is not a key of this registry; look whether all of it was copied."
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class KeyMissing(RegistryError):
    """The address is for publishers, and the request shows no key."""


def signed_in(scope: str | None = None) -> SignedIn:
    """Who shows a good key with this request, which must be good for `scope`.

    The request counts against the key's limit. Raises KeyMissing, KeyRefused, ScopeMissing or
    TooManyRequests.
    """
    header = request.headers.get("Authorization")
    if header is None:
        raise KeyMissing("Show a publisher's key: 'Authorization: Bearer cr_...'.")
    scheme, _, key = header.strip().partition(" ")
    if scheme.lower() != "bearer":
        raise KeyMissing("Show the key as 'Authorization: Bearer cr_...', in no other way.")
    who = signed_in_with(key.strip())
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    if scope is not None:
        who.require(scope)
    return who


def signed_in_if_asked() -> SignedIn | None:
    """Who shows a good key, or None for a request that shows none at all.

    It counts against the key's limit, or else against what the client's address may have checked.
    """
    if "Authorization" in request.headers:
        return signed_in()
    rate_limits.spend(rate_limits.VALIDATE)
    return None


def signed_in_with(key: str) -> SignedIn:
    """Whose key this is; one that opens nothing counts against the client's address.

    Raises KeyRefused, or TooManyRequests without looking at the key when there were too many.
    """
    rate_limits.require_left(rate_limits.SIGN_IN)
    try:
        if len(key) > LONGEST_KEY or not _TOKEN.fullmatch(key):
            raise KeyRefused(_NO_KEY)
        return keys.signed_in(registry(), key)
    except KeyRefused:
        rate_limits.spend(rate_limits.SIGN_IN)
        raise
