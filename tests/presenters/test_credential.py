"""The page of a credential: five answers, facts in a fixed order, both directions of stacking."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.presenters.credential import CredentialPage, credential_page
from app.presenters.credential_facts import CRITICAL
from app.presenters.facts import Fact
from app.services.reading import OthersStatement, StoredEdge, StoredStatement
from app.services.revisions import Revision
from app.services.summaries import Named
from ctdl.ctid import derive_ctid
from ctdl.provenance import Provenance
from ctdl.records import CredentialRecord
from tests.presenters.records import CREDENTIAL, PARENT, PROVIDER, a_stored_record

TODAY = date(2026, 11, 21)
NAMES = {
    PROVIDER: Named(PROVIDER, {"en": "Tallinn University"}, "ceterms:CredentialOrganization"),
    PARENT: Named(PARENT, {"en": "Master of Data"}, "ceterms:MasterDegree"),
}

pytestmark = pytest.mark.usefixtures("in_english")


def a_page(
    incoming: tuple[StoredEdge, ...] = (), provenance: str = "{}", **properties: Any
) -> CredentialPage:
    """The page of a micro-credential with these properties."""
    stored = a_stored_record(provenance, **properties)
    assert isinstance(stored.record, CredentialRecord)
    return credential_page(stored, stored.record, NAMES, incoming, TODAY)


def fact_of(page: CredentialPage, key: str) -> Fact:
    """The fact with this key."""
    return next(fact for fact in page.facts if fact.key == key)


def an_edge(predicate: str) -> StoredEdge:
    """The larger credential's own statement about this one."""
    return StoredEdge(PARENT, PARENT, predicate, CREDENTIAL, None, NAMES[PARENT])


def test_what_nobody_states_is_shown_as_a_gap_and_not_left_out() -> None:
    page = a_page()

    always = {"name", "receives"}
    assert {fact.key for fact in page.facts if fact.is_stated} == always
    assert len(page.facts) == 26
    assert "Cost" in page.not_stated


def test_facts_stand_in_the_same_order_whatever_is_stated() -> None:
    bare = [fact.key for fact in a_page().facts]
    full = [fact.key for fact in a_page(ownedBy=[f"resources/{PROVIDER}"], inLanguage=["et"]).facts]

    assert bare == full


def test_critical_information_has_one_order_and_the_other_facts_follow() -> None:
    page = a_page(inLanguage=["et"])

    assert tuple(fact.key for fact in page.critical) == CRITICAL
    assert {fact.key for fact in page.further} == {"status", "difficulty", "field", "requirements"}


def test_quality_and_stacking_have_a_row_with_their_source() -> None:
    bare = a_page()
    full = a_page(
        approvedBy=[f"resources/{PROVIDER}"],
        isPartOf=[f"resources/{derive_ctid(f'larger {n}')}" for n in range(5)],
    )

    assert not fact_of(bare, "qa").is_stated
    assert not fact_of(bare, "stackability").is_stated
    [approval] = fact_of(full, "qa").values
    assert str(approval.text) == "Tallinn University"
    assert fact_of(full, "qa").evidence is not None
    *shown, more = fact_of(full, "stackability").values
    assert len(shown) == 3
    assert (str(more.text), more.link and more.link.url) == ("and 2 more, below", "#stacking")


def test_what_the_learner_receives_is_the_award_and_the_credit() -> None:
    credit = {"ceterms:creditValue": [{"@type": "ceterms:ValueProfile", "schema:value": 5}]}
    received = [str(value.text) for value in fact_of(a_page(requires=[credit]), "receives").values]

    assert received == ["Micro-credential", "credit, as stated above"]


def test_provider_is_named_as_it_is_called_now_and_linked() -> None:
    page = a_page(ownedBy=[f"resources/{PROVIDER}"])

    value = fact_of(page, "owned_by").values[0]
    assert str(value.text) == "Tallinn University"
    assert value.link is not None
    assert value.link.page == "organization"


def test_publisher_without_a_record_is_named_and_said_to_have_none() -> None:
    college = derive_ctid("a college without a record")
    stored = a_stored_record(ownedBy=[f"resources/{college}"])
    revision = Revision(replace(stored.change, publisher=college))
    kept = replace(stored, revision=revision, publisher_name="The College")
    assert isinstance(kept.record, CredentialRecord)

    page = credential_page(kept, kept.record, NAMES, (), TODAY)

    [owner] = fact_of(page, "owned_by").values
    assert (str(owner.text), owner.link) == ("The College", None)
    assert str(owner.note) == "no record of it here"
    assert [str(each.text) for each in page.providers] == ["The College"]


def test_each_stated_fact_has_its_source_and_gaps_have_none() -> None:
    provenance = json.dumps(
        {
            "default": {"source": "The register", "asserted_by": "The ministry", "seen": "2026-06"},
            "properties": {"ceterms:inLanguage": {"source": "A course page"}},
        }
    )
    page = a_page(provenance=provenance, ownedBy=[f"resources/{PROVIDER}"], inLanguage=["et"])

    language, provider = fact_of(page, "language").evidence, fact_of(page, "owned_by").evidence
    assert language is not None
    assert provider is not None
    assert (provider.source, provider.seen) == ("The register", "June 2026")
    assert (language.source, language.asserted_by) == ("A course page", "The ministry")
    assert fact_of(page, "cost").evidence is None
    assert [each.source for each in page.sources] == ["The register", "A course page"]


def test_answer_box_asks_the_same_five_questions() -> None:
    keys = [fact.key for fact in a_page().answer]

    assert keys == ["after", "size", "cost", "vouchers", "counts"]


def test_skill_tags_are_not_passed_off_as_what_one_can_do() -> None:
    page = a_page(requires=[{"ceterms:targetCompetency": [{"ceterms:targetNodeName": "SQL"}]}])
    shown = {fact.key: [str(value.text) for value in fact.values] for fact in page.answer}

    assert shown["after"] == []
    assert shown["skills"] == ["SQL"]


def test_relation_stated_on_one_side_says_which() -> None:
    here = a_page(isPartOf=[f"resources/{PARENT}"]).stacking.leads_to
    there = a_page(incoming=(an_edge("ceterms:hasPart"),)).stacking.leads_to

    assert [entry.stated_by for entry in here] == ["stated by this record"]
    assert [entry.stated_by for entry in there] == ["stated by the other record"]


def test_relation_stated_on_both_sides_is_one_entry() -> None:
    page = a_page(incoming=(an_edge("ceterms:hasPart"),), isPartOf=[f"resources/{PARENT}"])

    entries = page.stacking.leads_to
    assert [(str(entry.title), entry.stated_by) for entry in entries] == [
        ("Master of Data", "stated by both records")
    ]
    assert page.stacking.built_from == ()


def test_relation_of_another_record_is_read_from_this_one() -> None:
    page = a_page(incoming=(an_edge("ceterms:isPartOf"),))

    assert [entry.relation for entry in page.stacking.built_from] == ["Has as a part"]


def test_what_another_record_states_has_a_source_of_its_own_in_the_list() -> None:
    agency = Named(None, {"en": "Example Agency"})
    said = StoredStatement(PARENT, Named(CREDENTIAL, {}), agency, "approval", "2024-01-01", None)
    provenance = Provenance.from_json(
        {"default": {"source": "Register of the agency", "asserted_by": "Example Agency"}}
    )
    stored = a_stored_record(json.dumps({"default": {"source": "A course page"}}))
    assert isinstance(stored.record, CredentialRecord)

    others = [OthersStatement(said, provenance)]
    page = credential_page(stored, stored.record, NAMES, (), TODAY, others)

    evidence = fact_of(page, "qa").evidence
    assert evidence is not None
    assert evidence.source == "Register of the agency"
    assert page.sources[evidence.number - 1] == evidence
