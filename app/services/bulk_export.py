"""A publisher's own records as a table, which reads back as it was written."""

from collections.abc import Iterator

from app.services.registry import Registry
from app.store import kept, log
from ctdl.ctid import CTID
from ctdl.documents import Document, stored_document
from ctdl.tabular import Template, rows_of
from ctdl.tabular.writing import csv_header, write_rows
from ctdl.vocabulary import vocabulary

_PAGE = 500


def export(registry: Registry, publisher: CTID, template: Template) -> Iterator[bytes]:
    """The live records that the publisher keeps and the template describes, as CSV in pieces.

    They are read twice: which languages need a column of their own is known only after all.
    """
    names = {
        name
        for document in _documents(registry, publisher, template)
        for row in rows_of(template, document)
        for name in row
    }
    rows = (
        row
        for document in _documents(registry, publisher, template)
        for row in rows_of(template, document)
    )
    for piece in write_rows(csv_header(template, names), rows):
        yield piece.encode()


def _documents(registry: Registry, publisher: CTID, template: Template) -> Iterator[Document]:
    after = ""
    while True:
        with registry.database.reading() as connection:
            heads = kept.heads_kept_by(connection, publisher, after, _PAGE)
        live = [head.ctid for head in heads if head.kind != "withdrawn"]
        for change in log.newest_of(registry.database, live):
            if vocabulary().is_any(change.resource_type, template.types):
                yield stored_document(change.document)
        if len(heads) < _PAGE:
            return
        after = heads[-1].ctid
