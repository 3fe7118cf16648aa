"""Which facts of a row are the editors' doing, as the note of the row admits."""

import re

from registry_data.convert.notes import NoteFacts
from registry_data.convert.pages import page_address
from registry_data.convert.statements import COMPUTED, Statement
from registry_data.convert.tables import Row

_TITLE = re.compile(
    r"title (?:formed|composed|expanded|read|put|as described) .+|prefix NOC removed from title"
)


def edited(row: Row, note: NoteFacts, statement: Statement) -> dict[str, Statement]:
    """The source of the fields that the editors formed, mapped or computed, by field name."""
    notes = {
        "field": note.on_field,
        "owners": note.on_provider,
        "title": "; ".join(part for part in note.rest if _TITLE.fullmatch(part)),
        "page": _on_page(row, note),
    }
    found = {name: statement.by_editors(said) for name, said in notes.items() if said}
    if note.on_hours and not note.on_hours.endswith("in the source"):
        found["hours"] = statement.by_editors(note.on_hours, COMPUTED)
    computed = [said for said in note.on_price if said.startswith("price =")]
    if computed:
        found["costs"] = statement.by_editors("; ".join(computed), COMPUTED)
    return found


def _on_page(row: Row, note: NoteFacts) -> str:
    if "link from general knowledge" in note.rest:
        return "link from general knowledge"
    mended = page_address(row["credential_url"]) != row["credential_url"]
    return f"address mended; the source has {row['credential_url']}" if mended else ""
