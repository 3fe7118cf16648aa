"""Comparisons of levels in words: rows, what a level is elsewhere, and the map of two frameworks.

Relations are read from here to there and are never "equals"; every row leads to its own page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.facet_labels import framework_short_name, level_label
from app.presenters.facts import Evidence, Sources
from app.presenters.levels_elsewhere import range_label
from app.presenters.links import Link
from app.presenters.text import Text, content, titled
from app.services.frameworks import MapView
from ctdl.crosswalk import Comparison, Crosswalk, Elsewhere
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS, Framework


@dataclass(frozen=True)
class ShownRow:
    """One row, read from `here`: how it compares with `there`, or that nothing there compares.

    `code` is the relation as data, for what is drawn; `key` tells the row from others of its map.
    """

    here: Text
    here_link: Link
    there: Text | None
    there_link: Link | None
    relation: str
    code: str
    basis: str | None
    source: str | None
    year: str | None
    is_indicative: bool
    is_derived: bool
    link: Link | None
    key: str | None
    iri: str | None


@dataclass(frozen=True)
class ShownElsewhere:
    """What a level is in one other framework, as far as any row goes.

    `range_words` names all levels there at once; `routes` are pairs of rows by way of a third
    framework, shown as two rows each.
    """

    framework: Text
    short_name: str
    link: Link
    range_words: Text | None
    is_range: bool
    rows: tuple[ShownRow, ...]
    routes: tuple[tuple[ShownRow, ShownRow], ...]


@dataclass(frozen=True)
class Counterparts:
    """What a level is in all other frameworks, one kind of knowledge apart from the other."""

    documented: tuple[ShownElsewhere, ...]
    missing: tuple[ShownElsewhere, ...]
    indicative: tuple[ShownElsewhere, ...]
    by_way: tuple[ShownElsewhere, ...]
    not_compared: tuple[ShownElsewhere, ...]


@dataclass(frozen=True)
class MapPage:
    """Everything the page of a map between two frameworks shows."""

    ctid: CTID
    link: Link
    title: str
    first: Text
    first_link: Link
    first_short: str
    second: Text
    second_link: Link
    second_short: str
    description: Text | None
    rows: tuple[ShownRow, ...]
    inverses: tuple[ShownRow | None, ...]
    rows_words: str
    bases: tuple[str, ...]
    is_indicative: bool
    reverse: Link | None
    ladder: Link
    sources: tuple[Evidence, ...]

    @property
    def both(self) -> tuple[tuple[ShownRow, ShownRow | None], ...]:
        """Each row with the way it reads from its other end."""
        return tuple(zip(self.rows, self.inverses, strict=True))


@dataclass(frozen=True)
class RowPage:
    """Everything the page of one row shows."""

    map: MapPage
    row: ShownRow
    inverse: ShownRow | None
    level_id: str
    other_framework: str
    earlier: ShownRow | None
    later: ShownRow | None


def level_link(level_id: str) -> Link:
    """The page of a level."""
    framework, _, notation = level_id.partition(":")
    return Link("level", {"framework": framework, "notation": notation})


def map_link(first: str, second: str) -> Link:
    """The page of the map that compares the framework `first` with `second`."""
    return Link("crosswalk", {"first": first, "second": second})


def framework_title(framework: Framework) -> Text:
    """The official name of a framework, marked as English where the page is not."""
    return titled({"en": framework.name}, framework.id)


def shown_row(row: Comparison, crosswalk: Crosswalk) -> ShownRow:
    """The row in words, with the way to its own page."""
    stored_pair = crosswalk.pair_of(row.map_ctid)
    key = row.key if stored_pair else None
    link = None
    if stored_pair and key:
        values = {"first": stored_pair[0], "second": stored_pair[1], "row": key}
        link = Link("crosswalk_row", values)
    return ShownRow(
        here=level_label(row.level),
        here_link=level_link(row.level),
        there=level_label(row.other) if row.other else None,
        there_link=level_link(row.other) if row.other else None,
        relation=labels.level_relation_label(row.relation),
        code=row.relation,
        basis=labels.basis_label(row.basis) if row.basis else None,
        source=row.source,
        year=row.year or None,
        is_indicative=row.is_indicative,
        is_derived=row.derived,
        link=link,
        key=key,
        iri=row.row,
    )


def counterparts(found: Iterable[Elsewhere], crosswalk: Crosswalk) -> Counterparts:
    """All that is known of a level in other frameworks, sorted by what it rests on."""
    parts: dict[str, list[ShownElsewhere]] = {}
    for each in found:
        documented = [row for row in each.direct if not row.is_indicative]
        indicative = [row for row in each.direct if row.is_indicative]
        for kind, rows in (
            ("documented", documented),
            ("missing", each.missing),
            ("indicative", indicative),
        ):
            if rows:
                parts.setdefault(kind, []).append(_elsewhere(each, rows, crosswalk))
        if not (each.direct or each.missing):
            kind = "by_way" if each.routes else "not_compared"
            parts.setdefault(kind, []).append(_elsewhere(each, (), crosswalk))
    return Counterparts(
        *(
            tuple(parts.get(kind, ()))
            for kind in ("documented", "missing", "indicative", "by_way", "not_compared")
        )
    )


def map_page(view: MapView, crosswalk: Crosswalk) -> MapPage:
    """The map of two frameworks, highest level first."""
    rows = sorted(view.rows, key=_place, reverse=True)
    inverses = [row.inverse() for row in rows]
    sources = Sources(view.stored.provenance, view.stored.publisher_name)
    sources.of("ceterms:name")
    first, second = framework_title(view.first), framework_title(view.second)
    shorts = framework_short_name(view.first.id), framework_short_name(view.second.id)
    reverse = map_link(view.second.id, view.first.id)
    bases = dict.fromkeys(row.basis for row in rows if row.basis)
    return MapPage(
        ctid=view.stored.ctid,
        link=map_link(view.first.id, view.second.id),
        title=gettext("%(first)s compared with %(second)s", first=shorts[0], second=shorts[1]),
        first=first,
        first_link=Link("framework", {"framework": view.first.id}),
        first_short=shorts[0],
        second=second,
        second_link=Link("framework", {"framework": view.second.id}),
        second_short=shorts[1],
        description=content(view.record.description),
        rows=tuple(shown_row(row, crosswalk) for row in rows),
        inverses=tuple(shown_row(each, crosswalk) if each else None for each in inverses),
        rows_words=ngettext(
            "%(amount)s row", "%(amount)s rows", len(rows), amount=formats.number(len(rows))
        ),
        bases=tuple(labels.basis_label(basis) for basis in bases),
        is_indicative=all(row.is_indicative for row in rows),
        reverse=reverse if view.has_reverse else None,
        ladder=Link("framework", {"framework": view.first.id, "with": view.second.id}),
        sources=sources.listed(),
    )


def row_page(page: MapPage, key: str, view: MapView) -> RowPage | None:
    """One row of the map, or None when no row has this key."""
    keys = [row.key for row in page.rows]
    if key not in keys:
        return None
    place = keys.index(key)
    row = page.rows[place]
    stored = next(each for each in view.rows if each.key == key)
    return RowPage(
        map=page,
        row=row,
        inverse=page.inverses[place],
        level_id=stored.level,
        other_framework=stored.framework,
        earlier=page.rows[place - 1] if place > 0 else None,
        later=page.rows[place + 1] if place + 1 < len(page.rows) else None,
    )


def _elsewhere(
    found: Elsewhere, rows: Sequence[Comparison], crosswalk: Crosswalk
) -> ShownElsewhere:
    framework = FRAMEWORKS.frameworks[found.framework]
    ends = {row.other for row in rows} | {route.second.other for route in found.routes}
    levels = [level for level in found.levels if level.id in ends]
    return ShownElsewhere(
        framework=framework_title(framework),
        short_name=framework_short_name(framework.id),
        link=Link("framework", {"framework": framework.id}),
        range_words=range_label(framework.id, levels) if levels else None,
        is_range=len(levels) > 1,
        rows=tuple(shown_row(row, crosswalk) for row in rows),
        routes=tuple(
            (shown_row(route.first, crosswalk), shown_row(route.second, crosswalk))
            for route in found.routes
        ),
    )


def _place(row: Comparison) -> tuple[int, int]:
    level = FRAMEWORKS.level(row.level)
    other = FRAMEWORKS.level(row.other) if row.other else None
    return (level.order if level else 0, other.order if other else 0)
