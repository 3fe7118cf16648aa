"""The page of a credential, or of a course that counts towards one."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.http.current import absolute, registry
from app.presenters.board import checked_link
from app.presenters.credential import credential_page
from app.presenters.schema_org import as_script, credential_node
from app.services import link_checks, reading
from app.services.pathways import STACKING
from app.site.frame import page_url
from app.site.reading import own_page, referred, stored_record, today
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/credentials/<ctid:ctid>", "credential", show_credential)


def show_credential(ctid: CTID) -> str | Response:
    """Everything stated about one credential, each fact with its source."""
    stored = stored_record(ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        return own_page(stored)
    names = reading.named(registry(), referred(stored))
    incoming = reading.incoming(registry(), stored.ctid, STACKING)
    address = absolute(page_url("credential", ctid=stored.ctid))
    others = reading.statements_of_others(registry(), stored)
    node = credential_node(stored, record, names, registry().base, address)
    return render_template(
        "site/credential.html",
        page=credential_page(
            stored,
            record,
            names,
            incoming,
            today(),
            others,
        ),
        schema_org=as_script(node),
        link_check=checked_link(link_checks.last_check(registry(), record.webpage)),
    )
