"""Standards for micro-credentials, and credentials held against them. A check is no approval."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.http.current import registry
from app.presenters.conformance import conformance_page, usual_standards
from app.presenters.standards import standard_groups, standard_page
from app.services import conformance
from app.services.surroundings import country_of
from app.site.reading import own_page, stored_record
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the list, the standards and the matrix of each credential at their addresses."""
    blueprint.add_url_rule("/standards", "standards", list_standards)
    blueprint.add_url_rule("/standards/<standard>", "standard", show_standard)
    blueprint.add_url_rule("/credentials/<ctid:ctid>/conformance", "conformance", show_conformance)


def list_standards() -> str:
    """All standards, and how many records meet the elements of each."""
    groups = standard_groups(conformance.figures(registry()))
    return render_template("site/standards.html", groups=groups)


def show_standard(standard: str) -> str:
    """One standard: its elements, their rules, and what came out over the registry."""
    [found] = conformance.figures(registry(), standard)
    return render_template("site/standard.html", page=standard_page(found))


def show_conformance(ctid: CTID) -> str | Response:
    """A credential held against all standards; the chosen ones clause by clause."""
    stored = stored_record(ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        return own_page(stored)
    chosen = [
        conformance.get_standard(each).id for each in request.args.getlist("standard") if each
    ]
    found = conformance.conformance_of(registry(), stored)
    shown = chosen or usual_standards(country_of(registry(), record))
    page = conformance_page(record, stored.document, found, shown)
    return render_template("site/conformance.html", page=page, number=stored.number)
