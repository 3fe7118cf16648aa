"""Signing in and out, and what stands before every page that is for publishers only."""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, overload

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from app.http import limits, sessions
from app.http.current import registry
from app.http.sessions import FormOutdated, NotSignedIn
from app.presenters.language import page_language
from app.presenters.text import Text
from app.services.keys import KeyRefused, SignedIn
from app.site.frame import page_url
from ctdl.json_reading import MAX_DOCUMENT_BYTES

KEPT = "kept-"
_LARGEST_FORM = 4 * MAX_DOCUMENT_BYTES
"""The document of a preview, what was typed into the form, and both written as a form."""
Kept = tuple[tuple[str, str], ...]
View = Callable[..., ResponseReturnValue]


def register(blueprint: Blueprint) -> None:
    """Put signing in and out at their addresses, and keep publishers' pages private."""
    blueprint.before_request(_allow_large_forms)
    blueprint.after_request(_keep_private)
    blueprint.add_url_rule("/publish/sign-in", "publish_sign_in", sign_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/publish/sign-out", "publish_sign_out", sign_out, methods=["POST"])


@overload
def for_publishers(view: View) -> View: ...
@overload
def for_publishers(*, largest: int) -> Callable[[View], View]: ...
def for_publishers(
    view: View | None = None, *, largest: int | None = None
) -> View | Callable[[View], View]:
    """The view, called with who is signed in; others are asked to sign in, and nothing is lost.

    Bodies may have up to `largest` bytes once it is known who sends them.
    """
    if view is None:
        return partial(for_publishers, largest=largest)
    called: View = view

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        try:
            who = sessions.signed_in()
            if request.method == "POST":
                request.max_content_length = largest or request.max_content_length
                sessions.require_own_form()
        except NotSignedIn as error:
            if request.method == "POST":
                sessions.require_own_site()
                _refuse_large_body()
            return sign_in_page(error, kept=_kept_fields(request.form.items(multi=True)))
        except FormOutdated:
            kept = _kept_fields(request.form.items(multi=True))
            return _continue_page(request.path, kept, is_outdated=True), 409
        return called(who=who, **values)

    if largest is not None:
        limits.take_up_to(guarded, largest)
    return guarded


def sign_in_page(
    error: NotSignedIn,
    *,
    kept: Kept = (),
    next_page: str | None = None,
    refused: Text | None = None,
) -> Response:
    """The page that asks for a key: why, and what happens with what was typed."""
    page = render_template(
        "publish/sign_in.html",
        reason=error.reason,
        explanation=str(error),
        refused=refused,
        next_page=next_page or request.full_path.rstrip("?"),
        kept=[(KEPT + name, value) for name, value in kept],
    )
    is_front = request.method == "GET" and request.path == page_url("publish")
    calm = is_front and error.reason == "none"
    response = make_response(page, 200 if calm else 401)
    sessions.sign_out(response)
    return response


def sign_in() -> ResponseReturnValue:
    """Take a key; on to the page that was asked for, with what was typed there."""
    if request.method == "GET":
        return redirect(page_url("publish"), 303)
    sessions.require_own_site()
    target = _own_page(request.form.get("next", ""))
    kept = _kept_fields(
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    )
    response = make_response(redirect(target, 303))
    if not request.form.get("key", "").strip():
        asked = NotSignedIn("wrong", "")
        words = Text(gettext("Paste your key."))
        return sign_in_page(asked, kept=kept, next_page=target, refused=words)
    try:
        sessions.sign_in(response, request.form.get("key", ""))
    except KeyRefused as error:
        asked = NotSignedIn("wrong", "")
        english = None if page_language() == "en" else "en"
        words = Text(str(error), english)
        return sign_in_page(asked, kept=kept, next_page=target, refused=words)
    if kept:
        continued = make_response(_continue_page(target, kept, is_outdated=False))
        continued.headers["Set-Cookie"] = response.headers["Set-Cookie"]
        return continued
    return response


def sign_out() -> ResponseReturnValue:
    """Forget who was signed in."""
    sessions.require_own_site()
    response = make_response(redirect(page_url("publish", signed_out="1"), 303))
    sessions.sign_out(response)
    return response


def _refuse_large_body() -> None:
    """Nobody fills the disk before it is known who it is."""
    largest = current_app.config["MAX_CONTENT_LENGTH"]
    if (request.content_length or 0) > largest:
        raise RequestEntityTooLarge(f"The body is larger than {largest} bytes.")


def _continue_page(target: str, kept: Kept, *, is_outdated: bool) -> str:
    path = target.partition("?")[0]
    has_file = request.mimetype == "multipart/form-data"
    return render_template(
        "publish/continue.html", target=path, kept=kept, outdated=is_outdated, had_file=has_file
    )


def _kept_fields(pairs: Iterable[tuple[str, str]]) -> Kept:
    unkept = (sessions.TOKEN_FIELD, "key", "next")
    return tuple((name, value) for name, value in pairs if name not in unkept)


def _own_page(target: str) -> str:
    """The page to go on to: one of the publishers' pages, and of no other site."""
    fronts = ("/publish", "/fr/publish")
    path = target.partition("?")[0]
    is_own = any(path == front or path.startswith(f"{front}/") for front in fronts)
    is_plain = target.isascii() and target.isprintable() and "\\" not in target
    is_way_in = path.endswith(("/sign-in", "/sign-out"))
    return target if is_own and is_plain and not is_way_in else page_url("publish")


def _is_private() -> bool:
    return (request.endpoint or "").partition(".")[2].startswith("publish")


def _allow_large_forms() -> None:
    if _is_private():
        request.max_form_memory_size = _LARGEST_FORM
        request.max_form_parts = 2000


def _keep_private(response: Response) -> Response:
    """Nobody keeps a copy, no search engine lists it, no other site's script reads it."""
    if _is_private():
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Access-Control-Allow-Origin"] = registry().settings.base_url
    return response


def scope_words(scopes: Iterable[str]) -> str:
    """What a key is good for, in words."""
    words = {
        "publish": gettext("publishing and changing"),
        "withdraw": gettext("withdrawing and restoring"),
        "bulk": gettext("uploading tables"),
    }
    return ", ".join(words.get(scope, scope) for scope in sorted(scopes))


def who_is_signed_in() -> SignedIn | None:
    """Who is signed in, for the frame around a page; None for readers."""
    try:
        return sessions.signed_in()
    except NotSignedIn:
        return None
