"""What does not agree with the record that a page shows."""

from app.http.current import registry
from app.presenters.disagreements import ShownDisagreement, shown_disagreements
from app.services import board
from app.services.reading import StoredRecord
from app.site.reading import today


def disagreements(stored: StoredRecord) -> tuple[ShownDisagreement, ...]:
    """Statements of this record and of others that cannot both be right today."""
    return shown_disagreements(board.conflicts_of(registry(), stored.document_ctid, today()))
