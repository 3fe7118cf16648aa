"""The general page, for records whose class has no page of its own."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from app.http.current import absolute, registry
from app.presenters.crosswalks import map_link
from app.presenters.links import record_link
from app.presenters.record import record_page, references_of
from app.presenters.schema_org import as_script, record_node
from app.services import reading
from app.services.levels import crosswalk
from app.site.frame import href, page_url
from app.site.reading import stored_record
from app.site.signposting import signpost
from ctdl.ctid import CTID


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/records/<ctid:ctid>", "record", show_record)


def show_record(ctid: CTID) -> str | Response:
    """The record's own statements, or on to the better page its class has."""
    stored = stored_record(ctid)
    pair = crosswalk(registry()).pair_of(stored.ctid)
    link = map_link(*pair) if pair else record_link(stored.ctid, stored.record.type)
    if link.page != "record":
        return redirect(href(link), 301)
    signpost(stored)
    names = reading.named(registry(), references_of(stored))
    node = record_node(stored, registry().base, absolute(page_url("record", ctid=stored.ctid)))
    return render_template(
        "site/record.html",
        page=record_page(stored, names),
        schema_org=as_script(node) if node else None,
    )
