"""How many of a condition's components and conditions are needed: its number and its operator.

Numbers come first: so many of the components and conditions below (ceterms:requiredNumber). Then
the logical operator. Where neither is stated all are asked for, and that it is not stated is
named.
"""

from dataclasses import dataclass

from ctdl.language import LangText
from ctdl.pathways.reading_faults import MAX_RULES, FaultCode, Faults
from ctdl.pathways.rules import Rule, Said, SomeOf, either, every, none_of
from ctdl.records.pathways import ComponentCondition

_OPERATORS = ("And", "Or", "OnlyOne", "Not", None)


@dataclass(frozen=True)
class Place:
    """Where a condition stands: the id of its rule, and its component with the way inside it."""

    at: str
    component: str
    where: str


class Counting:
    """Puts together what one condition asks for; numbers that make no sense go to `faults`."""

    def __init__(
        self, condition: ComponentCondition, place: Place, said: Said, faults: Faults
    ) -> None:
        self._condition = condition
        self._place = place
        self._said = said
        self._faults = faults

    @property
    def _name(self) -> LangText:
        return self._condition.name or self._condition.description

    def rules(
        self, members: list[Rule], nested: list[Rule], totals: tuple[Rule, ...]
    ) -> list[Rule]:
        """The components, the conditions and the totals, as many of them as are needed."""
        number, operator = self._number(), self._operator()
        enough = self._enough(totals)
        if not enough:
            counted = (*members, *nested)
            return [self._some(counted, number, operator)] if counted else []
        if number is not None:
            # A number beside a total asks for so many of the components the total is taken over.
            return [self._some((*members, *nested), number, operator), *enough]
        if operator is None:
            return [*nested, *enough]
        return [self._some((*nested, *enough), number, operator)]

    def _enough(self, totals: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """The totals; fewer than all of them where the condition says that fewer will do."""
        wanted = _whole(self._condition.required_constraints)
        if wanted is None or wanted == len(totals) or not totals:
            return totals
        if wanted > len(totals):
            self._fault("number-out-of-reach")
        return (SomeOf(f"{self._place.at}/constraints", self._said, totals, wanted),)

    def _some(self, rules: tuple[Rule, ...], number: int | None, operator: str | None) -> Rule:
        at, said, name = self._place.at, self._said, self._name
        if operator == "Not":
            return none_of(at, said, rules, name)
        if number is not None and number > len(rules):
            self._fault("number-out-of-reach")
        if operator == "OnlyOne":
            wanted = 1 if number is None else number
            return SomeOf(at, said, rules, wanted, wanted, name=name)
        if operator == "And" and number not in (None, len(rules)):
            self._fault("contradiction")
            return every(at, said, rules, name)
        if operator == "Or" and number is None:
            return either(at, said, rules, name)
        if operator is None and number is None and len(rules) > 1:
            self._fault("number-not-stated")
        return SomeOf(at, said, rules, len(rules) if number is None else number, name=name)

    def _number(self) -> int | None:
        stated = self._condition.required_number
        number = _whole(stated)
        if stated is not None and number is None:
            self._fault("number-not-usable")
        return number

    def _operator(self) -> str | None:
        operator = self._condition.operator
        if operator in _OPERATORS:
            return operator
        self._fault("operator-unknown")
        return None

    def _fault(self, code: FaultCode) -> None:
        self._faults.add(code, self._place.component, where=self._place.where)


def _whole(number: float | None) -> int | None:
    """A number of things; None for what is missing, negative, huge or not whole."""
    if number is None or not 0 <= number <= MAX_RULES or number != int(number):
        return None
    return int(number)
