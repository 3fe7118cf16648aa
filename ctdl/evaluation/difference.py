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
    """One aspect: what was found, what stands on either side, and why, what decides first.

    `rows` are all comparisons of the levels on both sides; the finding rests on `decided_by`.
    """

    id: AspectId
    finding: Finding
    here: Figures = field(default_factory=Figures)
    there: Figures = field(default_factory=Figures)
    why: tuple[str, ...] = ()
    rows: tuple[Comparison, ...] = ()
    decided_by: tuple[Comparison, ...] = ()

    @property
    def label(self) -> Said:
        """What the aspect is called."""
        return LABELS[self.id]


# ---- level

Founding = Literal["one framework", "a document", "an estimate", "nothing"]
_FOUNDINGS: Final[tuple[Founding, ...]] = (
    "one framework",
    "a document",
    "an estimate",
    "nothing",
)


@dataclass(frozen=True)
class _Pair:
    """One level of this side beside one of the other, and how well that is founded."""

    here: str
    finding: Finding
    why: Said
    founded: Founding = "nothing"
    rows: tuple[Comparison, ...] = ()


def level(here: Sequence[str], there: Sequence[str], crosswalk: Crosswalk) -> Aspect:
    """The levels by their ids: in one framework by its order, else by rows of documents.

    Where several pairs of levels can be compared, the best founded decide: what both state of one
    framework before what a document compares. The others are shown beside.
    """
    left, right = Figures(tuple(here)), Figures(tuple(there))
    pairs = [_level_pair(one, other, crosswalk) for one in here for other in there]
    if not pairs:
        return Aspect("level", OPEN, left, right, (_MISSING_LEVEL,))
    pairs.sort(key=lambda each: _FOUNDINGS.index(each.founded))
    best = [each for each in pairs if each.founded == pairs[0].founded]
    decisive = _least_favourable(best)
    beside = [each.rows for each in pairs if each.rows and each.founded != decisive.founded]
    rows = (row for pair in (decisive, *pairs) for row in pair.rows)
    return Aspect(
        "level",
        decisive.finding,
        left,
        right,
        (decisive.why, _BESIDE) if beside else (decisive.why,),
        tuple(dict.fromkeys(rows)),
        decisive.rows,
    )


def _least_favourable(pairs: Sequence[_Pair]) -> _Pair:
    """Of several levels here the least favourable; each against what it can meet there."""
    by_level: dict[str, _Pair] = {}
    for each in sorted(pairs, key=lambda each: (NONE, DIFFERS, OPEN).index(each.finding)):
        by_level.setdefault(each.here, each)
    return min(by_level.values(), key=lambda each: (DIFFERS, OPEN, NONE).index(each.finding))


def _level_pair(here: str, there: str, crosswalk: Crosswalk) -> _Pair:
    left, right = FRAMEWORKS.level(here), FRAMEWORKS.level(there)
    if left is None or right is None:
        return _Pair(here, OPEN, _MISSING_LEVEL)
    if left.framework == right.framework:
        is_enough = left.order >= right.order
        found, why = (NONE, _SAME_FRAMEWORK) if is_enough else (DIFFERS, _LOWER)
        return _Pair(here, found, why, "one framework")
    known = crosswalk.elsewhere(here, right.framework)
    stated = tuple(row for row in known.direct if not row.is_indicative and not row.is_joined)
    missing = tuple(row for row in known.missing if not row.is_indicative)
    if not stated and missing:
        return _Pair(here, DIFFERS, _NO_COUNTERPART, "a document", missing)
    if not stated:
        rows = (*known.direct, *known.missing)
        return _Pair(
            here,
            OPEN,
            _ONLY_ESTIMATE if rows else _NOT_COMPARED,
            "an estimate" if rows else "nothing",
            rows,
        )
    orders = [_order(str(row.other)) for row in stated]
    if min(orders) >= right.order:
        return _Pair(here, NONE, _BY_DOCUMENT, "a document", stated)
    if max(orders) < right.order:
        return _Pair(here, DIFFERS, _LOWER_BY_DOCUMENT, "a document", stated)
    return _Pair(here, OPEN, _RANGE_OF_LEVELS, "a document", stated)


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
_BESIDE: Final = say("What else compares the levels stands beside it and decides nothing.")
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
        why = _NONE_THERE if counts.here else _NONE_HERE if counts.there else _NO_OUTCOMES
        return Aspect("outcomes", OPEN, left, right, (why,))
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


_NO_OUTCOMES: Final = say("Neither this one nor the target states learning outcomes.")
_NONE_HERE: Final = say("This one states no learning outcomes; the target does.")
_NONE_THERE: Final = say("The target states no learning outcomes; this one does.")
_OTHER_LANGUAGE: Final = say("Some outcomes are in a language that is not compared.")


# ---- quality


def quality(here: str, there: str) -> Aspect:
    """What is known of the quality assurance of both on the day; silence on one side is open."""
    left, right = Figures((_status(here),)), Figures((_status(there),))
    known = _QUALITY.get((here, there))
    if known:
        return Aspect("quality", known[0], left, right, (known[1],))
    is_known = [any(each in pair for pair in _QUALITY) for each in (here, there)]
    why = _HERE_UNKNOWN if is_known[1] else _THERE_UNKNOWN if is_known[0] else _NEITHER_KNOWN
    return Aspect("quality", OPEN, left, right, (why,))


def _status(status: str) -> str:
    return _STATUSES.get(status, status)


_STATUSES: Final[Mapping[str, Said]] = {
    "assured": say("Assured"),
    "assured with conditions": say("Assured with conditions"),
    "not assured": say("Not assured"),
    "unknown": say("Unknown"),
}
_NEITHER_KNOWN: Final = say("Whether the quality of either was assured on that day is not known.")
_HERE_UNKNOWN: Final = say("Whether the quality of this one was assured on that day is not known.")
_THERE_UNKNOWN: Final = say(
    "Whether the quality of the target was assured on that day is not known."
)
_WITH: Final = "assured with conditions"
_NOT: Final = "not assured"
_QUALITY: Final[Mapping[tuple[str, str], tuple[Finding, Said]]] = {
    (_ASSURED, _ASSURED): (NONE, say("The quality of both was assured on that day.")),
    (_ASSURED, _WITH): (
        OPEN,
        say("The quality of the target was assured on that day with conditions: read them."),
    ),
    (_ASSURED, _NOT): (
        NONE,
        say("The quality of this one was assured on that day, of the target not."),
    ),
    (_WITH, _ASSURED): (
        OPEN,
        say("The quality of this one was assured on that day with conditions: read them."),
    ),
    (_WITH, _WITH): (
        OPEN,
        say("The quality of both was assured on that day with conditions: read them."),
    ),
    (_WITH, _NOT): (
        OPEN,
        say("The quality of this one was assured with conditions, of the target not."),
    ),
    (_NOT, _ASSURED): (
        DIFFERS,
        say("The quality of the target was assured on that day, of this one not."),
    ),
    (_NOT, _WITH): (
        DIFFERS,
        say("The quality of the target was assured with conditions, of this one not."),
    ),
    (_NOT, _NOT): (OPEN, say("The quality of neither was assured on that day.")),
}
"""By what is known of this one and of the target: what was found, and why."""


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
    said = (_field_words(each) for each in fields)
    return Figures(tuple(dict.fromkeys(each for each in said if each)))


def _field_words(field_: Field) -> str:
    """The code and the name, which keeps its languages."""
    code = field_.code or ""
    return worded({tag: f"{code} {text}".strip() for tag, text in field_.name.items()}) or code


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
