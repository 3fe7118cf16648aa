"""Findings: what is wrong with a document, said with the remedy and the rule behind it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ctdl.errors import RegistryError
from ctdl.rules import RULES, Severity


@dataclass(frozen=True)
class Finding:
    """One remark on a document: where, what, how to mend it, and by whose rule."""

    code: str
    severity: Severity
    entity: str
    property: str | None
    message: str
    rule: str
    source: str
    row: int | None = None
    """The line of the file it was found in, when many documents came in one."""
    column: str | None = None
    """The column of the table, or the field of the form, that it is about."""

    def to_json(self) -> dict[str, str | int | None]:
        """The finding as a JSON object."""
        return asdict(self)


class DocumentError(RegistryError):
    """A text is not a document the registry can take; `findings` says everything that is wrong."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.message for finding in self.findings[:3]))


def finding(
    code: str,
    message: str,
    *,
    entity: str = "document",
    property: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    """The finding with `code` and its rule; `severity` differs from the rule's when given."""
    rule = RULES[code]
    return Finding(
        code, severity or rule.severity, entity, property, message, rule.statement, rule.source
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(found.severity == "error" for found in findings)
