"""Reach: all that what somebody holds counts towards, how far each is, and who says so.

Only what is stated: that nothing is stated about a credential means that nobody assessed it, which
is not a refusal. One step from what is held, and from the parts of what is held.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from app.services import reading
from app.services.confirming import CONFIRMED, Confirmed, Speakers, confirmed_by_side
from app.services.pathways import NAMES_PATHWAY, Step, steps_from
from app.services.planning import Progress, Standing
from app.services.plans.asked import PlanRequest, Refusal, held_ctids
from app.services.plans.facts import thing_of
from app.services.plans.gathering import acceptances_about, brings_its_parts
from app.services.plans.planning import gathered_for
from app.services.plans.targets import find_target
from app.services.registry import Registry
from app.services.summaries import Summary, summary_from_json
from app.store import catalogue
from app.store.catalogue import EdgeRow
from app.store.database import Connection
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.pathways.rules import Among, Holds, Rule, Said, Total, every
from ctdl.pathways.things import Acceptance, Problem, Thing
from ctdl.records.values import Amount

MOST_REACHED: Final = 200
"""So many things that are reached are looked at closely: those that most of what is held is in."""
MOST_TOLD: Final = 240
"""So many statements about one of them are looked at to tell who confirms it."""
MOST_BY_RULES: Final = 6
"""So many of those that have a published pathway are held against its rules: the nearest."""
PART_OF: Final = "ceterms:isPartOf"
_HAS_PART: Final = "ceterms:hasPart"
_STANDS_FOR: Final = "ceterms:proxyFor"

State = Literal["counts", "leads", "accepted", "refused"]
Basis = Literal["rules", "size", "own parts", "listed parts"]
"""By what it is told how far something is: the rules of its published pathway; the number of
credits it asks for among its parts; the parts that its provider states; or nothing, since somebody
else lists some parts."""


@dataclass(frozen=True)
class Reached:
    """Something that held things count towards.

    `state`: "counts" towards it, by what `basis` says; "leads" to it, as a preparation or a
    requirement; "accepted" or "refused" by a statement of transfer. `by` are the held things;
    `confirmed` who states it; `summary` is None for what an organisation awards at large, which
    is then `receiver`.
    """

    state: State
    by: tuple[str, ...]
    relation: str
    stated_by: tuple[CTID, ...]
    confirmed: Confirmed
    summary: Summary | None = None
    progress: Progress | None = None
    acceptance: Acceptance | None = None
    receiver: CTID | None = None
    basis: Basis | None = None
    listed: int = 0
    """So many things are listed as its parts."""

    @property
    def whole(self) -> bool:
        """Whether what is stated tells all that it asks for, so that one can say how far it is."""
        return self.basis in ("rules", "size")

    @property
    def share(self) -> Decimal | None:
        """How far it is, from 0 to 1; None where nothing tells, a bare list of parts neither."""
        is_told = self.progress is not None and self.basis not in (None, "listed parts")
        return self.progress.share if self.progress and is_told else None

    @property
    def held(self) -> int:
        """How many of its listed parts are held."""
        return int(self.progress.rules[0].have) if self.progress and self.progress.rules else 0


@dataclass(frozen=True)
class _Way:
    """A published pathway with the held things that its steps stand for.

    `naming` are the statements of the record it leads to: those that name it as the way there, or
    its own.
    """

    pathway: CTID
    steps: frozenset[CTID]
    naming: tuple[EdgeRow, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What was held, and all that it counts towards, the nearest first."""

    held: tuple[Summary, ...]
    refused: tuple[Refusal, ...]
    parts: frozenset[str]
    reached: tuple[Reached, ...]
    summaries: Mapping[CTID, Summary]
    is_cut: bool = False


def reach(registry: Registry, texts: Iterable[str], day: date) -> Reach:
    """All that these held things count towards on that day; raises TooMuchHeld."""
    ctids, refused = held_ctids(registry, texts)
    with registry.database.reading() as connection:
        parts = _parts_of(connection, ctids)
        whole = _completed(connection, ctids, parts)
        have = sorted({*ctids, *(part for ctid in whole for part in parts[ctid])})
        steps = [each for each in steps_from(connection, have) if each.larger not in have]
        larger, is_cut = _most_held(steps)
        asked = _parts_of(connection, larger)
    ends = {step.larger for step in steps}
    summaries = reading.summaries(registry, {*have, *ends})
    things = {ctid: thing_of(each) for ctid, each in summaries.items()}
    statements, is_more = acceptances_about(registry, have)
    confirming = _Confirming.of(registry, steps, summaries)
    counting = _counting(steps, larger, asked, things, frozenset(have), day, confirming)
    reached = [
        *_by_published_rules(registry, counting, have, day),
        *_leading(steps, confirming),
        *_transferred(statements, frozenset(have), day),
    ]
    targets = {each.acceptance.counts_as for each in reached if each.acceptance}
    targets |= {each.acceptance.towards for each in reached if each.acceptance}
    others = reading.summaries(
        registry, [CTID(each) for each in targets if each and _is_ctid(each)]
    )
    known = {**summaries, **others}
    return Reach(
        held=tuple(known[ctid] for ctid in ctids if ctid in known),
        refused=refused,
        parts=frozenset(have) - set(ctids),
        reached=tuple(sorted(reached, key=_nearest)),
        summaries=known,
        is_cut=is_cut or is_more,
    )


def parts_rule(whole: CTID, parts: Sequence[str], credits: Sequence[Amount]) -> Rule:
    """What is asked of the parts, as `ctdl.pathways.reading.award_rule` reads it.

    So many credits among them where a size is stated, else all of them: made from the catalogue,
    so that hundreds can be looked at without reading their documents.
    """
    said = Said(whole, _HAS_PART)
    sizes = [each for each in credits if each.minimum is not None]
    if len(sizes) == 1:
        least = Decimal(str(sizes[0].minimum))
        among = Among(things=frozenset(parts))
        return Total(f"{whole}/size", said, among, sizes[0].unit, least)
    held = tuple(Holds(f"{whole}/{place}", said, part) for place, part in enumerate(parts))
    return every(f"{whole}/parts", said, held)


def _parts_of(connection: Connection, ctids: Sequence[CTID]) -> dict[CTID, list[CTID]]:
    """The parts of each, by whoever states them, in the order of the records."""
    found: dict[CTID, dict[CTID, None]] = {}
    for edge in catalogue.edges_from(connection, ctids, [_HAS_PART]):
        if edge.target is not None and edge.target != edge.subject:
            found.setdefault(edge.subject, {})[edge.target] = None
    for edge in catalogue.edges_to(connection, ctids, [PART_OF]):
        if edge.target is not None and edge.target != edge.subject:
            found.setdefault(edge.target, {})[edge.subject] = None
    return {ctid: list(parts) for ctid, parts in found.items()}


def _completed(
    connection: Connection,
    ctids: Sequence[CTID],
    parts: Mapping[CTID, Sequence[CTID]],
) -> list[CTID]:
    """Those of the held things that are held with all of their parts."""
    rows = catalogue.records(connection, parts)
    things = {ctid: thing_of(summary_from_json(row.summary)) for ctid, row in rows.items()}
    return [
        ctid
        for ctid in ctids
        if ctid in rows
        and brings_its_parts(parts_rule(ctid, parts[ctid], things[ctid].credits), rows[ctid].type)
    ]


def _most_held(steps: Sequence[Step]) -> tuple[list[CTID], bool]:
    """The larger things that most held things are part of, and whether others were left out."""
    counts: dict[CTID, int] = {}
    for step in steps:
        if step.relation == PART_OF:
            counts[step.larger] = counts.get(step.larger, 0) + 1
    found = sorted(counts, key=lambda ctid: (-counts[ctid], ctid))
    return found[:MOST_REACHED], len(found) > MOST_REACHED


def _counting(
    steps: Sequence[Step],
    larger: Sequence[CTID],
    asked: Mapping[CTID, Sequence[CTID]],
    things: Mapping[CTID, Thing],
    have: frozenset[str],
    day: date,
    confirming: "_Confirming",
) -> Iterable[Reached]:
    empty = every("nothing", Said(CTID(""), _HAS_PART), ())
    standing = Standing(
        have, Problem(empty, have, {str(ctid): thing for ctid, thing in things.items()}, day)
    )
    by_whole: dict[CTID, list[Step]] = {}
    for step in steps:
        if step.relation == PART_OF:
            by_whole.setdefault(step.larger, []).append(step)
    for whole in larger:
        if whole not in confirming.summaries:
            continue
        own = by_whole.get(whole, [])
        said = tuple(dict.fromkeys(each for step in own for each in step.stated_by))
        parts = asked.get(whole, ())
        rule = parts_rule(whole, parts, things[whole].credits)
        confirmed = confirming.of_steps(own)
        yield Reached(
            state="counts",
            by=tuple(sorted({step.smaller for step in own})),
            relation=PART_OF,
            stated_by=said,
            confirmed=confirmed,
            summary=confirming.summaries[whole],
            progress=standing.towards(rule),
            basis=_basis(rule, confirmed),
            listed=len(parts),
        )


def _basis(rule: Rule, confirmed: Confirmed) -> Basis:
    if isinstance(rule, Total):
        return "size"
    return "own parts" if CONFIRMED[confirmed] else "listed parts"


def _by_published_rules(
    registry: Registry, counting: Iterable[Reached], have: Sequence[CTID], day: date
) -> Iterable[Reached]:
    """The same and what held things are steps of a published pathway to, by its rules.

    Only the nearest are held against their rules; of the others it is only said that things count.
    """
    by_parts = {each.summary.ctid: each for each in counting if each.summary}
    with registry.database.reading() as connection:
        ways = _ways(connection, have)
    summaries = reading.summaries(registry, ways)
    speakers = Speakers.of(registry, {each.record for way in ways.values() for each in way.naming})
    found = dict(by_parts)
    for ctid, way in ways.items():
        if ctid not in summaries or ctid in have:
            continue
        known = by_parts.get(ctid) or Reached(
            state="counts",
            by=(),
            relation=NAMES_PATHWAY,
            stated_by=(way.pathway,),
            confirmed=_of_way(speakers, way, summaries[ctid]),
            summary=summaries[ctid],
        )
        by = tuple(sorted({*known.by, *way.steps}))
        found[ctid] = replace(known, by=by)
    left = MOST_BY_RULES
    for ctid, each in sorted(found.items(), key=lambda item: _nearest(item[1])):
        if ctid not in ways or not left:
            yield each
            continue
        left -= 1
        target = find_target(registry, ctid, have)
        request = PlanRequest(ctid, held=tuple(have), day=day)
        standing = Standing(have, gathered_for(registry, target, request).problem)
        yield replace(each, progress=standing.towards(target.rule), basis="rules")


def _ways(connection: Connection, have: Sequence[CTID]) -> dict[CTID, _Way]:
    """What the published pathways lead to that have a step standing for a held thing.

    That is the record which names the pathway as the way to it, else the pathway itself.
    """
    steps: dict[CTID, set[CTID]] = {}
    standing: dict[CTID, list[EdgeRow]] = {}
    for edge in catalogue.edges_to(connection, have, [_STANDS_FOR]):
        if edge.target is not None:
            steps.setdefault(edge.record, set()).add(edge.target)
            standing.setdefault(edge.record, []).append(edge)
    found: dict[CTID, _Way] = {}
    for edge in catalogue.edges_to(connection, steps, [NAMES_PATHWAY]):
        if edge.target is not None:
            found[edge.subject] = _Way(edge.target, frozenset(steps[edge.target]), (edge,))
    named = {way.pathway for way in found.values()}
    for pathway, own in steps.items():
        if pathway not in named:
            found[pathway] = _Way(pathway, frozenset(own), tuple(standing[pathway][:MOST_TOLD]))
    return found


def _of_way(speakers: Speakers, way: _Way, summary: Summary) -> Confirmed:
    """Whether whoever gives the award names the pathway, or the pathway is only somebody's."""
    return speakers.confirmed(way.naming, (), summary.ctid, summary.providers)


def _leading(steps: Sequence[Step], confirming: "_Confirming") -> Iterable[Reached]:
    for step in steps:
        if step.relation != PART_OF and step.larger in confirming.summaries:
            yield Reached(
                state="leads",
                by=(step.smaller,),
                relation=step.relation,
                stated_by=step.stated_by,
                confirmed=confirming.of_steps([step]),
                summary=confirming.summaries[step.larger],
            )


@dataclass(frozen=True)
class _Confirming:
    """Who states the steps; only where the larger side states one, words have to be read."""

    summaries: Mapping[CTID, Summary]
    speakers: Speakers

    @classmethod
    def of(
        cls, registry: Registry, steps: Sequence[Step], summaries: Mapping[CTID, Summary]
    ) -> "_Confirming":
        both = {step.larger for step in steps if _is_stated_there(step)}
        rows = (row for step in steps if step.larger in both for row in step.statements)
        return cls(summaries, Speakers.of(registry, {row.record for row in rows}))

    def of_steps(self, steps: Sequence[Step]) -> Confirmed:
        """Who states these steps to one and the same thing."""
        larger = steps[0].larger
        rows = [row for step in steps for row in step.statements][:MOST_TOLD]
        if not any(map(_is_stated_there, steps)):
            return "giver"
        smaller = {step.smaller for step in steps}
        return self.speakers.confirmed(rows, smaller, larger, self.summaries[larger].providers)


def _is_stated_there(step: Step) -> bool:
    return any(step.larger in (row.subject, row.record) for row in step.statements)


def _transferred(
    statements: Iterable[Acceptance], have: frozenset[str], day: date
) -> Iterable[Reached]:
    for each in statements:
        if each.things <= have and each.said.holds_on(day):
            yield Reached(
                # Two programmes that agreed on nothing that is stated: one leads to the other.
                state="leads" if each.state == "not stated" else each.state,
                by=tuple(sorted(each.things)),
                relation=each.said.predicate,
                stated_by=(each.said.record,),
                confirmed=confirmed_by_side(each.side),
                acceptance=each,
                receiver=CTID(each.receiver) if each.receiver and _is_ctid(each.receiver) else None,
            )


def _is_ctid(text: str) -> bool:
    return bool(CTID_PATTERN.fullmatch(text))


_ORDER: Final[tuple[State, ...]] = ("counts", "accepted", "leads", "refused")


def _nearest(each: Reached) -> tuple[int, Decimal, int, str]:
    key = each.summary.ctid if each.summary else each.acceptance.id if each.acceptance else ""
    far = each.progress.share if each.progress else Decimal(0)
    return _ORDER.index(each.state), -far, -len(each.by), key
