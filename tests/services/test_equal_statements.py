"""The same statement under a second CTID is published, but its agency is told of the first."""

import io
from typing import Any

from app.services import bulk, publishing
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from app.services.views import catch_up
from ctdl.ctid import derive_ctid
from ctdl.tabular import TEMPLATES, document_of
from ctdl.tabular.writing import write_rows
from tests.support.documents import a_credential, an_organization, ctid_of

AGENCY = PublisherRef(derive_ctid("test:agency"), "Example Agency")
QUALITY = TEMPLATES["quality-assurance"]
CREDENTIAL = a_credential()


def a_statement(code: str, **cells: str) -> dict[str, Any]:
    return document_of(QUALITY, a_row(code, **cells), publisher=AGENCY.ctid).document


def a_row(code: str, **cells: str) -> dict[str, str]:
    return {
        "id": code,
        "kind": "accreditation",
        "object": ctid_of(CREDENTIAL),
        "from": "2026-01-01",
        "status": "Active",
        **cells,
    }


def remarks(registry: Registry, document: dict[str, Any]) -> list[str]:
    found = publishing.check(registry, document, AGENCY).findings
    assert [each.message for each in found if each.severity == "error"] == []
    return [each.message for each in found if each.code == "STATEMENT_TWICE"]


def published(registry: Registry) -> str:
    """The CTID of a statement that is published, and shown."""
    publishing.publish(registry, CREDENTIAL, OPERATOR)
    publishing.publish(registry, an_organization(AGENCY.name, AGENCY.ctid), AGENCY)
    done = publishing.publish(registry, a_statement("DEC-1"), AGENCY)
    catch_up(registry)
    return done.ctid


def test_an_equal_statement_under_another_code_is_remarked_on(registry: Registry) -> None:
    first = published(registry)
    [remark] = remarks(registry, a_statement("DEC-2"))
    assert first in remark


def test_the_statement_itself_and_other_ones_are_not(registry: Registry) -> None:
    published(registry)
    assert remarks(registry, a_statement("DEC-1")) == []
    assert remarks(registry, a_statement("DEC-2", kind="approval")) == []
    assert remarks(registry, a_statement("DEC-2", **{"from": "2027-01-01"})) == []


def test_rows_of_a_table_are_held_against_what_is_published(registry: Registry) -> None:
    published(registry)
    rows = [a_row("DEC-1"), a_row("DEC-3")]
    table = io.BytesIO("".join(write_rows(list(rows[0]), rows)).encode())
    report = bulk.check(registry, table, QUALITY, AGENCY)
    found = [(each.row, each.code) for each in report.findings if each.severity != "info"]
    assert report.is_acceptable
    assert (3, "STATEMENT_TWICE") in found
    assert (2, "STATEMENT_TWICE") not in found
