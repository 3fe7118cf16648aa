"""Links between rows by the codes their texts use: module codes and unit standard numbers."""

import re
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert.identity import credential_ctid
from registry_data.convert.tables import facts

_MODULE = re.compile(r"\b[A-Z]{4}\d{3}\b")
_UNIT_STANDARD = re.compile(r"\bSAQA US ID (\d+)")


def courses_with_codes(prerequisites: str) -> tuple[CTID, ...]:
    """The modules required before this one; what follows "corequisite" may be taken with it."""
    before = prerequisites.partition("corequisite")[0]
    return tuple(_modules()[code] for code in _MODULE.findall(before) if code in _modules())


def unit_standards(numbers: list[str]) -> tuple[CTID, ...]:
    """The records of South African unit standards, those we have of the numbers given."""
    return tuple(_unit_standards()[number] for number in numbers if number in _unit_standards())


@cache
def _modules() -> dict[str, CTID]:
    return {
        row["title"].split()[0]: credential_ctid("levelled", row)
        for row in facts("levelled")
        if row["credential_type"] == "course (module)" and _MODULE.match(row["title"])
    }


@cache
def _unit_standards() -> dict[str, CTID]:
    return {
        found.group(1): credential_ctid("levelled", row)
        for row in facts("levelled")
        if (found := _UNIT_STANDARD.search(row["note"]))
    }
