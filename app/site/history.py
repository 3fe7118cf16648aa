"""The revisions of a record: the list of them, and each at its permanent address."""

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import registry
from app.http.media_types import MediaType
from app.presenters.citation import Citation
from app.presenters.history import history_view, references_in, referred
from app.presenters.links import Link
from app.presenters.record import references_of
from app.presenters.revision import RevisionView, revision_view
from app.presenters.revision_links import FOLDERS, history_family, history_link
from app.services import history, reading
from app.services.history import PinnedRevision
from app.site import memento
from app.site.frame import href
from app.site.reading import page_number, require_page
from app.site.reading import referred as referred_to
from ctdl.ctid import CTID

BIBTEX = MediaType("bib", "application/x-bibtex", "BibTeX")
CSL = MediaType("json", "application/vnd.citationstyles.csl+json", "CSL JSON")
PLAIN = MediaType("txt", "text/plain", "text")
_FORMS = {each.suffix: each for each in (BIBTEX, CSL, PLAIN)}
_CITE = "cite.<any(bib,json,txt):form>"


def register(blueprint: Blueprint) -> None:
    """Put the pages of each kind of record at their addresses."""
    for page, folder in FOLDERS.items():
        base = f"/{folder}/<ctid:ctid>"
        for path, name, view in (
            ("history", "history", show_history),
            ("v/<int:number>", "revision", show_revision),
            (f"v/<int:number>/{_CITE}", "revision_cite", cite_revision),
            (_CITE, "cite", cite_newest),
        ):
            blueprint.add_url_rule(
                f"{base}/{path}", f"{page}_{name}", view, defaults={"family": page}
            )
    memento.register(blueprint)


def show_history(family: str, ctid: CTID) -> str | AnyResponse:
    """Every revision, newest first, with what each changed."""
    record = history.record_of(registry(), ctid)
    number = page_number()
    found = history.history_page(registry(), record, number)
    kind = found.newest.change.resource_type
    if record != ctid or history_family(record, kind) != family:
        return redirect(href(history_link(record, kind)), 301)
    require_page(number, found.pages)
    names = reading.named(registry(), references_in(found.told))
    page = history_view(found, names)
    response = make_response(render_template("site/history.html", page=page))
    memento.link_history(response, record, kind)
    return response


def show_revision(family: str, ctid: CTID, number: int) -> str | AnyResponse:
    """One revision as it was, with what says that it may not be the newest."""
    found, elsewhere = _pinned(family, ctid, number)
    if elsewhere:
        return redirect(href(elsewhere), 301)
    page = _view(found)
    response = make_response(render_template("site/revision.html", page=page))
    memento.mark(response, found)
    return response


def cite_revision(family: str, ctid: CTID, number: int, form: str) -> AnyResponse:
    """How a revision is cited, as a file."""
    found, elsewhere = _pinned(family, ctid, number)
    if elsewhere:
        link = Link(f"{elsewhere.page}_cite", {**elsewhere.values, "form": form})
        return redirect(href(link), 301)
    return _cited(_view(found).citation, form)


def cite_newest(family: str, ctid: CTID, form: str) -> AnyResponse:
    """How the revision that is newest now is cited, as a file."""
    record = history.record_of(registry(), ctid)
    newest = history.newest(registry(), record)
    return cite_revision(
        history_family(record, newest.change.resource_type), record, newest.change.number, form
    )


def _pinned(family: str, ctid: CTID, number: int) -> tuple[PinnedRevision, Link | None]:
    """The revision, and where its page is, if that is not here."""
    record = history.record_of(registry(), ctid)
    found = history.pinned(registry(), record, number)
    page = history_family(record, found.around.newest.resource_type)
    if page == family and record == ctid:
        return found, None
    return found, Link(f"{page}_revision", {"ctid": record, "number": number})


def _view(found: PinnedRevision) -> RevisionView:
    stored = found.stored
    wanted = referred_to(stored) | references_of(stored)
    names = history.names_then(registry(), wanted, stored.number)
    told = referred(found.changes) if found.changes else set()
    return revision_view(found, names, reading.named(registry(), told) | names)


def _cited(citation: Citation, form: str) -> Response:
    media_type = _FORMS[form]
    texts = {"bib": citation.bibtex, "json": citation.csl_text, "txt": f"{citation.text}\n"}
    content = texts[form].encode()
    response = representation(
        media_type,
        Validators(etag_of("citation", content.decode())),
        lambda: content,
        cache_control=REVALIDATE,
    )
    if form == "bib" and response.status_code == 200:
        response.content_type = f"{media_type.name}; charset=utf-8"
    name = f"{citation.ctid}-v{citation.number}.{form}"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
