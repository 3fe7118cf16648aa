"""Findings on pages: in the page's language where it is known, else marked as English."""

import json
from dataclasses import asdict

import pytest

from app.presenters.finding_texts import told
from app.presenters.publishing import missing_groups
from app.presenters.publishing_form import field_sets, remarks
from ctdl.documents import parse_document
from ctdl.findings import Finding
from ctdl.messages import say
from ctdl.tabular import document_of
from ctdl.validation import validate
from ctdl.validation.completeness import completeness
from tests.ctdl.tabular.rows import CREDENTIALS, PUBLISHER, a_row


def findings(**cells: str) -> list[Finding]:
    made = document_of(CREDENTIALS, a_row(**cells), publisher=PUBLISHER)
    return [*made.findings, *validate(parse_document(made.document))]


@pytest.mark.usefixtures("in_french")
def test_a_french_page_says_in_french_what_is_wrong_with_a_cell() -> None:
    [first, *_] = remarks(findings(credits="abc", credit_unit="ects"), CREDENTIALS)
    assert first.message.value == (
        "Doit être un nombre supérieur à 0, par exemple 12 ou 7,5, et non 'abc'."
    )
    assert first.message.lang is None


@pytest.mark.usefixtures("in_french")
def test_the_names_in_a_message_are_those_of_the_fields() -> None:
    found = findings(valid_from="2026-02-01", valid_until="2025-01-01")
    [first, *_] = remarks(found, CREDENTIALS)
    assert "ceterms:" not in first.message.value
    assert "Valid" not in first.message.value
    assert "est après" in first.message.value


@pytest.mark.usefixtures("in_french")
def test_an_empty_field_says_in_french_what_to_do() -> None:
    sets = field_sets(CREDENTIALS, a_row(status=""), findings(status=""))
    [status] = [field for each in sets for field in each.fields if field.name == "c-status"]
    assert [each.value for each in status.errors] == ["Choisissez une valeur."]


@pytest.mark.usefixtures("in_french")
def test_a_message_nobody_translated_is_marked_as_english() -> None:
    assert told("No such thing.").lang == "en"
    assert told(say("No such %(thing)s.", thing="cup")).lang == "en"


@pytest.mark.usefixtures("in_english")
def test_an_english_page_marks_nothing() -> None:
    shown = told(say("must be filled in."))
    assert (shown.value, shown.lang) == ("Must be filled in.", None)


@pytest.mark.usefixtures("in_french")
def test_reasons_and_names_of_what_is_missing_are_french() -> None:
    made = document_of(CREDENTIALS, a_row(), publisher=PUBLISHER)
    [group] = missing_groups(completeness(parse_document(made.document)), CREDENTIALS)
    shown = {each.label.value: each.why.value for each in group.recommended}
    assert any("dans quels pays ou régions" in why for why in shown.values())
    assert "le formulaire n’a pas de champ" in shown["Territoire"]
    assert {each.why.lang for each in group.recommended} == {None}


def test_the_api_says_it_in_english() -> None:
    found = findings(credits="abc", credit_unit="ects")[0]
    assert json.loads(json.dumps(found.to_json()))["message"].startswith("must be a number > 0")
    assert asdict(found)["message"] == found.message
