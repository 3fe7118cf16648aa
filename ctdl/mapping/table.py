"""Mapping tables: rows that say which term becomes which CTDL property, used in both directions.

A table is data. Reading goes through its rows once, writing through the same rows backwards, and
the tables in docs/importing.md are printed from them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ctdl.vocabulary import ANYTHING, vocabulary

if TYPE_CHECKING:
    from ctdl.mapping.reading import Reading
    from ctdl.mapping.writing import Writing

Node = dict[str, Any]

CREDENTIAL: Final = "ceterms:Credential"
ASSESSMENT: Final = "ceterms:AssessmentProfile"

#: Condition profiles that hold what CTDL lets a credential say only inside ceterms:requires.
CRITERIA: Final = "Criteria"
CREDITS: Final = "Credits"
OUTCOMES: Final = "Learning outcomes"
ASSESSED: Final = "Assessment"
PREREQUISITES: Final = "Prerequisites"
PROFILES: Final = (CRITERIA, CREDITS, OUTCOMES, ASSESSED, PREREQUISITES)

# A course or an examination carries these itself; a credential carries them inside a profile.
_WITHOUT_PROFILE: Final[Mapping[str, str]] = {
    "ceterms:requires/ceterms:creditValue": "ceterms:creditValue",
    "ceterms:requires/ceterms:targetCompetency": "ceterms:teaches",
    "ceterms:requires/ceterms:targetAssessment": "ceterms:targetAssessment",
    "ceterms:requires/ceterms:condition": "ceterms:entryCondition/ceterms:condition",
    "ceterms:learningDeliveryType": "ceterms:deliveryType",
}


@dataclass(frozen=True)
class Conversion:
    """How values of a term become values of a property, and back; `words` are for the docs.

    `terms` are the members of an object that reading looks at; others are reported as left out.
    """

    words: str
    read: "Callable[[Reading, list[Any]], Any]"
    write: "Callable[[Writing, list[Any]], list[Any]] | None" = None
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One line of a mapping table.

    `source` is a path of terms joined by dots. `target` is a property, or a property with a
    condition profile and one of its properties, joined by a slash. `returns` says that what was
    read is the same after writing it again; `remark` says what is not kept.
    """

    source: str
    target: str
    conversion: Conversion
    profile: str | None = None
    returns: bool = False
    remark: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The terms on the way to the value."""
        return tuple(self.source.split("."))

    def target_on(self, kind: str) -> str:
        """The target on a resource of the class `kind`."""
        if vocabulary().is_a(kind, CREDENTIAL):
            return self.target
        target = _WITHOUT_PROFILE.get(self.target, self.target)
        if target == "ceterms:teaches" and vocabulary().is_a(kind, ASSESSMENT):
            return "ceterms:assesses"
        return target


@dataclass(frozen=True)
class Table:
    """The rows of one class of things, and how the format likes them written.

    `lists` are terms that hold a list even for one value, `types` the classes of inner objects,
    `unmapped` terms that are known and deliberately not reported.
    """

    title: str
    rows: tuple[Row, ...]
    lists: frozenset[str] = frozenset()
    types: Mapping[str, Any] = field(default_factory=dict)
    unmapped: frozenset[str] = frozenset()

    def known_terms(self) -> dict[tuple[str, ...], set[str]]:
        """The terms that rows look at, for each path they pass."""
        known: dict[tuple[str, ...], set[str]] = {(): set(self.unmapped)}
        for row in self.rows:
            for length in range(len(row.steps)):
                known.setdefault(row.steps[:length], set()).add(row.steps[length])
            if row.conversion.terms:
                known.setdefault(row.steps, set()).update(row.conversion.terms)
        return known


def admits(target: str, kind: str) -> bool:
    """Whether CTDL lets a resource of the class `kind` have the first property of `target`."""
    term = vocabulary().properties.get(target.partition("/")[0])
    if term is None or kind not in vocabulary().classes:
        return True
    return ANYTHING in term.domain or not term.domain or vocabulary().is_any(kind, term.domain)


def place(node: Node, row: Row, kind: str, value: Any) -> None:
    """Put `value` where `row` says; what an earlier row said first stays."""
    first, _, inner = row.target_on(kind).partition("/")
    if not inner:
        _merge(node, first, value)
        return
    _merge(_profile(node, first, row.profile or CRITERIA), inner, value)


def stated(node: Mapping[str, Any], row: Row, kind: str) -> Iterator[Any]:
    """Every value that `node` has where `row` would have put it."""
    first, _, inner = row.target_on(kind).partition("/")
    if not inner:
        yield from each_value(node.get(first))
        return
    for profile in each_value(node.get(first)):
        if isinstance(profile, dict) and _speaks_of(profile, inner, row.profile):
            yield from each_value(profile.get(inner))


def each_value(value: Any) -> Iterator[Any]:
    """The values of a property, a list taken apart and nothing left out but nothing."""
    for member in value if isinstance(value, list) else [value]:
        if member is not None and member != "" and member != {}:
            yield member


def _profile(node: Node, name: str, heading: str) -> Node:
    profiles: list[Node] = node.setdefault(name, [])
    for profile in profiles:
        if profile["ceterms:name"] == {"en": heading}:
            return profile
    made = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": {"en": heading},
        # CTDL asks for a description; the heading says what the profile holds, and no more.
        "ceterms:description": {"en": heading},
    }
    profiles.append(made)
    return made


def _speaks_of(profile: Mapping[str, Any], inner: str, heading: str | None) -> bool:
    if inner != "ceterms:description":
        return True
    name, text = profile.get("ceterms:name"), profile.get("ceterms:description")
    if text == name:
        return False
    own = name.get("en") if isinstance(name, dict) else None
    return own == heading or (heading == CRITERIA and own not in PROFILES)


def _merge(node: Node, name: str, value: Any) -> None:
    earlier = node.get(name)
    if earlier is None or _is_heading(node, name):
        node[name] = value
    elif isinstance(earlier, list) and isinstance(value, list):
        earlier.extend(member for member in value if member not in earlier)
    elif isinstance(earlier, dict) and isinstance(value, dict) and "@type" not in earlier:
        for tag, text in value.items():
            if isinstance(earlier.get(tag), list) and isinstance(text, list):
                earlier[tag] = list(dict.fromkeys([*earlier[tag], *text]))
            else:
                earlier.setdefault(tag, text)


def _is_heading(node: Node, name: str) -> bool:
    # The heading that stands in for a missing description gives way to a real one.
    return name == "ceterms:description" and node.get("ceterms:name") == node[name]


def without_empty(values: Sequence[Any]) -> list[Any]:
    """The values that say something."""
    return [value for value in values if value not in (None, "", [], {})]
