"""Validation: what is wrong with a document that can be read, by whose rule, and how to mend it.

Every check gets the whole document and answers with findings; no check knows another, none fetches
anything. What keeps a file from being read at all is found by `ctdl.documents.parse_document`.
`validate` finds faults; `notes` says what is none and still good to know; `completeness` counts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.findings import Finding, has_errors
from ctdl.validation.actions import check_actions
from ctdl.validation.competencies import check_competencies
from ctdl.validation.completeness import Completeness, Gap, completeness, note_gaps
from ctdl.validation.concepts import check_concepts
from ctdl.validation.ctids import check_ctids
from ctdl.validation.dates import check_dates
from ctdl.validation.domain_range import check_domain_and_range
from ctdl.validation.inverses import check_inverses, note_inverses
from ctdl.validation.languages import check_languages
from ctdl.validation.levels import check_levels
from ctdl.validation.money import check_money_and_credits
from ctdl.validation.numbers import check_numbers
from ctdl.validation.pathways import check_pathways
from ctdl.validation.policy import check_policy
from ctdl.validation.references import (
    check_references,
    check_self_references,
    note_references,
)
from ctdl.validation.structure import Described, Supplied, describe, supply
from ctdl.validation.terms import check_terms
from ctdl.validation.values import check_values

__all__ = [
    "ALL_CHECKS",
    "ALL_NOTES",
    "Completeness",
    "Finding",
    "Gap",
    "Supplied",
    "completeness",
    "has_errors",
    "notes",
    "supply",
    "validate",
]

Check = Callable[[Described], Iterator[Finding]]

ALL_CHECKS: Final[tuple[Check, ...]] = (
    check_ctids,
    check_references,
    check_self_references,
    check_terms,
    check_concepts,
    check_domain_and_range,
    check_competencies,
    check_inverses,
    check_values,
    check_languages,
    check_dates,
    check_numbers,
    check_money_and_credits,
    check_levels,
    check_actions,
    check_pathways,
    check_policy,
)
ALL_NOTES: Final[tuple[Check, ...]] = (note_references, note_inverses, note_gaps)
_SEVERITIES: Final = ("error", "warning", "info")
# Whoever mends a thousand faults of a kind has understood; more would only fill the answer.
_MOST_OF_A_CODE: Final = 1000


def validate(
    document: Document,
    *,
    collected: bool = False,
    publisher: CTID | None = None,
    supplied: Supplied | None = None,
) -> list[Finding]:
    """Every finding on `document`, errors first.

    With `collected` the facts are about others and were gathered by the registry's operators: what
    the minimum data policy requires and no source states is then a warning, never an invention.
    `publisher` is whose record it will be: some statements only one body can make. What is known
    of other resources can be `supplied`; references to them are then held to their classes too.
    """
    described = describe(document, collected=collected, publisher=publisher, supplied=supplied)
    return _found(described, ALL_CHECKS)


def notes(document: Document, *, supplied: Supplied | None = None) -> list[Finding]:
    """What is no fault of `document` and good to know: all of it information.

    What the policy recommends and is not stated, relations that only one side states, and
    references that the document alone cannot answer.
    """
    return _found(describe(document, supplied=supplied), ALL_NOTES)


def _found(described: Described, checks: Sequence[Check]) -> list[Finding]:
    found = dict.fromkeys(finding for check in checks for finding in check(described))
    return sorted(_bounded(found), key=lambda finding: _SEVERITIES.index(finding.severity))


def _bounded(found: Collection[Finding]) -> Iterable[Finding]:
    """The first findings of each code; the last of too many says how many more there are."""
    if len(found) <= _MOST_OF_A_CODE:
        return found
    counted = Counter(finding.code for finding in found)
    taken: Counter[str] = Counter()
    kept = []
    for finding in found:
        taken[finding.code] += 1
        more = counted[finding.code] - _MOST_OF_A_CODE
        if taken[finding.code] < _MOST_OF_A_CODE or more <= 0:
            kept.append(finding)
        elif taken[finding.code] == _MOST_OF_A_CODE:
            kept.append(
                replace(finding, message=f"{finding.message} The same is found {more} more times.")
            )
    return kept
