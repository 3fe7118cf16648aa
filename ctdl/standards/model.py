"""Standards for micro-credentials, their elements, and a record held against them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ctdl.standards.check import Check
from ctdl.standards.verdicts import RESULTS, Result

Kind = Literal["standard", "guideline", "definition"]
KINDS: Final[tuple[Kind, ...]] = ("standard", "guideline", "definition")
Obligation = Literal["mandatory", "conditional", "recommended", "optional"]
OBLIGATIONS: Final[tuple[Obligation, ...]] = (
    "mandatory",
    "conditional",
    "recommended",
    "optional",
)
_LETTERS: Final[Mapping[Result, str]] = {
    "met": "m",
    "not met": "x",
    "not stated": "s",
    "not applicable": "a",
}
_RESULTS: Final = {letter: result for result, letter in _LETTERS.items()}
_BINDING: Final[tuple[Obligation, ...]] = ("mandatory", "conditional")


@dataclass(frozen=True)
class Shacl:
    """Whether a SHACL shape says the same as an element's check, and if not, why not."""

    fits: bool
    reason: str = ""


@dataclass(frozen=True)
class Applies:
    """The approvals that a standard's rules govern, by date; None is open.

    Rules change in the course of a year: from `since` to `certain_since`, and from `certain_until`
    to `until`, either rules may have been the ones. `otherwise` names the other rules.
    """

    since: date | None = None
    certain_since: date | None = None
    certain_until: date | None = None
    until: date | None = None
    otherwise: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether the rules govern only some approvals."""
        return self.since is not None or self.until is not None


@dataclass(frozen=True)
class Element:
    """One element of a standard; `rule` and `source` are the words of the table of facts.

    `otherwise` is what the other rules would check, for a record that does not say when it was
    approved. `any_date` marks an element that speaks of earlier and later approvals itself.
    """

    id: str
    label: str
    obligation: Obligation
    rule: str
    source: str
    check: Check
    shacl: Shacl
    otherwise: Check | None = None
    any_date: bool = False


@dataclass(frozen=True)
class Standard:
    """A standard, guideline or definition; `version` is that of the shipped file."""

    id: str
    name: str
    issuer: str
    jurisdiction: str
    year: str
    version: str
    kind: Kind
    meaning: str
    superseded_by: str | None
    applies: Applies
    elements: tuple[Element, ...]

    @property
    def binding(self) -> tuple[Obligation, ...]:
        """The obligations that count for meeting it; of a list that only recommends, those too."""
        if any(each.obligation == "mandatory" for each in self.elements):
            return _BINDING
        return (*_BINDING, "recommended")

    def element(self, identifier: str) -> Element | None:
        """The element called `identifier`, if there is one."""
        return next((each for each in self.elements if each.id == identifier), None)

    def results_of(self, pattern: str) -> tuple[tuple[Element, Result], ...]:
        """The elements with their results as `Conformance.pattern` keeps them.

        Empty when the pattern was made for another version of the standard.
        """
        if len(pattern) != len(self.elements) or any(letter not in _RESULTS for letter in pattern):
            return ()
        return tuple(
            (element, _RESULTS[letter])
            for element, letter in zip(self.elements, pattern, strict=True)
        )


@dataclass(frozen=True)
class ElementResult:
    """How a record stands to one element."""

    element: Element
    result: Result
    values: tuple[str, ...]
    properties: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Conformance:
    """A record held against a standard: a check, never an approval."""

    standard: Standard
    results: tuple[ElementResult, ...]

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many elements have each result."""
        return _counts(each.result for each in self.results)

    @property
    def meets(self) -> bool:
        """Whether nothing that binds is unmet or not stated, and something is met.

        Never of a definition, which is neither passed nor failed. Of a list without a mandatory
        element, which every record would meet, all that it recommends has to be met.
        """
        return (
            self.standard.kind != "definition"
            and not self.missing
            and any(each.result == "met" for each in self.results)
        )

    @property
    def missing(self) -> tuple[ElementResult, ...]:
        """What binds and is not met or not stated."""
        binding = self.standard.binding
        return tuple(
            each
            for each in self.results
            if each.element.obligation in binding and each.result in ("not met", "not stated")
        )

    @property
    def pattern(self) -> str:
        """The results as one letter an element, in order: m(et), x, s (not stated), a."""
        return "".join(_LETTERS[each.result] for each in self.results)


def _counts(results: Iterable[Result]) -> Mapping[Result, int]:
    counts = dict.fromkeys(RESULTS, 0)
    for result in results:
        counts[result] += 1
    return counts
