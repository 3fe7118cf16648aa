"""Shipped records as rows and back: nothing is lost, nothing is changed, nothing is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document, parse_document
from ctdl.tabular import Template, cells_of, document_of, rows_of
from ctdl.tabular.entries import join_entries
from tests.ctdl.tabular.rows import (
    CREDENTIALS,
    ORGANIZATIONS,
    OTHER,
    PUBLISHER,
    QUALITY,
    STACKING,
    a_row,
    document,
    shipped,
    some_credentials,
)

TABLES = [(CREDENTIALS, "credentials"), (ORGANIZATIONS, "organizations")]
TABLES += [(QUALITY, "quality_assurance")]
tables = pytest.mark.parametrize(("template", "folder"), TABLES, ids=[each[1] for each in TABLES])
# What a row cannot be without and some collected records do not have.
FILLED_IN = {"owned_by", "by", "name"}


@tables
def test_the_cells_of_a_shipped_record_change_nothing_in_it(
    template: Template, folder: str
) -> None:
    for record in shipped(folder):
        cells = cells_of(template, record)

        built = document_of(template, cells, publisher=_agent(record), existing=record)

        assert (built.document, built.findings) == (record.body, ())


@tables
def test_a_record_made_of_the_cells_of_another_has_the_same_cells(
    template: Template, folder: str
) -> None:
    different = {}
    for record in shipped(folder):
        cells = cells_of(template, record)
        built = document_of(template, cells, publisher=_agent(record))
        again = cells_of(template, parse_document(built.document))
        names = {name for name in cells.keys() | again.keys() if cells.get(name) != again.get(name)}
        if names - {name for name in FILLED_IN if not cells.get(name)}:
            different[record.ctid] = names

    assert different == {}


def test_a_row_states_facts_as_the_shipped_records_do() -> None:
    stated = [
        *("atLevel", "learningDeliveryType", "deliveryType", "instructionalProgramType"),
        *("audienceLevelType", "credentialStatusType", "identifier", "renewalFrequency"),
        *("name", "description", "alternateName", "subjectWebpage", "inLanguage", "subject"),
        *("ownedBy", "offeredBy", "isPartOf", "hasPart", "address"),
    ]
    different = {}
    for template, folder in TABLES[:2]:
        for record in shipped(folder):
            made = document_of(template, cells_of(template, record), publisher=PUBLISHER).document
            main = made["@graph"][0]
            names = {
                name
                for name in stated
                if name != "ownedBy" or "ceterms:ownedBy" in record.main
                if _plain(main.get(f"ceterms:{name}")) != _plain(record.main.get(f"ceterms:{name}"))
            }
            if names:
                different[record.ctid] = names

    assert different == {}


def test_credits_and_outcomes_stand_where_the_shipped_records_have_them() -> None:
    compared = 0
    for record in shipped("credentials"):
        made = document_of(CREDENTIALS, cells_of(CREDENTIALS, record), publisher=PUBLISHER)
        ours, theirs = (
            {
                profile["ceterms:name"]["en"]: profile
                for profile in main.get("ceterms:requires", ())
                if isinstance(profile, dict)
            }
            for main in (made.document["@graph"][0], record.main)
        )
        for name in ("Credits", "Learning outcomes"):
            profile = theirs.get(name, {})
            if "schema:description" not in str(profile):
                assert ours.get(name, {}) == profile
                compared += bool(profile)

    assert compared > 1500


EDITS = {
    "id": {"id": "NEW-1"},
    "name": {"name": "Another name"},
    "name in French": {"name@fr": "Un autre nom"},
    "alternate names": {"alternate_names": "AN | Anne"},
    "description": {"description": "Another description."},
    "webpage": {"webpage": "https://provider.example/other"},
    "languages": {"languages": "mi | fr"},
    "status": {"status": "TeachOut"},
    "owner": {"owned_by": PUBLISHER},
    "level": {"level": "eqf:4 | nzqcf:4"},
    "audience": {"audience_level": "BeginnerLevel"},
    "credits": {"credits": "7.5", "credit_unit": "ects"},
    "hours": {"hours": "33-44.5"},
    "duration": {"duration": "P11W"},
    "delivery": {"delivery": "variable-site"},
    "field": {"field": "0112"},
    "subjects": {"subjects": "Te reo | Weaving"},
    "keywords": {"keywords": "one | two"},
    "outcomes": {"outcomes": "weave a basket | teach \\| show others"},
    "skills": {"skills": "weaving | teaching"},
    "prerequisites": {"prerequisites": "a first course"},
    "age": {"minimum_age": "17"},
    "assessment": {"assessment_methods": "PortfolioEvaluation", "proctored": "no"},
    "assessment in words": {"assessment_description": "A basket is woven."},
    "cost": {"cost": "12.50", "currency": "NZD", "cost_note": "materials included"},
    "online": {"available_online_at": "https://provider.example/online"},
    "dates": {"valid_from": "2025-02-03", "valid_until": "2029-12-31"},
    "identifiers": {"identifiers": "NQF code: 9 | 12345"},
    "same as": {"same_as": "https://elsewhere.example/9"},
    "parts": {"parts": OTHER, "part_of": OTHER, "prepares_for": OTHER},
    "quality": {"accredited_by": OTHER, "regulated_by": OTHER},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_changing_a_fact_leaves_every_other_fact_alone(edit: dict[str, str]) -> None:
    for record in some_credentials(0, 200):
        cells = cells_of(CREDENTIALS, record)
        language = cells["text_language"]

        made = document_of(CREDENTIALS, edit, publisher=PUBLISHER, existing=record)

        assert made.findings == ()
        after = cells_of(CREDENTIALS, parse_document(made.document), language)
        assert after == {**cells, **edit}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_fact_that_is_added_and_emptied_again_leaves_the_record_as_it_was(
    edit: dict[str, str],
) -> None:
    tried = 0
    for record in some_credentials(7, 200):
        cells = cells_of(CREDENTIALS, record)
        if any(cells.get(name) for name in edit):
            continue
        added = document_of(CREDENTIALS, edit, publisher=PUBLISHER, existing=record)
        emptied = document_of(
            CREDENTIALS,
            dict.fromkeys(edit, ""),
            publisher=PUBLISHER,
            existing=parse_document(added.document),
        )

        assert parse_document(emptied.document) == record
        tried += 1

    assert tried or set(edit) <= {"name", "description", "webpage", "owned_by"}


def test_what_the_columns_cannot_express_is_kept() -> None:
    before = document(a_row(outcomes="plan | act", credits="5", credit_unit="ects"))
    main = before.main
    main["ceterms:earnings"] = ["https://statistics.example/earnings"]
    main["ceterms:requires"][0]["ceterms:weight"] = 0.5
    main["ceterms:estimatedCost"] = [{"@type": "ceterms:CostProfile", "ceterms:price": "1"}] * 2

    after = document({"credits": "6", "outcomes": "act", "cost": "2", "currency": "EUR"}, before)

    assert after.main["ceterms:earnings"] == ["https://statistics.example/earnings"]
    assert after.main["ceterms:requires"][0]["ceterms:weight"] == 0.5
    assert len(after.main["ceterms:estimatedCost"]) == 2
    assert after.main["ceterms:estimatedCost"][1] == main["ceterms:estimatedCost"][1]


def test_every_relation_of_the_shipped_records_is_a_row_that_changes_nothing() -> None:
    relations = 0
    for record in some_credentials(0, 10):
        for row in rows_of(STACKING, record):
            relations += 1
            made = document_of(STACKING, row, publisher=PUBLISHER, existing=record)
            assert sorted(map(str, rows_of(STACKING, parse_document(made.document)))) == sorted(
                map(str, rows_of(STACKING, record))
            )

    assert relations > 200


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40)


@settings(deadline=None, max_examples=150)
@given(
    name=PLAIN.filter(str.strip),
    outcomes=st.lists(PLAIN, max_size=4).map(join_entries),
    keywords=st.lists(PLAIN, max_size=4).map(join_entries),
    french=PLAIN,
)
def test_texts_of_any_kind_come_back_as_they_were(
    name: str, outcomes: str, keywords: str, french: str
) -> None:
    row = a_row(name=name, outcomes=outcomes, keywords=keywords, **{"description@fr": french})

    cells = cells_of(CREDENTIALS, document(row))

    assert cells["name"] == name.strip()
    assert (cells["outcomes"], cells["keywords"]) == (outcomes, keywords)
    assert cells.get("description@fr", "") == french.strip()


def _agent(record: Document) -> CTID:
    """Who could have sent the row of the record: statements are made by their agents only."""
    agents = record.main.get("ceterms:actingAgent", [])
    return ctid_in(agents[0]) or PUBLISHER if agents else PUBLISHER


def _plain(value: object) -> object:
    """A single value like a list of it; the publisher's own code is no fact of the source."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
