"""Rows of credentials: what each column states, how it is corrected, what is refused and why."""

from typing import Any

import pytest

from ctdl.ctid import derive_ctid, parse_ctid
from ctdl.documents import parse_document
from ctdl.findings import has_errors
from ctdl.records import CredentialRecord, read_record
from ctdl.tabular import cells_of, document_of, on_column
from ctdl.validation import validate
from tests.ctdl.tabular.rows import (
    CREDENTIALS,
    ORGANIZATIONS,
    OTHER,
    PUBLISHER,
    a_row,
    built,
    document,
    main_of,
    refusals,
)


def record(**cells: str) -> CredentialRecord:
    found = read_record(document(a_row(**cells)))
    assert isinstance(found, CredentialRecord)
    return found


def test_a_row_without_a_ctid_always_gives_the_same_record_of_its_publisher() -> None:
    first, again = built(a_row()), built(a_row(name="Corrected"))
    elsewhere = document_of(CREDENTIALS, a_row(), publisher=OTHER)

    assert first.ctid == again.ctid == parse_ctid(first.ctid)
    assert elsewhere.ctid != first.ctid
    assert built({**a_row(), "ctid": OTHER}).ctid == OTHER


def test_a_row_with_neither_ctid_nor_code_is_asked_for_one() -> None:
    assert "publish everything twice" in refusals(a_row(id=""))["id"]


def test_a_complete_row_makes_a_document_without_errors() -> None:
    example = {column.name: column.example for column in CREDENTIALS.columns}

    findings = validate(document(example), publisher=PUBLISHER)

    assert not has_errors(findings)


@pytest.mark.parametrize("kind", ["Course", "LearningProgram", "AssessmentProfile", "DigitalBadge"])
def test_a_record_of_any_class_has_its_facts_where_the_class_takes_them(kind: str) -> None:
    cells = {column.name: column.example for column in CREDENTIALS.columns if column.example}
    more = {"type": kind, "available_online_at": "https://a.example/", "prerequisites": "none"}

    findings = validate(document({**cells, **more}), publisher=PUBLISHER)

    assert [found.message for found in findings if found.severity != "info"] == []


def test_a_record_reads_as_its_row_says() -> None:
    found = record(
        level="eqf:5 | nzqcf:5",
        credits="7,5",
        credit_unit="ECTS",
        hours="100-150",
        duration="3-6 months",
        delivery="online | blended",
        field="0811",
        outcomes="plan | act",
        skills="piloting",
        prerequisites="a licence",
        minimum_age="16",
        assessment_methods="Exam",
        assessment_description="Two hours",
        proctored="yes",
        cost="249",
        currency="eur",
        renewal="3 years",
        valid_from="2026-01-01",
        identifiers="NQF code: 12 | 34",
    )

    assert [level.id for level in found.levels] == ["eqf:5", "nzqcf:5"]
    assert [(c.minimum, c.unit) for c in found.credits] == [(7.5, "ects")]
    assert found.hours is not None
    assert (found.hours.minimum, found.hours.maximum) == (100, 150)
    assert [(span.minimum, span.maximum) for span in found.durations] == [("P3M", "P6M")]
    assert found.modes == ("online", "blended")
    assert [field.code for field in found.fields] == ["0811"]
    assert found.outcomes == ({"en": "plan"}, {"en": "act"})
    assert [skill.name for skill in found.skills] == [{"en": "piloting"}]
    assert (found.prerequisites, found.minimum_age) == (({"en": "a licence"},), 16)
    assert found.assessments[0].methods == ("Exam",)
    assert found.assessments[0].is_proctored
    assert [(str(cost.price), cost.currency) for cost in found.costs] == [("249", "EUR")]
    assert (found.renewal, found.date_effective) == ("P3Y", "2026-01-01")
    assert {each.value for each in found.identifiers} == {"MC-1", "12", "34"}


@pytest.mark.parametrize(
    ("column", "written", "says"),
    [
        ("credits", "-3", "must be a number > 0"),
        ("credits", "0", "must be a number > 0"),
        ("credits", "five", "must be a number > 0"),
        ("credits", "1e9", "must be a number > 0"),
        ("credits", "NaN", "must be a number > 0"),
        ("credits", "٥", "must be a number > 0"),
        ("credits", "10-5", "turn it round"),
        ("credit_unit", "etcs", "ects"),
        ("hours", "40 h", "must be a number > 0"),
        ("level", "eqf:9", "eqf:"),
        ("level", "level 5", "not a value"),
        ("status", "actve", "Active"),
        ("type", "Microcredentials", "MicroCredential"),
        ("type", "", "say what kind of record"),
        ("field", "08115", "not a value"),
        ("languages", "en_US", "not a language tag"),
        ("text_language", "en-", "not a language tag"),
        ("text_language", "en fr", "one language only"),
        ("webpage", "provider.example", "https://"),
        ("webpage", "javascript:alert(1)", "https://"),
        ("webpage", "https://a b", "https://"),
        ("valid_from", "31/12/2026", "YYYY-MM-DD"),
        ("valid_from", "2026-02-30", "YYYY-MM-DD"),
        ("valid_from", "2026-1-1", "YYYY-MM-DD"),
        ("currency", "euros", "EUR"),
        ("cost", "free", "0 when free"),
        ("cost", "-1", "in figures"),
        ("minimum_age", "16.5", "whole years"),
        ("renewal", "sometimes", "3 years"),
        ("renewal", "1-2 years", "one length of time"),
        ("duration", "PT40H", "put them under hours"),
        ("owned_by", "Nobody at all", "neither a CTID nor an address"),
        ("ctid", "ce-1", "CTID"),
        ("ctid", derive_ctid("x").upper(), "lower case"),
        ("proctored", "maybe", "yes"),
    ],
)
def test_a_wrong_cell_is_refused_with_the_remedy(column: str, written: str, says: str) -> None:
    amounts = {"credits": "5", "credit_unit": "ects", "cost": "9", "currency": "EUR"}
    cells = a_row(**{**amounts, column: written})

    assert says in refusals(cells)[column]


def test_a_wrong_cell_is_refused_alone() -> None:
    assert list(refusals(a_row(hours="many", duration="6 weeks", credits="x", cost="5"))) == [
        "credits",
        "hours",
        "currency",
    ]


def test_credits_need_their_unit_and_a_unit_its_credits() -> None:
    assert "what the credits are" in refusals(a_row(credits="5"))["credit_unit"]
    assert "no number" in refusals(a_row(credit_unit="ects"))["credits"]


def test_a_length_of_time_in_other_words_is_kept_with_a_remark() -> None:
    row = a_row(duration="one semester")

    [remark] = built(row).findings

    assert (remark.code, remark.severity, remark.column) == ("CELL_WORDS", "warning", "duration")
    assert cells_of(CREDENTIALS, document(row))["duration"] == "one semester"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("6 weeks", "P6W"),
        ("P6W", "P6W"),
        ("p2m", "P2M"),
        ("3-6 months", "P3M-P6M"),
        ("3 to 6 months", "P3M-P6M"),
        ("up to 2 years", "up to P2Y"),
        ("at least P1Y", "at least P1Y"),
        ("6 semaines", "P6W"),
        ("3 à 6 mois", "P3M-P6M"),
        ("1 an", "P1Y"),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(written: str, iso: str) -> None:
    assert cells_of(CREDENTIALS, document(a_row(duration=written)))["duration"] == iso


@pytest.mark.parametrize("written", ["micro credential", "MICROCREDENTIAL", "Micro-Credential"])
def test_values_of_lists_are_known_however_they_are_spelled(written: str) -> None:
    assert main_of({"type": written})["@type"] == "ceterms:MicroCredential"


def test_the_texts_of_a_row_are_in_the_language_that_is_stated() -> None:
    assert main_of({"text_language": "et"})["ceterms:name"] == {"et": "First aid"}
    assert main_of({"languages": "fr"})["ceterms:name"] == {"fr": "First aid"}
    assert main_of({"languages": "fr | en"})["ceterms:name"] == {"en": "First aid"}


def test_other_languages_have_columns_of_their_own() -> None:
    main = main_of({"name@fr": "Premiers secours", "keywords": "aid", "keywords@fr": "secours"})

    assert main["ceterms:name"] == {"en": "First aid", "fr": "Premiers secours"}
    assert main["ceterms:keyword"] == {"en": ["aid"], "fr": ["secours"]} or main[
        "ceterms:keyword"
    ] == {"en": "aid", "fr": "secours"}


def test_a_text_that_is_given_twice_in_one_language_is_refused() -> None:
    assert "state one of the two" in refusals(a_row(**{"name@en": "Other"}))["name@en"]


def test_lists_of_the_same_length_are_translations_of_each_other() -> None:
    row = a_row(outcomes="plan | act", **{"outcomes@fr": "planifier | agir"})
    unequal = a_row(outcomes="plan | act", **{"outcomes@fr": "agir"})

    assert _outcomes(row) == [
        {"en": "plan", "fr": "planifier"},
        {"en": "act", "fr": "agir"},
    ]
    assert _outcomes(unequal) == [{"en": "plan"}, {"en": "act"}, {"fr": "agir"}]


def test_a_language_that_is_added_leaves_the_plain_columns_what_they_are() -> None:
    first = document(a_row(text_language="et"))
    both = {"name@de": "Erste Hilfe", "description@de": "Bis Hilfe kommt."}

    second = document(both, first)
    third = document({"name": "Esmaabi", "name@de": "Erste Hilfe neu"}, second)

    assert third.main["ceterms:name"] == {"de": "Erste Hilfe neu", "et": "Esmaabi"}
    assert third.main["ceterms:description"]["et"] == first.main["ceterms:description"]["et"]


def test_the_publisher_owns_a_new_record_that_names_nobody() -> None:
    assert main_of({})["ceterms:ownedBy"] == [f"resources/{PUBLISHER}"]
    assert "ceterms:ownedBy" not in main_of({"offered_by": OTHER})


def test_an_organisation_is_found_by_its_exact_name_or_its_ctids_are_listed() -> None:
    known = {"Northern College": [OTHER], "Twin": [OTHER, PUBLISHER]}

    def made(name: str) -> Any:
        return document_of(
            CREDENTIALS,
            a_row(owned_by=name),
            publisher=PUBLISHER,
            resolve=lambda asked: known.get(asked, []),
        )

    assert made("Northern College").document["@graph"][0]["ceterms:ownedBy"] == [
        f"resources/{OTHER}"
    ]
    [twin] = made("Twin").findings
    assert (twin.column, OTHER in twin.message) == ("owned_by", True)


def test_emptying_every_cell_but_the_required_ones_leaves_only_these() -> None:
    full = document({column.name: column.example for column in CREDENTIALS.columns})
    bare = a_row(id="MC-2026-014")

    emptied = document(
        {column.name: bare.get(column.name, "") for column in CREDENTIALS.columns}, full
    )

    assert parse_document(emptied.body) == document(bare)


def test_a_record_cannot_become_one_of_another_kind() -> None:
    course = document(a_row(type="Course"))

    found = built({"type": "Certificate"}, course).findings
    organization = document_of(
        ORGANIZATIONS, {"email": "a@b.example"}, publisher=PUBLISHER, existing=course
    )

    assert any("cannot become" in each.message for each in found)
    assert any(each.code == "ROW_NOT_ITS_RECORD" for each in organization.findings)


def test_a_published_course_may_become_another_kind_of_course() -> None:
    changed = document({"type": "LearningProgram"}, document(a_row(type="Course")))

    assert changed.type == "ceterms:LearningProgram"


def test_a_finding_on_the_document_is_said_of_the_column_it_came_from() -> None:
    row = a_row(description="", webpage="")

    found = [on_column(each, CREDENTIALS, 7) for each in validate(document(row))]

    wrong = {(each.row, each.column) for each in found if each.severity == "error"}
    assert wrong == {(7, "description"), (7, "webpage")}


def test_a_price_has_the_page_and_the_words_that_the_policy_wants() -> None:
    [cost] = main_of({"cost": "0", "currency": "EUR"})["ceterms:estimatedCost"]

    assert cost["ceterms:costDetails"] == "https://provider.example/first-aid"
    assert cost["ceterms:description"] == {"en": "0 EUR"}
    assert cells_of(CREDENTIALS, document(a_row(cost="0", currency="EUR")))["cost_note"] == ""


def _outcomes(row: dict[str, str]) -> list[dict[str, str]]:
    [profile] = document(row).main["ceterms:requires"]
    return [each["ceterms:targetNodeDescription"] for each in profile["ceterms:targetCompetency"]]
