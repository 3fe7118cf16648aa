"""The first page of a signed-in publisher: who you are, your records, what to do next."""

from typing import cast, get_args

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import sessions
from app.http.current import registry
from app.http.sessions import NotSignedIn
from app.presenters.column_texts import new_label
from app.presenters.publishing import listed
from app.services import own_records, reading
from app.services.drafts import FORMS
from app.services.keys import SignedIn
from app.services.own_records import State
from app.services.publishing import OPERATOR
from app.site.frame import page_url
from app.site.publishing.access import scope_words, sign_in_page
from app.site.reading import page_number


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/publish", "publish", show_dashboard)


def show_dashboard() -> ResponseReturnValue:
    """The publisher's records, or for everybody else what publishing is and how to sign in."""
    try:
        who = sessions.signed_in()
    except NotSignedIn as error:
        return sign_in_page(error)
    words = request.args.get("q", "").strip()[:200]
    asked = request.args.get("state", "all")
    state = cast(State, asked if asked in get_args(State) else "all")
    page = page_number()
    found = own_records.own_page(registry(), who, words=words, state=state, page=page)
    if page > found.pages:
        words = gettext("The list of your records has no page %(page)s.", page=page)
        end = gettext("The list ends with page %(page)s.", page=found.pages)
        abort(404, description=f"{words} {end}")
    return render_template(
        "publish/dashboard.html",
        who=who,
        is_described=_is_described(who),
        good_for=scope_words(who.scopes),
        records=listed(found.records, who.publisher.ctid, own_records.told_of(registry(), found)),
        total=found.total,
        counts=own_records.counts(registry(), who),
        states=(
            ("all", gettext("All")),
            ("live", gettext("Published")),
            ("gaps", gettext("Without level, size, outcomes or assessment")),
            ("withdrawn", gettext("Withdrawn")),
        ),
        state=state,
        words=words,
        page=page,
        pages=found.pages,
        page_address=lambda number: page_url(
            "publish", q=words or None, state=None if state == "all" else state, page=number
        ),
        new=[(each.id, new_label(each)) for each in FORMS.values()],
        ways=(
            ("publish_bulk", gettext("Upload a table")),
            ("publish_import", gettext("Import another format")),
        ),
    )


def _is_described(who: SignedIn) -> bool:
    """Whether readers of the publisher's records can read who it is."""
    ctid = who.publisher.ctid
    return ctid == OPERATOR.ctid or ctid in reading.named(registry(), [ctid])
