"""One's own record held against a standard: what is missing, each gap linked to its input."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http.current import registry
from app.presenters.conformance import usual_standards
from app.presenters.standard_gaps import standard_choices, standard_gaps
from app.presenters.text import titled
from app.services import conformance, drafts
from app.services.keys import SignedIn
from app.services.surroundings import country_of
from app.site.publishing.access import for_publishers
from app.site.publishing.records import own_stored
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/publish/records/<ctid:ctid>/standards", "publish_standards", show_gaps)


@for_publishers
def show_gaps(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """What the record does not state to the chosen standard, and where the form has it."""
    stored, _ = own_stored(who, ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        words = gettext("Only credentials and courses are held against standards.")
        abort(404, description=words)
    asked = request.args.get("standard") or usual_standards(country_of(registry(), record))[0]
    chosen = conformance.get_standard(asked)
    found = conformance.conformance_of(registry(), stored)
    template = drafts.template_of(stored.document)
    return render_template(
        "publish/standards.html",
        who=who,
        ctid=ctid,
        name=titled(record.name, ctid),
        choices=standard_choices(chosen.id),
        gaps=standard_gaps(next(each for each in found if each.standard is chosen), template),
        has_form=template is not None,
    )
