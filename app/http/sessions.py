"""Signing in from a browser: a signed cookie with the id of a key, and tokens in every form.

Readers never get a cookie. What is in the cookie opens nothing by itself: at every request the key
it names is looked up, so a key that was revoked or has expired ends the session at once.
"""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.exceptions import Forbidden

from app.http.current import registry
from app.http.signing_in import signed_in_with
from app.services import keys
from app.services.keys import KeyRefused, SignedIn
from app.store.session_key import session_key
from ctdl.errors import RegistryError

HOURS = 8
_SECONDS = HOURS * 60 * 60
_SALT = "publisher-session"
TOKEN_FIELD = "form_token"


class NotSignedIn(RegistryError):
    """Nobody is signed in; `reason` is "none", "expired" or "refused" (the message says more)."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class FormOutdated(RegistryError):
    """A form was sent that this session did not make."""


class ForeignForm(Forbidden):
    """A form was sent from a page of another site."""


def sign_in(response: Response, key: str) -> SignedIn:
    """Who shows this key, remembered in a cookie of `response`.

    Raises KeyRefused, or TooManyRequests for an address that tried too many wrong ones.
    """
    who = signed_in_with(key.strip())
    g.publisher, g.publisher_cookie = who, _serializer().dumps(who.key_id)
    response.set_cookie(
        cookie_name(),
        g.publisher_cookie,
        max_age=_SECONDS,
        httponly=True,
        secure=_is_secure(),
        samesite="Strict",
    )
    return who


def sign_out(response: Response) -> None:
    """Forget who was signed in, if anybody was."""
    if cookie_name() in request.cookies:
        response.delete_cookie(cookie_name(), httponly=True, secure=_is_secure(), samesite="Strict")


def signed_in() -> SignedIn:
    """Who is signed in, looked up once in each request; raises NotSignedIn."""
    if "publisher" not in g:
        g.publisher = _looked_up()
    who: SignedIn = g.publisher
    return who


def form_token() -> str:
    """What a form must carry to be believed: bound to this session's cookie."""
    cookie = g.get("publisher_cookie") or request.cookies.get(cookie_name(), "")
    return hmac.new(_key(), f"form {cookie}".encode(), sha256).hexdigest()


def require_own_form() -> None:
    """Refuse a form that was not made for this session, or comes from another site."""
    require_own_site()
    shown = request.form.get(TOKEN_FIELD, "")
    if not hmac.compare_digest(shown.encode(), form_token().encode()):
        raise FormOutdated("The form was made before you signed in, or in another browser.")


def require_own_site() -> None:
    """Refuse what a page of another site sends; browsers name it in Origin."""
    origin = request.headers.get("Origin")
    if origin is None:
        is_foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    else:
        own = {request.host, urlsplit(registry().settings.base_url).netloc}
        is_foreign = urlsplit(origin).netloc not in own
    if is_foreign:
        raise ForeignForm("This form was sent by another web site, so nothing was done.")


def cookie_name() -> str:
    """The cookie's name; over https browsers then keep other hosts from setting it."""
    return "__Host-publisher" if _is_secure() else "publisher"


def _looked_up() -> SignedIn:
    cookie = request.cookies.get(cookie_name())
    if cookie is None:
        raise NotSignedIn("none", "Sign in with your key to see this page.")
    try:
        key_id = _serializer().loads(cookie, max_age=_SECONDS)
    except SignatureExpired as error:
        raise NotSignedIn("expired", f"You signed in more than {HOURS} hours ago.") from error
    except BadSignature as error:
        raise NotSignedIn("none", "Sign in with your key to see this page.") from error
    try:
        return keys.signed_in_by_id(registry(), str(key_id))
    except KeyRefused as error:
        raise NotSignedIn("refused", str(error)) from error


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        _key(), salt=_SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
    )


def _key() -> bytes:
    found: bytes | None = current_app.extensions.get("session_key")
    if found is None:
        found = current_app.extensions["session_key"] = session_key(registry().keys_folder)
    return found


def _is_secure() -> bool:
    return registry().settings.base_url.startswith("https://")
