"""Quality-assurance statements in words: who says what, from when until when, and what of today."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.presenters.facts import Evidence, Value
from app.presenters.formats import day
from app.presenters.labels import quality_assurance_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, framed, titled
from app.services.summaries import Named
from ctdl.ctid import CTID

CURRENT, OPEN, UNDATED, PAST, FUTURE = "current", "open", "undated", "past", "future"
"""What dates say about today; OPEN has begun and states no end, UNDATED states nothing."""


@dataclass(frozen=True)
class QALine:
    """One statement. `state` is what its dates say about today; a listing is no judgement.

    `stated_by` is who says so, where that is known; `is_own` that it is the body itself.
    """

    kind: str
    label: str
    by: Text
    by_link: Link | None
    period: str
    state: str
    about: Text | None = None
    about_link: Link | None = None
    stated_in: Link | None = None
    stated_by: str | None = None
    seen: str | None = None
    is_own: bool = False


@dataclass(frozen=True)
class QABadge:
    """The one line a list shows: `state` is one of the states above, register or none.

    `said` is who states it, where that is known and is not the body itself.
    """

    state: str
    words: str
    by: Text | None = None
    said: str = ""


def state_on(start: str | None, end: str | None, today: date) -> str:
    """What these dates (as exact as stated) say about `today`; the first and last day count."""
    if not start and not end:
        return UNDATED
    now = today.isoformat()
    if start and now[: len(start)] < start:
        return FUTURE
    if end and now[: len(end)] > end:
        return PAST
    return CURRENT if end else OPEN


def period_words(start: str | None, end: str | None) -> str:
    """The stated dates in words; a missing date is said to be missing."""
    if start and end:
        return gettext("%(start)s to %(end)s", start=day(start), end=day(end))
    if start:
        return gettext("from %(start)s, no end date stated", start=day(start))
    if end:
        return gettext("until %(end)s, no start date stated", end=day(end))
    return gettext("no dates stated")


def qa_line(
    kind: str,
    by: Named,
    start: str | None,
    end: str | None,
    today: date,
    about: Named | None = None,
    stated_in: CTID | None = None,
    evidence: Evidence | None = None,
) -> QALine:
    """A statement as a page shows it.

    `about` is given where the list is of the agency that made them, `stated_in` where the statement
    is made in another record than the one shown, `evidence` where it is known who says so.
    """
    asserter = evidence.asserted_by if evidence else None
    return QALine(
        kind=kind,
        label=quality_assurance_label(kind),
        by=titled(by.name, by.iri or gettext("Not named")),
        by_link=link_to(by),
        period=period_words(start, end),
        state=state_on(start, end, today),
        about=titled(about.name, about.iri or str(about.ctid)) if about else None,
        about_link=link_to(about) if about else None,
        stated_in=Link("record", {"ctid": stated_in}) if stated_in else None,
        stated_by=asserter,
        seen=evidence.seen if evidence else None,
        is_own=asserter is not None and _is_same(asserter, by.name.values()),
    )


def statement_title(
    name: Mapping[str, str] | str | None,
    kind: str,
    about: Named | None,
    by: Named | None = None,
) -> Text:
    """What a statement is called: its own name, or for one named after its kind, what it is about.

    A statement that is published without a name gets that of its kind (ctdl.tabular). `by` is
    given where the page is not of who makes it.
    """
    label = quality_assurance_label(kind)
    stated = name if isinstance(name, str) else (name or {}).get("en", "")
    is_plain = not stated or stated.casefold() == kind
    if not is_plain or about is None:
        return titled(name, label)
    what = titled(about.name, about.iri or str(about.ctid))
    if by is not None:
        who = titled(by.name, by.iri or str(by.ctid)).value
        words = gettext("%(kind)s of %(name)s by %(body)s", kind=label, name=what.value, body=who)
        return framed(words)
    return framed(gettext("%(kind)s of %(name)s", kind=label, name=what.value))


def statement_value(line: QALine) -> Value:
    """A statement as the value of a fact: the body, then what it says and for how long."""
    return Value(line.by, line.by_link, framed(f"{line.label}, {line.period}{said_words(line)}"))


def said_words(line: QALine) -> str:
    """Who states it and when that was seen, to follow the statement; nothing for the body's own."""
    if line.stated_by is None or line.is_own:
        return ""
    if line.seen:
        return gettext(
            ", as stated by %(name)s, seen %(date)s", name=line.stated_by, date=line.seen
        )
    return gettext(", as stated by %(name)s", name=line.stated_by)


def link_to(named: Named) -> Link | None:
    """The page of something named, where the registry has one."""
    if named.ctid is None or not named.type:
        return None
    return record_link(CTID(named.ctid), named.type)


def badge(lines: Iterable[QALine]) -> QABadge:
    """The badge of these statements: a judgement that holds today before one that has ended."""
    judged = [line for line in lines if line.kind != "registration"]
    listed = [line for line in lines if line.kind == "registration"]
    for state in (CURRENT, OPEN, UNDATED, FUTURE, PAST):
        found = [line for line in judged if line.state == state]
        if found:
            return QABadge(state, _badge_words(found[0], state), found[0].by, said_words(found[0]))
    if listed:
        return QABadge("register", _listing_words(listed[0]), listed[0].by, said_words(listed[0]))
    return QABadge("none", gettext("Quality assurance not stated"))


def _badge_words(line: QALine, state: str) -> str:
    if state == PAST:
        return gettext("%(kind)s, stated end date passed:", kind=line.label)
    if state == UNDATED:
        return gettext("%(kind)s stated without dates:", kind=line.label)
    if state == FUTURE:
        return gettext("%(kind)s stated, not yet in force:", kind=line.label)
    if line.stated_by is None:
        return gettext("%(kind)s stated:", kind=line.label)
    if not line.is_own:
        return gettext("%(kind)s by", kind=line.label)
    return {
        "accreditation": gettext("Accredited by"),
        "approval": gettext("Approved by"),
        "recognition": gettext("Recognised by"),
        "regulation": gettext("Regulated by"),
    }.get(line.kind, gettext("%(kind)s by", kind=line.label))


def _listing_words(line: QALine) -> str:
    if line.is_own:
        return gettext("Listed in the register of")
    return gettext("Listing in a register stated:")


def _is_same(asserter: str, names: Iterable[str]) -> bool:
    """Whether who asserts something is the body of these names, or a register named after it."""
    said = asserter.casefold()
    for name in names:
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        is_short_form = len(initials) > 2 and initials in re.findall(r"\w+", asserter)
        if said == name.casefold() or name.casefold() in said or is_short_form:
            return True
    return False
