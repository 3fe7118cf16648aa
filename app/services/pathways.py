"""Pathways: what stacks into what, from the relations that records state; nothing is inferred."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.services.families import OTHER, SEARCHED, family_of
from app.services.names import names
from app.services.reading import summaries
from app.services.registry import Registry
from app.services.summaries import Named, Summary
from app.store import catalogue
from app.store.catalogue import EdgeRow
from app.store.database import Connection
from ctdl.ctid import CTID

FARTHEST = 3
"""How many steps away from the credential asked about are followed, in each direction."""
MOST_STEPS = 120
"""How many steps a pathway shows at most."""

_UPWARDS = (
    "ceterms:isPartOf",
    "ceterms:isPreparationFor",
    "ceterms:isRequiredFor",
    "ceterms:isRecommendedFor",
    "ceterms:isAdvancedStandingFor",
)
"""Relations that the smaller thing states towards the larger one."""
_DOWNWARDS = (
    "ceterms:hasPart",
    "ceterms:preparationFrom",
    "ceterms:advancedStandingFrom",
    "ceterms:requires",
    "ceterms:recommends",
)
"""Relations that the larger thing states towards the smaller one."""
_MEANING = {
    "ceterms:hasPart": "ceterms:isPartOf",
    "ceterms:preparationFrom": "ceterms:isPreparationFor",
    "ceterms:advancedStandingFrom": "ceterms:isAdvancedStandingFor",
    "ceterms:requires": "ceterms:isRequiredFor",
    "ceterms:recommends": "ceterms:isRecommendedFor",
}
STACKING = (*_UPWARDS, *_DOWNWARDS)
_PATHWAY = "ceterms:Pathway"
NAMES_PATHWAY = "ceterms:targetPathway"
"""How a credential names the pathway to it that is a record of its own."""


@dataclass(frozen=True)
class Step:
    """One thing counts towards another: `relation` reads from the smaller to the larger.

    `statements` are the relations that say so, of either side or of both.
    """

    smaller: CTID
    larger: CTID
    relation: str
    statements: tuple[EdgeRow, ...]

    @property
    def stated_by(self) -> tuple[CTID, ...]:
        """The records that say so; when both sides do, it holds both."""
        return tuple(dict.fromkeys(each.record for each in self.statements))


@dataclass(frozen=True)
class Pathway:
    """All that stacks into a credential, and what it stacks into itself."""

    ctid: CTID
    things: dict[CTID, Named]
    summaries: dict[CTID, Summary]
    steps: tuple[Step, ...]
    is_cut: bool

    def into(self, ctid: CTID) -> tuple[Step, ...]:
        """The steps that lead into this thing."""
        return tuple(step for step in self.steps if step.larger == ctid)

    def out_of(self, ctid: CTID) -> tuple[Step, ...]:
        """The steps that lead on from this thing."""
        return tuple(step for step in self.steps if step.smaller == ctid)


@dataclass(frozen=True)
class PathwayEntry:
    """A credential that others stack into, for the list of pathways."""

    summary: Summary
    parts: int


def get_pathway(registry: Registry, ctid: CTID) -> Pathway:
    """The pathway around a record; without any steps when nothing is stated."""
    with registry.database.reading() as connection:
        below, cut_below = _walk(connection, ctid, _smaller_of)
        above, cut_above = _walk(connection, ctid, _larger_of)
        steps = _joined([*below, *above])
        shown = {ctid, *(step.smaller for step in steps), *(step.larger for step in steps)}
        things = names(connection, shown)
    return Pathway(ctid, things, summaries(registry, shown), steps, cut_below or cut_above)


def published_pathways(registry: Registry, ctid: CTID) -> tuple[Named, ...]:
    """The pathways that are records of their own and that this one names as the way to it."""
    with registry.database.reading() as connection:
        edges = catalogue.edges_from(connection, [ctid], [NAMES_PATHWAY])
        known = names(connection, {edge.target for edge in edges if edge.target is not None})
    return tuple(each for each in known.values() if each.type == _PATHWAY and not each.withdrawn)


def list_pathways(registry: Registry) -> list[PathwayEntry]:
    """Every published pathway, and every credential that others are stated to stack into.

    A credential that names a published pathway as the way to it is listed by that pathway. The
    largest come first.
    """
    parts: dict[CTID, set[CTID]] = {}
    with registry.database.reading() as connection:
        for step in _steps(connection, catalogue.edges_by_predicate(connection, STACKING)):
            parts.setdefault(step.larger, set()).add(step.smaller)
        published = _published(connection)
        for edge in catalogue.edges_by_predicate(connection, [NAMES_PATHWAY]):
            if edge.target in published:
                parts.pop(edge.subject, None)
        for ctid, components in published.items():
            parts.setdefault(ctid, set()).update(components)
    known = summaries(registry, parts)
    entries = [PathwayEntry(known[ctid], len(parts[ctid])) for ctid in parts if ctid in known]
    return sorted(entries, key=lambda entry: (-entry.parts, entry.summary.ctid))


def steps_from(connection: Connection, ctids: Iterable[CTID]) -> tuple[Step, ...]:
    """The steps that lead from any of these things to a larger one, by whichever side states it."""
    smaller = set(ctids)
    found = _steps(connection, _larger_of(connection, smaller))
    return tuple(step for step in found if step.smaller in smaller)


def _published(connection: Connection) -> dict[CTID, set[CTID]]:
    """The pathways that are records of their own, with their components."""
    rows = catalogue.listing(connection, OTHER, types=[_PATHWAY])
    found: dict[CTID, set[CTID]] = {row.ctid: set() for row in rows}
    for edge in catalogue.edges_from(connection, found, ["ceterms:hasPart"]):
        if edge.target is not None:
            found[edge.subject].add(edge.target)
    return found


def _walk(
    connection: Connection, start: CTID, neighbours: "_Neighbours"
) -> tuple[list[Step], bool]:
    """The steps met when going one way from `start`, and whether some were left out."""
    found: list[Step] = []
    seen, frontier = {start}, {start}
    for _ in range(FARTHEST):
        steps = _steps(connection, neighbours(connection, frontier))
        steps = tuple(step for step in steps if frontier & {step.smaller, step.larger})
        if len(found) + len(steps) > MOST_STEPS:
            return [*found, *steps][:MOST_STEPS], True
        found += steps
        reached = {end for step in steps for end in (step.smaller, step.larger)}
        frontier = reached - seen
        seen |= reached
        if not frontier:
            return found, False
    return found, bool(neighbours(connection, frontier))


class _Neighbours:
    """Finds the relations that lead from some things in one direction."""

    def __init__(self, stated: Sequence[str], stated_by_others: Sequence[str]) -> None:
        self._stated, self._stated_by_others = stated, stated_by_others

    def __call__(self, connection: Connection, ctids: Iterable[CTID]) -> list[EdgeRow]:
        frontier = list(ctids)
        return [
            *catalogue.edges_from(connection, frontier, self._stated),
            *catalogue.edges_to(connection, frontier, self._stated_by_others),
        ]


_smaller_of = _Neighbours(_DOWNWARDS, _UPWARDS)
_larger_of = _Neighbours(_UPWARDS, _DOWNWARDS)


def _steps(connection: Connection, edges: Iterable[EdgeRow]) -> tuple[Step, ...]:
    """The relations between live credentials and courses; all other things are left out."""
    rows = [row for row in edges if row.target is not None and row.target != row.subject]
    ends = {end for row in rows for end in (row.subject, row.target) if end is not None}
    kinds = catalogue.resources(connection, ends)
    stackable = {
        ctid
        for ctid, resource in kinds.items()
        if not resource.withdrawn and family_of(resource.type) in SEARCHED
    }
    found = []
    for row in rows:
        if row.target is not None and {row.subject, row.target} <= stackable:
            upwards = row.predicate in _UPWARDS
            smaller, larger = (row.subject, row.target) if upwards else (row.target, row.subject)
            relation = _MEANING.get(row.predicate, row.predicate)
            found.append(Step(smaller, larger, relation, (row,)))
    return _joined(found)


def _joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    joined: dict[tuple[CTID, CTID, str], Step] = {}
    for step in steps:
        key = (step.smaller, step.larger, step.relation)
        known = joined.get(key, Step(*key, ()))
        statements = tuple(dict.fromkeys([*known.statements, *step.statements]))
        joined[key] = Step(*key, statements)
    return tuple(joined.values())
