"""Facts about levels of frameworks, as stated and as documents compare them with the EQF."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from ctdl.crosswalk import Comparison
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.messages import Said, name, say
from ctdl.records.frameworks import Relation
from ctdl.records.reading import NodeView
from ctdl.records.values import Level
from ctdl.standards.facts import Fact, shortened, worded
from ctdl.standards.found import Found
from ctdl.standards.known import Known

_LEVEL: Final = ("ceterms:atLevel",)
_MOST_ROWS: Final = 4
_RELATIONS: Final[Mapping[Relation, Said]] = {
    "exact": say(
        "%(level)s uses the same level description as EQF level %(number)s (%(evidence)s)"
    ),
    "close": say("%(level)s is comparable to EQF level %(number)s (%(evidence)s)"),
    "broad": say("%(level)s is part of what is covered by EQF level %(number)s (%(evidence)s)"),
    "narrow": say("%(level)s covers, among others, EQF level %(number)s (%(evidence)s)"),
    "none": say("%(level)s has no comparable level of the EQF (%(evidence)s)"),
}
_ESTIMATE: Final = say(
    "Only an estimate of this registry compares the level with the EQF, no document."
)
_NO_COUNTERPART: Final = say("A document says that the level has no counterpart in the EQF.")
_NOT_COMPARED: Final = say("No document compares the level with the EQF.")

_EUROPEAN: Final = ("eqf", "qf-ehea")


def _levels(known: Known) -> Iterator[Found]:
    for level in known.record.levels:
        said = _level_words(level)
        if said:
            yield Found(said, level.id or "")


def _level_in(framework: str, known: Known) -> Iterator[Found]:
    for level in known.record.levels:
        if level.framework == framework:
            yield _at(_level_words(level), FRAMEWORKS.level(level.id or ""), level.notation)


def _level_as_eqf(known: Known) -> Iterator[Found]:
    """The level in the EQF, or what documents compare a national level with: one step only."""
    yield from _level_in("eqf", known)
    for level in known.record.levels:
        if level.framework == "eqf" or level.id is None:
            continue
        yield from _compared(known, level)


def _compared(known: Known, level: Level) -> Iterator[Found]:
    """The EQF levels that documents compare `level` with, as one range; why not, where none."""
    crosswalk = known.around.crosswalk
    found = crosswalk.elsewhere(level.id or "", "eqf")
    documented = [each for each in found.direct if not each.is_indicative]
    orders = [order for each in documented if (order := _order(each)) is not None]
    said = _level_words(level)
    if orders:
        words = _all_of([_in_words(each, said) for each in documented])
        rows = tuple(documented)
        yield Found(words, "eqf", min(orders), max(orders), converted=True, rows=rows)
        return
    doubt = _ESTIMATE if found.direct else _NO_COUNTERPART if found.missing else _NOT_COMPARED
    yield Found(said, "", converted=True, doubt=doubt)


def _in_words(row: Comparison, level: str) -> Said:
    """What a document says of the level, with what sort of document that is and of which year."""
    basis = name(row.basis or "a document")
    evidence = say("%(basis)s, %(year)s", basis=basis, year=row.year) if row.year else basis
    other = FRAMEWORKS.level(row.other or "")
    number = other.notation if other else ""
    pattern = _RELATIONS[row.relation].pattern
    return say(pattern, level=level, number=number, evidence=evidence)


def _all_of(sentences: list[Said]) -> Said:
    """Sentences as one text: a level that is compared with several has a range there."""
    together = sentences[0]
    for each in sentences[1:_MOST_ROWS]:
        together = say("%(first)s; %(second)s", first=together, second=each)
    return together


def _order(comparison: Comparison) -> float | None:
    level = FRAMEWORKS.level(comparison.other) if comparison.other else None
    return float(level.order) if level else None


def _european_level(known: Known) -> Iterator[Found]:
    """A level of the EQF or QF-EHEA, or a national level that documents compare with the EQF."""
    for level in known.record.levels:
        if level.framework in _EUROPEAN:
            yield Found(_level_words(level), level.id or "")
    yield from (found for found in _level_as_eqf(known) if found.converted)


def _at(said: str, level: FrameworkLevel | None, notation: str | None) -> Found:
    """A level as a number: its notation where that is one, else its place in the framework."""
    number = float(notation) if notation and notation.isdecimal() and len(notation) < 4 else None
    if number is None and level is not None:
        number = float(level.order)
    return Found(said, level.id if level else "", number, number)


def _level_words(level: Level) -> str:
    framework = FRAMEWORKS.framework(level.framework or "")
    name = framework.name if framework else worded(level.framework_name)
    return shortened(" ".join(filter(None, (name, level.notation or worded(level.name)))))


def _target_levels(known: Known) -> Iterator[Found]:
    """The levels of what it leads to, as the document or the registry knows them."""
    for reference in known.view.references(*_LEADS_TO):
        other = known.around.others.get(reference.ctid) if reference.ctid else None
        for level in other.levels if other else ():
            yield Found(f"{other.name if other else ''} {level}".strip(), level)
    for target in known.view.views(*_LEADS_TO):
        yield from _stated_levels(target)


def _stated_levels(view: NodeView) -> Iterator[Found]:
    for concept in view.concepts("ceterms:atLevel"):
        if concept.notation:
            yield Found(shortened(concept.notation), concept.notation)


_LEADS_TO: Final = (
    "ceterms:isPartOf",
    "ceterms:isAdvancedStandingFor",
    "ceterms:isRequiredFor",
    "ceterms:isPreparationFor",
)

LEVELS: Final[tuple[Fact, ...]] = (
    Fact("level", "level of a framework", "code", _LEVEL, _levels),
    Fact(
        "level-as-eqf",
        "EQF level, or a national level compared with it",
        "number",
        _LEVEL,
        _level_as_eqf,
        beyond="the crosswalk",
    ),
    Fact(
        "level-with-eqf-link",
        "level of the EQF or QF-EHEA, or a national level compared with the EQF",
        "code",
        _LEVEL,
        _european_level,
        beyond="the crosswalk",
    ),
    Fact(
        "target-level",
        "level of the qualification it leads to",
        "code",
        tuple(f"{name}/ceterms:atLevel" for name in _LEADS_TO),
        _target_levels,
        beyond="other records",
    ),
)


def _level_fact(framework: str) -> Fact:
    """The level stated in `framework`."""
    known = FRAMEWORKS.framework(framework)
    label = f"level of {known.name}" if known else f"level of {framework}"
    return Fact(f"level:{framework}", label, "number", _LEVEL, partial(_level_in, framework))


def framework_facts() -> Iterator[Fact]:
    """The facts that there is one of for each framework."""
    for framework in FRAMEWORKS.frameworks:
        yield _level_fact(framework)
