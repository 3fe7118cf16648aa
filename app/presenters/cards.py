"""A record in a list: what a search result, a provider's page and a level's page show of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.presenters import formats, labels
from app.presenters.facts import Fact, Value
from app.presenters.levels_elsewhere import AS_STATED, LevelReason, LevelsShown
from app.presenters.links import Link, record_link
from app.presenters.quality_assurance import QABadge, badge, link_to, qa_line
from app.presenters.text import Text, content, framed, titled
from app.presenters.why import Why
from app.services.summaries import Summary
from ctdl.ctid import CTID


@dataclass(frozen=True)
class Card:
    """One record of a list, with the same facts in the same order on every card."""

    ctid: CTID
    title: Text
    link: Link
    type_label: str
    provider: Text | None
    provider_link: Link | None
    country: str | None
    facts: tuple[Fact, ...]
    badge: QABadge
    status: str | None
    is_compared: bool = False
    reasons: tuple[LevelReason, ...] = ()
    why: tuple[Why, ...] = ()


def card(
    summary: Summary,
    today: date,
    compared: Collection[str] = (),
    levels: LevelsShown = AS_STATED,
    reasons: Iterable[LevelReason] = (),
    why: Iterable[Why] = (),
) -> Card:
    """The card of a record; `compared` are the records already put aside for comparison.

    `reasons` say why it was found by its level, where that is not the level asked for, `why` by
    what else a search found it.
    """
    provider = summary.provider
    lines = [qa_line(each.kind, each.by, each.start, each.end, today) for each in summary.qa]
    return Card(
        ctid=summary.ctid,
        title=titled(summary.name, summary.ctid),
        link=_keeping(record_link(summary.ctid, summary.type), compared),
        type_label=labels.type_label(summary.type),
        provider=content(provider.name) if provider else None,
        provider_link=link_to(provider) if provider else None,
        country=labels.country_label(summary.country),
        facts=(
            _level(summary, levels),
            _credits(summary),
            _hours(summary),
            _cost(summary),
            _mode(summary),
        ),
        badge=badge(lines),
        status=labels.status_label(summary.status) if summary.status else None,
        is_compared=summary.ctid in compared,
        reasons=tuple(reasons),
        why=tuple(why),
    )


def _keeping(link: Link, compared: Collection[str]) -> Link:
    """With the shortlist in the address, so that the record can be put beside it."""
    return Link(link.page, {**link.values, "compare": list(compared)}) if compared else link


def _level(summary: Summary, levels: LevelsShown) -> Fact:
    stated = [level.id for level in summary.levels]
    values = []
    for level in summary.levels:
        framework = content(level.framework_name)
        there = levels.of(level.id, stated)
        values.append(Value(titled(level.label, level.id or ""), note=framework, elsewhere=there))
    return Fact("level", gettext("Level"), tuple(values))


def _credits(summary: Summary) -> Fact:
    values = []
    for size in summary.credits:
        unit = content(size.unit_label)
        words = formats.credits(size.minimum, size.maximum, size.unit, unit.value if unit else None)
        if words:
            values.append(Value(framed(words)))
    return Fact("credits", gettext("Credits"), tuple(values))


def _hours(summary: Summary) -> Fact:
    words = formats.hours(summary.hours.minimum, summary.hours.maximum) if summary.hours else None
    return Fact("hours", gettext("Workload"), (Value(framed(words)),) if words else ())


def _cost(summary: Summary) -> Fact:
    words = [
        formats.money(formats.decimal(cost.price), cost.currency)
        for cost in summary.costs
        if cost.price is not None
    ]
    return Fact("cost", gettext("Cost"), tuple(Value(framed(each)) for each in words if each))


def _mode(summary: Summary) -> Fact:
    values = tuple(Value(framed(labels.mode_label(mode))) for mode in summary.modes)
    return Fact("mode", gettext("How it is taught"), values)
