"""`/board/<list>.csv`: a whole list of the operator's board as a table."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, request

from app.http.current import registry, resource_iri
from app.http.media_types import CSV
from app.services import board
from app.services.board import (
    FILTERS,
    BoardFilters,
    ChangeItem,
    ConflictItem,
    Item,
    LinkItem,
)
from app.services.summaries import Named, Summary
from ctdl.language import best_text
from ctdl.tabular.guarding import guarded

blueprint = Blueprint("board_files", __name__)

_OF_A_RECORD = ("ctid", "iri", "name", "type", "provider", "provider_ctid", "publisher")
COLUMNS = {
    "conflicts": (
        "kind", "subject_ctid", "subject", "record_ctid", "record", "other_ctid", "other",
        "agent_ctid", "agent", "record_says", "other_says", "publisher",
    ),
    "dead-links": (
        *_OF_A_RECORD, "property", "url", "status", "outcome", "checked_at", "failed_days", "note",
    ),
    "recent": ("number", "at", "kind", "ctid", "iri", "name", "type", "publisher"),
}  # fmt: skip
"""The columns of the lists that are not of single records."""

COLUMNS_OF_RECORDS = (*_OF_A_RECORD, "date", "missing")


@blueprint.get("/board/<name>.csv")
def board_csv(name: str) -> Response:
    """Every entry of a list, narrowed as the address asks, in the order of the page."""
    if name not in board.LISTS:
        abort(404, description=f"The board has no list {name!r}: {', '.join(board.LISTS)}.")
    filters = BoardFilters(**{each: request.args.get(each, "").strip() for each in FILTERS})
    items = board.items(registry(), name, datetime.now(UTC).date(), filters)
    # The names are looked up now: an answer that has begun cannot say that it failed.
    response = Response(list(_lines(name, items)), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="board-{name}.csv"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _lines(name: str, items: Iterator[Item]) -> Iterator[str]:
    yield _line(COLUMNS.get(name, COLUMNS_OF_RECORDS))
    for item in items:
        yield _line(tuple(_cells(item)))


def _line(cells: tuple[object, ...]) -> str:
    written = io.StringIO(newline="")
    shown = ("" if each is None else each for each in cells)
    row = [guarded(each) if isinstance(each, str) else each for each in shown]
    csv.writer(written).writerow(row)
    return written.getvalue()


def _cells(item: Item) -> Iterator[object]:
    if isinstance(item, ConflictItem):
        yield item.kind
        for named in (item.subject, item.record, item.other, item.agent):
            yield named.ctid if named else None
            yield _name(named)
        if "differs" in item.detail:
            for side in ("one", "other"):
                yield "; ".join(f"{each['fact']} {each[side]}" for each in item.detail["differs"])
        else:
            yield _says(item.detail.get("one")) or item.detail.get("relation")
            yield _says(item.detail.get("other"))
        yield item.publisher
    elif isinstance(item, ChangeItem):
        change = item.change
        yield from (change.number, change.at, change.kind, change.ctid, resource_iri(change.ctid))
        yield from (_name(item.record), change.type, item.publisher)
    else:
        yield from _of_a_record(item.summary, item.publisher)
        if isinstance(item, LinkItem):
            link = item.link
            yield from (link.property, link.url, link.status, link.outcome, link.checked_at)
            yield from (link.failed_days, link.note)
        else:
            yield from (item.day, " ".join(item.missing))


def _of_a_record(summary: Summary, publisher: str) -> Iterator[object]:
    provider = summary.provider
    yield from (summary.ctid, resource_iri(summary.ctid), best_text(summary.name, "en")[0])
    yield from (summary.type, _name(provider), provider.ctid if provider else None, publisher)


def _name(named: Named | None) -> str | None:
    return best_text(named.name, "en")[0] if named else None


def _says(facts: dict[str, str | None] | None) -> str | None:
    if not facts:
        return None
    start, end = facts.get("start"), facts.get("end")
    if facts["kind"] == "revocation":
        return f"revocation {start or 'without a date'}"
    if not start and not end:
        return f"{facts['kind']} without dates"
    period = [*(["from", start] if start else ()), *(["until", end] if end else ())]
    return " ".join([str(facts["kind"]), *map(str, period)])
