"""The page of a credential, or of a course that counts towards one."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.http.current import absolute, registry
from app.presenters.alternatives import shown_alternatives
from app.presenters.board import checked_link
from app.presenters.compare import compare_link
from app.presenters.conformance import conformance_summary
from app.presenters.credential import credential_page
from app.presenters.gaps import gaps
from app.presenters.schema_org import as_script, credential_node
from app.presenters.similar import shown_similar
from app.presenters.stacks import not_among, shown_stacks
from app.services import link_checks, reading
from app.services.achievements import is_achievement
from app.services.alternatives import alternatives
from app.services.conformance import conformance_of
from app.services.pathways import STACKING, published_pathways
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.record_concepts import concepts_of
from app.services.similar import similar
from app.services.stacking import stacks
from app.site.assurance import assurance_section
from app.site.corrections import corrections_of
from app.site.disagreements import disagreements
from app.site.frame import page_url
from app.site.levels_in import levels_shown
from app.site.reading import own_page, referred, stored_record, today
from app.site.signposting import signpost
from ctdl.crosswalk import BRIDGE
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, OrganizationRecord


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/credentials/<ctid:ctid>", "credential", show_credential)


def show_credential(ctid: CTID) -> str | Response | tuple[str, int]:
    """Everything stated about one credential, each fact with its source."""
    stored = stored_record(ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        return own_page(stored)
    signpost(stored)
    names = reading.named(registry(), referred(stored))
    incoming = reading.incoming(registry(), stored.ctid, STACKING)
    address = absolute(page_url("credential", ctid=stored.ctid, levels_in=()))
    others = reading.statements_of_others(registry(), stored)
    node = credential_node(stored, record, names, registry().base, address)
    shown = levels_shown(by_default=(BRIDGE,))
    assurance, status = assurance_section(stored)
    page = credential_page(stored, record, names, incoming, today(), others, shown)
    stacking = stacks(registry(), stored.ctid, today())
    shown_page = render_template(
        "site/credential.html",
        page=page,
        disagreements=disagreements(stored),
        corrections=corrections_of(stored),
        assurance=assurance,
        gaps=gaps(
            page.facts,
            page.title.value,
            address,
            _emails(record),
        ),
        alternatives=shown_alternatives(alternatives(registry(), stored.ctid, today())),
        similar=shown_similar(similar(registry(), stored.ctid, today())),
        published=published_pathways(registry(), stored.ctid),
        stacks=shown_stacks(stacking),
        leads_elsewhere=not_among(page.stacking.leads_to, stacking),
        is_about_something=bool(concepts_of(record)),
        conformance=conformance_summary(stored.ctid, conformance_of(registry(), stored)),
        schema_org=as_script(node),
        is_achievement=is_achievement(stored),
        link_check=checked_link(link_checks.last_check(registry(), record.webpage)),
        compare=compare_link(stored.ctid, request.args.getlist("compare")),
    )
    return shown_page, status


def _emails(record: CredentialRecord) -> tuple[str, ...]:
    """The addresses of the first provider that has a record here."""
    for reference in (*record.owned_by, *record.offered_by):
        if reference.ctid is None:
            continue
        try:
            provider = reading.get_record(registry(), reference.ctid).record
        except (RecordNotFound, RecordWithdrawn):
            continue
        if isinstance(provider, OrganizationRecord):
            return provider.emails
    return ()
