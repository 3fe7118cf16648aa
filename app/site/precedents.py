"""Precedents: what is recorded of a credential counting elsewhere, and of others counting here."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.http.current import registry
from app.presenters.precedents import precedents_page
from app.services.precedents import precedents
from app.site.assurance import PARAMETER, asked_day
from app.site.frame import page_url
from app.site.reading import own_page, stored_record
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

_LONGEST_KEPT = 200


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/credentials/<ctid:ctid>/precedents", "precedents", show_precedents)


def show_precedents(ctid: CTID) -> str | Response | tuple[str, int]:
    """The decisions that are recorded, for a day, and what one institution decided."""
    stored = stored_record(ctid)
    if not isinstance(stored.record, CredentialRecord):
        return own_page(stored)
    typed = request.args.get(PARAMETER, "").strip()
    receiver = request.args.get("receiver", "").strip()[:_LONGEST_KEPT]
    day, error = asked_day(typed)
    found = precedents(registry(), stored.ctid, day, receiver or None)
    page = precedents_page(stored, found, typed[:_LONGEST_KEPT], receiver, error)
    shown = render_template(
        "site/precedents.html", page=page, back=page_url("credential", ctid=stored.ctid)
    )
    return shown, 400 if error else 200
