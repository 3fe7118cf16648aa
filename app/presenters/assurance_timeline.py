"""The timeline as a drawing: one row for each body and kind, a line for the day that is asked.

It repeats the list of events for the eye and is hidden from everybody else. All places in time are
shares of the width, so that one drawing fits every screen; nothing is told by colour alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from flask_babel import gettext

from app.presenters.assurance_parties import party_text, statement_label
from app.presenters.assurance_words import Words
from app.presenters.formats import day as day_words
from app.presenters.quality_assurance import period_words
from app.presenters.text import Text
from app.services.assurance import AssuranceAnswer
from ctdl.assurance import Mark, Span, SpanRow, Spans, Taking

Look = Literal["held", "conditions", "open", "gone", "past", "planned", "entry"]
"""How a stretch is drawn: solid, striped, only an outline, crossed, dotted, dashed, or thin."""

MOST_ROWS: Final = 12
MOST_LANES: Final = 6
_MOST_TICKS: Final = 6
_MOST_NOT_DRAWN: Final = 5
_LONGEST_BEFORE: Final = 80 * 365
_LONGEST_AFTER: Final = 12 * 365
_LEAST_DAYS: Final = 2 * 365
_STEPS: Final = (1, 2, 5, 10, 20, 50)
_LANE: Final = 18
_TOP: Final = 8
_EDGE: Final = 3.0
"""The share of the width, in percent, that stays free on both sides."""
_LOOKS: Final[dict[Mark, Look]] = {
    "in force": "held",
    "with conditions": "conditions",
    "suspended": "gone",
    "refused": "gone",
    "revocation": "gone",
    "planned": "planned",
    "entry": "entry",
    "own word": "planned",
}


@dataclass(frozen=True)
class Bar:
    """A stretch of time; `x` and `width` are shares of the width in percent."""

    look: Look
    x: str
    width: str
    y: int


@dataclass(frozen=True)
class Sign:
    """A small sign at a day: a cross where something is taken back, an arrow where it goes on."""

    kind: Literal["cross", "onwards", "backwards"]
    x: str
    y: int


@dataclass(frozen=True)
class DrawnRow:
    """What one body says of one kind about one thing."""

    label: str
    by: Text
    about: Text
    periods: tuple[str, ...]
    height: int
    bars: tuple[Bar, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Tick:
    """A place on the axis and what is written there; `anchor` keeps the words within it."""

    x: str
    words: str
    anchor: Literal["start", "middle", "end"] = "middle"


@dataclass(frozen=True)
class DrawnTimeline:
    """The drawing: its rows, years, the day asked about, its key, and what it cannot show."""

    rows: tuple[DrawnRow, ...]
    years: tuple[Tick, ...]
    asked: Tick
    key: tuple[tuple[Look, str], ...]
    not_drawn: tuple[str, ...]
    left_out: int
    statements_left_out: int
    """How many further statements have dates and were not laid out in time."""


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day is, in percent of the width; what lies outside is at the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return _EDGE + (100 - 2 * _EDGE) * min(1.0, max(0.0, share))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def drawn_timeline(
    found: AssuranceAnswer, words: Words, spans: Spans, today: date
) -> DrawnTimeline | None:
    """The drawing of what is stated; None where nothing of it is dated."""
    if not spans.rows:
        return None
    shown = spans.rows[:MOST_ROWS]
    scale = _scale([span for row in shown for span in row.spans], found.day, today)
    rows = tuple(_drawn_row(row, scale, words) for row in shown)
    return DrawnTimeline(
        rows=rows,
        years=tuple(_years(scale)),
        asked=_asked(found.day, scale),
        key=_key(rows),
        not_drawn=_not_drawn(spans, words),
        left_out=len(spans.rows) - len(shown),
        statements_left_out=spans.left_out,
    )


def _scale(spans: Sequence[Span], asked: date, today: date) -> _Scale:
    """From the first to the last of the stated days, the day asked about and today.

    Days far from all others do not make the rest unreadable: such a stretch goes over the edge.
    """
    begun = [span.begins or span.first for span in spans]
    here = [asked, today, *begun]
    latest = max(here)
    first = max(min(here), _shifted(latest, -_LONGEST_BEFORE))
    ends = [span.ends for span in spans if span.ends is not None]
    last = max([latest, *(end for end in ends if (end - latest).days <= _LONGEST_AFTER)])
    if any((end - latest).days > _LONGEST_AFTER for end in ends):
        last = max(last, _shifted(latest, 2 * 365))
    missing = _LEAST_DAYS - (last - first).days
    if missing > 0:
        first, last = _shifted(first, -missing // 2), _shifted(last, missing // 2)
    return _Scale(first, last)


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _years(scale: _Scale) -> Iterator[Tick]:
    first = scale.first.year + (scale.first > date(scale.first.year, 1, 1))
    count = scale.last.year - first + 1
    step = next((step for step in _STEPS if count <= step * _MOST_TICKS), 100)
    for year in range(-(-first // step) * step, scale.last.year + 1, step):
        yield Tick(_percent(scale.at(date(year, 1, 1))), str(year))


def _asked(day: date, scale: _Scale) -> Tick:
    at = scale.at(day)
    anchor: Literal["start", "middle", "end"] = "middle"
    if at < 30:
        anchor = "start"
    elif at > 70:
        anchor = "end"
    return Tick(_percent(at), day_words(day) or "", anchor)


def _drawn_row(row: SpanRow, scale: _Scale, words: Words) -> DrawnRow:
    lanes = list(_in_lanes(row.spans))
    bars: list[Bar] = []
    signs: list[Sign] = []
    for lane, span in lanes:
        y = _TOP + lane * _LANE
        bars += _bars(span, scale, y)
        signs += _signs(span, scale, y)
    depth = max(lane for lane, _ in lanes) + 1
    return DrawnRow(
        label=statement_label(row.spans[0].statement),
        by=party_text(row.by, words),
        about=party_text(row.subject, words),
        periods=tuple(dict.fromkeys(_period(span) for _, span in lanes)),
        height=2 * _TOP + depth * _LANE - 4,
        bars=tuple(bars),
        signs=tuple(signs),
    )


def _in_lanes(spans: Iterable[Span]) -> Iterator[tuple[int, Span]]:
    """Each in the first lane where nothing else lies; what finds none is only in the list."""
    ends: list[date] = []
    for span in spans:
        lane = next((n for n, end in enumerate(ends) if end < span.first), len(ends))
        if lane >= MOST_LANES:
            continue
        ends[lane : lane + 1] = [span.ends or date.max]
        yield lane, span


def _bars(span: Span, scale: _Scale, y: int) -> Iterator[Bar]:
    """The stretches of a statement, one after the other."""
    for first, last, look in _stretches(span):
        start = scale.at(first) if first else 0.0
        end = scale.at(_shifted(last, 1)) if last else 100.0
        yield Bar(look, _percent(start), _percent(max(end - start, 0.6)), y)


def _stretches(span: Span) -> Iterator[tuple[date | None, date | None, Look]]:
    """From what day to what day it looks how: cut wherever that changes."""
    if span.begins is None:
        # Since when it holds is not stated: it is drawn as open from the edge to its last day.
        yield None, span.ends, "open"
        return
    starts = {span.begins, *(each.first for each in span.cuts)}
    lasts = (span.known_until, *(each.last for each in span.cuts))
    starts |= {_shifted(last, 1) for last in lasts if last is not None}
    days = sorted(day for day in starts if _is_on(span, day))
    looks = [(day, _look(span, day)) for day in days]
    changes = [
        each for place, each in enumerate(looks) if not place or each[1] != looks[place - 1][1]
    ]
    for place, (first, look) in enumerate(changes):
        is_last = place + 1 == len(changes)
        yield first, span.ends if is_last else _shifted(changes[place + 1][0], -1), look


def _is_on(span: Span, day: date) -> bool:
    return (
        span.begins is not None and span.begins <= day and (span.ends is None or day <= span.ends)
    )


def _look(span: Span, day: date) -> Look:
    """How a span looks on one of its days: taken back goes before all else."""
    if any(each.holds(day) for each in span.taken):
        return "gone"
    if any(each.holds(day) for each in span.cuts):
        return "past"
    is_known = span.known_until is None or day <= span.known_until
    return _LOOKS[span.mark] if is_known else "open"


def _signs(span: Span, scale: _Scale, y: int) -> Iterator[Sign]:
    middle = y + 7
    crossed = {each.first for each in span.taken}
    if _LOOKS[span.mark] == "gone" and span.begins is not None:
        crossed.add(span.begins)
    for day in sorted(crossed):
        if scale.holds(day):
            yield Sign("cross", _percent(scale.at(day)), middle)
    if span.begins is None or not scale.holds(span.begins):
        yield Sign("backwards", "0.00%", middle)
    if span.ends is None or not scale.holds(span.ends):
        yield Sign("onwards", "100.00%", middle)


def _period(span: Span) -> str:
    """The stated dates, and what became of it, in words."""
    claim = span.statement.claim
    period = period_words(claim.start, claim.until)
    remark = _remark(span)
    return gettext("%(period)s: %(remark)s", period=period, remark=remark) if remark else period


def _remark(span: Span) -> str:
    said = [_taken(each) for each in span.taken]
    if said:
        return ", ".join(said)
    if span.outweighed:
        return gettext("outweighed by a source nearer to the agency")
    if span.superseded:
        on = day_words(span.superseded[0].first) or ""
        return gettext("superseded on %(date)s", date=on)
    remarks: dict[Mark, str] = {
        "with conditions": gettext("with conditions"),
        "suspended": gettext("suspended"),
        "refused": gettext("refused"),
        "revocation": gettext("revoked"),
        "planned": gettext("planned, not given"),
        "own word": gettext("its own word, which does not count"),
    }
    return remarks.get(span.mark, "")


def _taken(taking: Taking) -> str:
    on = day_words(taking.first) or ""
    if taking.is_suspension:
        return gettext("suspended on %(date)s", date=on)
    return gettext("revoked on %(date)s", date=on)


def _key(rows: Iterable[DrawnRow]) -> tuple[tuple[Look, str], ...]:
    """The looks that are used, in words."""
    used = {bar.look for row in rows for bar in row.bars}
    texts: dict[Look, str] = {
        "held": gettext("in force as stated"),
        "conditions": gettext("with conditions"),
        "open": gettext("no end or no beginning stated"),
        "gone": gettext("revoked, suspended or refused"),
        "past": gettext("superseded or outweighed"),
        "planned": gettext("planned, or its own word"),
        "entry": gettext("an entry in a register"),
    }
    return tuple((look, words) for look, words in texts.items() if look in used)


def _not_drawn(spans: Spans, words: Words) -> tuple[str, ...]:
    """The statements that lie nowhere in time, each with why; of many only the first."""
    why = {
        "undated": gettext("no dates are stated"),
        "reversed": gettext("the stated end lies before the beginning"),
    }
    said = [
        gettext(
            "%(kind)s by %(body)s: %(why)s",
            kind=statement_label(each),
            body=words.name(each.claim.by),
            why=why[reason],
        )
        for each, reason in spans.not_drawn
    ]
    distinct = list(dict.fromkeys(said))
    more = len(distinct) - _MOST_NOT_DRAWN
    cut = [gettext("and %(number)s more", number=more)] if more > 0 else []
    return (*distinct[:_MOST_NOT_DRAWN], *cut)


def _percent(share: float) -> str:
    return f"{share:.2f}%"
