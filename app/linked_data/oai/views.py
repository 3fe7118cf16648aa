"""The six verbs, asked by GET or POST; what is wrong is said in the answer, with status 200."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request
from lxml import etree

from app.http.current import absolute, contact_email, registry
from app.http.rate_limits import TooManyRequests
from app.linked_data.oai.answers import (
    FORMATS,
    OAI_DC,
    Answer,
    add_formats,
    add_header,
    add_record,
    add_sets,
    add_token,
    child,
    seconds,
)
from app.linked_data.oai.requests import Asked, OAIError, read_request
from app.linked_data.oai.tokens import Token, write_token
from app.presenters.citation import REGISTRY
from app.presenters.harvest_sets import set_names
from app.services import harvest
from app.services.harvest import Harvested
from app.services.names import names
from app.services.revisions import Revision
from app.services.summaries import Named
from app.services.surroundings import providers_of
from app.store.harvest import Stamped
from app.store.session_key import session_key
from ctdl.ctid import CTID, ctid_in
from ctdl.records import CredentialRecord

blueprint = Blueprint("oai", __name__)
CONTENT_TYPE: Final = "text/xml; charset=utf-8"


@blueprint.route("/oai", methods=["GET", "POST"])
def answer() -> Response:
    """The answer to one of the verbs."""
    sent = request.form if request.method == "POST" else request.args
    at = seconds(harvest.complete_until(registry()))
    address = absolute("oai")
    try:
        asked = read_request(list(sent.items(multi=True)), list(FORMATS), _key())
    except OAIError as error:
        # Of a request that is not one of the protocol, nothing is repeated.
        unknown = error.code in ("badVerb", "badArgument")
        made = Answer(at, address, {} if unknown else dict(sent.items()))
        made.error(error.code, str(error))
    else:
        made = Answer(at, address, {"verb": asked.verb, **asked.arguments})
        try:
            _VERBS[asked.verb](asked, made.root)
        except OAIError as error:
            made.error(error.code, str(error))
    response = Response(made.to_bytes(), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.errorhandler(TooManyRequests)
def ask_for_patience(error: TooManyRequests) -> Response:
    """503 with the seconds to wait, which harvesters understand (section 3.1.2.2)."""
    response = Response(f"{error}\n", status=503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = str(error.standing.reset_seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _identify(_asked: Asked, root: etree._Element) -> None:
    made = child(root, "Identify")
    child(made, "repositoryName", REGISTRY)
    child(made, "baseURL", absolute("oai"))
    child(made, "protocolVersion", "2.0")
    child(made, "adminEmail", contact_email())
    child(made, "earliestDatestamp", seconds(harvest.earliest(registry())))
    child(made, "deletedRecord", "persistent")
    child(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    child(made, "compression", "gzip")


def _list_metadata_formats(asked: Asked, root: etree._Element) -> None:
    if asked.identifier is not None:
        _known(asked.identifier)
    add_formats(child(root, "ListMetadataFormats"))


def _list_sets(asked: Asked, root: etree._Element) -> None:
    resumed = asked.resumed or Token(asked.verb)
    found, last = harvest.list_sets(registry(), resumed.after)
    if not found:
        raise OAIError("noRecordsMatch", "There are no sets, because there are no records.")
    made = child(root, "ListSets")
    add_sets(made, set_names(registry(), found))
    if last is not None:
        going_on = replace(resumed, after=last, given=resumed.given + len(found))
        add_token(made, write_token(going_on, _key()), resumed.given, None)
    elif asked.resumed:
        add_token(made, "", resumed.given, None)


def _get_record(asked: Asked, root: etree._Element) -> None:
    found = _known(asked.identifier or "")
    add_record(child(root, "GetRecord"), found, asked.prefix, _names([found]))


def _list_identifiers(asked: Asked, root: etree._Element) -> None:
    page = _page(asked)
    made = child(root, "ListIdentifiers")
    for each in page.records:
        add_header(made, each)
    _go_on(made, asked, page)


def _list_records(asked: Asked, root: etree._Element) -> None:
    page = _page(asked)
    made = child(root, "ListRecords")
    known = _names(page.records) if asked.prefix == OAI_DC else {}
    for each in page.records:
        add_record(made, each, asked.prefix, known)
    _go_on(made, asked, page)


def _page(asked: Asked) -> Harvested:
    page = harvest.list_records(registry(), asked.selection, asked.place)
    if not page.records:
        raise OAIError("noRecordsMatch", "No record was stamped in this time, or is in this set.")
    return page


def _go_on(made: etree._Element, asked: Asked, page: Harvested) -> None:
    """The token for the next page; on the last of several, an empty one."""
    given = asked.resumed.given if asked.resumed else 0
    total = asked.resumed.total if asked.resumed else page.total
    if page.goes_on_after is not None:
        token = Token(
            asked.verb,
            asked.prefix,
            asked.selection.set,
            asked.selection.start,
            asked.selection.end,
            page.goes_on_after.stamp,
            page.goes_on_after.ctid,
            given + len(page.records),
            total,
        )
        add_token(made, write_token(token, _key()), given, total)
    elif asked.resumed:
        add_token(made, "", given, total)


def _known(identifier: str) -> Stamped:
    prefix = absolute("resources/")
    ctid = ctid_in(identifier) if identifier.startswith(prefix) else None
    found = harvest.get_record(registry(), ctid) if ctid else None
    if found is None:
        raise OAIError(
            "idDoesNotExist", f"There is no record of that identifier; they begin with {prefix}."
        )
    return found


def _names(found: list[Stamped] | tuple[Stamped, ...]) -> dict[CTID, Named]:
    """What those who provide these records are called now."""
    wanted = set(_providers(found))
    with registry().database.reading() as connection:
        return names(connection, wanted)


def _providers(found: list[Stamped] | tuple[Stamped, ...]) -> Iterator[CTID]:
    for each in found:
        if not each.change.is_withdrawal:
            record = Revision(each.change).record
            if isinstance(record, CredentialRecord):
                yield from providers_of(record)


def _key() -> bytes:
    return session_key(registry().keys_folder)


_VERBS: Final[dict[str, Callable[[Asked, etree._Element], None]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
