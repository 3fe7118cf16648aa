"""Pathways: what stacks into what, as stated."""

from flask import Blueprint, render_template

from app.http.current import registry
from app.presenters.pathway import pathway_list, pathway_page
from app.services import pathways, reading
from app.site.frame import href
from app.site.reading import page_number, referred, require_page, stored_record
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the list and the pages at their addresses."""
    blueprint.add_url_rule("/pathways", "pathways", list_pathways)
    blueprint.add_url_rule("/pathways/<ctid:ctid>", "pathway", show_pathway)


def list_pathways() -> str:
    """Every credential that others are stated to stack into."""
    page = pathway_list(pathways.list_pathways(registry()), page_number())
    require_page(page.page, page.pages)
    return render_template("site/pathways.html", page=page)


def show_pathway(ctid: CTID) -> str:
    """One pathway, drawn and as a list."""
    stored = stored_record(ctid)
    record = stored.record
    connections = record.connections if isinstance(record, CredentialRecord) else ()
    names = reading.named(registry(), referred(stored))
    page = pathway_page(pathways.get_pathway(registry(), stored.ctid), connections, names, href)
    return render_template("site/pathway.html", page=page)
