"""Stacks that records state: relations towards other credentials. And parts held in common.

A relation may be stated by either side, in the words of either; both are read outwards from the
credential asked about. Things withdrawn or not in the registry are no stacks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.services.confirming import Speakers, Told, confirmed
from app.services.families import CREDENTIAL, SEARCHED, family_of
from app.services.names import names
from app.services.reading import summaries
from app.services.stacking.candidates import suggested
from app.services.stacking.conditions import is_asked_for
from app.services.stacking.model import Asserted, Sorted, Suggested
from app.services.stacking.own import Own
from app.services.stacking.sorting import PART_OF, sorted_beside, sorted_stack
from app.services.stacking.weighing import larger, shared_parts
from app.services.summaries import Named, Summary
from app.store import catalogue
from app.store.catalogue import EdgeRow
from app.store.database import Connection
from ctdl.ctid import CTID
from ctdl.language import best_text

MOST: Final = 60
"""So many stated stacks at most are looked at; of more, the first by CTID."""

#: What the one that counts states, and what the other one states, each with the way to say it
#: from the one that counts.
_UPWARDS: Final = {
    PART_OF: PART_OF,
    "ceterms:isPreparationFor": "ceterms:isPreparationFor",
    "ceterms:isRequiredFor": "ceterms:isRequiredFor",
    "ceterms:isRecommendedFor": "ceterms:isRecommendedFor",
    "ceterms:isAdvancedStandingFor": "ceterms:isAdvancedStandingFor",
}
_DOWNWARDS: Final = {
    "ceterms:hasPart": PART_OF,
    "ceterms:preparationFrom": "ceterms:isPreparationFor",
    "ceterms:advancedStandingFrom": "ceterms:isAdvancedStandingFor",
    "ceterms:requires": "ceterms:isRequiredFor",
    "ceterms:recommends": "ceterms:isRecommendedFor",
    "ceterms:prerequisite": "ceterms:isRequiredFor",
}
_TOGETHER: Final = {
    "ceterms:corequisite": "ceterms:corequisite",
    "ceterms:coPrerequisite": "ceterms:corequisite",
}
_FROM_THERE: Final = {
    "ceterms:isPreparationFor": "ceterms:preparationFrom",
    "ceterms:isRequiredFor": "ceterms:requires",
    "ceterms:isRecommendedFor": "ceterms:recommends",
    "ceterms:isAdvancedStandingFor": "ceterms:advancedStandingFrom",
}
"""The same relations read from the one that receives."""
_PARTS_DOWN: Final = ("ceterms:hasPart",)
_PARTS_UP: Final = (PART_OF,)


@dataclass
class _Tie:
    """All that is stated between the credential and another one."""

    onwards: dict[str, list[EdgeRow]] = field(default_factory=dict)
    back: dict[str, list[EdgeRow]] = field(default_factory=dict)
    together: dict[str, list[EdgeRow]] = field(default_factory=dict)
    shared: dict[CTID, list[EdgeRow]] = field(default_factory=dict)

    def edges(self) -> Iterator[EdgeRow]:
        for rows in (*self.onwards.values(), *self.back.values(), *self.together.values()):
            yield from rows
        for rows in self.shared.values():
            yield from rows


@dataclass(frozen=True)
class Stated:
    """Stated stacks, how many were left out, and all that the credential is tied to.

    `sharing` are larger ones with parts in common, of which no record states more than that.
    """

    stacks: tuple[Asserted, ...]
    left_out: int
    tied: frozenset[CTID]
    sharing: tuple[Suggested, ...] = ()


def stated(own: Own) -> Stated:
    """Every relation of this credential with another one that any record states."""
    with own.registry.database.reading() as connection:
        ties, parts = _ties(connection, own.ctid)
        if family_of(own.record.type) == CREDENTIAL:
            _add_wholes(connection, own.ctid, parts, ties)
        live = _live(connection, ties)
        named = names(connection, parts)
    tied = frozenset(ties) | parts
    chosen = sorted(live)[:MOST]
    reading = _Reading.of(own, {ctid: ties[ctid] for ctid in chosen}, named, len(parts))
    found = (stack for ctid in chosen if (stack := reading.stack(ctid)) is not None)
    shared = (each for ctid in chosen if (each := reading.sharing(ctid)) is not None)
    sharing = tuple(sorted(shared, key=lambda each: (-each.points, each.summary.ctid)))
    return Stated(tuple(found), max(0, len(live) - MOST), tied, sharing)


def _ties(connection: Connection, ctid: CTID) -> tuple[dict[CTID, _Tie], frozenset[CTID]]:
    """What is stated directly, by the other end; and the parts of the credential."""
    ties: dict[CTID, _Tie] = {}
    parts: set[CTID] = set()
    stated_here = catalogue.edges_from(connection, [ctid], (*_UPWARDS, *_DOWNWARDS, *_TOGETHER))
    stated_there = catalogue.edges_to(connection, [ctid], (*_UPWARDS, *_DOWNWARDS, *_TOGETHER))
    for row in (*stated_here, *stated_there):
        is_here = row.subject == ctid
        other = row.target if is_here else row.subject
        if other is None or other == ctid:
            continue
        tie = ties.setdefault(other, _Tie())
        if row.predicate in _TOGETHER:
            tie.together.setdefault(_TOGETHER[row.predicate], []).append(row)
            continue
        is_up = row.predicate in _UPWARDS
        meaning = (_UPWARDS if is_up else _DOWNWARDS)[row.predicate]
        if is_up == is_here:
            tie.onwards.setdefault(meaning, []).append(row)
        elif meaning == PART_OF:
            parts.add(other)
        else:
            tie.back.setdefault(meaning, []).append(row)
    return ties, frozenset(parts)


def _add_wholes(
    connection: Connection, ctid: CTID, parts: Iterable[CTID], ties: dict[CTID, _Tie]
) -> None:
    """What a part of the credential is a part of as well."""
    known = sorted(parts)[:MOST]
    rows = [
        *catalogue.edges_from(connection, known, _PARTS_UP),
        *catalogue.edges_to(connection, known, _PARTS_DOWN),
    ]
    for row in rows:
        is_up = row.predicate in _UPWARDS
        part, whole = (row.subject, row.target) if is_up else (row.target, row.subject)
        if part is not None and whole is not None and whole != ctid:
            ties.setdefault(whole, _Tie()).shared.setdefault(part, []).append(row)


def _live(connection: Connection, ctids: Iterable[CTID]) -> list[CTID]:
    kinds = catalogue.resources(connection, ctids)
    return [
        ctid for ctid, row in kinds.items() if not row.withdrawn and family_of(row.type) in SEARCHED
    ]


@dataclass(frozen=True)
class _Reading:
    """Ties with all that is needed to tell of them: summaries, revisions, names."""

    own: Own
    ties: Mapping[CTID, _Tie]
    known: Mapping[CTID, Summary]
    speakers: Speakers
    parts: Mapping[CTID, Named]
    of_parts: int

    @classmethod
    def of(
        cls, own: Own, ties: Mapping[CTID, _Tie], parts: Mapping[CTID, Named], of_parts: int
    ) -> "_Reading":
        """Read at once all that the ties refer to."""
        stating = {row.record for tie in ties.values() for row in tie.edges()}
        speakers = Speakers.of(own.registry, stating)
        known = summaries(own.registry, ties)
        return cls(own, ties, known, speakers, parts, of_parts)

    def stack(self, ctid: CTID) -> Asserted | None:
        """The stack with one other record; None where nothing leads on to it."""
        tie, other = self.ties[ctid], self.known.get(ctid)
        if other is None:
            return None
        onwards = self._said(tie.onwards)
        if onwards:
            return self._onwards(tie, other, onwards)
        together, back = self._said(tie.together), self._said(tie.back)
        if together or back:
            return self._beside(other, together, back)
        return None

    def sharing(self, ctid: CTID) -> Suggested | None:
        """That parts of this one are stated to be parts of a larger one, and nothing else is.

        Two that have a part in common stack only where one of them is the larger.
        """
        tie, other = self.ties[ctid], self.known.get(ctid)
        if other is None or not tie.shared or self.stack(ctid) is not None:
            return None
        sorted_ = sorted_stack(self.own.summary, other, False, self.own.crosswalk)
        if sorted_.kind != "vertical":
            return None
        rows = [row for rows in tie.shared.values() for row in rows]
        said = [each.by for some in self._told(rows, ctid).values() for each in some if each.by]
        by = tuple(dict.fromkeys(said))
        return suggested(
            other, "vertical", shared_parts(self._shared(tie), self.of_parts, by), larger(sorted_)
        )

    def _shared(self, tie: _Tie) -> tuple[Named, ...]:
        shared = [self.parts.get(part, Named(part, {})) for part in tie.shared]
        shared.sort(key=lambda each: (best_text(each.name, "en")[0], str(each.ctid)))
        return tuple(shared)

    def _onwards(self, tie: _Tie, other: Summary, said: Mapping[str, list[EdgeRow]]) -> Asserted:
        sorted_ = sorted_stack(self.own.summary, other, PART_OF in said, self.own.crosswalk)
        rows = [row for rows in said.values() for row in rows]
        of_parts = [row for rows in tie.shared.values() for row in rows]
        found = self._asserted(other, sorted_, tuple(said), rows, self._shared(tie))
        # That parts are held in common does not confirm another relation, but is stated too.
        by_parts = [each for some in self._told(of_parts, other.ctid).values() for each in some]
        all_told = tuple(dict.fromkeys([*found.told, *by_parts]))
        return replace(found, told=all_told[:_MOST_TOLD])

    def _beside(
        self,
        other: Summary,
        together: Mapping[str, list[EdgeRow]],
        back: Mapping[str, list[EdgeRow]],
    ) -> Asserted | None:
        """What is asked for together, or leads to this one from the same level."""
        sorted_ = sorted_beside(self.own.summary, other, self.own.crosswalk)
        if sorted_.kind is None and not together:
            return None
        is_vertical = sorted_stack(other, self.own.summary, False, self.own.crosswalk)
        if not together and is_vertical.kind == "vertical":
            return None
        relations = (*together, *(_FROM_THERE[each] for each in back))
        rows = [row for rows in (*together.values(), *back.values()) for row in rows]
        found = self._asserted(other, sorted_, relations, rows, ())
        if together:
            return found
        # Here the other one leads to this one, which is the side that receives.
        sides = self._told(rows, other.ctid)
        return replace(found, confirmed=confirmed(sides["there"], sides["here"]))

    def _asserted(
        self,
        other: Summary,
        sorted_: Sorted,
        relations: tuple[str, ...],
        rows: Sequence[EdgeRow],
        shared: tuple[Named, ...],
    ) -> Asserted:
        by_side = self._told(rows, other.ctid)
        all_told = tuple(each for side in by_side.values() for each in side)
        return Asserted(
            ctid=other.ctid,
            name=other.name,
            type=other.type,
            provider=other.provider,
            sorted=sorted_,
            relations=relations,
            told=all_told[:_MOST_TOLD],
            confirmed=confirmed(by_side["here"], by_side["there"]),
            parts=shared,
            of_parts=self.of_parts,
        )

    def _told(self, rows: Iterable[EdgeRow], other: CTID) -> dict[str, list[Told]]:
        """What is stated by these, by the side whose record it is."""
        by_side: dict[str, list[Told]] = {"here": [], "there": [], "others": []}
        providers = {
            "here": self.own.summary.providers,
            "there": self.known[other].providers if other in self.known else (),
        }
        for row in _once(rows):
            side = self._side(row, other)
            said = self.speakers.told(row, providers.get(side, ()))
            if said is not None:
                by_side[side].append(said)
        return by_side

    def _side(self, row: EdgeRow, other: CTID) -> str:
        if row.subject == other or row.record == other:
            return "there"
        is_own = row.subject == self.own.ctid or row.record == self.own.ctid
        return "here" if is_own else "others"

    def _said(self, stated: Mapping[str, list[EdgeRow]]) -> dict[str, list[EdgeRow]]:
        """Without what a condition only bars or mentions."""
        kept = {
            relation: [row for row in rows if self._is_meant(row)]
            for relation, rows in stated.items()
        }
        return {relation: rows for relation, rows in kept.items() if rows}

    def _is_meant(self, row: EdgeRow) -> bool:
        revision = self.speakers.revisions.get(row.record)
        if revision is None or row.target is None:
            return False
        return is_asked_for(revision.document, row.subject, row.predicate, row.target)


_MOST_TOLD: Final = 6


def _once(rows: Iterable[EdgeRow]) -> Iterator[EdgeRow]:
    """One row of each record and property."""
    seen: set[tuple[CTID, str]] = set()
    for row in rows:
        if (key := (row.record, row.predicate)) not in seen:
            seen.add(key)
            yield row
