"""The list of organizations and the page of one."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.http.current import absolute, registry
from app.presenters.board import checked_link
from app.presenters.organization import (
    STATEMENTS_A_PAGE,
    organization_list,
    organization_page,
)
from app.presenters.schema_org import as_script, organization_node
from app.services import families, link_checks, reading, searching
from app.site.assurance import assurance_section
from app.site.corrections import corrections_of
from app.site.disagreements import disagreements
from app.site.frame import page_url
from app.site.levels_in import levels_shown
from app.site.reading import own_page, page_number, require_page, stored_record, today
from app.site.signposting import signpost
from ctdl.ctid import CTID
from ctdl.records import OrganizationRecord

SHOWN_CREDENTIALS = 5
QUALITY_ASSURANCE = ("ceterms:QACredentialOrganization",)


def register(blueprint: Blueprint) -> None:
    """Put the list and the pages at their addresses."""
    blueprint.add_url_rule("/organizations", "organizations", list_organizations)
    blueprint.add_url_rule("/organizations/<ctid:ctid>", "organization", show_organization)


def list_organizations() -> str:
    """All organizations from A to Z, or those of a country, or the quality assurance bodies."""
    country = request.args.get("country") or None
    only_agencies = request.args.get("role") == "qa"
    listed = reading.listing(
        registry(),
        families.ORGANIZATION,
        country=country,
        types=QUALITY_ASSURANCE if only_agencies else (),
    )
    countries = reading.country_counts(registry(), families.ORGANIZATION)
    letter = request.args.get("letter")
    page = organization_list(listed, countries, country, only_agencies=only_agencies, letter=letter)
    return render_template("site/organizations.html", page=page)


def show_organization(ctid: CTID) -> str | Response | tuple[str, int]:
    """One organization: who vouches for it, whom it vouches for, what it offers."""
    stored = stored_record(ctid)
    record = stored.record
    if not isinstance(record, OrganizationRecord):
        return own_page(stored)
    signpost(stored)
    asked = searching.SearchRequest(
        filters={"provider": (stored.ctid,)}, sort="newest", size=SHOWN_CREDENTIALS
    )
    by = reading.statements_by(registry(), stored.ctid)
    require_page(page_number(), -(-len(by) // STATEMENTS_A_PAGE))
    others = reading.statements_of_others(registry(), stored)
    page = organization_page(
        stored,
        record,
        reading.statements_about(registry(), stored.ctid),
        by,
        searching.search(registry(), asked, ()),
        today(),
        page_number(),
        levels_shown(),
        {each.statement.source: each.provenance for each in others},
    )
    address = absolute(page_url("organization", ctid=stored.ctid, levels_in=()))
    node = organization_node(stored, record, registry().base, address)
    assurance, status = assurance_section(stored)
    shown_page = render_template(
        "site/organization.html",
        page=page,
        disagreements=disagreements(stored),
        corrections=corrections_of(stored),
        assurance=assurance,
        schema_org=as_script(node),
        link_check=checked_link(link_checks.last_check(registry(), record.webpage)),
    )
    return shown_page, status
