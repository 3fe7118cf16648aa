"""Odd documents and odd cells: no failure, and nothing changes that they are not about."""

import itertools
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctdl.documents import DocumentError, parse_document
from ctdl.tabular import TEMPLATES, Template, cells_of, document_of, rows_of
from ctdl.validation import validate
from ctdl.vocabulary import vocabulary
from tests.ctdl.records.test_hostile_documents import ODD_VALUES
from tests.ctdl.tabular.rows import OTHER, PUBLISHER, a_row, document
from tests.support.documents import a_credential

templates = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
WRITTEN = sorted(
    {
        property
        for template in TEMPLATES.values()
        for column in template.columns
        for property in (column.property, *column.also)
        if property in vocabulary().properties
    }
    | {"ceterms:requires", "ceterms:estimatedDuration", "ceterms:estimatedCost", "ceterms:address"}
)
CLASSES = (
    "ceterms:MicroCredential",
    "ceterms:Course",
    "ceterms:AssessmentProfile",
    "ceterms:CredentialOrganization",
    "ceterms:AccreditAction",
)


@pytest.mark.parametrize("name", CLASSES)
def test_a_record_with_odd_values_has_cells_that_change_nothing(name: str) -> None:
    survived = 0
    for record in _odd_records(name):
        for template in TEMPLATES.values():
            for row in rows_of(template, record):
                made = document_of(template, row, publisher=PUBLISHER, existing=record)
                if not template.adds_to_records:
                    assert _without_completions(made.document) == _without_completions(record.body)
        survived += 1

    assert survived > 100


@pytest.mark.parametrize("name", CLASSES)
def test_facts_are_written_beside_odd_values(name: str) -> None:
    template = TEMPLATES["credentials"]
    row = {**{c.name: c.example for c in template.columns if c.example}, "ctid": ""}
    del row["type"]
    for record in _odd_records(name):
        made = document_of(template, row, publisher=PUBLISHER, existing=record)

        after = cells_of(template, parse_document(made.document), "en")
        assert (after["name"], after["level"]) == (row["name"], row["level"])


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "ce-1",
            OTHER,
            f"{OTHER} | {OTHER}",
            "https://a.example/",
            "https://[",
            "javascript:x",
            "_:b0",
            "eqf:5",
            "en-x",
            "und",
            "P1Y",
            "PT0S",
            "1-0",
            "0.0000001",
            "9" * 400,
            "yes",
            "2026-01-01",
            "0000-00-00",
            "\\|",
            "|||",
            "=cmd()",
            "\x00",
            "\u202e",
            "\ufffe",
            "a\rb",
        ]
    ),
)


@templates
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_cells_make_the_builder_fail(template: Template, data: Any) -> None:
    names = [c.name for c in template.columns]
    names += [
        f"{c.name}@{tag}" for c in template.columns if c.translatable for tag in ("fr", "und")
    ]
    cells = data.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=12))
    existing = data.draw(st.sampled_from([None, BEFORE]))

    made = document_of(template, cells, publisher=PUBLISHER, existing=existing)

    assert all(found.message and found.column for found in made.findings)
    with suppress(DocumentError):
        parsed = parse_document(made.document)
        validate(parsed, publisher=PUBLISHER)
        cells_of(template, parsed)


BEFORE = document(a_row(outcomes="plan | act", credits="5", credit_unit="ects"))


def _odd_records(name: str) -> Any:
    # Every fifth pair, another fifth for each class: all values of all properties take minutes.
    pairs = itertools.product(WRITTEN, ODD_VALUES)
    for term, value in itertools.islice(pairs, CLASSES.index(name), None, 5):
        whole = a_credential()
        whole["@graph"][0] |= {"@type": name, term: value}
        inner = a_credential()
        inner["@graph"][0] |= {
            "@type": name,
            "ceterms:requires": [{term: value}, {"ceterms:creditValue": [{term: value}]}],
            "ceterms:estimatedDuration": [{term: value}],
            "ceterms:identifier": [{term: value, "ceterms:identifierValueCode": "1"}],
        }
        for candidate in (whole, inner):
            try:
                yield parse_document(candidate)
            except DocumentError:
                continue


def _without_completions(body: dict[str, Any]) -> dict[str, Any]:
    """The document without what is filled in where a record of another table is taken for ours."""
    completed = ("ceterms:actingAgent", "ceterms:name", "ceterms:ownedBy")
    graph = [
        {name: value for name, value in node.items() if name not in completed}
        for node in body["@graph"]
    ]
    return {**body, "@graph": graph}
