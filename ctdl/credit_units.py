"""Units credits are counted in: their codes, and finding the code of a unit a record names."""

import re
from functools import cache
from typing import Final

from ctdl.ctid import CTID, ctid_in, derive_ctid

_OWN: Final = "credit-units"
#: The codes of the shipped concept scheme of credit units.
UNIT_CODES: Final = (
    "ects",
    "rqf",
    "scqf",
    "nzqcf",
    "nqf-za",
    "hkqf",
    "fet-ie",
    "qcf",
    "us-semester",
    "ceu",
    "uk-cats",
    "sutd",
    "cu",
    "cqfw",
    "mqf",
)
_CTDL_PREFIX: Final = "creditUnit:"
_WORD_START: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def unit_code(iri: str | None) -> str | None:
    """The code of the unit at `iri`: ours, or "semester-hour" for creditUnit:SemesterHour."""
    if iri is None:
        return None
    if iri.startswith(_CTDL_PREFIX):
        return _WORD_START.sub("-", iri.removeprefix(_CTDL_PREFIX)).lower()
    ctid = ctid_in(iri)
    return _codes().get(ctid) if ctid else None


@cache
def _codes() -> dict[CTID, str]:
    return {derive_ctid(f"concept:{_OWN}:{code}"): code for code in UNIT_CODES}
