"""What does not agree: statements of different records that cannot both be right.

The definitions are those of docs/adr/0023; each is narrow, so that what is listed deserves a look.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.services.board_rows import last_day
from app.services.families import SEARCHED
from app.services.summaries import Summary
from app.store.board import ConflictRow, RevocationRow, Standing
from app.store.catalogue import EdgeRow, StatementRow
from ctdl.ctid import CTID

DATES, REVOKED, ENDED, NOT_HELD = "dates", "revoked", "ended", "not-held"
CIRCLE, LEFT_OUT, SAME_THING = "circle", "left-out", "same-thing"

ABOUT_QUALITY = (DATES, REVOKED, ENDED, NOT_HELD)
"""Conflicts of statements about one subject."""

BETWEEN_PARTS = (CIRCLE, LEFT_OUT)
"""Conflicts of what two records say about being part of one another."""

KINDS = (*ABOUT_QUALITY, *BETWEEN_PARTS, SAME_THING)

HAS_PART, IS_PART_OF = "ceterms:hasPart", "ceterms:isPartOf"
MOST_OF_A_SUBJECT = 20
"""How many conflicts of one kind are listed of one subject; a hostile list of dates ends here."""

_REGISTRATION = "registration"


@dataclass(frozen=True)
class Claim:
    """Somebody's statement that `agent` vouches for the subject; `is_own` where the agent says."""

    record: CTID
    agent: CTID
    kind: str
    start: str | None
    end: str | None
    is_own: bool

    @property
    def last(self) -> str | None:
        """The last day it is said to hold."""
        return last_day(self.end)

    def facts(self) -> dict[str, Any]:
        """The kind and dates of the statement, for the list of conflicts."""
        return {"kind": self.kind, "start": self.start, "end": self.end}


def quality_of(family: str, statements: Iterable[StatementRow]) -> tuple[bool, str | None]:
    """Whether nobody judges the quality of a record, and the day all judgements have ended by.

    A listing in a register is no judgement. The day is None unless every judgement states its end,
    and none was read before it: whether that was renewed is not known.
    """
    ends = [
        None if each.ends_foreseen else last_day(each.ends_on)
        for each in statements
        if each.kind != _REGISTRATION
    ]
    is_without = not ends and family in SEARCHED
    return is_without, max((end for end in ends if end), default=None) if all(ends) else None


def claims_of(
    statements: Iterable[StatementRow], standings: Mapping[CTID, Standing]
) -> tuple[Claim, ...]:
    """The statements that name a body with a record, and whether it makes them itself."""
    found = {
        Claim(
            each.record,
            each.agent,
            each.kind,
            each.starts_on,
            each.ends_on,
            each.record in standings and standings[each.record].publisher == each.agent,
        )
        for each in statements
        if each.agent is not None
    }
    # In an order that does not depend on when a record was last put into the catalogue.
    return tuple(sorted(found, key=lambda each: json.dumps(vars(each))))


def about_quality(
    subject: CTID,
    family: str | None,
    claims: Sequence[Claim],
    revocations: Iterable[RevocationRow],
) -> Iterator[ConflictRow]:
    """What does not agree in the statements on the quality of one subject."""
    differing = list(_differing_dates(subject, claims))
    yield from differing
    yield from _limited(_revoked(subject, claims, revocations))
    told = {(each.record, each.other) for each in differing}
    for claim in claims:
        # Only what a record says of itself; others may know more than the agency publishes here.
        if claim.record != subject or claim.is_own:
            continue
        own = [
            each
            for each in claims
            if each.is_own and each.agent == claim.agent and each.kind == claim.kind
        ]
        if not own and family is not None:
            yield _not_held(subject, family, claim)
        ended = _ended(subject, claim, own)
        if ended and not {(ended.record, ended.other), (ended.other, ended.record)} & told:
            yield ended


def between_parts(edges: Iterable[EdgeRow], live: Container[CTID]) -> Iterator[ConflictRow]:
    """What two live records say of being part of one another that does not go together.

    `edges` are all statements on parts of these records, in both directions.
    """
    stated: set[tuple[CTID, CTID, bool]] = set()
    wholes_of: dict[CTID, set[CTID]] = {}
    parts_of: dict[CTID, set[CTID]] = {}
    for edge in edges:
        if edge.target is None:
            continue
        is_part = edge.predicate == IS_PART_OF
        part, whole = (edge.subject, edge.target) if is_part else (edge.target, edge.subject)
        (wholes_of if is_part else parts_of).setdefault(edge.subject, set()).add(edge.target)
        # What leads back to the record itself comes from nodes inside its document.
        if part != whole and part in live and whole in live:
            stated.add((part, whole, is_part))
    pairs = {(part, whole) for part, whole, _ in stated}
    for part, whole, is_part in sorted(stated):
        if (whole, part) in pairs:
            if part < whole and (is_part or (part, whole, True) not in stated):
                yield _relation(CIRCLE, part, whole, IS_PART_OF)
        elif is_part and parts_of.get(whole) and part not in parts_of[whole]:
            yield _relation(LEFT_OUT, part, whole, IS_PART_OF)
        elif not is_part and wholes_of.get(part) and whole not in wholes_of[part]:
            yield _relation(LEFT_OUT, whole, part, HAS_PART)


def same_thing(one: Summary, other: Summary) -> ConflictRow | None:
    """The facts that two records of one thing state differently, or None where none do."""
    differing = [
        *_differing(_levels(one), _levels(other), "level"),
        *_differing(_credits(one), _credits(other), "credits"),
        *_differing(_hours(one), _hours(other), "hours"),
    ]
    if not differing:
        return None
    detail = json.dumps({"differs": differing}, ensure_ascii=False)
    return ConflictRow(SAME_THING, one.ctid, one.ctid, other.ctid, None, None, None, None, detail)


def _differing_dates(subject: CTID, claims: Sequence[Claim]) -> Iterator[ConflictRow]:
    """Two records give one statement, known by its body, kind and first day, different last days.

    An agency that renews its statement begins anew; that is history, not a conflict.
    """
    groups: dict[tuple[CTID, str, str], dict[tuple[CTID, str | None], Claim]] = {}
    for claim in claims:
        if claim.start and claim.last:
            group = groups.setdefault((claim.agent, claim.kind, claim.start), {})
            group.setdefault((claim.record, claim.last), claim)
    found = (
        _quality(DATES, subject, one, other)
        for group in groups.values()
        for one, other in combinations(group.values(), 2)
        if one.record != other.record and one.last != other.last
    )
    yield from _limited(found)


def _revoked(
    subject: CTID, claims: Sequence[Claim], revocations: Iterable[RevocationRow]
) -> Iterator[ConflictRow]:
    for revoked in revocations:
        day = revoked.revoked_on
        for claim in claims:
            begins_later = day is not None and claim.start is not None and claim.start > day
            goes_on = claim.last is None or (day is not None and claim.last > day)
            if claim.agent == revoked.agent and goes_on and not begins_later:
                detail = {"one": claim.facts(), "other": {"kind": "revocation", "start": day}}
                yield ConflictRow(
                    REVOKED,
                    subject,
                    claim.record,
                    revoked.record,
                    claim.agent,
                    None,
                    day,
                    None,
                    json.dumps(detail),
                )


def _ended(subject: CTID, claim: Claim, own: Sequence[Claim]) -> ConflictRow | None:
    """The record claims what the body's own statements let end earlier."""
    ends = [each.last for each in own]
    if not own or None in ends:
        return None
    latest = max(own, key=lambda each: each.last or "")
    if claim.last is not None and claim.last <= (latest.last or ""):
        return None
    return _quality(ENDED, subject, claim, latest, since=latest.last)


def _not_held(subject: CTID, family: str, claim: Claim) -> ConflictRow:
    return ConflictRow(
        NOT_HELD,
        subject,
        claim.record,
        None,
        claim.agent,
        f"{claim.kind} {family}",
        None,
        claim.last,
        json.dumps({"one": claim.facts()}),
    )


def _quality(
    kind: str, subject: CTID, one: Claim, other: Claim, since: str | None = None
) -> ConflictRow:
    detail = json.dumps({"one": one.facts(), "other": other.facts()})
    return ConflictRow(
        kind, subject, one.record, other.record, one.agent, None, since, None, detail
    )


def _relation(kind: str, one: CTID, other: CTID, predicate: str) -> ConflictRow:
    detail = json.dumps({"relation": predicate})
    return ConflictRow(kind, one, one, other, None, None, None, None, detail)


def _limited(found: Iterable[ConflictRow]) -> Iterator[ConflictRow]:
    for count, each in enumerate(found):
        if count == MOST_OF_A_SUBJECT:
            return
        yield each


def _levels(summary: Summary) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for level in summary.levels:
        if level.id:
            found.setdefault(level.id.partition(":")[0], set()).add(level.id)
    return found


def _credits(summary: Summary) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in summary.credits:
        if each.unit:
            found.setdefault(each.unit, set()).add(_span(each.minimum, each.maximum, each.unit))
    return found


def _hours(summary: Summary) -> dict[str, set[str]]:
    hours = summary.hours
    return {"h": {_span(hours.minimum, hours.maximum, "h")}} if hours else {}


def _span(low: float | None, high: float | None, unit: str) -> str:
    ends = [f"{each:g}" for each in (low, high) if each is not None]
    return f"{'-'.join(dict.fromkeys(ends))} {unit}"


def _differing(
    one: Mapping[str, set[str]], other: Mapping[str, set[str]], fact: str
) -> Iterator[dict[str, str]]:
    """Values that can be compared, of one framework or unit, and have nothing in common."""
    for measure in sorted(one.keys() & other.keys()):
        if not one[measure] & other[measure]:
            yield {
                "fact": fact,
                "one": ", ".join(sorted(one[measure])),
                "other": ", ".join(sorted(other[measure])),
            }
