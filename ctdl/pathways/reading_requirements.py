"""What a record asks for: before one may take it, beside it, and to be awarded it.

Three questions, three rules, because they are judged at different times. What a record only
recommends is read apart and binds nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.pathways.reading_conditions import ConditionReader, Reading, is_learning
from ctdl.pathways.reading_faults import MAX_RULES, Fault, Faults
from ctdl.pathways.reading_things import target_of, view_of
from ctdl.pathways.rules import Holds, Rule, Said, Total, either, every, walk
from ctdl.records.reading import NAMES, NodeView

HAS_PART: Final = "ceterms:hasPart"
IS_PART_OF: Final = "ceterms:isPartOf"
REQUIRES: Final = "ceterms:requires"
IS_REQUIRED_FOR: Final = "ceterms:isRequiredFor"
_ENTRY: Final = ("ceterms:entryCondition", "ceterms:prerequisite")
_BESIDE: Final = ("ceterms:corequisite", "ceterms:coPrerequisite")
_RECOMMENDED: Final = ("ceterms:recommends", "ceterms:preparationFrom")
_RECOMMENDED_BY_OTHERS: Final = ("ceterms:isRecommendedFor", "ceterms:isPreparationFor")
_PARTS: Final = "parts"


@dataclass(frozen=True)
class Joined:
    """What another record states towards this one: the thing it is about, and who says it.

    `said.predicate` is the property as the other record writes it, such as ceterms:isPartOf.
    """

    thing: str
    said: Said


@dataclass(frozen=True)
class StatedPart:
    """A part of a record, with everybody who says so: the record itself, the part, or both."""

    thing: str
    said: tuple[Said, ...]


def requirements(
    document: Document,
    ctid: CTID | None = None,
    joined: Iterable[Joined] = (),
    classes: Mapping[str, str] | None = None,
) -> Rule | None:
    """What somebody has to have before they may take it; None when nothing is asked.

    Conditions of entry, prerequisites and what it requires, without its own size, outcomes and
    assessment. `classes` gives the classes of things that other documents describe.
    """
    return _read(document, ctid, joined, classes, _requirements)[0]


def entry_rule(
    document: Document, ctid: CTID | None = None, classes: Mapping[str, str] | None = None
) -> Rule | None:
    """Only what is asked at entry (entryCondition, prerequisite); the rest is in `award_rule`.

    For whoever shows both: `requirements` and `award_rule` share what the record requires.
    """
    return _read(document, ctid, (), classes, _entry)[0]


def alongside(
    document: Document, ctid: CTID | None = None, classes: Mapping[str, str] | None = None
) -> Rule | None:
    """What has to be taken before it or together with it (corequisites, co-prerequisites)."""
    return _read(document, ctid, (), classes, _alongside)[0]


def recommended(
    document: Document,
    ctid: CTID | None = None,
    joined: Iterable[Joined] = (),
    classes: Mapping[str, str] | None = None,
) -> Rule | None:
    """What is recommended or prepares for it; a tree to show, which never binds a plan."""
    return _read(document, ctid, joined, classes, _recommended)[0]


def award_rule(
    document: Document,
    ctid: CTID | None = None,
    joined: Iterable[Joined] = (),
    classes: Mapping[str, str] | None = None,
) -> Rule | None:
    """What makes up the award: what it requires, its corequisites, its parts and its credits.

    None when nothing is stated that can be brought: then it is taken as one thing, and what it asks
    for in words is among its `requirements`. Where a record states parts, `rests_on_stated_parts`
    tells the rule that is made of them.
    """
    return _read(document, ctid, joined, classes, _award)[0]


def faults_of(
    document: Document,
    ctid: CTID | None = None,
    joined: Iterable[Joined] = (),
    classes: Mapping[str, str] | None = None,
) -> tuple[Fault, ...]:
    """What in the conditions of the record does not hold together."""
    known, others = classes or {}, tuple(joined)
    faults = Faults()
    for read in (_requirements, _alongside, _recommended, _award):
        faults.extend(_read(document, ctid, others, known, read)[1])
    return faults.found


def stated_parts(
    document: Document, ctid: CTID | None = None, joined: Iterable[Joined] = ()
) -> tuple[StatedPart, ...]:
    """The parts of the record in its own order, then those that only the parts themselves state."""
    record = ctid or document.ctid
    view = view_of(document, record)
    found: dict[str, list[Said]] = {}
    if view is not None:
        for value in view.values(HAS_PART):
            target = target_of(view, value, {})
            if target is not None:
                found.setdefault(target.id, [Said(record, HAS_PART)])
    for each in sorted(joined, key=lambda each: (each.thing, each.said.record)):
        if each.said.predicate == IS_PART_OF and each.said not in found.get(each.thing, ()):
            found.setdefault(each.thing, []).append(each.said)
    found.pop(record, None)
    return tuple(StatedPart(thing, tuple(said)) for thing, said in found.items())


def rests_on_stated_parts(rule: Rule) -> bool:
    """Whether the rule is made of the parts a record states.

    No property of CTDL says whether all parts are needed, so whoever shows such a rule says so.
    Without a number of credits it asks for all of them; with one, for so many credits among them.
    """
    return rule.id.endswith(f"/{_PARTS}")


class _Source:
    """One record to read from, and what others state towards it."""

    def __init__(
        self,
        document: Document,
        view: NodeView,
        record: CTID,
        joined: tuple[Joined, ...],
        classes: Mapping[str, str],
    ) -> None:
        self.document = document
        self.view = view
        self.record = record
        self.joined = joined
        self.classes = classes
        self.faults = Faults()

    @property
    def is_learning(self) -> bool:
        """Whether conditions of entry have a property of their own here."""
        return is_learning(self.view.types)

    def reader(
        self, *, competences: bool, own: bool, pool: frozenset[str] | None
    ) -> ConditionReader:
        """A reader of conditions of this record."""
        reading = Reading(competences, own, pool, self.classes)
        return ConditionReader(self.record, reading, self.faults)

    def stated_by_others(self, id: str, asked: list[Rule], *predicates: str) -> list[Rule]:
        """The things that others state with one of the properties, and this record does not."""
        known = {self.record, *(each.thing for each in asked if isinstance(each, Holds))}
        found = [each for each in self.joined if each.said.predicate in predicates]
        things = dict.fromkeys(each.thing for each in found if each.thing not in known)
        said = {each.thing: each.said for each in reversed(found)}
        return [
            Holds(f"{id}/others/{number}", said[thing], thing)
            for number, thing in enumerate(list(things)[:MAX_RULES])
        ]


def _entry(source: _Source) -> Rule | None:
    id = f"{source.record}/entry"
    return _all_of(source, id, _entry_rules(source, id))


def _entry_rules(source: _Source, id: str) -> list[Rule]:
    reader = source.reader(competences=True, own=False, pool=None)
    return [rule for name in _ENTRY for rule in reader.rules(source.view, name, _under(id, name))]


def _requirements(source: _Source) -> Rule | None:
    id = f"{source.record}/before"
    rules = _entry_rules(source, id)
    # The credits that an award requires are its size; a course states its size elsewhere.
    pool = None if source.is_learning else frozenset[str]()
    brought = source.reader(competences=False, own=True, pool=pool)
    rules += brought.rules(source.view, REQUIRES, _under(id, REQUIRES))
    rules += source.stated_by_others(id, rules, IS_REQUIRED_FOR)
    return _all_of(source, id, rules)


def _alongside(source: _Source) -> Rule | None:
    id = f"{source.record}/beside"
    reader = source.reader(competences=False, own=True, pool=None)
    return _all_of(
        source,
        id,
        [rule for name in _BESIDE for rule in reader.rules(source.view, name, _under(id, name))],
    )


def _recommended(source: _Source) -> Rule | None:
    id = f"{source.record}/recommended"
    reader = source.reader(competences=True, own=True, pool=None)
    rules = [
        rule for name in _RECOMMENDED for rule in reader.rules(source.view, name, _under(id, name))
    ]
    rules += source.stated_by_others(id, rules, *_RECOMMENDED_BY_OTHERS)
    return _all_of(source, id, rules)


def _award(source: _Source) -> Rule | None:
    id = f"{source.record}/award"
    parts = stated_parts(source.document, source.record, source.joined)[:MAX_RULES]
    pool = frozenset(part.thing for part in parts)
    reader = source.reader(competences=False, own=True, pool=pool)
    rules = reader.rules(source.view, REQUIRES, _under(id, REQUIRES))
    rules += [
        rule for name in _BESIDE for rule in reader.rules(source.view, name, _under(id, name))
    ]
    rules += source.stated_by_others(id, rules, IS_REQUIRED_FOR)
    if parts:
        counted = [rule for rule in rules if _counts(rule)]
        rules = [rule for rule in rules if not _counts(rule)]
        rules.append(_parts_rule(f"{id}/{_PARTS}", source, parts, counted))
    brought = any(isinstance(each, Holds | Total) for rule in rules for each in walk(rule))
    return _all_of(source, id, rules) if brought else None


def _parts_rule(
    id: str, source: _Source, parts: tuple[StatedPart, ...], counted: list[Rule]
) -> Rule:
    """So many credits among the parts where the record has a size, else all of the parts."""
    said = Said(source.record, HAS_PART)
    if counted:
        sizes = _one_size(f"{id}/size", counted)
        return every(id, counted[0].said, sizes, source.view.text(*NAMES))
    held: tuple[Rule, ...] = tuple(
        Holds(f"{id}/{number}", part.said[0], part.thing) for number, part in enumerate(parts)
    )
    return every(id, said, held, source.view.text(*NAMES))


def _counts(rule: Rule) -> bool:
    """Whether credits are counted anywhere in it."""
    return any(isinstance(each, Total) for each in walk(rule))


def _one_size(id: str, rules: list[Rule]) -> tuple[Rule, ...]:
    """The rules, with bare sizes in different units as one size: 60 ECTS credits, or 30 hours."""
    sizes = tuple(rule for rule in rules if isinstance(rule, Total))
    if len(sizes) < 2 or len({size.unit for size in sizes}) < len(sizes):
        return tuple(rules)
    others = tuple(rule for rule in rules if not isinstance(rule, Total))
    return (either(id, sizes[0].said, sizes), *others)


def _all_of(source: _Source, id: str, rules: list[Rule]) -> Rule | None:
    return every(id, Said(source.record, REQUIRES), tuple(rules)) if rules else None


def _under(id: str, predicate: str) -> str:
    return f"{id}/{predicate.partition(':')[2]}"


def _read(
    document: Document,
    ctid: CTID | None,
    joined: Iterable[Joined],
    classes: Mapping[str, str] | None,
    question: "Callable[[_Source], Rule | None]",
) -> tuple[Rule | None, tuple[Fault, ...]]:
    record = ctid or document.ctid
    view = view_of(document, record)
    if view is None:
        return None, ()
    source = _Source(document, view, record, tuple(joined), classes or {})
    return question(source), source.faults.found
