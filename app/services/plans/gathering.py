"""From the registry to a problem: everything that can matter for a target, and nothing else.

Starting from what the target's rule names and from what is held, this follows what is stated:
what things require, what they consist of, what contains them, and what counts as them elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.services import reading
from app.services.accepting import acceptances_in, joined_by
from app.services.plans.asked import PlanRequest
from app.services.plans.facts import known_things, thing_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Summary
from app.store import catalogue, log
from app.store.catalogue import EdgeRow, ResourceRow
from app.store.database import Connection
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.pathways.reading import (
    Joined,
    LocalThing,
    award_rule,
    local_things,
    requirements,
    rests_on_stated_parts,
)
from ctdl.pathways.rules import Holds, Rule, SomeOf, every, named_things, walk
from ctdl.pathways.things import Acceptance, Problem, Thing
from ctdl.vocabulary import vocabulary

ROUNDS: Final = 6
"""How many steps away from the target and from what is held are followed."""
MOST_THINGS: Final = 4000
"""With more than these nothing further is followed."""
MOST_STATING: Final = 500
"""So many records are read for what is held counting elsewhere."""
MOST_OF_A_GIVER: Final = 500
"""So many statements about courses that have no record of their own are looked through a step."""

_HAS_PART: Final = "ceterms:hasPart"
_IS_PART_OF: Final = "ceterms:isPartOf"
_REQUIRED_FOR: Final = "ceterms:isRequiredFor"
_STATED_TO_IT: Final = (_IS_PART_OF, _REQUIRED_FOR)
_REQUIRING: Final = (
    "ceterms:requires",
    "ceterms:entryCondition",
    "ceterms:prerequisite",
    "ceterms:corequisite",
    "ceterms:coPrerequisite",
)
_STANDING: Final = ("ceterms:advancedStandingFrom", "ceterms:isAdvancedStandingFor")
_TRANSFERRING: Final = ("ceterms:transferValueFrom", "ceterms:transferValueFor")
_TRANSFERRED: Final = ("ceterms:providesTransferValueFor", "ceterms:receivesTransferValueFrom")
_DEGREE: Final = "ceterms:Degree"
_PATHWAY: Final = "ceterms:Pathway"


@dataclass(frozen=True)
class Gathered:
    """A problem, and what is needed to speak about it: names of records and of local things."""

    problem: Problem
    summaries: Mapping[CTID, Summary]
    local: Mapping[str, LocalThing]
    is_cut: bool = False


@dataclass(frozen=True)
class Start:
    """Where gathering begins: the rule aimed at, and what only the target's own record knows.

    `before` is what it wants to come before things, `described` what it describes itself, and
    `left_out` is never taken apart, such as the target.
    """

    rule: Rule
    before: Mapping[str, Rule] = field(default_factory=dict)
    described: Mapping[str, LocalThing] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


def gather(registry: Registry, start: Start, request: PlanRequest) -> Gathered:
    """All that may count towards the rule, with what is held."""
    neighbourhood = Neighbourhood(
        registry, start.left_out, local=dict(start.described), before=start.before
    )
    named = {id_ for each in (start.rule, *start.before.values()) for id_ in named_things(each)}
    neighbourhood.describe(start.left_out, named)
    neighbourhood.follow([*named, *request.held])
    return Gathered(
        problem=Problem(
            target=start.rule,
            held=frozenset(request.held),
            things=neighbourhood.things(),
            day=request.day,
            acceptances=neighbourhood.acceptances,
            limits=request.limits,
            award=next(iter(start.left_out), None),
            awarded_by=_awarding(registry, start.left_out),
        ),
        summaries=neighbourhood.summaries,
        local=neighbourhood.local,
        is_cut=neighbourhood.is_cut,
    )


def _awarding(registry: Registry, ids: frozenset[str]) -> frozenset[str]:
    """The organisations that the records of these name as their providers."""
    summaries = reading.summaries(registry, _ctids(ids)).values()
    return frozenset(each.ctid for some in summaries for each in some.providers if each.ctid)


def joined_to(registry: Registry, ctid: CTID) -> tuple[Joined, ...]:
    """What other records state to be part of this one, or required for it."""
    with registry.database.reading() as connection:
        return joined_by(connection, [ctid], _STATED_TO_IT).get(ctid, ())


def classes_of(registry: Registry, ids: Iterable[str]) -> dict[str, str]:
    """The classes of these things; unknown ones are left out."""
    with registry.database.reading() as connection:
        return _classes(connection, ids)


def acceptances_about(
    registry: Registry, ctids: Sequence[CTID]
) -> tuple[tuple[Acceptance, ...], bool]:
    """What is stated about these things counting elsewhere, or others as them; if there is more."""
    with registry.database.reading() as connection:
        stating = sorted(_stating(connection, ctids))
    neighbourhood = Neighbourhood(registry)
    neighbourhood.read_statements(stating[:MOST_STATING])
    return neighbourhood.acceptances, len(stating) > MOST_STATING


def brings_its_parts(rule: Rule | None, type_: str) -> bool:
    """Whether whoever holds it holds its parts: it asks for all of them, and for nothing else.

    Of a degree the parts that are known are seldom all, so it brings none.
    """
    if rule is None or vocabulary().is_a(type_, _DEGREE):
        return False
    return any(
        rests_on_stated_parts(each)
        and isinstance(each, SomeOf)
        and each.kind == "all"
        and all(isinstance(inner, Holds) for inner in each.rules)
        for each in walk(rule)
    )


@dataclass
class Neighbourhood:
    """Things gathered so far; each is looked up once."""

    registry: Registry
    left_out: frozenset[str] = frozenset()
    summaries: dict[CTID, Summary] = field(default_factory=dict)
    local: dict[str, LocalThing] = field(default_factory=dict)
    before: Mapping[str, Rule] = field(default_factory=dict)
    is_cut: bool = False
    _requires: dict[str, Rule] = field(default_factory=dict)
    _parts: dict[str, frozenset[str]] = field(default_factory=dict)
    _withdrawn: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _statements: dict[str, tuple[Acceptance, ...]] = field(default_factory=dict)
    _elsewhere: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def acceptances(self) -> tuple[Acceptance, ...]:
        """What counts elsewhere, each statement once."""
        found = {each.id: each for some in self._statements.values() for each in some}
        return tuple(found[id_] for id_ in sorted(found))

    def things(self) -> dict[str, Thing]:
        """Everything gathered, with the facts that plans are made from."""
        known: dict[str, Thing] = known_things(self.local)
        for ctid, summary in self.summaries.items():
            parts = self._parts.get(ctid, frozenset())
            known[ctid] = thing_of(summary, parts, withdrawn=ctid in self._withdrawn)
        return {id_: replace(thing, requires=self._asked(id_)) for id_, thing in known.items()}

    def _asked(self, id_: str) -> Rule | None:
        """What has to come before a thing, by its own record and by the pathway."""
        rules = tuple(each for some in (self._requires, self.before) if (each := some.get(id_)))
        return (
            every(f"{id_}/asked", rules[0].said, rules)
            if len(rules) > 1
            else next(iter(rules), None)
        )

    def follow(self, ids: Iterable[str]) -> None:
        """Gather these and what they lead to."""
        frontier = set(ids)
        for _ in range(ROUNDS):
            frontier -= self._seen
            if not frontier:
                return
            if len(self._seen) + len(frontier) > MOST_THINGS:
                self.is_cut = True
                frontier = set(sorted(frontier)[: MOST_THINGS - len(self._seen)])
            self._seen |= frontier
            frontier = self._step(frontier)
        self.is_cut = self.is_cut or bool(frontier - self._seen)

    def describe(self, ids: Iterable[str], named: Collection[str]) -> None:
        """Keep what these records describe of the things that are named and have no record."""
        for revision in _documents(self.registry, _ctids(ids)).values():
            self._keep_local(revision, named)

    def _keep_local(self, revision: Revision, named: Collection[str]) -> None:
        for each in local_things(revision.document):
            if each.id in named:
                self.local.setdefault(each.id, each)

    def _about_local(self, connection: Connection, ids: Collection[str]) -> set[CTID]:
        """The records that may say what things without a record are worth: by who gives these."""
        local = [self.local[id_] for id_ in ids if id_ in self.local]
        givers = {giver.ctid for each in local for giver in each.providers if giver.ctid}
        about = catalogue.edges_to(connection, sorted(givers), _TRANSFERRING) if givers else []
        records = sorted(
            record
            for record in {edge.record for edge in about} - self._statements.keys()
            if not self._elsewhere.get(record, frozenset(ids)).isdisjoint(ids)
        )
        self.is_cut = self.is_cut or len(records) > MOST_OF_A_GIVER
        return set(records[:MOST_OF_A_GIVER])

    def _step(self, ids: Collection[str]) -> set[str]:
        ctids = _ctids(ids)
        with self.registry.database.reading() as connection:
            resources = _to_be_had(catalogue.resources(connection, ctids))
            joined = joined_by(connection, ctids, _STATED_TO_IT)
            wholes = _wholes(connection, ctids)
            asking = {edge.subject for edge in catalogue.edges_from(connection, ctids, _REQUIRING)}
            parts = {edge.subject for edge in catalogue.edges_from(connection, ctids, [_HAS_PART])}
            stating = _stating(connection, ctids)
            of_givers = self._about_local(connection, ids) - stating
            classes = _classes(
                connection,
                {edge.thing for some in joined.values() for edge in some},
            )
        self._withdrawn |= {ctid for ctid, row in resources.items() if row.withdrawn}
        self.summaries |= reading.summaries(self.registry, resources)
        consists = parts | {
            ctid
            for ctid, some in joined.items()
            if any(edge.said.predicate == _IS_PART_OF for edge in some)
        }
        needed = (asking | consists | set(joined)) - self.left_out
        records = {row.record for ctid, row in resources.items() if ctid in needed}
        found: set[str] = set()
        documents = _documents(self.registry, records)
        for ctid in sorted(needed & resources.keys()):
            revision = documents.get(resources[ctid].record)
            if revision is None:
                continue
            others = joined.get(ctid, ())
            before = requirements(revision.document, ctid, others, classes)
            if before is not None:
                self._requires[ctid] = before
                found |= named_things(before)
                self._keep_local(revision, named_things(before))
            if ctid in consists:
                found |= self._consists(ctid, revision, others, classes, resources[ctid].type)
        found |= self.read_statements(stating, of_givers)
        return found | (wholes - self.left_out)

    def _consists(
        self,
        ctid: CTID,
        revision: Revision,
        others: Sequence[Joined],
        classes: Mapping[str, str],
        type_: str,
    ) -> frozenset[str]:
        award = award_rule(revision.document, ctid, others, classes)
        if award is None or not brings_its_parts(award, type_):
            return frozenset()
        parts = named_things(award)
        self._parts[ctid] = parts
        return parts

    def read_statements(
        self, stating: Iterable[CTID], of_givers: Collection[CTID] = ()
    ) -> set[str]:
        """Read the records that state what counts elsewhere; the things they name.

        Those `of_givers` may be about anything these give; only what was asked for is kept.
        """
        unread = {*stating, *of_givers} - self._statements.keys()
        documents = _documents(self.registry, unread)
        stated = acceptances_in(self.registry, documents)
        found: set[str] = set()
        for ctid, revision in documents.items():
            read = stated[ctid]
            about = frozenset(
                id_ for each in read for id_ in (*each.things, each.counts_as) if id_ is not None
            )
            if ctid in of_givers and about.isdisjoint(self._seen):
                self._elsewhere[ctid] = about
                continue
            self._statements[ctid] = read
            self.local = {each.id: each for each in local_things(revision.document)} | self.local
            found |= about
        return found


def _to_be_had(resources: Mapping[CTID, ResourceRow]) -> dict[CTID, ResourceRow]:
    """Those of the resources that somebody can have: a pathway only says how to get there."""
    return {
        ctid: row for ctid, row in resources.items() if not vocabulary().is_a(row.type, _PATHWAY)
    }


def _wholes(connection: Connection, ctids: Sequence[CTID]) -> set[str]:
    """What these are part of."""
    stated: list[EdgeRow] = catalogue.edges_from(connection, ctids, [_IS_PART_OF])
    others = catalogue.edges_to(connection, ctids, [_HAS_PART])
    return {edge.target for edge in stated if edge.target} | {edge.subject for edge in others}


def _stating(connection: Connection, ctids: Sequence[CTID]) -> set[CTID]:
    """The records that may say what these count as, or what counts as them."""
    about = catalogue.edges_to(connection, ctids, (*_TRANSFERRING, *_STANDING))
    said = catalogue.edges_from(connection, ctids, (*_TRANSFERRED, *_STANDING))
    standing = {edge.record for edge in said if edge.predicate in _STANDING}
    transfers = {edge.target for edge in said if edge.predicate in _TRANSFERRED and edge.target}
    return {edge.record for edge in about} | standing | transfers


def _classes(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    return {ctid: row.type for ctid, row in catalogue.resources(connection, _ctids(ids)).items()}


def _ctids(ids: Iterable[str]) -> list[CTID]:
    """Those of the ids that are CTIDs; the others are things only one document describes."""
    return sorted({CTID(each) for each in ids if CTID_PATTERN.fullmatch(each)})


def _documents(registry: Registry, records: Iterable[CTID]) -> dict[CTID, Revision]:
    """The live documents of these records."""
    changes = log.newest_of(registry.database, records)
    return {each.ctid: Revision(each) for each in changes if not each.is_withdrawal}
