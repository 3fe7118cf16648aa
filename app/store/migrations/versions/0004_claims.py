"""Which record describes which thing, decided with the log and not by a view of it."""

import sqlalchemy as sa
from alembic import op

from ctdl.documents import stored_document

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    claim = op.create_table(
        "resource_claim",
        sa.Column("resource", sa.String(length=39), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.PrimaryKeyConstraint("resource"),
    )
    op.create_index("ix_resource_claim_record", "resource_claim", ["record"], unique=False)
    held: dict[str, str] = {}
    for record, document in _newest_documents():
        for resource in stored_document(document).ctids[1:]:
            held.setdefault(resource, record)
    if held:
        rows = [{"resource": resource, "record": record} for resource, record in held.items()]
        op.bulk_insert(claim, rows)


def _newest_documents() -> list[tuple[str, str]]:
    """Record and document of each record's newest entry, where things may stand beside it."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT record, document FROM change WHERE number IN"
            " (SELECT MAX(number) FROM change GROUP BY record) ORDER BY number"
        )
    )
    own = '"ceterms:ctid"'
    return [(row.record, row.document) for row in found if row.document.count(own) > 1]
