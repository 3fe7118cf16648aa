"""Notes on an import: what was left out, what is missing, and how to mend it.

They are findings like those of the validator; their rules stand here because they are about
reading other formats, not about CTDL.
"""

from typing import Final, NoReturn

from ctdl.findings import DocumentError, Finding
from ctdl.rules import Rule

_SOURCE: Final = "docs/importing.md"
MAX_NOTES: Final = 200

RULES: Final[dict[str, Rule]] = {
    "IMPORT_FORMAT_UNKNOWN": Rule(
        "error", "The source is in a format this registry reads.", _SOURCE
    ),
    "IMPORT_EMPTY": Rule("error", "There is something to import.", _SOURCE),
    "IMPORT_NOT_TEXT": Rule("error", "What is imported is text: JSON or a web page.", _SOURCE),
    "IMPORT_NOTHING_FOUND": Rule("error", "The source describes something to publish.", _SOURCE),
    "IMPORT_TOO_LARGE": Rule("error", "A page has at most 4 MB.", _SOURCE),
    "IMPORT_IDENTIFIER_MISSING": Rule(
        "error", "What is imported has an identifier that lasts.", _SOURCE
    ),
    "IMPORT_KIND_UNKNOWN": Rule("error", "A credential is of a class that CTDL has.", _SOURCE),
    "IMPORT_ENVELOPE_UNREADABLE": Rule(
        "error", "An envelope holds its document as JSON or as a JWS.", _SOURCE
    ),
    "IMPORT_NOT_CARRIED": Rule("info", "What CTDL has no place for is left out openly.", _SOURCE),
    "IMPORT_VALUE_UNREAD": Rule(
        "info", "A value that cannot be read exactly is left out, not guessed.", _SOURCE
    ),
    "IMPORT_HOLDER_LEFT_OUT": Rule("info", "Nothing about a holder is read or kept.", _SOURCE),
    "IMPORT_CONTEXT_UNKNOWN": Rule("info", "No context is ever fetched.", _SOURCE),
    "IMPORT_SIGNATURE_UNCHECKED": Rule("info", "An import does not verify signatures.", _SOURCE),
    "IMPORT_CTID_CHANGED": Rule("info", "A CTID is written in lower case.", _SOURCE),
    "IMPORT_CTID_FROM_ADDRESS": Rule(
        "info", "The address of a resource ends in its CTID.", _SOURCE
    ),
    "IMPORT_ADDRESS_MENDED": Rule("info", "An address in a registry ends in a CTID.", _SOURCE),
    "IMPORT_CONTEXT_ASSUMED": Rule("info", "Terms of CTDL are read as CTDL means them.", _SOURCE),
    "IMPORT_CLASS_CHANGED": Rule(
        "info", "A class is a term of CTDL, and parts of a pathway are its components.", _SOURCE
    ),
    "IMPORT_PROPERTY_RENAMED": Rule(
        "info", "A property stands on the classes it is made for.", _SOURCE
    ),
    "IMPORT_DATE_COMPLETED": Rule("info", "A date has four, two and two figures.", _SOURCE),
    "IMPORT_PROVIDER_DESCRIBED": Rule(
        "info", "An organisation with an identifier has a document of its own.", _SOURCE
    ),
    "IMPORT_ISSUER_IS_PUBLISHER": Rule(
        "info", "Whoever imports its own credential is its owner under its own CTID.", _SOURCE
    ),
    "IMPORT_ORGANIZATION_KNOWN": Rule(
        "info", "An organisation that is in the registry is not described a second time.", _SOURCE
    ),
    "IMPORT_STATED_BY_IMPORTER": Rule(
        "info", "What the importer adds is told apart from what the source states.", _SOURCE
    ),
}


def note(
    code: str, message: str, *, entity: str = "source", property: str | None = None
) -> Finding:
    """The note with `code` and its rule."""
    rule = RULES[code]
    return Finding(code, rule.severity, entity, property, message, rule.statement, rule.source)


def refuse(code: str, message: str, *, property: str | None = None) -> NoReturn:
    """Raise the DocumentError that says why nothing can be imported."""
    raise DocumentError([note(code, message, property=property)])


class Notes:
    """The notes of one import, each once and not without end: a hostile source names many terms."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str | None, str], Finding] = {}

    def add(
        self, code: str, message: str, property: str | None = None, *, entity: str = "source"
    ) -> None:
        """Remember a note."""
        if len(self._found) < MAX_NOTES:
            made = note(code, message, entity=entity, property=property)
            self._found.setdefault((code, entity, property, message), made)

    def left_out(self, path: str) -> None:
        """Remember that the term at `path` has no place in CTDL."""
        self.add("IMPORT_NOT_CARRIED", f"Not carried over: {shortened(path)}.", shortened(path))

    def unread(self, path: str, value: object, why: str) -> None:
        """Remember that a value at `path` was left out, and why."""
        shown = shortened(str(value))
        self.add("IMPORT_VALUE_UNREAD", f"{path} is {shown!r}: {why}.", path)

    @property
    def found(self) -> list[Finding]:
        """The notes in the order they were made."""
        return list(self._found.values())


def shortened(text: str) -> str:
    """`text` cut to what fits a message."""
    return text if len(text) <= 80 else text[:77] + "..."
