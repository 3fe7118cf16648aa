"""A condition profile as a rule: everything it asks for together, and one of its alternatives.

The handbook of CTDL reads ceterms:alternativeCondition so: any one of the alternatives meets the
condition they stand in, beside what that condition asks for itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.pathways.reading_faults import MAX_DEPTH, MAX_RULES, Faults
from ctdl.pathways.reading_things import Target, target_of, targets
from ctdl.pathways.rules import (
    NOTHING_NAMED,
    Among,
    Holds,
    InWords,
    Rule,
    Said,
    Total,
    either,
    every,
    none_of,
)
from ctdl.records.amounts import read_credits
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Amount
from ctdl.sizes import exact_number
from ctdl.vocabulary import vocabulary

_THINGS: Final = (
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetAssessment",
)
_WORK: Final = ("ceterms:targetOccupation", "ceterms:targetJob", "ceterms:targetTask")
_WORDS: Final = (
    "ceterms:condition",
    "ceterms:experience",
    "ceterms:submissionOfDescription",
    "ceterms:creditUnitTypeDescription",
)
_ALTERNATIVES: Final = "ceterms:alternativeCondition"
_PROFILE: Final = "ceterms:ConditionProfile"


@dataclass(frozen=True)
class Reading:
    """How the conditions of one property are read.

    `competences` says whether knowing something is asked of people here; where a record requires
    its own outcomes it is not. `own` leaves out what the record does itself, such as its final
    examination. `pool` are the things that credits are counted over; None counts any that have
    some, and an empty one none: then credits are the size of the record, and no rule.
    """

    competences: bool
    own: bool
    pool: frozenset[str] | None
    classes: Mapping[str, str] = field(default_factory=dict)


class ConditionReader:
    """Reads the conditions of one record; `faults` is what did not hold together on the way."""

    def __init__(self, record: CTID, reading: Reading, faults: Faults) -> None:
        self.record = record
        self.faults = faults
        self._reading = reading
        self._rules = 0

    def rules(self, view: NodeView, predicate: str, id: str) -> list[Rule]:
        """The rules that `view` states with the property: profiles, and direct references."""
        said = Said(self.record, predicate)
        found = []
        for number, value in enumerate(view.values(predicate)):
            target = target_of(view, value, self._reading.classes)
            if target is None:
                continue
            own_id = f"{id}/{number}"
            if target.view is not None and _is_profile(target):
                rule = self._profile(target.view, own_id, said, ())
            else:
                rule = self._thing(target, own_id, said)
            if rule is not None:
                found.append(rule)
        return found

    def _profile(
        self, view: NodeView, id: str, around: Said, inside: tuple[int, ...]
    ) -> Rule | None:
        """What the profile asks for; None when it asks for nothing that anybody brings."""
        if not self._may_read(view, id, inside):
            return InWords(id, around, view.text(*DESCRIPTIONS, *NAMES), name=view.text(*NAMES))
        said = self._said(view, around)
        things = list(self._things(view, id, said))
        asked = [*things, *self._words(view, id, said)]
        if not things:
            asked += self._totals(view, id, said)
        asked += self._exclusions(view, id, said)
        alternatives = self._alternatives(view, id, said, (*inside, node_key(view)))
        if alternatives is not None:
            asked.append(alternatives)
        asked += self._description(view, id, said, bool(asked))
        return _together(id, said, asked, view.text(*NAMES))

    def _may_read(self, view: NodeView, id: str, inside: tuple[int, ...]) -> bool:
        self._rules += 1
        if node_key(view) in inside:
            self.faults.add("cycle", self.record, where=_within(id))
        elif len(inside) >= MAX_DEPTH:
            self.faults.add("too-deep", self.record, where=_within(id))
        elif self._rules > MAX_RULES:
            self.faults.add("too-many", self.record)
        else:
            return True
        return False

    def _said(self, view: NodeView, around: Said) -> Said:
        by = next((giver.ctid for giver in view.references("ceterms:assertedBy")), None)
        since = first_day(view.string("ceterms:dateEffective", "ceterms:approximateDateEffective"))
        until = last_day(view.string("ceterms:approximateExpirationDate"))
        return replace(
            around, by=by or around.by, since=since or around.since, until=until or around.until
        )

    def _things(self, view: NodeView, id: str, said: Said) -> Iterator[Rule]:
        found = targets(view, *_THINGS, classes=self._reading.classes)
        for number, target in enumerate(found):
            rule = self._thing(target, f"{id}/target/{number}", said)
            if rule is not None:
                yield rule

    def _thing(self, target: Target, id: str, said: Said) -> Rule | None:
        """The rule to have this; None for what nobody brings."""
        self._rules += 1
        name = target.view.text(*NAMES) if target.view else NOTHING_NAMED
        if target.is_competence or target.is_work:
            asked = target.is_work or self._reading.competences
            words = _named(target.view) if target.view else name
            return InWords(id, said, words) if asked and words else None
        if target.id == self.record:
            self.faults.add("requires-itself", self.record)
            return None
        if self._reading.own and target.is_own:
            return None
        return Holds(id, said, target.id, name=name)

    def _words(self, view: NodeView, id: str, said: Said) -> Iterator[Rule]:
        for name in _WORDS:
            for number, text in enumerate(view.texts(name)):
                yield InWords(f"{id}/{name}/{number}", said, text)
        for number, target in enumerate(targets(view, *_WORK)):
            words = _named(target.view) if target.view else NOTHING_NAMED
            if words:
                yield InWords(f"{id}/occupation/{number}", said, words)
        if self._reading.competences:
            for number, target in enumerate(targets(view, "ceterms:targetCompetency")):
                words = _named(target.view) if target.view else NOTHING_NAMED
                if words:
                    yield InWords(f"{id}/competence/{number}", said, words)
        age = exact_number(view.number("ceterms:minimumAge"))
        if age is not None:
            yield InWords(f"{id}/age", said, _at_least(age, "years old", "ans"))
        years = exact_number(view.number("ceterms:yearsOfExperience"))
        if years is not None:
            words = _at_least(years, "years of experience", "ans d’expérience")
            yield InWords(f"{id}/experience", said, words)

    def _totals(self, view: NodeView, id: str, said: Said) -> Iterator[Rule]:
        """The credits asked for; sizes in several units are one size, so one of them will do."""
        pool = self._reading.pool
        if pool is not None and not pool:
            return
        among = Among(things=pool, without=self._excluded(view))
        amounts = [amount for amount in read_credits(view) if _is_number(amount)]
        found = [
            Total(f"{id}/credits/{number}", said, among, amount.unit, least_of(amount))
            for number, amount in enumerate(amounts)
        ]
        if len(found) == 1:
            yield found[0]
        elif found:
            yield either(f"{id}/credits", said, tuple(found))

    def _exclusions(self, view: NodeView, id: str, said: Said) -> Iterator[Rule]:
        """What does not count: credits leave it out themselves, anything else bars it."""
        excluded = sorted(self._excluded(view))
        if excluded and not any(_is_number(amount) for amount in read_credits(view)):
            barred = tuple(
                Holds(f"{id}/excluded/{number}", said, thing)
                for number, thing in enumerate(excluded)
            )
            yield none_of(f"{id}/excluded", said, barred)

    def _excluded(self, view: NodeView) -> frozenset[str]:
        found = targets(view, "ceterms:conditionExcludes")
        return frozenset(target.id for target in found if target.id != self.record)

    def _alternatives(
        self, view: NodeView, id: str, said: Said, inside: tuple[int, ...]
    ) -> Rule | None:
        found = []
        for number, profile in enumerate(view.views(_ALTERNATIVES)):
            own_id = f"{id}/alternative/{number}"
            rule = self._profile(profile, own_id, said, inside)
            # What asks for nothing that is read here can still be the way that somebody takes.
            words = profile.text(*DESCRIPTIONS, *NAMES)
            if rule is None and words:
                rule = InWords(own_id, said, words)
            if rule is not None:
                found.append(rule)
        if not found:
            return None
        return found[0] if len(found) == 1 else either(f"{id}/alternatives", said, tuple(found))

    def _description(self, view: NodeView, id: str, said: Said, asks: bool) -> Iterator[Rule]:
        """The description, where it says more than the name and is not about own outcomes."""
        text, name = view.text(*DESCRIPTIONS), view.text("ceterms:name")
        about_itself = any(view.values("ceterms:targetCompetency", *_THINGS)) and not asks
        if text and text != name and not about_itself and not _repeated(text, view):
            yield InWords(f"{id}/description", said, text)


def _within(id: str) -> str:
    """Where in its record a rule stands: its id without the record and the question."""
    return id.split("/", 2)[-1]


def node_key(view: NodeView) -> int:
    """Which node of the document this is."""
    return id(view.node)


def least_of(amount: Amount) -> Decimal | None:
    """The least number of credits that is asked for."""
    low = exact_number(amount.minimum)
    return low if low is not None else exact_number(amount.maximum)


def first_day(text: str | None) -> date | None:
    """The first day of a date, a month or a year; None for anything else."""
    return _day(text, 0)


def last_day(text: str | None) -> date | None:
    """The last day of a date, a month or a year; None for anything else."""
    return _day(text, 1)


def _day(text: str | None, end: int) -> date | None:
    parts = (text or "").partition("T")[0].split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(*numbers)
        year, month = numbers[0], numbers[1] if len(numbers) == 2 else 1 + 11 * end
        if not end:
            return date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _is_profile(target: Target) -> bool:
    if _PROFILE in target.classes:
        return True
    # A profile whose class nobody wrote still has properties that nothing else has.
    view = target.view
    own = (*_THINGS, *_WORDS[:2], _ALTERNATIVES, "ceterms:minimumAge")
    return not target.classes and view is not None and any(True for _ in view.values(*own))


def _is_number(amount: Amount) -> bool:
    return least_of(amount) is not None


def _named(view: NodeView) -> LangText:
    return view.text("ceterms:targetNodeName", *NAMES, "ceterms:targetNodeDescription")


def _at_least(number: Decimal, english: str, french: str) -> LangText:
    shown = f"{number.normalize():f}"
    return {"en": f"At least {shown} {english}", "fr": f"Au moins {shown} {french}"}


def _repeated(text: LangText, view: NodeView) -> bool:
    """Whether the conditions already say the same words."""
    said = {words for name in _WORDS for stated in view.texts(name) for words in stated.values()}
    return all(words in said for words in text.values())


def _together(id: str, said: Said, rules: list[Rule], name: LangText) -> Rule | None:
    if not rules:
        return None
    if len(rules) == 1:
        return rules[0] if rules[0].name else replace(rules[0], name=name)
    return every(id, said, tuple(rules), name)


def is_learning(classes: tuple[str, ...]) -> bool:
    """Whether this is something one takes, which has conditions of entry of its own."""
    taken = ("ceterms:LearningOpportunityProfile", "ceterms:AssessmentProfile")
    return any(vocabulary().is_any(name, taken) for name in classes)
