"""Things that stack, as plans, reach and pathways show them: what they are called and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.presenters import formats, labels
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, titled
from app.services.summaries import Summary
from ctdl.pathways.reading import LocalThing
from ctdl.records.values import Amount


@dataclass(frozen=True)
class ShownThing:
    """Something that is held, added or missing: its title, and its record if it has one."""

    id: str
    title: Text
    link: Link | None
    type_label: str
    provider: Text | None = None
    level: str | None = None
    credits: str | None = None
    is_held: bool = False


def shown_summary(summary: Summary, *, is_held: bool = False) -> ShownThing:
    """A record."""
    levels = (content(level.label) for level in summary.levels)
    sizes = (
        formats.credits(each.minimum, each.maximum, each.unit, str(content(each.unit_label) or ""))
        for each in summary.credits
    )
    return ShownThing(
        id=summary.ctid,
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        type_label=labels.type_label(summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        level=", ".join(str(level) for level in levels if level) or None,
        credits=", ".join(size for size in sizes if size) or None,
        is_held=is_held,
    )


def shown_local(local: LocalThing) -> ShownThing:
    """Something that only another record describes."""
    giver = local.providers[0] if local.providers else None
    return ShownThing(
        id=local.id,
        title=titled(local.name, local.id),
        link=None,
        type_label=labels.type_label(local.type),
        provider=content(giver.name) if giver else None,
        credits=", ".join(_sizes(local.credits)) or None,
    )


def _sizes(credits: Iterable[Amount]) -> Iterator[str]:
    for each in credits:
        name = str(content(each.unit_name) or "")
        if size := formats.credits(each.minimum, each.maximum, each.unit, name):
            yield size
