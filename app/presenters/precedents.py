"""Precedents in words: who decided what about a credential, until when, and what is not known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from app.presenters.formats import day as day_words
from app.presenters.language import page_language
from app.presenters.links import Link, record_link, web_link
from app.presenters.quality_assurance import period_words
from app.presenters.stack_words import confirmed_words, credit_words
from app.presenters.text import Text, titled
from app.services.confirming import CONFIRMED
from app.services.institutions import Meant
from app.services.precedents import (
    Direction,
    Precedent,
    Precedents,
    Verdict,
)
from app.services.reading import StoredRecord
from app.services.standings import Standing
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.language import best_text

_DIRECTIONS: tuple[Direction, ...] = ("elsewhere", "here")
_ICONS = {True: "current", False: "past", None: "undated"}


@dataclass(frozen=True)
class ShownParty:
    """Somebody or something that a decision names, and its page where it has one."""

    text: Text
    link: Link | None


@dataclass(frozen=True)
class ShownPrecedent:
    """One decision as a page shows it; `good` is whether it still holds on the day, in words."""

    title: Text
    record: Link
    decision: str
    is_refusal: bool
    receiver: ShownParty | None
    others: tuple[ShownParty, ...]
    together: tuple[ShownParty, ...]
    worth: str | None
    conditions: tuple[Text, ...]
    period: str
    good: str
    icon: str
    said: str
    by: str | None
    source: str | None
    source_link: Link | None
    seen: str | None


@dataclass(frozen=True)
class MeantParty:
    """An institution that may be meant: asking again for `value` asks for just this one."""

    value: str
    text: Text


@dataclass(frozen=True)
class PrecedentGroup:
    """The decisions of one direction; without any it is said that none is recorded."""

    key: Direction
    title: str
    none: str
    found: tuple[ShownPrecedent, ...]


@dataclass(frozen=True)
class PrecedentsPage:
    """The page about one credential, and the form with what was typed into it."""

    ctid: CTID
    title: Text
    asof: str
    typed: str
    error: str | None
    receiver: str
    answer: str | None
    answer_icon: str
    meant: tuple[MeantParty, ...]
    groups: tuple[PrecedentGroup, ...]
    left_out: int
    data: Link


def precedents_page(
    stored: StoredRecord, found: Precedents, typed: str, receiver: str, error: str | None
) -> PrecedentsPage:
    """What the page shows; `error` says what is wrong with the date that was `typed`."""
    titles = {
        "elsewhere": gettext("Where it has counted"),
        "here": gettext("What has counted towards it"),
    }
    none = {
        "elsewhere": gettext(
            "No record tells of a decision. That means: not assessed, as far as is known here. It"
            " is no refusal."
        ),
        "here": gettext("No record tells that anything else was counted towards it."),
    }
    asof = found.day.isoformat()
    return PrecedentsPage(
        ctid=found.ctid,
        title=titled(stored.record.name, stored.ctid),
        asof=asof,
        typed=typed or asof,
        error=error,
        receiver=receiver,
        answer=answer_words(found) if found.asked else None,
        answer_icon=_verdict_icon(found.asked.verdict) if found.asked else "",
        meant=tuple(_meant(found)),
        groups=tuple(
            PrecedentGroup(
                each,
                titles[each],
                none[each],
                tuple(_shown(one, found.day) for one in found.of(each)),
            )
            for each in _DIRECTIONS
        ),
        left_out=found.left_out,
        data=Link(url=f"/api/v1/credentials/{found.ctid}/precedents?asof={asof}"),
    )


def precedents_json(found: Precedents) -> dict[str, Any]:
    """The answer as the API gives it."""
    asked = found.asked
    return {
        "ctid": found.ctid,
        "asof": found.day.isoformat(),
        "receiver": _named_json(asked.receiver) if asked else None,
        "verdict": asked.verdict if asked else None,
        "sentence": answer_words(found) if asked else None,
        "candidates": [
            _named_json(each)
            for each in (asked.meant.candidates if asked and asked.verdict == "unclear" else ())
        ],
        "precedents": [_json(each, found.day) for each in found.found],
        "left_out": found.left_out,
    }


def answer_words(found: Precedents) -> str:
    """What one institution is recorded to have decided, in a sentence."""
    if found.asked is None:
        return ""
    if found.asked.verdict == "unclear":
        return _unclear_words(found.asked.meant)
    texts: dict[Verdict, str] = {
        "accepted": gettext("%(name)s is recorded to accept it."),
        "refused": gettext("%(name)s is recorded to refuse it."),
        "disputed": gettext("%(name)s is recorded to accept it and to refuse it; both are below."),
        "not known": gettext(
            "Not known for this day: nothing that is read here settles what %(name)s decided."
        ),
        "said by others": gettext(
            "Not known: others say that %(name)s decided about it. Nothing here is in its own"
            " words."
        ),
        "no longer": gettext(
            "%(name)s decided about it, but nothing of that is recorded to hold on this day."
        ),
        "not assessed": gettext(
            "Not assessed: no record here says that %(name)s has decided about it. That is no"
            " refusal."
        ),
    }
    return texts[found.asked.verdict] % {"name": _name(found.asked.receiver)}


def _unclear_words(meant: Meant) -> str:
    if meant.is_name_of_several:
        return gettext("Several institutions here fit “%(name)s”. Which one?", name=meant.text)
    if meant.candidates:
        return gettext(
            "No institution here is called just “%(name)s”. Did you mean one of these?",
            name=meant.text,
        )
    return gettext(
        "No institution of this registry has the identifier “%(name)s”.", name=meant.text
    )


def _meant(found: Precedents) -> Iterator[MeantParty]:
    """Those to choose from, where it is not clear who was meant."""
    if found.asked and found.asked.verdict == "unclear":
        for each in found.asked.meant.candidates:
            if each.ctid:
                yield MeantParty(each.ctid, titled(each.name, each.ctid))


def _verdict_icon(verdict: Verdict) -> str:
    return {"accepted": "current", "refused": "not-met", "no longer": "past"}.get(
        verdict, "undated"
    )


def _shown(each: Precedent, day: date) -> ShownPrecedent:
    worth = credit_words(each.credits[0]) if each.credits else None
    return ShownPrecedent(
        title=titled(each.name, each.record),
        record=Link("record", {"ctid": each.record}),
        decision=decision_words(each),
        is_refusal=each.decision == "refused",
        receiver=_party(each.receiver) if each.receiver else None,
        others=tuple(map(_party, each.others)),
        together=tuple(map(_party, each.together)),
        worth=worth,
        conditions=tuple(titled(text, "") for text in each.conditions),
        period=period_words(each.since, each.until),
        good=good_words(each, day),
        icon=_ICONS[each.is_good(day)],
        said=confirmed_words(each.confirmed),
        by=each.said.by,
        source=each.said.source,
        source_link=web_link(each.said.source_url),
        seen=day_words(each.said.seen),
    )


def decision_words(each: Precedent) -> str:
    """What was decided, in a word or two; what others say of the receiver is marked."""
    if each.decision == "accepted":
        return gettext("Accepted") if each.is_own else gettext("Accepted, in the words of others")
    if each.decision == "refused":
        return gettext("Refused") if each.is_own else gettext("Refused, in the words of others")
    if each.decision == "recommended":
        return gettext("Recommended, no receiver named")
    return gettext("Agreed; whether it is recognised is not stated")


def good_words(each: Precedent, day: date) -> str:
    """Whether a decision still holds on the day, and why that is known or not."""
    texts: dict[Standing, str] = {
        "in force": gettext("Holds on this day"),
        "open": gettext("Begun, no end stated"),
        "no start": gettext("Since when is not stated; it runs until its last day"),
        "undated": gettext("Not known for this day: no dates are stated"),
        "ended": gettext("Over: it ended before this day"),
        "not begun": gettext("Not begun on this day"),
        "ceased": gettext("Over: it is said to have ceased"),
        "suspended": gettext("Suspended on this day"),
        "status of another day": gettext(
            "Not known for this day: its status was seen on another day only"
        ),
    }
    if each.standing == "undated" and each.is_good(day):
        return gettext("Stated without dates; the source was seen to say so on this day")
    if each.standing in ("open", "no start") and each.is_good(day) is None:
        return gettext("Not known for this day: the source was not seen to say so then")
    return texts[each.standing]


def _party(named: Named) -> ShownParty:
    known = named.ctid is not None and named.type
    link = record_link(named.ctid, named.type) if known and named.ctid else web_link(named.iri)
    return ShownParty(titled(named.name, named.iri or named.ctid or ""), link)


def _json(each: Precedent, day: date) -> dict[str, Any]:
    worth = each.credits[0] if each.credits else None
    return {
        "record": each.record,
        "type": each.type,
        "name": best_text(each.name, page_language())[0] or None,
        "direction": each.direction,
        "decision": each.decision,
        "receiver": _named_json(each.receiver) if each.receiver else None,
        "others": [_named_json(one) for one in each.others],
        "together_with": [_named_json(one) for one in each.together],
        "credit": {
            "minimum": worth.minimum,
            "maximum": worth.maximum,
            "unit": worth.unit,
            "words": credit_words(worth),
        }
        if worth
        else None,
        "conditions": [best_text(text, page_language())[0] for text in each.conditions],
        "from": each.since,
        "until": each.until,
        "standing": each.standing,
        "good": each.is_good(day),
        "words": good_words(each, day),
        "confirmed": CONFIRMED[each.confirmed],
        "asserted_by": each.said.by,
        "source": each.said.source_url or each.said.source,
        "seen": each.said.seen,
    }


def _named_json(named: Named) -> dict[str, str | None]:
    return {"ctid": named.ctid, "name": _name(named) or None}


def _name(named: Named) -> str:
    return best_text(named.name, page_language())[0] or named.iri or named.ctid or ""
