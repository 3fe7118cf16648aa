"""Whole files: checked by row and column, published all at once or not at all."""

import io
import json
import tracemalloc
from collections.abc import Iterable
from typing import Any

import pytest

from app.services import bulk, bulk_export, publishing
from app.services.bulk import BulkReport, FileRejected
from app.services.publishing import OPERATOR, NotTheOwner, PublisherRef
from app.services.registry import Registry
from app.services.views import catch_up
from app.store import log, publishers
from ctdl.ctid import derive_ctid
from ctdl.documents import stored_document
from ctdl.provenance import Provenance, Statement
from ctdl.tabular import TEMPLATES, cells_of, own_ctid
from ctdl.tabular.writing import csv_header, write_rows
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

COLLEGE = PublisherRef(PROVIDER, "Example College")
RIVAL = PublisherRef(derive_ctid("test:rival"), "Rival")
CREDENTIALS, STACKING = TEMPLATES["credentials"], TEMPLATES["stacking"]


def a_row(number: int = 1, **cells: str) -> dict[str, str]:
    return {
        "id": f"MC-{number}",
        "type": "MicroCredential",
        "name": f"Course {number}",
        "description": "What to do until help comes.",
        "webpage": "https://provider.example/course",
        "languages": "en",
        "status": "Active",
        "credits": "5",
        "credit_unit": "ects",
        **cells,
    }


def table(rows: Iterable[dict[str, str]], template: Any = CREDENTIALS) -> io.BytesIO:
    stated = list(rows)
    names = {name for row in stated for name in row}
    header = [name for name in csv_header(template, names) if name in names]
    return io.BytesIO("".join(write_rows(header, stated)).encode())


def lines(documents: Iterable[dict[str, Any]]) -> io.BytesIO:
    return io.BytesIO("".join(f"{json.dumps(each)}\n" for each in documents).encode())


def where(found: BulkReport) -> list[tuple[int | None, str | None, str]]:
    return [
        (each.row, each.column, each.code) for each in found.findings if each.severity == "error"
    ]


def rejected(
    registry: Registry, stream: io.BytesIO, template: Any = CREDENTIALS, by: PublisherRef = COLLEGE
) -> BulkReport:
    before = log.latest_number(registry.database)
    with pytest.raises(FileRejected) as refused:
        bulk.publish(registry, stream, template, by)
    assert log.latest_number(registry.database) == before
    return refused.value.report


def cells(registry: Registry, code: str) -> dict[str, str]:
    change = log.newest_change(registry.database, own_ctid("credentials", COLLEGE.ctid, code))
    assert change is not None
    return cells_of(CREDENTIALS, stored_document(change.document))


def test_one_bad_row_of_twenty_is_named_and_nothing_is_saved(registry: Registry) -> None:
    rows = [a_row(number) for number in range(2, 22)]
    rows[5]["credits"] = "-3"

    report = rejected(registry, table(rows))

    assert where(report) == [(7, "credits", "CELL_NUMBER")]
    assert report.rows == 20


def test_the_corrected_table_is_previewed_and_then_published(registry: Registry) -> None:
    rows = [a_row(number) for number in range(20)]

    preview = bulk.check(registry, table(rows), CREDENTIALS, COLLEGE)
    assert log.latest_number(registry.database) == 0
    done = bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)

    assert preview.is_acceptable
    assert preview.counts == done.counts == {"published": 20}
    assert [each.main["ceterms:name"]["en"] for each in preview.documents] == [
        "Course 0",
        "Course 1",
        "Course 2",
    ]
    assert [(each.row, each.number) for each in done.records[:2]] == [(2, 1), (3, 2)]
    assert log.latest_number(registry.database) == 20


def test_the_same_table_again_changes_nothing_and_a_correction_changes_one_record(
    registry: Registry,
) -> None:
    rows = [a_row(number) for number in range(3)]
    bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)

    again = bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)
    rows[1]["name"] = "A better name"
    corrected = bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)

    assert again.counts == {"unchanged": 3}
    assert again.changes == 0
    assert corrected.counts == {"unchanged": 2, "updated": 1}
    assert cells(registry, "MC-1")["name"] == "A better name"


def test_columns_that_are_not_in_the_table_are_left_alone(registry: Registry) -> None:
    bulk.publish(registry, table([a_row(1, keywords="aid")]), CREDENTIALS, COLLEGE)

    bulk.publish(registry, table([{"id": "MC-1", "credits": "6"}]), CREDENTIALS, COLLEGE)

    after = cells(registry, "MC-1")
    assert (after["credits"], after["credit_unit"], after["keywords"]) == ("6", "ects", "aid")


def test_what_is_wrong_with_the_document_is_said_of_the_column(registry: Registry) -> None:
    report = rejected(
        registry,
        table(
            [a_row(1, description=""), a_row(2, valid_until="2020-01-01", valid_from="2021-01-01")]
        ),
    )

    assert (2, "description", "POLICY_REQUIRED_MISSING") in where(report)
    assert {(row, column) for row, column, _ in where(report)} >= {(3, "valid_from")} or {
        (row, column) for row, column, _ in where(report)
    } >= {(3, "valid_until")}


def test_a_record_with_two_rows_is_refused_and_both_are_named(registry: Registry) -> None:
    report = rejected(registry, table([a_row(1), a_row(2), a_row(1, name="Other")]))

    [found] = report.findings[:1]
    assert (found.row, found.column, found.code) == (4, "id", "ROW_TWICE")
    assert "row 4 has the same code MC-1 as row 2" in found.message
    assert report.errors == 1
    assert "row 2" in found.message


def test_a_row_about_somebody_elses_record_is_refused(registry: Registry) -> None:
    document = a_credential(ownedBy=[f"resources/{RIVAL.ctid}"])
    publishing.publish(registry, document, RIVAL)

    report = rejected(registry, table([{**a_row(1), "ctid": ctid_of(document)}]))

    assert where(report) == [(2, None, "NOT_THE_OWNER")]
    assert RIVAL.ctid in report.findings[0].message


def test_a_row_about_a_withdrawn_record_is_refused(registry: Registry) -> None:
    bulk.publish(registry, table([a_row(1)]), CREDENTIALS, COLLEGE)
    ctid = own_ctid("credentials", COLLEGE.ctid, "MC-1")
    publishing.withdraw(registry, ctid, COLLEGE, reason="not offered")

    assert where(rejected(registry, table([a_row(1)]))) == [(2, None, "RECORD_WAS_WITHDRAWN")]


def test_a_table_that_breaks_off_is_refused_as_a_whole(registry: Registry) -> None:
    stream = io.BytesIO(table([a_row(1), a_row(2)]).getvalue() + b'MC-3,"never closed')

    assert where(rejected(registry, stream)) == [(4, None, "TABLE_QUOTES")]


def test_a_table_without_rows_is_refused(registry: Registry) -> None:
    assert where(rejected(registry, table([]))) == [(1, None, "TABLE_EMPTY")]
    assert where(rejected(registry, io.BytesIO(b"id,name\n"))) == [(None, None, "TABLE_EMPTY")]


def test_only_the_first_findings_are_kept_and_the_others_counted(registry: Registry) -> None:
    count = bulk.SHOWN_FINDINGS + 50

    report = rejected(registry, table(a_row(number, credits="x") for number in range(count)))

    assert report.errors == count
    assert (
        len([each for each in report.findings if each.severity == "error"]) == bulk.SHOWN_FINDINGS
    )
    assert report.unshown >= 50


def test_a_file_that_is_wrong_everywhere_is_not_read_to_its_end(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ERRORS", 100)

    report = rejected(registry, table(a_row(number, credits="x") for number in range(1200)))

    assert 100 <= report.rows < 1200
    assert "TABLE_TOO_MANY_ERRORS" in {each.code for each in report.findings}


def test_an_owner_is_found_by_its_exact_name(registry: Registry) -> None:
    publishing.publish(registry, an_organization(), COLLEGE)
    catch_up(registry)

    bulk.publish(registry, table([a_row(1, owned_by="example college")]), CREDENTIALS, COLLEGE)

    assert cells(registry, "MC-1")["owned_by"] == PROVIDER


def test_references_to_records_that_are_neither_here_nor_in_the_table_are_remarked(
    registry: Registry,
) -> None:
    second = own_ctid("credentials", COLLEGE.ctid, "MC-2")
    missing = derive_ctid("test:nowhere")
    rows = [a_row(1, part_of=second), a_row(2), a_row(3, prepares_for=missing)]

    report = bulk.check(registry, table(rows), CREDENTIALS, COLLEGE)

    remarks = {(each.row, each.column) for each in report.findings if missing in each.message}
    assert remarks == {(4, "prepares_for")}
    assert not any(second in each.message for each in report.findings)


def test_rows_about_one_record_become_one_change(registry: Registry) -> None:
    bulk.publish(registry, table(a_row(number) for number in (1, 2)), CREDENTIALS, COLLEGE)
    first, second = (own_ctid("credentials", COLLEGE.ctid, f"MC-{n}") for n in (1, 2))
    third = derive_ctid("test:third")
    rows = [
        {"from": first, "relation": "is-part-of", "to": second},
        {"from": second, "relation": "has-part", "to": first},
        {"from": first, "relation": "prepares-for", "to": third},
    ]

    done = bulk.publish(registry, table(rows, STACKING), STACKING, COLLEGE)

    assert (done.rows, done.counts) == (3, {"updated": 2})
    assert cells(registry, "MC-1")["part_of"] == second
    assert cells(registry, "MC-1")["prepares_for"] == third
    assert [change.kind for change in log.changes_of(registry.database, first)] == [
        "published",
        "updated",
    ]


def test_a_relation_of_a_record_that_is_not_here_is_refused(registry: Registry) -> None:
    row = {"from": derive_ctid("test:x"), "relation": "requires", "to": PROVIDER}

    assert where(rejected(registry, table([row], STACKING), STACKING)) == [
        (2, "from", "ROW_RECORD_MISSING")
    ]


def test_a_course_that_is_required_is_named_as_a_course(registry: Registry) -> None:
    course = {"type": "Course", "available_online_at": "https://provider.example/go"}
    rows = [a_row(1), a_row(2, **course)]
    bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)
    catch_up(registry)
    ctids = [own_ctid("credentials", COLLEGE.ctid, f"MC-{number}") for number in (1, 2)]
    row = {"from": ctids[0], "relation": "requires", "to": ctids[1]}

    bulk.publish(registry, table([row], STACKING), STACKING, COLLEGE)

    change = log.newest_change(registry.database, ctids[0])
    assert change is not None
    assert f'"ceterms:targetLearningOpportunity":["resources/{ctids[1]}"]' in change.document


def test_documents_one_a_line_are_published_with_their_line_as_row(registry: Registry) -> None:
    documents = [a_credential(f"course {number}") for number in range(3)]

    done = bulk.publish(registry, lines(documents), None, COLLEGE)

    assert done.counts == {"published": 3}
    assert [each.row for each in done.records] == [1, 2, 3]


def test_a_line_that_is_no_document_is_named(registry: Registry) -> None:
    stream = io.BytesIO(lines([a_credential()]).getvalue() + b"\n{broken\n[1]\n")

    assert {row for row, _, _ in where(rejected(registry, stream, None))} == {3, 4}


def test_a_packed_file_of_documents_is_refused(registry: Registry) -> None:
    assert where(rejected(registry, io.BytesIO(b"\x1f\x8b\x08\x00"), None)) == [
        (None, None, "TABLE_NOT_TEXT")
    ]


def test_a_record_that_changed_while_the_file_was_checked_is_not_overwritten(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk.publish(registry, table([a_row(1), a_row(2)]), CREDENTIALS, COLLEGE)
    record_all = publishing.record_all

    def late(*arguments: Any, **options: Any) -> dict[str, int]:
        # Somebody else is faster, between the check and the writing.
        monkeypatch.setattr(bulk, "record_all", record_all)
        bulk.publish(registry, table([a_row(2, name="Theirs")]), CREDENTIALS, COLLEGE)
        return record_all(*arguments, **options)

    monkeypatch.setattr(bulk, "record_all", late)
    with pytest.raises(FileRejected) as refused:
        bulk.publish(
            registry, table([a_row(1, name="A"), a_row(2, name="B")]), CREDENTIALS, COLLEGE
        )

    assert where(refused.value.report) == [(3, None, "ROW_STALE")]
    assert (cells(registry, "MC-1")["name"], cells(registry, "MC-2")["name"]) == (
        "Course 1",
        "Theirs",
    )


def test_another_publishers_change_meanwhile_does_no_harm(registry: Registry) -> None:
    bulk.publish(registry, table([a_row(1)]), CREDENTIALS, COLLEGE)
    publishing.publish(registry, a_credential(ownedBy=[f"resources/{RIVAL.ctid}"]), RIVAL)

    assert bulk.publish(registry, table([a_row(1, name="New")]), CREDENTIALS, COLLEGE).changes == 1


def test_a_publisher_that_acts_for_another_sends_its_table(registry: Registry) -> None:
    with pytest.raises(NotTheOwner):
        bulk.publish(registry, table([a_row(1)]), CREDENTIALS, RIVAL, owner=COLLEGE.ctid)
    with registry.database.writing() as connection:
        for each in (COLLEGE, RIVAL):
            publishers.remember_publisher(connection, each.ctid, each.name)
        publishers.let_act_for(connection, RIVAL.ctid, COLLEGE.ctid)

    done = bulk.publish(registry, table([a_row(1)]), CREDENTIALS, RIVAL, owner=COLLEGE.ctid)

    change = log.newest_change(registry.database, own_ctid("credentials", COLLEGE.ctid, "MC-1"))
    assert change is not None
    assert (done.counts, change.publisher) == ({"published": 1}, COLLEGE.ctid)
    assert change.published_by == RIVAL.ctid
    assert cells(registry, "MC-1")["owned_by"] == COLLEGE.ctid
    again = bulk.publish(registry, table([a_row(1, name="Better")]), CREDENTIALS, COLLEGE)
    assert again.counts == {"updated": 1}


def test_the_operator_keeps_the_sources_of_collected_facts(registry: Registry) -> None:
    source = Provenance(Statement(source="A register", asserted_by="The register"), collected=True)
    document = a_credential(description=None)
    publishing.publish(registry, document, OPERATOR, provenance=source)

    bulk.publish(
        registry, table([{"ctid": ctid_of(document), "keywords": "aid"}]), CREDENTIALS, OPERATOR
    )

    change = log.newest_change(registry.database, ctid_of(document))
    assert change is not None
    assert Provenance.from_json(json.loads(change.provenance)) == source


def test_what_a_publisher_keeps_is_a_table_that_changes_nothing_when_sent_back(
    registry: Registry,
) -> None:
    rows = [a_row(n, **{"name@fr": f"Cours {n}", "keywords": "=1+1 | two"}) for n in range(3)]
    bulk.publish(registry, table(rows), CREDENTIALS, COLLEGE)
    publishing.publish(registry, an_organization(), COLLEGE)

    exported = b"".join(bulk_export.export(registry, COLLEGE.ctid, CREDENTIALS))

    text = exported.decode("utf-8-sig")
    assert text.count("\r\n") == 4
    assert "name,name@fr" in text
    assert ",'=1+1 | two," in text
    again = bulk.publish(registry, io.BytesIO(exported), CREDENTIALS, COLLEGE)
    assert again.counts == {"unchanged": 3}


def test_every_template_exports_what_it_describes(registry: Registry) -> None:
    publishing.publish(registry, an_organization(), COLLEGE)
    bulk.publish(registry, table([a_row(1, part_of=PROVIDER)]), CREDENTIALS, COLLEGE)

    counted = {
        name: b"".join(bulk_export.export(registry, COLLEGE.ctid, template)).count(b"\r\n") - 1
        for name, template in TEMPLATES.items()
    }

    assert counted == {"credentials": 1, "organizations": 1, "quality-assurance": 0, "stacking": 1}


def test_a_large_table_does_not_fill_the_memory(registry: Registry) -> None:
    text = "Help comes. " * 2000
    stream = table(a_row(number, description=text) for number in range(400))
    size = len(stream.getvalue())
    bulk.check(registry, table([a_row(1)]), CREDENTIALS, COLLEGE)
    tracemalloc.start()

    done = bulk.check(registry, stream, CREDENTIALS, COLLEGE)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.counts == {"published": 400}
    assert size > 9_000_000
    assert peak < size
