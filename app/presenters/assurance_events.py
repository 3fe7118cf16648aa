"""The list of what happened and when: first and last days of what is stated, newest first."""

from dataclasses import dataclass

from flask_babel import gettext

from app.presenters.assurance_parties import party_link, party_text, statement_label
from app.presenters.assurance_words import Words
from app.presenters.formats import day as day_words
from app.presenters.links import Link
from app.presenters.text import Text
from app.services.assurance import AssuranceAnswer
from ctdl.assurance import Days, Judged, Span, Spans


@dataclass(frozen=True)
class ShownEvent:
    """Something that happened on a date, in the list of events; `stamp` is the machine's date."""

    stamp: str
    date: str
    words: str
    about: Text
    actor: Text
    actor_link: Link | None
    label: str
    note: str
    record: Link


def events_of(found: AssuranceAnswer, words: Words, spans: Spans) -> tuple[ShownEvent, ...]:
    """The stated beginnings and ends, newest first.

    What was outweighed, taken back or superseded stays and is labelled, whatever day is asked.
    """
    dated: list[tuple[str, ShownEvent]] = []
    for one in found.statements:
        claim = one.statement.claim
        note = _note(one, spans.of(one.statement))
        for stated, days, is_end in (
            (claim.start, one.statement.begins, False),
            (claim.until, one.statement.ends, True),
        ):
            if stated and days:
                event = _event(one, words, (stated, days, is_end), note)
                # An end comes after a beginning of the same day.
                dated.append((f"{days.first.isoformat()}{int(is_end)}", event))
    ordered = sorted(dated, key=lambda pair: pair[0], reverse=True)
    # Two records that tell of the same day are one event.
    distinct = {
        (each.stamp, each.words, str(each.about), str(each.actor), each.label, each.note): each
        for _, each in reversed(ordered)
    }
    return tuple(reversed(distinct.values()))


def _event(one: Judged, words: Words, when: tuple[str, Days, bool], note: str) -> ShownEvent:
    stated, days, is_end = when
    claim = one.statement.claim
    exactness = 10 if days.is_exact else len(stated.strip())
    return ShownEvent(
        stamp=days.first.isoformat()[:exactness],
        date=day_words(stated) or "",
        words=_event_words(one, is_end),
        about=party_text(claim.subject, words),
        actor=party_text(claim.by, words),
        actor_link=party_link(claim.by, words),
        label=statement_label(one.statement),
        note=note,
        record=Link("record", {"ctid": one.statement.told.record}),
    )


def _event_words(one: Judged, is_end: bool) -> str:
    claim = one.statement.claim
    if claim.act == "revocation":
        return gettext("end of the revocation") if is_end else gettext("revoked")
    if claim.standing == "refused":
        return gettext("end of the refusal") if is_end else gettext("refused")
    if claim.standing == "suspended":
        return gettext("last day of the suspension") if is_end else gettext("suspended")
    if is_end:
        return gettext("last day")
    if claim.standing == "with conditions":
        return gettext("first day, with conditions")
    return gettext("first day")


def _note(one: Judged, span: Span | None) -> str:
    """What became of it since, or why it does not count."""
    if one.reason in ("contradicted", "reversed", "planned"):
        return outcome_words(one)
    if span is None:
        return ""
    if span.taken:
        # For good goes before for a time.
        is_suspension = all(each.is_suspension for each in span.taken)
        return gettext("Suspended later") if is_suspension else gettext("Revoked later")
    if span.superseded:
        return gettext("Superseded on %(date)s", date=day_words(span.superseded[0].first) or "")
    return ""


def outcome_words(one: Judged) -> str:
    """What a statement says of the day, or why it does not count."""
    reasons = {
        "undated": gettext("Says nothing of this day: no dates stated"),
        "renewal unknown": gettext("Stated to have ended before; nothing seen since then"),
        "planned": gettext("Planned, not given"),
        "listing": gettext("An entry in a register, no judgement"),
        "own": gettext("Its own word about itself"),
        "nobody": gettext("Names nobody who vouches"),
        "reversed": gettext("Ends before it begins"),
        "renews nothing": gettext("Renews what is not stated"),
        "refused later": gettext("Later than the day"),
        "revokes": gettext("Takes back what was said before"),
        "contradicted": gettext("Outweighed by a source nearer to the agency"),
        "dated elsewhere": gettext("Another source states its dates"),
        "superseded": gettext("Superseded by a later statement of the same body"),
    }
    outcomes = {
        "covers": gettext("Covers the day"),
        "covers with conditions": gettext("Covers the day, with conditions"),
        "ended": gettext("Ended before"),
        "revoked": gettext("Revoked"),
        "suspended": gettext("Suspended"),
        "refused": gettext("Refused"),
        "not begun": gettext("Not yet begun"),
    }
    if one.reason is not None:
        return reasons[one.reason]
    return outcomes.get(one.outcome, "")
