"""Rows of quality assurance statements and of stacking relations, and of organisations."""

import pytest

from ctdl.ctid import derive_ctid
from ctdl.documents import Document
from ctdl.findings import has_errors
from ctdl.records import ActionRecord, OrganizationRecord, read_record
from ctdl.tabular import rows_of
from ctdl.tabular.stacking import RELATIONS
from ctdl.validation import validate
from tests.ctdl.tabular.rows import (
    ORGANIZATIONS,
    OTHER,
    PUBLISHER,
    QUALITY,
    STACKING,
    a_row,
    built,
    document,
    refusals,
)

THIRD = derive_ctid("test:third")


def a_statement(**cells: str) -> dict[str, str]:
    return {"kind": "accreditation", "object": OTHER, "from": "2026-01-01", **cells}


def relation(kind: str, to: str = OTHER, **cells: str) -> dict[str, str]:
    return {"from": document(a_row()).ctid, "relation": kind, "to": to, **cells}


def stacked(existing: Document, **cells: str) -> Document:
    return document({"from": existing.ctid, **cells}, existing, STACKING)


def stated(record: Document) -> list[tuple[str, str, str, str]]:
    return [
        (row["relation"], row["to"], row["note"], f"{row['credits']} {row['credit_unit']}".strip())
        for row in rows_of(STACKING, record)
    ]


def test_a_statement_is_the_publishers_own() -> None:
    row = a_statement(until="2030-12-31", conditions="Online only.", evidence="https://a.example/1")

    made = document(row, template=QUALITY)

    found = read_record(made)
    assert isinstance(found, ActionRecord)
    assert (found.kind, found.start, found.end) == ("accreditation", "2026-01-01", "2030-12-31")
    assert [agent.ctid for agent in found.acting_agents] == [PUBLISHER]
    assert [each.ctid for each in found.objects] == [OTHER]
    assert found.evidence == ("https://a.example/1",)
    assert found.name == {"en": "Accreditation"}
    assert not has_errors(validate(made, publisher=PUBLISHER))


def test_a_statement_in_the_name_of_somebody_else_is_refused() -> None:
    assert PUBLISHER in refusals(a_statement(by=OTHER), QUALITY)["by"]


def test_a_statement_without_a_code_is_known_by_what_it_says() -> None:
    first = built(a_statement(), template=QUALITY).ctid

    assert built(a_statement(until="2031-01-01"), template=QUALITY).ctid == first
    assert built(a_statement(**{"from": "2027-01-01"}), template=QUALITY).ctid != first
    assert built(a_statement(id="D-1"), template=QUALITY).ctid != first


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"kind": "blessing"}, "kind"), ({"object": ""}, "object"), ({"from": "2026"}, "from")],
)
def test_a_statement_that_says_too_little_is_refused(cells: dict[str, str], column: str) -> None:
    assert column in refusals(a_statement(**cells), QUALITY)


@pytest.mark.parametrize("kind", [each.code for each in RELATIONS])
def test_every_relation_is_added_once_and_can_be_taken_away(kind: str) -> None:
    before = document(a_row(credits="5", credit_unit="ects"))

    added = stacked(before, relation=kind, to=OTHER)
    again = stacked(added, relation=kind, to=OTHER)
    removed = stacked(again, relation=kind, to=OTHER, remove="yes")

    assert stated(added) == stated(again) == [(kind, OTHER, "", "")]
    assert removed == before
    assert not has_errors(validate(added, publisher=PUBLISHER))


def test_a_relation_may_carry_a_remark_and_credits() -> None:
    more = {"note": "with a B", "credits": "15", "credit_unit": "ects"}
    before = document(a_row())

    added = stacked(before, relation="advanced-standing-for", to=OTHER, **more)
    plain = stacked(added, relation="advanced-standing-for", to=OTHER)

    assert stated(added) == [("advanced-standing-for", OTHER, "with a B", "15 ects")]
    assert stated(plain) == [("advanced-standing-for", OTHER, "", "")]


def test_a_mere_link_has_no_place_for_a_remark() -> None:
    found = built(relation("is-part-of", note="from May"), document(a_row()), STACKING).findings

    assert [(each.code, each.severity) for each in found] == [("CELL_NOT_KEPT", "warning")]


def test_taking_one_relation_away_leaves_the_others() -> None:
    record = stacked(document(a_row()), relation="prepares-for", to=f"{OTHER} | {THIRD}", note="x")

    left = stacked(record, relation="prepares-for", to=OTHER, remove="yes")

    assert stated(left) == [("prepares-for", THIRD, "x", "")]


def test_a_profile_with_two_targets_keeps_the_other_one() -> None:
    record = stacked(document(a_row()), relation="requires", to=OTHER)
    record.main["ceterms:requires"][0]["ceterms:targetCredential"].append(f"resources/{THIRD}")

    left = stacked(record, relation="requires", to=OTHER, remove="yes")

    assert stated(left) == [("requires", THIRD, "", "")]


def test_a_relation_is_added_only_to_a_record_that_is_here() -> None:
    assert "publish the credential first" in refusals(relation("requires"), STACKING)["from"]
    assert "from" in refusals({"relation": "requires", "to": OTHER}, STACKING)


@pytest.mark.parametrize("column", ["relation", "to"])
def test_a_relation_needs_both_its_kind_and_its_end(column: str) -> None:
    row = {**relation("requires"), column: ""}

    found = built(row, document(a_row()), STACKING).findings

    assert [(each.code, each.column) for each in found] == [("CELL_MISSING", column)]


def test_an_organisation_reads_as_its_row_says() -> None:
    row = {column.name: column.example for column in ORGANIZATIONS.columns}
    more = {"country": "Estonia", "city": "Tartu", "street": "Lai 1", "postal_code": "51005"}

    made = document({**row, **more, "parent": OTHER}, template=ORGANIZATIONS)

    found = read_record(made)
    assert isinstance(found, OrganizationRecord)
    assert (found.country, found.country_name) == ("EE", {"en": "Estonia"})
    [place] = made.main["ceterms:address"]
    assert place["ceterms:addressLocality"] == {"en": "Tartu"}
    assert place["ceterms:postalCode"] == "51005"
    assert made.main["ceterms:parentOrganization"] == [f"resources/{OTHER}"]
    assert not has_errors(validate(made, publisher=PUBLISHER))


@pytest.mark.parametrize(
    ("column", "written"),
    [("country", "Atlantis"), ("email", "nobody"), ("sector", "secret"), ("parent", "Mother")],
)
def test_a_wrong_cell_of_an_organisation_is_refused(column: str, written: str) -> None:
    row = {each.name: each.example for each in ORGANIZATIONS.columns}

    assert list(refusals({**row, column: written}, ORGANIZATIONS)) == [column]
