"""Writes docs/validation.md: `python -m tests.support.validation_page`.

The rules come from `ctdl.rules`, the agreement from running both validators. The part about the
collected samples can only be made where they are; elsewhere it is kept as it stands.
"""

import re
from collections.abc import Iterator
from typing import Final

from ctdl.rules import RULES, Rule
from tests.support.agreed_differences import DIFFERENCES, SEVERITIES
from tests.support.agreement import (
    Agreement,
    compare_altered,
    compare_samples,
    compare_shipped,
    their_rules,
)
from tests.support.left_out import SHARED_FOLDER
from tests.support.prerequisites import PROJECT

PAGE: Final = PROJECT / "docs" / "validation.md"
_INTRODUCTION: Final = """\
# Validation

One validator stands behind the command, the API, the tables and the forms. A finding names the
rule, how bad it is, where in the document, what to do about it, and who says so. An **error**
keeps a document out; a **warning** is worth mending; **info** is no fault. This page is made from
the code (`python -m tests.support.validation_page`).

`ctdl.validation.validate` finds faults. `notes` says what is none and still good to know:
recommended properties that are missing, references that lead out of the document, relations that
only one side states. `completeness` counts what the minimum data policy asks for and what of it
is there, with the reason for each gap.

## Rules
"""
_ELSEWHERE: Final = """\
## Findings from elsewhere

Codes that begin with `CELL_`, `ROW_`, `LINE_` and `TABLE_` are about tables
([templates.md](templates.md)), those with `IMPORT_` about other formats
([importing.md](importing.md)). What only the registry can know:

| code | severity | rule | remedy |
| --- | --- | --- | --- |
"""
_OF_THE_REGISTRY: Final = (
    (
        "ANOTHER_RECORD",
        "error",
        "A record is written at its own address.",
        "Send it to its own address, or correct its CTID.",
    ),
    (
        "CTID_TAKEN",
        "error",
        "A CTID stays with one resource for life.",
        "Refer to the resource instead of describing it.",
    ),
    (
        "NOT_THE_OWNER",
        "error",
        "A record is changed only by who keeps it.",
        "Publish under a CTID of your own, or ask the operator.",
    ),
    (
        "OWNED_BY_ANOTHER",
        "warning",
        "What an organisation owns, it states itself.",
        "Name yourself, or publish on behalf of the owner.",
    ),
    (
        "RECORD_WAS_WITHDRAWN",
        "error",
        "A withdrawn record comes back only when that is asked for.",
        "Restore it, or leave it out.",
    ),
    (
        "REF_NOT_HERE",
        "warning",
        "A relation should lead to a record that can be read.",
        "Correct the reference, or publish it.",
    ),
    (
        "SECOND_RECORD",
        "error",
        "A document is about one record.",
        "Publish the second one by itself.",
    ),
    (
        "SIGNATURE_DROPPED",
        "warning",
        "Who signs a record signs its changes.",
        "Sign this revision too.",
    ),
    (
        "STATEMENT_TWICE",
        "warning",
        "A statement is published once: same kind, body, subject and first day.",
        "Change the statement that is here, or give this one another first day.",
    ),
)
_AGREEMENT: Final = """\
## Agreement with ctdl-validate

[ctdl-validate](https://github.com/ChelseaKR/ctdl-validate) 0.2.1 is an independent validator of
CTDL's structure. A test runs both over every shipped document, over shipped documents with faults
put into them, and over collected samples of real and official documents, and compares what they
say by each rule that both know, by code, entity and property
(`python -m tests.support.agreement`). A difference that is not listed below fails the test, and
so does a listed one that no longer occurs.
"""
_MARKS: Final = {name: f"<!-- {name} -->" for name in ("shipped", "altered", "samples")}
_TITLES: Final = {
    "shipped": "### Shipped documents, each with all the others supplied",
    "altered": "### Shipped documents with faults",
    "samples": "### Collected samples, as they are and with context and CTID mended",
}


def page(agreements: dict[str, Agreement], old: str) -> str:
    """The page with these agreements; a part whose agreement is not given stays as in `old`."""
    parts = [_INTRODUCTION, *_rules(), "", *_elsewhere(), "", _AGREEMENT, *_differences(), ""]
    for name, title in _TITLES.items():
        parts += [title, "", _MARKS[name]]
        if name in agreements:
            agreement = agreements[name]
            parts += [f"{agreement.documents} documents.", "", *agreement.table(), ""]
        else:
            parts += [kept(old, name), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def kept(old: str, name: str) -> str:
    """The part of the page `old` that shows the agreement called `name`."""
    found = re.search(rf"{re.escape(_MARKS[name])}\n(.*?)(?=\n+###|\s*\Z)", old, re.DOTALL)
    return found.group(1) if found else ""


def _rules() -> Iterator[str]:
    yield "| code | severity | rule | remedy | source |"
    yield "| --- | --- | --- | --- | --- |"
    for code, rule in sorted(RULES.items()):
        cells = (code, rule.severity, rule.statement, rule.remedy, _source(rule))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _elsewhere() -> Iterator[str]:
    yield _ELSEWHERE.rstrip("\n")
    for cells in _OF_THE_REGISTRY:
        yield "| " + " | ".join(cells) + " |"


def _source(rule: Rule) -> str:
    if rule.source.startswith("docs/"):
        path = rule.source.removeprefix("docs/")
        return f"[ADR {int(path[4:8])}]({path})"
    return f"<{rule.source}>"


def _differences() -> Iterator[str]:
    yield "| only | rules | difference | reason |"
    yield "| --- | --- | --- | --- |"
    for difference in DIFFERENCES:
        codes = ", ".join(sorted(difference.codes)) or "any"
        instead = f"ours is {difference.instead}" if difference.instead else "not said"
        yield f"| {difference.side} | {codes} | {instead} | {difference.reason} |"
    for code, reason in SEVERITIES.items():
        weights = f"ours: {RULES[code].severity}, theirs: {their_rules()[code]}"
        yield f"| both | {code} | {weights} | {reason} |"


def main() -> None:
    """Write the page."""
    agreements = {"shipped": compare_shipped(), "altered": compare_altered()}
    if SHARED_FOLDER.is_dir():
        agreements["samples"] = compare_samples()
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page(agreements, old), encoding="utf-8")


if __name__ == "__main__":
    main()
