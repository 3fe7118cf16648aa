"""Every rule that a finding can name, for the page where programs and people look them up."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctdl.rules import RULES, Severity
from ctdl.tabular.remarks import CELL_REMARKS, CELL_RULES
from ctdl.tabular.table_rules import TABLE_RULES

_OF_THE_REGISTRY: dict[str, tuple[Severity, str]] = {
    "ANOTHER_RECORD": ("error", "A record is written at its own address."),
    "CTID_TAKEN": ("error", "A CTID stays with one resource for life."),
    "OWNED_BY_ANOTHER": ("warning", "What an organisation owns, it states itself."),
    "RECORD_REFUSED": ("error", "A record is changed only by who keeps it."),
    "REF_NOT_HERE": ("warning", "A relation should lead to a record that can be read."),
    "SECOND_RECORD": (
        "error",
        "One document is one record, which is published and withdrawn as a whole.",
    ),
    "SIGNATURE_DROPPED": ("warning", "Who signs a record signs its changes."),
    "SIGNATURE_REPLAYED": ("error", "A signed document that was replaced is signed anew."),
    "STATEMENT_TWICE": (
        "warning",
        "A statement is published once: same kind, body, subject and first day.",
    ),
}
"""What holds between a document and the records that are here already."""


@dataclass(frozen=True)
class RuleEntry:
    """One rule: the code of its findings, what it says, how it is mended, who says so."""

    code: str
    severity: Severity
    statement: str
    remedy: str
    link: str | None


def rule_entries() -> list[RuleEntry]:
    """All of them, by code."""
    found = {each.code: each for each in _all()}
    return [found[code] for code in sorted(found)]


def _all() -> Iterator[RuleEntry]:
    for code, (severity, statement) in _OF_THE_REGISTRY.items():
        yield RuleEntry(code, severity, statement, "", None)
    for code, statement in CELL_RULES.items():
        severity = "warning" if code in CELL_REMARKS else "error"
        yield RuleEntry(code, severity, statement, "", None)
    for code, (severity, statement, source) in TABLE_RULES.items():
        yield RuleEntry(code, severity, statement, "", _link(source))
    for code, rule in RULES.items():
        yield RuleEntry(code, rule.severity, rule.statement, rule.remedy, _link(rule.source))


def _link(source: str) -> str | None:
    """The address of the source; our own rules are written down on this very page."""
    return source if source.startswith("https://") else None
