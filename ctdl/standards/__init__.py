"""Standards for micro-credentials as data, and records held against them clause by clause.

A check is never an approval: only the body that issued a standard approves.
"""

from ctdl.standards.checking import STANDARDS, check, check_all
from ctdl.standards.facts_quality import is_of_provider_only
from ctdl.standards.known import Around, Known, Other, known
from ctdl.standards.model import (
    KINDS,
    OBLIGATIONS,
    Applies,
    Conformance,
    Element,
    ElementResult,
    Kind,
    Obligation,
    Shacl,
    Standard,
)
from ctdl.standards.rules import StandardError
from ctdl.standards.verdicts import RESULTS, Result

__all__ = [
    "KINDS",
    "OBLIGATIONS",
    "RESULTS",
    "STANDARDS",
    "Applies",
    "Around",
    "Conformance",
    "Element",
    "ElementResult",
    "Kind",
    "Known",
    "Obligation",
    "Other",
    "Result",
    "Shacl",
    "Standard",
    "StandardError",
    "check",
    "check_all",
    "is_of_provider_only",
    "known",
]
