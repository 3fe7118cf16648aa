"""Problems: the one table from an exception to the status, title and facts that a client gets.

Programs get `application/problem+json` (RFC 9457), readers a page. The page is drawn by the site:
it leaves a function in `app.extensions["error_page"]`, called with the status, title, detail and
facts of the problem.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    json,
    make_response,
    request,
)
from werkzeug.exceptions import HTTPException, InternalServerError

from app.http.current import finding_json, is_community, resource_iri
from app.http.media_types import HTML, PROBLEM
from app.http.negotiation import choose
from app.http.rate_limits import TooManyRequests
from app.http.signing_in import KeyMissing
from app.services.activity import NoSuchLogPage
from app.services.assurance.batch import BatchRefused
from app.services.conformance import UnknownStandard
from app.services.correction_answers import CodeWrong, CorrectionSettled
from app.services.corrections import CorrectionNotFound, CorrectionRefused, TooManyOpen
from app.services.evaluation import TargetRefused
from app.services.frameworks import FrameworkNotFound
from app.services.gap import NotAnAim, SkillUnknown, TooMuchHeld
from app.services.history import NoSuchRevision
from app.services.jws import SignatureRefused
from app.services.keys import KeyRefused, ScopeMissing
from app.services.plans.asked import NotATarget
from app.services.publishing import (
    BulkRejected,
    NeverPublished,
    NothingToRestore,
    NothingToWithdraw,
    NotTheOwner,
    ReasonMissing,
    RecordRejected,
    RecordWasWithdrawn,
    SignatureReplayed,
    StaleRevision,
)
from app.services.reading import RecordNotFound, RecordWithdrawn, Tombstone
from app.services.searching import BadSearch, NoSuchPage
from app.services.transparency import NoSuchEntry, NoSuchTree
from app.services.verifying import PresentedRefused
from app.store.database import DatabaseFull, DatabaseNotReady, DatabaseUnavailable
from app.store.dumps import NoSuchDump
from app.store.rdf import StoreDamaged
from app.store.session_key import SessionKeyUnusable
from app.store.sparql import (
    QueryMalformed,
    QueryRefused,
    QueryTooCostly,
    ResultTooLarge,
    TooManyQueries,
)
from app.store.tree import SealsMissing
from ctdl.ctid import CTID_PATTERN, CTIDError
from ctdl.errors import RegistryError
from ctdl.findings import DocumentError
from ctdl.language import best_text
from ctdl.mapping.exporting import NotExpressible
from ctdl.records import NodeNotFound
from search_index.protocol import SearchIndexError

RETRY_SECONDS = 30
DAY_SECONDS = 24 * 60 * 60
_TYPE = "urn:credential-registry:problem:"
_MACHINE_PATHS = (
    ".well-known",
    "achievements",
    "activity",
    "changes",
    "changes.atom",
    "contexts",
    "envelopes",
    "export",
    "feed",
    "graph",
    "healthz",
    "log",
    "oai",
    "readyz",
    "resources",
    "sitemap",
    "sparql",
)
_DATA_SUFFIXES = (".csv", ".gz", ".json", ".jsonld", ".nt", ".rdf", ".sha256", ".ttl")

_DETAILS = {
    404: "There is nothing at this address. The registry's search is at /search.",
    405: "This address cannot be used in that way; the Allow header says how it can.",
    413: "What was sent is larger than this registry takes.",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """What went wrong: for people in `title` and `detail`, for programs in the rest."""

    status: int
    slug: str
    title: str
    detail: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The problem as RFC 9457 writes it."""
        return {
            "type": _TYPE + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.facts,
        }


_Entry = tuple[type[RegistryError], int, str, str]

TABLE: tuple[_Entry, ...] = (
    (RecordNotFound, 404, "record-not-found", "There is no such record"),
    (RecordWithdrawn, 410, "record-withdrawn", "This record was withdrawn"),
    (NoSuchLogPage, 404, "log-page-not-found", "There is no such page of the log"),
    (NotExpressible, 404, "not-expressible", "The record cannot be written so"),
    (NoSuchDump, 404, "dump-not-found", "There is no such dump"),
    (NodeNotFound, 404, "record-not-found", "There is no such record"),
    (FrameworkNotFound, 404, "framework-not-found", "There is no such framework or level"),
    (UnknownStandard, 404, "standard-not-found", "There is no such standard"),
    (NotAnAim, 404, "not-an-aim", "There is no such aim"),
    (NotATarget, 404, "not-a-target", "Nothing counts towards this"),
    (SkillUnknown, 404, "skill-not-found", "There is no such skill"),
    (TargetRefused, 400, "target-refused", "It cannot be evaluated for this"),
    (TooMuchHeld, 400, "too-much-held", "More than can be looked at"),
    (NoSuchRevision, 404, "no-such-revision", "There is no such revision"),
    (NoSuchEntry, 404, "no-such-entry", "The log has no such entry"),
    (NoSuchTree, 404, "no-such-tree", "The log has no such tree"),
    (CTIDError, 404, "not-a-ctid", "This is not the identifier of a record"),
    (BadSearch, 400, "bad-search", "This search cannot be answered"),
    (NoSuchPage, 404, "no-such-page", "The list has no such page"),
    (RecordRejected, 422, "record-rejected", "The document was not accepted"),
    (BulkRejected, 422, "records-rejected", "The file was not accepted"),
    (DocumentError, 422, "record-rejected", "The document was not accepted"),
    (BatchRefused, 400, "batch-refused", "This list cannot be looked up"),
    (PresentedRefused, 422, "presented-refused", "This cannot be read as a badge"),
    (KeyMissing, 401, "key-missing", "A publisher's key is needed"),
    (SignatureRefused, 422, "signature-refused", "The signed document was not accepted"),
    (KeyRefused, 401, "key-refused", "This key opens nothing"),
    (ScopeMissing, 403, "scope-missing", "The key is not good for this"),
    (NotTheOwner, 403, "not-the-owner", "Another publisher keeps this record"),
    (ReasonMissing, 400, "reason-missing", "A reason is needed"),
    (NeverPublished, 404, "record-not-found", "There is no such record"),
    (NothingToWithdraw, 409, "nothing-to-withdraw", "There is nothing to withdraw"),
    (NothingToRestore, 409, "nothing-to-restore", "There is nothing to restore"),
    (StaleRevision, 409, "stale-revision", "The record has changed meanwhile"),
    (SignatureReplayed, 409, "signature-replayed", "This signed document was replaced"),
    (RecordWasWithdrawn, 409, "record-was-withdrawn", "The record was withdrawn before"),
    (CorrectionNotFound, 404, "correction-not-found", "There is no such request"),
    (CorrectionRefused, 422, "correction-refused", "The request was not accepted"),
    (CodeWrong, 403, "code-wrong", "The code is not the one of this request"),
    (CorrectionSettled, 409, "correction-settled", "The request is open no longer"),
    (TooManyOpen, 429, "too-many-open", "Too many requests wait for an answer"),
    (TooManyRequests, 429, "too-many-requests", "Too many requests"),
    (SearchIndexError, 503, "search-not-ready", "Search is not available at the moment"),
    (QueryMalformed, 400, "query-malformed", "The query cannot be read"),
    (QueryRefused, 400, "query-refused", "The query is not answered"),
    (ResultTooLarge, 422, "result-too-large", "The answer is too large"),
    (QueryTooCostly, 503, "query-too-costly", "The query costs too much"),
    (TooManyQueries, 503, "too-many-queries", "Other queries are being answered"),
    (StoreDamaged, 503, "store-not-ready", "The linked-data store is not available"),
    (SessionKeyUnusable, 503, "signing-in-not-ready", "Nobody can sign in at the moment"),
    (DatabaseNotReady, 503, "database-not-ready", "The registry is not ready"),
    (DatabaseFull, 507, "no-room-left", "The registry has no room left"),
    (SealsMissing, 503, "log-damaged", "The log is damaged"),
    (DatabaseUnavailable, 503, "database-unavailable", "The registry is not available"),
)
"""Exception, status, the last part of the problem's type, and its title; subclasses follow."""


def setup(app: Flask) -> None:
    """Answer every known exception by the table, and hide what is behind any other."""
    app.register_error_handler(RegistryError, _answer_registry_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(InternalServerError, _answer_failure)


def problem_of(error: RegistryError) -> Problem | None:
    """The problem that the table makes of an exception, or None for one it does not know."""
    for kind, status, slug, title in TABLE:
        if isinstance(error, kind):
            slug, title, detail = _worded(error, slug, title)
            return Problem(status, slug, title, detail, _facts(error), _headers(error, status))
    return None


def _worded(error: RegistryError, slug: str, title: str) -> tuple[str, str, str]:
    """Slug, title and detail, in the words of HTTP where the client can do something about it."""
    detail = str(error)
    state = detail.partition(":")[0]
    if isinstance(error, StaleRevision) and error.number is None:
        remedy = "If-Match fits nothing. Leave it out to publish the record."
        return "record-absent", "The record is not there", f"{state}: {remedy}"
    if isinstance(error, StaleRevision) and has_request_context() and request.if_none_match:
        remedy = "'If-None-Match: *' writes only what was never there. Leave it out to change it."
        return "record-exists", "The record is there already", f"{state}: {remedy}"
    if isinstance(error, RecordWasWithdrawn) and (found := CTID_PATTERN.search(detail)):
        return slug, title, f"{detail} For that, POST to /api/v1/records/{found.group()}/restore."
    return slug, title, detail


def respond(problem: Problem) -> Response:
    """The problem in the form that the request asks for: a page or `application/problem+json`."""
    page: Callable[..., Any] | None = current_app.extensions.get("error_page")
    if page is not None and _wants_page():
        response = make_response(
            page(problem.status, problem.title, problem.detail, **problem.facts)
        )
    else:
        text = json.dumps(problem.to_json(), ensure_ascii=False, sort_keys=False)
        response = Response(f"{text}\n", content_type=PROBLEM.content_type)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    response.headers.setdefault(
        "Cache-Control", "no-store" if problem.status >= 500 else "no-cache"
    )
    response.vary.add("Accept")
    return response


def _wants_page() -> bool:
    """Whether the request comes from a browser that shows pages, rather than from a program."""
    path = request.path.lower()
    if path.startswith("/api/") or path.endswith(_DATA_SUFFIXES):
        return False
    first = path.split("/")[1]
    is_machine_path = first in _MACHINE_PATHS or is_community(first)
    offered = (PROBLEM, HTML) if is_machine_path else (HTML, PROBLEM)
    return choose(request.headers.get("Accept"), offered) is HTML


def _answer_registry_error(error: RegistryError) -> Response:
    problem = problem_of(error)
    if problem is None:
        raise error
    if problem.status >= 500:
        logger.error("%s: %s", request.path, error)
    return respond(problem)


def _answer_http_error(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return respond(_http_problem(error, error.code))


def _answer_failure(error: InternalServerError) -> Response:
    # Flask has logged the exception behind it, with its traceback; the client learns neither.
    return respond(
        Problem(
            500,
            "failure",
            "Something went wrong here",
            "The registry could not answer this request. The fault is ours and has been noted.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        )
    )


def _http_problem(error: HTTPException, status: int) -> Problem:
    phrase = HTTPStatus(status).phrase
    slug = phrase.lower().replace(" ", "-")
    facts: dict[str, Any] = {}
    messages = (getattr(error, "data", None) or {}).get("messages")
    detail = _detail(error) or phrase
    if messages:
        facts["errors"] = _by_parameter(messages)
        detail = _sentence(facts["errors"])
    offered = getattr(error, "offered", ())
    if offered:
        facts["formats"] = [each.name for each in offered]
    kept = {"Accept", "Accept-Encoding", "Allow", "Content-Range", "Retry-After"}
    headers = {name: value for name, value in error.get_headers() if name in kept}
    return Problem(status, slug, phrase, detail, facts, headers)


def _detail(error: HTTPException) -> str | None:
    """What the view said, or our own words where it left the framework's."""
    if error.description != type(error).description:
        return error.description
    return _DETAILS.get(error.code or 0, error.description)


def _by_parameter(messages: Mapping[str, Any]) -> dict[str, Any]:
    """The messages of a refused query without the place they were read from (`query`, `json`)."""
    found: dict[str, Any] = {}
    for errors in messages.values():
        found.update(errors if isinstance(errors, Mapping) else {"body": errors})
    return found


def _sentence(errors: Mapping[str, Any]) -> str:
    return " ".join(f"{name}: {_first_text(error)}" for name, error in errors.items())


def _first_text(error: Any) -> str:
    while isinstance(error, Mapping | list) and error:
        error = next(iter(error.values())) if isinstance(error, Mapping) else error[0]
    return str(error)


def _headers(error: RegistryError, status: int) -> dict[str, str]:
    if status == 503:
        return {"Retry-After": str(RETRY_SECONDS)}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.standing.reset_seconds)}
    if isinstance(error, TooManyOpen):
        return {"Retry-After": str(DAY_SECONDS)}
    if status == 401 or isinstance(error, ScopeMissing):
        return {"WWW-Authenticate": _challenge(error)}
    return {}


def _challenge(error: RegistryError) -> str:
    """What is asked of a publisher; without an error where no key was shown (RFC 6750, 3.1)."""
    if isinstance(error, KeyRefused):
        return 'Bearer realm="publishers", error="invalid_token"'
    if isinstance(error, ScopeMissing):
        return 'Bearer realm="publishers", error="insufficient_scope"'
    return 'Bearer realm="publishers"'


def _facts(error: RegistryError) -> dict[str, Any]:
    if isinstance(error, RecordWithdrawn):
        return _tombstone_facts(error.tombstone)
    if isinstance(error, StaleRevision):
        return {"number": error.number}
    if isinstance(error, PresentedRefused):
        return {"code": error.code}
    if isinstance(error, CorrectionRefused):
        return {"errors": {part: [words] for part, words in error.told().items()}}
    if isinstance(error, RecordRejected | BulkRejected | DocumentError):
        return {"findings": [finding_json(each) for each in error.findings]}
    return {}


def _tombstone_facts(tombstone: Tombstone) -> dict[str, Any]:
    name, _ = best_text(tombstone.name, "en")
    return {
        "ctid": tombstone.ctid,
        "iri": resource_iri(tombstone.ctid),
        "name": name or None,
        "number": tombstone.number,
        "withdrawn_at": tombstone.at,
        "withdrawn_by": tombstone.publisher_name,
        "reason": tombstone.reason,
        "replaced_by": tombstone.replaced_by,
        "replaced_by_iri": resource_iri(tombstone.replaced_by) if tombstone.replaced_by else None,
    }
