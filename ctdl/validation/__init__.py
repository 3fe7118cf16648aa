"""Validation: what is wrong with a document that can be read, by whose rule, and how to mend it.

Every check gets the whole document and answers with findings; no check knows another, none fetches
anything. What keeps a file from being read at all is found by `ctdl.documents.parse_document`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ctdl.documents import Document
from ctdl.findings import Finding, has_errors
from ctdl.validation.ctids import check_ctids
from ctdl.validation.domain_range import check_domain_and_range
from ctdl.validation.inverses import check_inverses
from ctdl.validation.policy import check_policy
from ctdl.validation.references import check_references
from ctdl.validation.structure import Described, describe
from ctdl.validation.terms import check_terms
from ctdl.validation.values import check_values

__all__ = ["ALL_CHECKS", "Finding", "has_errors", "validate"]

Check = Callable[[Described], Iterator[Finding]]

ALL_CHECKS: Final[tuple[Check, ...]] = (
    check_ctids,
    check_references,
    check_terms,
    check_domain_and_range,
    check_inverses,
    check_values,
    check_policy,
)
_SEVERITIES: Final = ("error", "warning", "info")


def validate(document: Document, *, collected: bool = False) -> list[Finding]:
    """Every finding on `document`, errors first.

    With `collected` the facts are about others and were gathered by the registry's operators: what
    the minimum data policy requires and no source states is then a warning, never an invention.
    """
    described = describe(document, collected=collected)
    found = dict.fromkeys(finding for check in ALL_CHECKS for finding in check(described))
    return sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity))
