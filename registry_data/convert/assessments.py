"""How learning is assessed, in the words of the facts, and CTDL's method where it is plain."""

import re

from registry_data.convert.credential_facts import Assessment

_METHODS = (
    (re.compile(r"portfolio"), "PortfolioEvaluation"),
    (re.compile(r"exam|multiple choice|test"), "Exam"),
    (re.compile(r"practical|observed|demonstration"), "Performance"),
    (re.compile(r"thesis|workbook|exercises"), "Artifact"),
)


def parse_assessment(stated: str) -> Assessment | None:
    """The assessment in a cell; a method only when exactly one is named."""
    if not stated:
        return None
    methods = {value for words, value in _METHODS if words.search(stated.casefold())}
    return Assessment(
        description=stated,
        method=methods.pop() if len(methods) == 1 else "",
        is_proctored="proctored" in stated.casefold(),
    )


def minimum_age(prerequisites: str) -> int | None:
    """The age in `age 19 or over`, when the cell names one."""
    found = re.search(r"\bage (\d+) or over", prerequisites)
    return int(found.group(1)) if found else None
