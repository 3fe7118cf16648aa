"""Corrections that readers ask for, as pages, feeds and programs get them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext, ngettext

from app.http.current import absolute, resource_iri
from app.presenters.credential_facts import credential_facts
from app.presenters.facts import Sources
from app.presenters.formats import instant, number
from app.presenters.links import Link, record_link, web_link
from app.presenters.organization import organization_facts
from app.presenters.revision_links import FOLDERS, revision_link
from app.presenters.text import Text, titled
from app.services.corrections import (
    LONGEST,
    OTHER,
    Correction,
    CorrectionPage,
    CorrectionRefused,
    Fault,
    State,
)
from app.services.submissions import OPERATOR
from ctdl.provenance import Provenance
from ctdl.records import CredentialRecord, OrganizationRecord, Record

PAGES: Final = ("credential", "organization")
"""The pages whose records can be asked to be corrected."""

_UNSAFE: Final = re.compile(r"""["<>\\^`{|}]|%(?![0-9A-Fa-f]{2})""")
"""What no address may hold as it is (RFC 3986, section 2)."""

OPEN_SHOWN: Final = 3
"""How many requests that wait for an answer the page of a record shows."""


@dataclass(frozen=True)
class Evidence:
    """An address that a reader gave: as a link can have it, and as it was written."""

    url: str
    written: str


@dataclass(frozen=True)
class ShownAnswer:
    """An answer in words: by whom, when, and where the change that followed can be seen."""

    words: Text | None
    by: str
    """Empty for the operator of this registry."""
    moment: str
    at: str
    change: Link | None
    change_words: str


@dataclass(frozen=True)
class ShownCorrection:
    """A request, its texts as they were written, marked as the words of a reader."""

    number: int
    link: Link
    field: str
    problem: Text
    proposed: Text | None
    evidence: Evidence | None
    moment: str
    at: str
    state: State
    state_words: str
    is_open: bool
    hidden: Text | None
    """Why the operator hides it."""
    hidden_moment: str
    withdrawn_moment: str
    answer: ShownAnswer | None
    revision: Link
    revision_words: str


@dataclass(frozen=True)
class CorrectionsView:
    """What the page of a record says of the requests about it."""

    ask: Link
    all: Link
    total: int
    counts: str
    open: tuple[ShownCorrection, ...]


def correction_page_of(record: Record) -> str | None:
    """The page under which a record can be asked to be corrected: None for most classes."""
    page = record_link(record.ctid, record.type).page
    return page if page in PAGES else None


def field_labels(record: Record) -> dict[str, str]:
    """The fields that a request can be about, as the record's page calls them."""
    sources = Sources(Provenance())
    if isinstance(record, CredentialRecord):
        facts = {each.key: each.label for each in credential_facts(record, sources, {})}
        more = {
            "webpage": gettext("Web page"),
            "identifiers": gettext("Other identifiers"),
            "same_as": gettext("The same credential elsewhere"),
        }
    elif isinstance(record, OrganizationRecord):
        facts = {"name": gettext("Name")}
        facts |= {each.key: each.label for each in organization_facts(record, sources)}
        more = {"qa": gettext("Quality assurance")}
    else:
        facts, more = {}, {}
    return {**facts, **more, OTHER: gettext("Something else on the page")}


def corrections_view(waiting: CorrectionPage, record: Record) -> CorrectionsView | None:
    """What is said beside the sources; None for a class of record without such requests."""
    page = correction_page_of(record)
    if page is None:
        return None
    total = sum(waiting.counts.values()) + waiting.hidden
    labels = field_labels(record) if total else {}
    return CorrectionsView(
        ask=Link(f"{page}_correct", {"ctid": record.ctid}),
        all=Link(f"{page}_corrections", {"ctid": record.ctid}),
        total=total,
        counts=counts_words(waiting),
        open=tuple(shown_correction(each, record.type, labels) for each in waiting.found),
    )


def shown_correction(
    each: Correction, resource_type: str, labels: Mapping[str, str]
) -> ShownCorrection:
    """A request about a record of this class; `labels` are what its fields are called."""
    page = record_link(each.subject, resource_type).page
    folder = page if page in FOLDERS else "record"
    return ShownCorrection(
        number=each.number,
        link=Link(f"{folder}_correction", {"ctid": each.subject, "number": each.number}),
        field=labels.get(each.field, labels.get(OTHER, each.field)),
        problem=Text(each.problem, ""),
        proposed=Text(each.proposed, "") if each.proposed else None,
        evidence=_evidence(each.evidence),
        moment=instant(each.asked_at),
        at=each.asked_at,
        state=each.state,
        state_words=gettext("Hidden") if each.is_hidden else state_words(each.state),
        is_open=each.is_open,
        hidden=Text(each.hidden_reason or "", "") if each.is_hidden else None,
        hidden_moment=instant(each.hidden_at) if each.hidden_at else "",
        withdrawn_moment=instant(each.withdrawn_at) if each.withdrawn_at else "",
        answer=_answer(each, resource_type),
        revision=revision_link(each.record, resource_type, each.revision),
        revision_words=gettext("Revision %(number)s", number=number(each.revision)),
    )


def _evidence(address: str | None) -> Evidence | None:
    link = web_link(address)
    if link is None or link.url is None or address is None:
        return None
    return Evidence(_UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", link.url), address)


def _answer(each: Correction, resource_type: str) -> ShownAnswer | None:
    if each.answer is None:
        return None
    change = each.answer.change
    return ShownAnswer(
        words=Text(each.answer.words, "") if each.answer.words else None,
        by="" if each.answer.by == OPERATOR.ctid else each.answer.by_name,
        moment=instant(each.answer.at),
        at=each.answer.at,
        change=revision_link(each.record, resource_type, change) if change else None,
        change_words=gettext("Revision %(number)s", number=number(change)) if change else "",
    )


def state_words(state: State) -> str:
    """The state of a request."""
    return {
        "open": gettext("Waiting for an answer"),
        "accepted": gettext("Accepted"),
        "declined": gettext("Declined"),
        "withdrawn": gettext("Taken back"),
    }[state]


def counts_words(page: CorrectionPage) -> str:
    """How many requests are in each state, or hidden; states without any are left out."""
    words = {
        "open": lambda count: ngettext(
            "%(num)s waiting for an answer", "%(num)s waiting for an answer", count
        ),
        "accepted": lambda count: ngettext("%(num)s accepted", "%(num)s accepted", count),
        "declined": lambda count: ngettext("%(num)s declined", "%(num)s declined", count),
        "withdrawn": lambda count: ngettext("%(num)s taken back", "%(num)s taken back", count),
    }
    said = [words[state](count) for state, count in page.counts.items() if count]
    if page.hidden:
        said.append(ngettext("%(num)s hidden", "%(num)s hidden", page.hidden))
    return ", ".join(said)


def fault_words(error: CorrectionRefused) -> dict[str, str]:
    """What is wrong with a form, by the field that has to be mended."""
    return {part: _fault(part, fault) for part, fault in error.faults.items()}


def _fault(part: str, fault: Fault) -> str:
    if fault == "too-long":
        return gettext("This is too long: at most %(most)s characters.", most=number(LONGEST[part]))
    return {
        "field": gettext("Choose the field that is wrong."),
        "problem": gettext("Say what is wrong."),
        "evidence": gettext("Give the address of a page that shows it.")
        if fault == "missing"
        else gettext("Give an address that begins with http:// or https://."),
        "revision": gettext("The record has no such revision."),
        "verdict": gettext("Accept or decline."),
        "answer": gettext("Say why, for everybody to read."),
        "change": gettext("The record has no such change after the revision that was seen."),
    }.get(part, gettext("This cannot be used."))


def correction_json(each: Correction, resource_type: str) -> dict[str, Any]:
    """A request as programs get it; of a hidden one, only that it was there and why it is not."""
    folder = FOLDERS.get(record_link(each.subject, resource_type).page, "records")
    answer = each.answer
    return {
        "number": each.number,
        "ctid": each.subject,
        "iri": resource_iri(each.subject),
        "page": absolute(f"{folder}/{each.subject}/corrections/{each.number}"),
        "field": each.field,
        "revision": each.revision,
        "problem": each.problem or None,
        "proposed": each.proposed,
        "evidence": each.evidence,
        "asked_at": each.asked_at,
        "state": each.state,
        "answer": answer
        and {
            "words": answer.words,
            "by": {"ctid": answer.by, "name": answer.by_name},
            "at": answer.at,
            "change": answer.change,
        },
        "withdrawn_at": each.withdrawn_at,
        "hidden": {"reason": each.hidden_reason, "at": each.hidden_at} if each.is_hidden else None,
    }


def called(record: Record) -> Text:
    """What the record is called, for headings."""
    return titled(record.name, record.ctid)
