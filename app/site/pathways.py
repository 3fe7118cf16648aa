"""Pathways: what stacks into what, as stated."""

from flask import Blueprint, render_template, request

from app.http.current import absolute, registry
from app.presenters.links import record_link
from app.presenters.pathway import LONGEST_WORDS, pathway_list, pathway_page
from app.presenters.pathway_record import pathway_record_page
from app.presenters.schema_org import as_script, record_node
from app.presenters.transfer_record import transfer_page
from app.services import pathways, reading
from app.services.plans.asked import PlanRequest
from app.services.plans.planning import gathered_for
from app.services.plans.targets import find_target
from app.services.plans.transfers import TRANSFERRING, transfers_of
from app.services.reading import StoredRecord
from app.services.stacking import stacks
from app.site.frame import href, page_url
from app.site.levels_in import levels_shown
from app.site.reading import page_number, referred, require_page, stored_record, today
from app.site.signposting import signpost
from ctdl.ctid import CTID
from ctdl.pathways.reading import read_pathway
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the list and the pages at their addresses."""
    blueprint.add_url_rule("/pathways", "pathways", list_pathways)
    blueprint.add_url_rule("/pathways/<ctid:ctid>", "pathway", show_pathway)


def list_pathways() -> str:
    """Every credential that others are stated to stack into, or those that words are about."""
    words = " ".join(request.args.get("q", "").split())[:LONGEST_WORDS]
    page = pathway_list(pathways.list_pathways(registry()), page_number(), words=words)
    require_page(page.page, page.pages)
    return render_template("site/pathways.html", page=page)


def show_pathway(ctid: CTID) -> str:
    """One pathway, drawn and as a list: as a record states it, or around a credential.

    Of a transfer value it is what counts as what elsewhere.
    """
    stored = stored_record(ctid)
    if record_link(stored.ctid, stored.record.type).page == "pathway":
        signpost(stored)
    if read_pathway(stored.document) is not None:
        return _published(stored)
    record = stored.record
    if record.type in TRANSFERRING:
        return _transfer(stored)
    connections = record.connections if isinstance(record, CredentialRecord) else ()
    names = reading.named(registry(), referred(stored))
    found = pathways.get_pathway(registry(), stored.ctid)
    published = pathways.published_pathways(registry(), stored.ctid)
    stacked = stacks(registry(), stored.ctid, today())
    suggested = stacked.suggested.get("vertical", ())
    page = pathway_page(
        found,
        connections,
        names,
        href,
        levels_shown(),
        published,
        suggested,
        stacked.transfers,
    )
    return render_template("site/pathway.html", page=page)


def _published(stored: StoredRecord) -> str:
    ctid = stored.ctid
    target = find_target(registry(), ctid)
    gathered = gathered_for(registry(), target, PlanRequest(ctid, day=today()))
    node = record_node(stored, registry().base, absolute(page_url("pathway", ctid=ctid)))
    assert target.pathway is not None
    summary = reading.summaries(registry(), [target.pathway.ctid])[target.pathway.ctid]
    page = pathway_record_page(target, gathered, summary.provider, levels_shown(), href)
    return render_template(
        "site/pathway_record.html", page=page, schema_org=as_script(node) if node else None
    )


def _transfer(stored: StoredRecord) -> str:
    found = transfers_of(registry(), stored.ctid)
    page = transfer_page(stored.ctid, stored.record.type, stored.record.name, found, href)
    return render_template("site/transfer.html", page=page)
