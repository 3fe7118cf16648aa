"""Whether a credential differs substantially from a target, aspect by aspect, with the figures.

Nothing is decided here that a document or a number does not decide: an overlap of ranges, an
estimate or silence "cannot be told". Sizes are taken pessimistically: the least of the one against
the most of the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.frameworks import FRAMEWORKS
from ctdl.messages import Said, say
from ctdl.records.credentials import ISCED_F, CredentialRecord
from ctdl.records.values import Amount, Field
from ctdl.sizes import exact_number
from ctdl.standards.facts import worded
from ctdl.standards.facts_size import amount_words
from ctdl.vocabulary import vocabulary
from ctdl.workload import only_amount, work_hours

Finding = Literal["no substantial difference found", "difference", "cannot be told"]
FINDINGS: Final[tuple[Finding, ...]] = (
    "no substantial difference found",
    "difference",
    "cannot be told",
)
NONE: Final = FINDINGS[0]
DIFFERS: Final = FINDINGS[1]
OPEN: Final = FINDINGS[2]

WORDS: Final[Mapping[Finding, Said]] = {
    NONE: say("no substantial difference found"),
    DIFFERS: say("difference"),
    OPEN: say("cannot be told"),
}

AspectId = Literal["level", "workload", "outcomes", "quality", "field", "kind"]
LABELS: Final[Mapping[AspectId, Said]] = {
    "level": say("Level"),
    "workload": say("Workload"),
    "outcomes": say("Learning outcomes"),
    "quality": say("Quality assurance"),
    "field": say("Profile: field"),
    "kind": say("Profile: kind"),
}
_BROAD: Final = 2
_DETAILED: Final = 4
_DEGREE: Final = "ceterms:Degree"
_ASSURED: Final = "assured"


@dataclass(frozen=True)
class Figures:
    """What stands on one side: words, ids of levels, a class, or a range in a unit.

    Beside a range that was converted, the words are the size as it is stated.
    """

    words: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Aspect:
    """One aspect: what was found, what stands on either side, why, and the rows it rests on."""

    id: AspectId
    finding: Finding
    here: Figures = field(default_factory=Figures)
    there: Figures = field(default_factory=Figures)
    why: tuple[str, ...] = ()
    rows: tuple[Comparison, ...] = ()

    @property
    def label(self) -> Said:
        """What the aspect is called."""
        return LABELS[self.id]


# ---- level


def level(here: Sequence[str], there: Sequence[str], crosswalk: Crosswalk) -> Aspect:
    """The levels by their ids: in one framework by its order, else by one row of a document."""
    left, right = Figures(tuple(here)), Figures(tuple(there))
    if not here or not there:
        return Aspect("level", OPEN, left, right, (_MISSING_LEVEL,))
    found = [_one_level(each, there, crosswalk) for each in here]
    # Of several stated levels the least favourable counts.
    order = (DIFFERS, OPEN, NONE)
    worst = min(found, key=lambda each: order.index(each.finding))
    rows = tuple(dict.fromkeys(row for each in found for row in each.rows))
    return Aspect("level", worst.finding, left, right, worst.why, rows)


def _one_level(here: str, there: Sequence[str], crosswalk: Crosswalk) -> Aspect:
    """One level against those of the target; the lowest of these that can be met is asked for."""
    found = [_level_pair(here, each, crosswalk) for each in there]
    order = (NONE, DIFFERS, OPEN)
    best = min(found, key=lambda each: order.index(each.finding))
    rows = tuple(row for each in found for row in each.rows)
    return Aspect("level", best.finding, why=best.why, rows=rows)


def _level_pair(here: str, there: str, crosswalk: Crosswalk) -> Aspect:
    left, right = FRAMEWORKS.level(here), FRAMEWORKS.level(there)
    if left is None or right is None:
        return Aspect("level", OPEN, why=(_MISSING_LEVEL,))
    if left.framework == right.framework:
        if left.order >= right.order:
            return Aspect("level", NONE, why=(_SAME_FRAMEWORK,))
        return Aspect("level", DIFFERS, why=(_LOWER,))
    known = crosswalk.elsewhere(here, right.framework)
    stated = [row for row in known.direct if not row.is_indicative and not row.is_joined]
    missing = tuple(row for row in known.missing if not row.is_indicative)
    if not stated:
        if missing:
            return Aspect("level", DIFFERS, why=(_NO_COUNTERPART,), rows=missing)
        why = _ONLY_ESTIMATE if known.direct or known.missing else _NOT_COMPARED
        return Aspect("level", OPEN, why=(why,), rows=(*known.direct, *known.missing))
    orders = [_order(str(row.other)) for row in stated]
    if min(orders) >= right.order:
        return Aspect("level", NONE, why=(_BY_DOCUMENT,), rows=tuple(stated))
    if max(orders) < right.order:
        return Aspect("level", DIFFERS, why=(_LOWER_BY_DOCUMENT,), rows=tuple(stated))
    return Aspect("level", OPEN, why=(_RANGE_OF_LEVELS,), rows=tuple(stated))


def _order(level_id: str) -> int:
    known = FRAMEWORKS.level(level_id)
    return known.order if known else -1


_MISSING_LEVEL: Final = say("A level of a known framework is not stated on both sides.")
_SAME_FRAMEWORK: Final = say("Both are levels of one framework, and this one is not lower.")
_LOWER: Final = say("Both are levels of one framework, and this one is lower.")
_BY_DOCUMENT: Final = say("A document compares the level with one that is not lower.")
_LOWER_BY_DOCUMENT: Final = say("A document compares the level with a lower one only.")
_RANGE_OF_LEVELS: Final = say("Documents compare the level with a range that reaches below.")
_NO_COUNTERPART: Final = say("A document says that the level has no counterpart there.")
_ONLY_ESTIMATE: Final = say("Only an estimate compares these levels, no document.")
_NOT_COMPARED: Final = say("No document compares these two frameworks directly.")


# ---- workload


def workload(here: CredentialRecord, there: CredentialRecord) -> Aspect:
    """Credits of one unit as they stand, else hours of work by the rules of their units."""
    same = _same_unit(here, there)
    left, right = same or (_hours(here), _hours(there))
    if left is None or right is None:
        return Aspect("workload", OPEN, left or Figures(), right or Figures(), (_NO_SIZE,))
    if left.unit != right.unit:
        return Aspect("workload", OPEN, left, right, (_CONTACT,))
    if left.minimum is not None and right.maximum is not None and left.minimum >= right.maximum:
        return Aspect("workload", NONE, left, right, (_LARGE_ENOUGH,))
    if left.maximum is not None and right.minimum is not None and left.maximum < right.minimum:
        return Aspect("workload", DIFFERS, left, right, (_SMALLER,))
    return Aspect("workload", OPEN, left, right, (_OVERLAP,))


def _same_unit(here: CredentialRecord, there: CredentialRecord) -> tuple[Figures, Figures] | None:
    one, other = only_amount(here.credits), only_amount(there.credits)
    if one is None or other is None or one.unit is None or one.unit != other.unit:
        return None
    left, right = _amount(one), _amount(other)
    return (left, right) if left and right else None


def _amount(amount: Amount) -> Figures | None:
    low, high = exact_number(amount.minimum), exact_number(amount.maximum)
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        return None
    return Figures((), low, high, amount.unit)


def _hours(record: CredentialRecord) -> Figures | None:
    known = work_hours(record)
    if known is None:
        return None
    unit = "hours" if known.size.kind == "notional" else "contact hours"
    amount = only_amount(record.credits) if known.basis == "credits" else None
    stated = (amount_words(amount),) if amount else ()
    return Figures(stated, known.size.minimum, known.size.maximum, unit)


_NO_SIZE: Final = say("A size that can be compared is not stated on both sides.")
_CONTACT: Final = say("One side states hours of instruction only, which are not hours of work.")
_LARGE_ENOUGH: Final = say("Even the least it can be is not below the most that is asked for.")
_SMALLER: Final = say("Even the most it can be is less than is asked for.")
_OVERLAP: Final = say("The ranges overlap, so that neither can be said to be the larger.")


# ---- outcomes


@dataclass(frozen=True)
class OutcomeCounts:
    """How many outcomes each side states, how many of the target's have a counterpart here, and
    how many are in a language that is not compared.
    """

    here: int
    there: int
    matched: int
    not_compared: int = 0


def outcomes(counts: OutcomeCounts) -> Aspect:
    """Outcomes matched by meaning, which is a program's estimate: all of the target's, or not."""
    left, right = _count(counts.here), _count(counts.there)
    if not counts.here or not counts.there:
        return Aspect("outcomes", OPEN, left, right, (_NO_OUTCOMES,))
    said = say(
        "%(matched)s of %(all)s outcomes of the target have one of about the same meaning here;"
        " an estimate by a program.",
        matched=counts.matched,
        all=counts.there,
    )
    if counts.matched == counts.there:
        return Aspect("outcomes", NONE, left, right, (said,))
    if counts.not_compared:
        return Aspect("outcomes", OPEN, left, right, (said, _OTHER_LANGUAGE))
    return Aspect("outcomes", DIFFERS, left, right, (said,))


def _count(number: int) -> Figures:
    return Figures((), Decimal(number), Decimal(number), "outcomes") if number else Figures()


_NO_OUTCOMES: Final = say("Learning outcomes are not stated on both sides.")
_OTHER_LANGUAGE: Final = say("Some outcomes are in a language that is not compared.")


# ---- quality


def quality(here: str, there: str) -> Aspect:
    """What is known of the quality assurance of both on the day; silence on one side is open."""
    left, right = Figures((_status(here),)), Figures((_status(there),))
    if here == _ASSURED and there == _ASSURED:
        return Aspect("quality", NONE, left, right, (_BOTH_ASSURED,))
    if here == "not assured" and there.startswith(_ASSURED):
        return Aspect("quality", DIFFERS, left, right, (_NOT_ASSURED,))
    why = _CONDITIONS if "conditions" in here + there else _ASSURANCE_OPEN
    return Aspect("quality", OPEN, left, right, (why,))


def _status(status: str) -> str:
    return _STATUSES.get(status, status)


_STATUSES: Final[Mapping[str, Said]] = {
    "assured": say("Assured"),
    "assured with conditions": say("Assured with conditions"),
    "not assured": say("Not assured"),
    "unknown": say("Unknown"),
}
_BOTH_ASSURED: Final = say("The quality of both was assured on that day.")
_NOT_ASSURED: Final = say("The quality of the target was assured on that day, of this one not.")
_CONDITIONS: Final = say("There are conditions, which have to be read.")
_ASSURANCE_OPEN: Final = say("Whether quality was assured on that day is not known on both sides.")


# ---- profile


def study_field(here: Sequence[Field], there: Sequence[Field]) -> Aspect:
    """The fields by their codes in one classification; a common broad field leaves it open."""
    left, right = _fields_words(here), _fields_words(there)
    mine, theirs = _codes(here), _codes(there)
    schemes = mine.keys() & theirs.keys()
    if not schemes:
        return Aspect("field", OPEN, left, right, (_NO_FIELDS,))
    if any(mine[each] & theirs[each] for each in schemes):
        return Aspect("field", NONE, left, right, (_SAME_FIELD,))
    if ISCED_F in schemes:
        broad = {code[:_BROAD] for code in mine[ISCED_F]}
        if broad & {code[:_BROAD] for code in theirs[ISCED_F]}:
            return Aspect("field", OPEN, left, right, (_NEAR_FIELD,))
        return Aspect("field", DIFFERS, left, right, (_OTHER_FIELD,))
    return Aspect("field", OPEN, left, right, (_NO_ORDER,))


def _codes(fields: Iterable[Field]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for each in fields:
        if each.code and each.scheme:
            found.setdefault(each.scheme, set()).add(each.code)
    return {scheme: frozenset(codes) for scheme, codes in found.items()}


def _fields_words(fields: Iterable[Field]) -> Figures:
    said = (" ".join(filter(None, (each.code, worded(each.name)))) for each in fields)
    return Figures(tuple(dict.fromkeys(each for each in said if each)))


_NO_FIELDS: Final = say("Fields of one classification are not stated on both sides.")
_SAME_FIELD: Final = say("Both state the same field.")
_NEAR_FIELD: Final = say("The fields lie in one broad field, and are not the same.")
_OTHER_FIELD: Final = say("The fields lie in different broad fields.")
_NO_ORDER: Final = say("The codes differ; how near they are is not known here.")


def kind(here: str, there: str) -> Aspect:
    """The classes of both records: a degree is another kind than what is none."""
    left, right = Figures((here,)), Figures((there,))
    if here == there:
        return Aspect("kind", NONE, left, right, (_SAME_KIND,))
    are_degrees = [vocabulary().is_a(each, _DEGREE) for each in (here, there)]
    if are_degrees == [False, True]:
        return Aspect("kind", DIFFERS, left, right, (_NO_DEGREE,))
    return Aspect("kind", OPEN, left, right, (_OTHER_KIND,))


_SAME_KIND: Final = say("Both records are of the same class.")
_NO_DEGREE: Final = say("The target is a degree, and this is none.")
_OTHER_KIND: Final = say("The records are of different classes, which alone decides nothing.")
