"""Quality assurance on a date as a page shows it, and as programs get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from app.presenters.assurance_events import ShownEvent, events_of, outcome_words
from app.presenters.assurance_gaps import gap_words
from app.presenters.assurance_parties import party_link, party_text, statement_label
from app.presenters.assurance_timeline import DrawnTimeline, drawn_timeline
from app.presenters.assurance_words import (
    Words,
    confirmation_words,
    link_state,
    sentence,
    status_words,
)
from app.presenters.formats import day as day_words
from app.presenters.links import Link, record_link, web_link
from app.presenters.quality_assurance import period_words
from app.presenters.text import Text, titled
from app.services.assurance import AssuranceAnswer
from ctdl.assurance import ChainLink, End, Gap, Judged, Party, Telling, spans_of

_NOTES = frozenset({"place", "inherited", "open-ended", "chain-ends", "no-dates", "no-start"})
"""What is no fault, only something to know."""
_STATES = {
    "assured": "current",
    "assured with conditions": "future",
    "not assured": "past",
    "unknown": "none",
}
_LINK_ICONS: Mapping[bool | None, str] = {True: "current", False: "not-met", None: "undated"}
_MOST_EVENTS = 200


@dataclass(frozen=True)
class ShownStatement:
    """A statement that was considered, and what it says of the day."""

    label: str
    about: Text
    by: Text
    by_link: Link | None
    period: str
    outcome: str
    is_relied_on: bool
    stated_by: Text
    record: Link
    source: Link | None
    evidence: tuple[Link, ...]
    seen: str | None
    confirmation: str
    jurisdiction: Text | None


@dataclass(frozen=True)
class ShownLink:
    """One link of the chain in words."""

    of: Text
    of_link: Link | None
    to: Text
    to_link: Link | None
    words: str
    period: str
    state: str
    icon: str
    is_broken: bool
    is_sure: bool
    seen: str | None
    record: Link | None
    stated_by: Text | None
    source: Link | None


@dataclass(frozen=True)
class ShownAssurance:
    """The section of a page: the answer, what it rests on, what is missing, events and chain."""

    asof: str
    today: str
    status: str
    state: str
    is_confirmed: bool
    is_assured: bool
    sentence: str
    statements: tuple[ShownStatement, ...]
    others: tuple[ShownStatement, ...]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    events: tuple[ShownEvent, ...]
    left_out: int
    drawing: DrawnTimeline | None
    no_longer: tuple[ShownLink, ...]
    """The steps that would be nearer, if they still held."""
    chain: tuple[ShownLink, ...]
    root: Text | None
    chain_end: str | None
    """Why the chain ends without a root; None where there is no chain."""
    error: str | None = None
    typed: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What else the address says, which the form has to say again."""
    data: Link | None = None


def shown_assurance(
    found: AssuranceAnswer,
    today: date,
    kept: tuple[tuple[str, str], ...] = (),
    error: str | None = None,
    typed: str = "",
) -> ShownAssurance:
    """The section of a page; `error` says what is wrong with the date that was `typed`."""
    words = Words(found)
    spans = spans_of([each.statement for each in found.statements], today)
    events = events_of(found, words, spans)
    relied = set(map(id, found.answer.relied_on))
    return ShownAssurance(
        asof=found.day.isoformat(),
        today=today.isoformat(),
        status=status_words(found),
        state=_STATES[found.status],
        is_confirmed=found.is_confirmed,
        is_assured=found.is_assured,
        sentence=sentence(found),
        statements=tuple(_statement(each, words) for each in found.answer.relied_on),
        others=tuple(
            _statement(each, words) for each in found.statements if id(each) not in relied
        ),
        gaps=tuple(_distinct(found, lambda gap: gap.code not in _NOTES)),
        notes=tuple(_distinct(found, lambda gap: gap.code in _NOTES)),
        events=events[:_MOST_EVENTS],
        left_out=max(0, len(events) - _MOST_EVENTS),
        drawing=drawn_timeline(found, words, spans, today),
        no_longer=tuple(_link(each, words) for each in found.no_longer),
        chain=tuple(_link(each, words) for each in found.chain.links),
        root=party_text(found.chain.root, words) if found.chain.root else None,
        chain_end=_chain_end(found.chain.end) if found.chain.links else None,
        error=error,
        typed=typed or found.day.isoformat(),
        kept=kept,
        data=Link(url=f"/api/v1/{_family(found)}/{found.ctid}/qa?asof={found.day.isoformat()}"),
    )


def assurance_json(found: AssuranceAnswer) -> dict[str, Any]:
    """The answer as the API gives it."""
    words = Words(found)
    relied = set(map(id, found.answer.relied_on))
    return {
        "ctid": found.ctid,
        "asof": found.day.isoformat(),
        "status": found.status,
        "of": found.of,
        "inherited": found.answer.is_inherited,
        "confirmed": found.is_confirmed if found.answer.relied_on else None,
        "sentence": sentence(found),
        "statements": [
            _statement_json(each, words) | {"relied_on": id(each) in relied}
            for each in found.statements
        ],
        "no_longer": [_link_json(each, words) for each in found.no_longer],
        "chain": [_link_json(each, words) for each in found.chain.links],
        "root": _party_json(found.chain.root, words) if found.chain.root else None,
        "gaps": list(_distinct(found, lambda gap: True)),
        "gap_codes": list(dict.fromkeys(gap.code for gap in found.gaps)),
    }


def _family(found: AssuranceAnswer) -> str:
    link = record_link(found.ctid, found.type)
    return "organizations" if link.page == "organization" else "credentials"


def _distinct(found: AssuranceAnswer, wanted: Any) -> list[str]:
    return list(dict.fromkeys(gap_words(gap, found) for gap in found.gaps if wanted(gap)))


def _statement(one: Judged, words: Words) -> ShownStatement:
    claim, told = one.statement.claim, one.statement.told
    evidence = (web_link(each) for each in claim.evidence[:5])
    return ShownStatement(
        label=statement_label(one.statement),
        about=party_text(claim.subject, words),
        by=party_text(claim.by, words),
        by_link=party_link(claim.by, words),
        period=period_words(claim.start, claim.until),
        outcome=outcome_words(one),
        is_relied_on=one.covers,
        stated_by=party_text(told.asserted_by, words),
        record=Link("record", {"ctid": told.record}),
        source=web_link(told.source_url),
        evidence=tuple(each for each in evidence if each is not None),
        seen=day_words(told.seen),
        confirmation=confirmation_words(one.statement),
        jurisdiction=titled(claim.jurisdiction, "") if claim.jurisdiction else None,
    )


def _link(link: ChainLink, words: Words) -> ShownLink:
    claim = link.judged.statement.claim if link.judged else None
    told = link.told
    return ShownLink(
        of=party_text(link.of, words),
        of_link=party_link(link.of, words),
        to=party_text(link.to, words),
        to_link=party_link(link.to, words),
        words=_link_words(link),
        period=period_words(claim.start, claim.until) if claim else "",
        state=link_state(link),
        icon=_LINK_ICONS[link.unbroken],
        is_broken=link.unbroken is False,
        is_sure=link.unbroken is not None,
        seen=_last_checked(told) if told else None,
        record=Link("record", {"ctid": told.record}) if told else None,
        stated_by=party_text(told.asserted_by, words) if told else None,
        source=web_link(told.source_url) if told else None,
    )


def _last_checked(told: Telling) -> str | None:
    """When the source was read; what a publisher keeps saying was last said when it was written."""
    return day_words(told.seen) or (day_words(told.stated_at[:10]) if told.stands else None)


def _chain_end(end: End) -> str:
    texts: dict[End, str] = {
        "root": gettext("Here the chain ends."),
        "loop": gettext("The chain runs in a circle: it has no root."),
        "own": gettext("The chain has no root: who stands at its end vouches only for itself."),
        "too long": gettext("The chain goes on; only its first links were followed."),
        "not stated": gettext("Nothing that is stated here leads further."),
    }
    return texts[end]


def _link_words(link: ChainLink) -> str:
    texts = {
        "provided by": gettext("is provided by"),
        "programme": gettext("is awarded through"),
        "part of": gettext("belongs to"),
        "before": gettext("has followed"),
        "since": gettext("was followed by"),
        "accreditation": gettext("is accredited by"),
        "approval": gettext("is approved by"),
        "recognition": gettext("is recognised by"),
        "regulation": gettext("is regulated by"),
    }
    return texts.get(link.kind, link.kind)


def _statement_json(one: Judged, words: Words) -> dict[str, Any]:
    claim, told = one.statement.claim, one.statement.told
    return {
        "kind": claim.kind,
        "by": _party_json(claim.by, words),
        "from": claim.start,
        "until": claim.until,
        "asserted_by": _party_json(told.asserted_by, words),
        "confirmed_by_agency": one.statement.confirmed,
        "copied": not told.stands,
        "source": told.source_url or told.source,
        "act": claim.act,
        "about": _party_json(claim.subject, words),
        "role": one.statement.role,
        "side": told.side,
        "standing": claim.standing,
        "outcome": one.outcome,
        "reason": one.reason,
        "evidence": list(claim.evidence),
        "jurisdiction": dict(claim.jurisdiction) or None,
        "record": told.record,
        "property": claim.property,
        "change": told.number,
        "stated_at": told.stated_at,
        "seen": told.seen,
    }


def _link_json(link: ChainLink, words: Words) -> dict[str, Any]:
    claim = link.judged.statement.claim if link.judged else None
    told = link.told
    return {
        "from": _party_json(link.of, words),
        "to": _party_json(link.to, words),
        "kind": link.kind,
        "since": claim.start if claim else None,
        "until": claim.until if claim else None,
        "unbroken": link.unbroken,
        "state": link.state,
        "words": link_state(link),
        "source": (told.source_url or told.source) if told else None,
        "record": told.record if told else None,
        "seen": (told.seen or told.stated_at) if told else None,
    }


def _party_json(party: Party, words: Words) -> dict[str, Any]:
    named = bool(party.key) or bool(party.name)
    return {"ctid": party.ctid, "name": words.name(party) if named else None, "iri": party.iri}


__all__ = [
    "Gap",
    "ShownAssurance",
    "assurance_json",
    "outcome_words",
    "shown_assurance",
]
