"""What somebody aims at, as a rule: a credential, a course, or one end of a pathway."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.services import reading
from app.services.families import SEARCHED, family_of
from app.services.gap.candidates import candidates
from app.services.plans.asked import NotATarget
from app.services.plans.gathering import classes_of, joined_to
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from app.services.registry import Registry
from ctdl.concepts import ESCO, thesaurus
from ctdl.ctid import CTID, parse_ctid
from ctdl.language import LangText
from ctdl.pathways.reading import (
    Destination,
    Fault,
    LocalThing,
    PathwayRules,
    award_rule,
    entry_rule,
    faults_of,
    pathway_rules,
    read_pathway,
    requirements,
)
from ctdl.pathways.rules import Holds, Rule, Said, SomeOf, either, every
from ctdl.records import CredentialRecord
from ctdl.records.pathways import Component, PathwayRecord
from ctdl.records.reading import NodeView

_REQUIRES: Final = "ceterms:requires"
_PATHWAY: Final = "ceterms:targetPathway"
_DESTINATION: Final = "ceterms:hasDestinationComponent"
_SKILLS: Final = "esco:hasEssentialSkill"
MOST_FOR_A_SKILL: Final = 40
"""So many records for one skill are chosen from: those that name most skills of the occupation."""


@dataclass(frozen=True)
class Target:
    """What is aimed at and what it takes; `faults` are what its record states that cannot be."""

    ctid: CTID
    type: str
    name: LangText
    rule: Rule
    faults: tuple[Fault, ...] = ()
    before: Mapping[str, Rule] = field(default_factory=dict)
    """What a pathway wants to come before each of its things."""
    described: Mapping[str, LocalThing] = field(default_factory=dict)
    """The components of a pathway that stand for nothing else."""
    pathway: PathwayRecord | None = None
    givers: frozenset[str] = frozenset()
    """The organisations that own or offer it, whose acceptance of other things counts."""
    iri: str | None = None
    """Where an occupation is defined; it is no record of the registry."""
    not_taught: tuple[LangText, ...] = ()
    """The skills of an occupation that no record here names; no rule asks for them."""
    ends: tuple[Destination, ...] = ()
    """The destinations of the pathway, of which one or another is aimed at."""
    is_stated: bool = True
    """Whether anything is stated that leads to it; else there is only the thing itself."""


def find_target(registry: Registry, text: str, held: Collection[CTID] = ()) -> Target:
    """The target with this CTID; of a pathway any of its destinations, of a destination that one.

    An occupation or a group of them is told by its id at ESCO, as in gap analysis: each of its
    skills has to be named by something that counts, one of the `held` things if it does.
    Raises CTIDError, RecordNotFound, RecordWithdrawn, or NotATarget for records of other classes.
    """
    id_ = text.strip().removeprefix(ESCO)
    if id_ in thesaurus():
        return _occupation(registry, id_, held)
    stored = reading.get_record(registry, parse_ctid(text.strip()))
    pathway = read_pathway(stored.document)
    if pathway is not None:
        return _pathway(stored, pathway)
    if family_of(stored.record.type) in SEARCHED:
        return _award(registry, stored)
    raise NotATarget(
        f"{stored.ctid} is of the class {stored.record.type}; a target is a credential, a course or"
        " a pathway."
    )


def _award(registry: Registry, stored: StoredRecord) -> Target:
    """What it asks for before it is taken and to be awarded; itself where it says neither."""
    ctid = stored.ctid
    joined = joined_to(registry, ctid)
    classes = classes_of(registry, (edge.thing for edge in joined))
    own = _own_pathway(registry, stored)
    award = own.rule if own else award_rule(stored.document, ctid, joined, classes)
    # What an award is made of repeats what the record requires; only its entry stands beside it.
    before = (
        requirements(stored.document, ctid, joined, classes)
        if award is None
        else entry_rule(stored.document, ctid, classes)
    )
    rules = list(_apart(rule for rule in (before, award) if rule is not None))
    said = Said(ctid, _REQUIRES)
    # Nobody has the target on the way to it, unless what it asks for is had: a circle ends there.
    made = own.before.get(ctid) if own else award
    first = tuple(_apart(rule for rule in (before, made) if rule is not None))
    asked: dict[str, Rule] = {ctid: every(f"{ctid}/first", said, first)} if first else {}
    if award is None:
        rules.append(Holds(f"{ctid}/itself", said, ctid))
    return Target(
        ctid=ctid,
        type=stored.record.type,
        name=stored.record.name,
        rule=every(f"{ctid}/target", said, tuple(rules)),
        faults=(*faults_of(stored.document, ctid, joined, classes), *(own.faults if own else ())),
        before={**(own.before if own else {}), **asked},
        givers=_givers(stored),
        described=own.described if own else {},
        is_stated=bool(rules[1:]) if award is None else True,
    )


def _givers(stored: StoredRecord) -> frozenset[str]:
    record = stored.record
    if not isinstance(record, CredentialRecord | PathwayRecord):
        return frozenset()
    return frozenset(each.ctid for each in (*record.owned_by, *record.offered_by) if each.ctid)


def _own_pathway(registry: Registry, stored: StoredRecord) -> Target | None:
    """The end of the pathway that the record names for itself: its rules in full.

    They stand in place of its bare parts and credits. None where no pathway here leads to it.
    """
    node = stored.document.node(stored.ctid)
    named = NodeView(stored.document, node).references(_PATHWAY) if node is not None else ()
    for ctid in (each.ctid for each in named if each.ctid is not None):
        try:
            pathway = reading.get_record(registry, ctid)
        except (RecordNotFound, RecordWithdrawn):
            continue
        record = read_pathway(pathway.document)
        if record is None:
            continue
        found = pathway_rules(record)
        for end in found.destinations:
            if any(each.ctid == stored.ctid for each in end.component.proxy_for):
                # Its name is that of the record; without it each of its rules is told apart.
                rule = replace(end.rule, name={})
                return replace(_to_end(pathway, record, found, (end,)), rule=rule)
    return None


def _pathway(stored: StoredRecord, record: PathwayRecord) -> Target:
    found = pathway_rules(record)
    asked = tuple(each for each in found.destinations if each.component.id == stored.ctid)
    return _to_end(stored, record, found, asked)


def _to_end(
    stored: StoredRecord,
    record: PathwayRecord,
    found: PathwayRules,
    asked: tuple[Destination, ...],
) -> Target:
    """One or another of the destinations asked for, or of all where none is."""
    ends = asked or found.destinations
    said = Said(record.ctid, _DESTINATION)
    rules = tuple(
        every(f"{each.component.id}/reached", said, (each.rule,), each.component.name)
        for each in ends
    )
    name = asked[0].component.name if asked else record.name
    return Target(
        ctid=stored.ctid,
        type=record.type,
        name=name,
        rule=rules[0] if len(rules) == 1 else either(f"{record.ctid}/destinations", said, rules),
        faults=found.faults,
        before=found.before,
        described={
            thing: _described(thing, components[0], record)
            for thing, components in found.things.items()
            if thing in {each.id for each in components}
        },
        givers=_givers(stored),
        pathway=record,
        ends=ends,
    )


def _occupation(registry: Registry, id_: str, held: Collection[CTID]) -> Target:
    concept, skills = thesaurus().concept(id_), thesaurus().skills_of(id_)
    if concept is None or not (concept.kind == "occupation" or id_.startswith("isco/")):
        raise NotATarget(f"{id_!r} is no occupation; a target is an occupation or a credential.")
    offered = candidates(registry, skills, ())
    best = sorted(
        offered.options,
        key=lambda each: (each.key not in held, -len(each.covers), each.cost, each.key),
    )
    said = Said(CTID(id_), _SKILLS)
    rules = []
    for skill in skills:
        naming = [each.key for each in best if skill in each.covers][:MOST_FOR_A_SKILL]
        things = tuple(
            Holds(f"{id_}/{skill}/{place}", said, thing, name=_labels(skill))
            for place, thing in enumerate(naming)
        )
        if things:
            rules.append(either(f"{id_}/{skill}", said, things, _labels(skill)))
    return Target(
        ctid=CTID(id_),
        type="ceterms:Occupation",
        name=concept.labels,
        rule=every(f"{id_}/skills", said, tuple(rules)),
        iri=concept.uri,
        not_taught=tuple(_labels(each) for each in skills if not offered.counts[each]),
        is_stated=bool(rules),
    )


def _labels(concept_id: str) -> LangText:
    concept = thesaurus().concept(concept_id)
    return concept.labels if concept is not None else {}


def _described(thing: str, component: Component, record: PathwayRecord) -> LocalThing:
    return LocalThing(thing, component.type, component.name, record.owned_by, component.credits)


def _apart(rules: Iterable[Rule]) -> Iterable[Rule]:
    """The rules of every `every`, so that each can be named by itself."""
    for rule in rules:
        if isinstance(rule, SomeOf) and rule.kind == "all" and not rule.name:
            yield from rule.rules
        else:
            yield rule
