"""Stamps of forms that anybody may send: made by this registry, for one thing, and not long ago.

Readers have no session that a token could belong to. A stamp shows that the form was asked for
here first, remembers what it was about, and carries the code that takes the request back.
"""

from dataclasses import dataclass
from hashlib import sha256

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.http.current import registry
from app.http.sessions import FormOutdated
from app.store.session_key import session_key

FIELD = "stamp"
HOURS = 24
_SALT = "stamped-form"
_LONGEST = 400


@dataclass(frozen=True)
class Stamp:
    """What a form is about, which revision its sender saw, and the code it carries."""

    subject: str
    revision: int
    code: str


def stamped(stamp: Stamp) -> str:
    """The stamp as a hidden field has it."""
    return _serializer().dumps([stamp.subject, stamp.revision, stamp.code])


def read_stamp(text: str, subject: str) -> Stamp:
    """The stamp of a form about `subject`; raises FormOutdated for any other text."""
    try:
        found = _serializer().loads(text[:_LONGEST], max_age=HOURS * 60 * 60)
        stamp = Stamp(*found)
    except (BadData, TypeError) as error:
        raise FormOutdated(f"The form is older than {HOURS} hours, or not of this site.") from error
    if stamp.subject != subject:
        raise FormOutdated("The form is about another record.")
    return stamp


def _serializer() -> URLSafeTimedSerializer:
    key: bytes | None = current_app.extensions.get("session_key")
    if key is None:
        key = current_app.extensions["session_key"] = session_key(registry().keys_folder)
    return URLSafeTimedSerializer(
        key, salt=_SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
    )
