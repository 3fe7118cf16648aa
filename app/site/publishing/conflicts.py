"""When somebody else changed the record meanwhile: the choice between both, and nothing is lost."""

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http.current import registry
from app.presenters.publishing import conflict_lines
from app.presenters.text import titled
from app.services import drafts, own_records, reading
from app.services.keys import SignedIn
from app.services.publishing import PublisherRef
from app.services.reading import RecordNotFound, StoredRecord
from app.services.revisions import Revision
from ctdl.ctid import CTID
from ctdl.documents import Document, parse_document
from ctdl.findings import Finding
from ctdl.provenance import Provenance

CHOOSE = "choose"
"""The field of a form that names the fields in which a choice has to be made."""


def revision(ctid: CTID, number: int | None) -> Revision:
    """The state of the record that change `number` made; 400 for a change that is not its own."""
    found = [each for each in reading.history(registry(), ctid) if each.number == number]
    if not found:
        abort(400, description=gettext("This is not a change of this record."))
    return Revision(found[0])


def provenance_for(writer: PublisherRef, ctid: CTID, undone: int | None) -> Provenance | None:
    """What is said about the sources: as before when a change is undone, else the writer's own."""
    if undone is not None:
        return revision(ctid, undone).provenance
    try:
        history = reading.history(registry(), ctid)
    except RecordNotFound:
        return None
    stored = StoredRecord(ctid, Revision(history[-1]), history[0].at, "")
    return drafts.kept_provenance(writer, stored)


def other_record(ctid: CTID, found: CTID) -> Finding:
    """The document is about another record than the one that is being changed."""
    return Finding(
        code="ANOTHER_RECORD",
        severity="error",
        entity=found,
        property="ceterms:ctid",
        message=f"The document is about {found}; here {ctid} is being changed. Keep its CTID.",
        rule="A CTID stays with one resource for life.",
        source="https://credreg.net/ctdl/ctid",
    )


def unchosen() -> bool:
    """Whether the sent form left open a field in which both versions differ."""
    return any(name not in request.form for name in request.form.getlist(CHOOSE))


def ask_again(who: SignedIn, owner: PublisherRef) -> ResponseReturnValue:
    """The choice once more, with what was chosen already; DocumentError for a broken form."""
    mine = parse_document(request.form.get("mine", ""), base=registry().base)
    begun = request.form.get("begun", "")
    number = int(begun) if begun.isdecimal() and len(begun) <= 18 else None
    return show_conflict(who, mine, number, owner, is_again=True)


def show_conflict(
    who: SignedIn,
    mine: Document,
    expected: int | None,
    owner: PublisherRef,
    *,
    is_again: bool = False,
) -> ResponseReturnValue:
    """Both versions beside the one both began with; each field is chosen by itself."""
    own_records.own_history(registry(), who, mine.ctid)
    theirs = reading.get_record(registry(), mine.ctid)
    template = drafts.template_of(mine)
    begun = revision(mine.ctid, expected) if expected is not None else None
    lines = (
        conflict_lines(template, begun.document if begun else None, mine, theirs.document)
        if template is not None and template is drafts.template_of(theirs.document)
        else ()
    )
    by = theirs.change.published_by or theirs.change.publisher
    page = render_template(
        "publish/conflict.html",
        name=titled(theirs.record.name, theirs.ctid),
        ctid=mine.ctid,
        owner=owner,
        number=theirs.number,
        at=theirs.at,
        by=own_records.publisher_names(registry(), [by])[by],
        is_own=by == who.publisher.ctid,
        begun=expected,
        lines=lines,
        choose=CHOOSE,
        chosen={each.name: request.form.get(each.name) for each in lines} if is_again else None,
        document=mine.canonical,
    )
    return make_response(page, 409)
