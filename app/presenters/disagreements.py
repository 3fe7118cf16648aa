"""Sources that do not agree about a record: both sides, each with who states it and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters.board import Part, conflict_entry, conflict_label
from app.presenters.formats import day
from app.presenters.links import Link, record_link, web_link
from app.presenters.text import Text, titled
from app.services.board import Disagreement
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.provenance import Statement


@dataclass(frozen=True)
class SideSource:
    """Where one side is from: its record, who stated that record's facts, and when it was seen."""

    title: Text
    record: Link
    asserted_by: str
    source: str
    link: Link | None
    seen: str | None


@dataclass(frozen=True)
class ShownDisagreement:
    """Statements that cannot both be right; none is chosen."""

    label: str
    said: tuple[tuple[Part, ...], ...]
    sources: tuple[SideSource, ...]


def shown_disagreements(found: Iterable[Disagreement]) -> tuple[ShownDisagreement, ...]:
    """What does not agree, each statement as it was made."""
    return tuple(
        ShownDisagreement(
            label=conflict_label(each.item.kind),
            said=conflict_entry(each.item).said,
            sources=tuple(
                _source(side, side.ctid, each.sources[side.ctid])
                for side in (each.item.record, each.item.other)
                if side is not None and side.ctid is not None and side.ctid in each.sources
            ),
        )
        for each in found
    )


def _source(side: Named, ctid: CTID, stated: Statement) -> SideSource:
    return SideSource(
        title=titled(side.name, ctid),
        record=record_link(ctid, side.type),
        asserted_by=stated.asserted_by or gettext("Not stated"),
        source=stated.source or stated.source_url or "",
        link=web_link(stated.source_url),
        seen=day(stated.seen),
    )
