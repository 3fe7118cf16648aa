"""A record held against standards, element by element."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ctdl.messages import name, say
from ctdl.standards.checks import undated
from ctdl.standards.fact_table import FACTS
from ctdl.standards.facts import Fact, stated
from ctdl.standards.intervals import Interval, decided
from ctdl.standards.known import Known
from ctdl.standards.model import Conformance, Element, ElementResult, Standard
from ctdl.standards.reading import read_standards
from ctdl.standards.verdicts import Verdict

#: The date by which rules that changed are chosen: so far New Zealand's only.
APPROVAL: Final[Fact] = FACTS["nz-approval-date"]

#: The shipped standards by id.
STANDARDS: Final[Mapping[str, Standard]] = read_standards()


def check(known: Known, standard: Standard) -> Conformance:
    """How the record stands to each element of `standard`."""
    return Conformance(
        standard, tuple(_result(known, standard, element) for element in standard.elements)
    )


def check_all(known: Known) -> tuple[Conformance, ...]:
    """How the record stands to every shipped standard."""
    return tuple(check(known, standard) for standard in STANDARDS.values())


def _result(known: Known, standard: Standard, element: Element) -> ElementResult:
    verdict = element.check.judge(known)
    if standard.applies.is_limited:
        verdict = _dated(known, standard, element, verdict)
    if standard.kind == "definition":
        reason = say("This is part of a definition, which is neither passed nor failed.")
        verdict = verdict.but("not applicable", reason)
    return ElementResult(
        element, verdict.result, verdict.values, verdict.properties, verdict.reason
    )


def _dated(known: Known, standard: Standard, element: Element, verdict: Verdict) -> Verdict:
    """The answer of the rules that governed the record when it was approved."""
    applies = standard.applies
    if element.any_date or verdict.result == "not applicable":
        return verdict
    approved = stated(known, APPROVAL)
    governed, decisive = decided(_days(applies.since, applies.until), approved)
    if governed == "outside" and decisive is not None:
        reason = say(
            "Approved %(date)s: %(rules)s applied.",
            date=decisive.text,
            rules=name(applies.otherwise),
        )
        return verdict.but("not applicable", reason)
    if element.otherwise is None:
        return verdict
    certain = _days(applies.certain_since or applies.since, applies.certain_until or applies.until)
    if decided(certain, approved)[0] == "within":
        return verdict
    other = element.otherwise.judge(known)
    return verdict if other.result == verdict.result else undated(verdict)


def _days(since: date | None, until: date | None) -> Interval:
    return Interval(
        None if since is None else since.toordinal(), None if until is None else until.toordinal()
    )
