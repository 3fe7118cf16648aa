"""A publisher's keys: which there are, and how to make one useless."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http.current import registry
from app.presenters.formats import instant
from app.services import keys
from app.services.keys import SignedIn
from app.site.frame import page_url
from app.site.publishing.access import for_publishers, scope_words


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/publish/keys", "publish_keys", show_keys)
    blueprint.add_url_rule(
        "/publish/keys/<key_id>/revoke", "publish_revoke_key", revoke, methods=["GET", "POST"]
    )


@for_publishers
def show_keys(who: SignedIn) -> ResponseReturnValue:
    """The publisher's own keys, never the secret part."""
    entries = [
        {
            "id": each.id,
            "label": each.label,
            "made": instant(each.created_at),
            "good_for": scope_words(each.scopes.split()),
            "state": _state(each.revoked_at, each.expires_at, is_open=each.is_open),
            "is_open": each.is_open,
            "is_this": each.id == who.key_id,
        }
        for each in keys.list_keys(registry(), who.publisher.ctid)
    ]
    return render_template("publish/keys.html", who=who, keys=entries)


@for_publishers
def revoke(who: SignedIn, key_id: str) -> ResponseReturnValue:
    """Make one of the publisher's own keys useless, after asking; the page says what it costs."""
    own = {each.id: each for each in keys.list_keys(registry(), who.publisher.ctid)}
    if key_id not in own:
        abort(404, description=gettext("You have no key with this number."))
    chosen = own[key_id]
    if chosen.revoked_at is None and request.method == "GET":
        in_use = [each for each in own.values() if each.is_open]
        return render_template(
            "publish/revoke.html",
            who=who,
            key=chosen,
            is_this=key_id == who.key_id,
            is_last=[each.id for each in in_use] == [key_id],
        )
    if chosen.revoked_at is None:
        keys.revoke_key(registry(), key_id)
    return redirect(page_url("publish_keys", revoked=key_id), 303)


def _state(revoked_at: str | None, expires_at: str | None, *, is_open: bool) -> str:
    if revoked_at is not None:
        return gettext("Revoked on %(moment)s", moment=instant(revoked_at))
    if expires_at is None:
        return gettext("In use")
    moment = instant(expires_at)
    if is_open:
        return gettext("In use until %(moment)s", moment=moment)
    return gettext("Expired on %(moment)s", moment=moment)
