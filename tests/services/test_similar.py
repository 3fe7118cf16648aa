"""More like this: what is nearest in meaning, with the reasons, and what is left out of it."""

from datetime import date
from typing import Any

import pytest

from app.services import publishing, reading, views
from app.services.alternatives import alternatives
from app.services.record_concepts import concepts_of
from app.services.registry import Registry
from app.services.similar import NEAR, SHOWN, SHOWN_OF_A_PROVIDER, similar
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID, derive_ctid
from ctdl.records import CredentialRecord
from tests.support.documents import a_credential, an_organization, ctid_of

TODAY = date(2026, 11, 22)


def publish(registry: Registry, *documents: dict[str, Any]) -> None:
    publishing.publish(registry, an_organization())
    for document in documents:
        publishing.publish(registry, document)
    views.catch_up(registry)


def named(key: str, title: str, **stated: Any) -> dict[str, Any]:
    about = {"description": {"en": f"{title}."}}
    return a_credential(key, **{"name": {"en": title}, **about, **stated})


def shown(registry: Registry, document: dict[str, Any]) -> list[str]:
    return [each.summary.ctid for each in similar(registry, ctid_of(document), TODAY)]


@pytest.fixture(scope="module")
def some(loaded_registry: Registry) -> list[CTID]:
    """Some of the shipped credentials."""
    return [each.ctid for each in reading.listing(loaded_registry, "credential")[::90]]


def record_of(registry: Registry, ctid: CTID) -> CredentialRecord:
    record = reading.get_record(registry, ctid).record
    assert isinstance(record, CredentialRecord)
    return record


def test_each_is_near_or_shares_a_skill_and_the_nearest_come_first(
    loaded_registry: Registry, some: list[CTID]
) -> None:
    found = {ctid: similar(loaded_registry, ctid, TODAY) for ctid in some}

    assert sum(map(bool, found.values())) > len(some) / 2
    for ctid, members in found.items():
        likeness = [each.likeness for each in members]
        assert likeness == sorted(likeness, reverse=True)
        here = concepts_of(record_of(loaded_registry, ctid))
        for each in members:
            assert each.likeness >= NEAR or each.concepts
            there = concepts_of(record_of(loaded_registry, each.summary.ctid))
            assert set(each.concepts) <= set(here) & set(there)


def test_nothing_stands_there_twice_or_beside_its_own_alternatives(
    loaded_registry: Registry, some: list[CTID]
) -> None:
    for ctid in some:
        ctids = [each.summary.ctid for each in similar(loaded_registry, ctid, TODAY)]
        others = alternatives(loaded_registry, ctid, TODAY).by_kind.values()
        assert len(ctids) == len(set(ctids)) <= SHOWN
        assert ctid not in ctids
        assert not {each.summary.ctid for kind in others for each in kind} & set(ctids)


def test_one_provider_does_not_fill_the_list(loaded_registry: Registry, some: list[CTID]) -> None:
    for ctid in some:
        whose = [each.summary.provider for each in similar(loaded_registry, ctid, TODAY)]
        known = [each.ctid for each in whose if each and each.ctid]
        assert all(known.count(each) <= SHOWN_OF_A_PROVIDER for each in known)


def test_parts_and_wholes_and_the_same_title_by_the_same_provider_are_left_out(
    registry: Registry,
) -> None:
    mine = named("mine", "Bookkeeping for small firms")
    above = {"isPartOf": [f"resources/{ctid_of(mine)}"]}
    part = named("part", "Bookkeeping for small firms, part one", **above)
    again = named("again", "Bookkeeping for Small Firms")
    other = named("other", "Bookkeeping in small companies")
    publish(registry, mine, part, again, other)

    assert shown(registry, mine) == [ctid_of(other)]
    assert ctid_of(mine) not in shown(registry, part)


def test_the_reason_is_the_skill_both_are_about(registry: Registry) -> None:
    mine = named("mine", "Beekeeping and accounting")
    other = named("other", "Accounting and beekeeping, evening course")
    publish(registry, mine, other)

    [found] = similar(registry, ctid_of(mine), TODAY)

    labels = {thesaurus().label(each, "en") for each in found.concepts}
    assert "accounting" in labels


def test_an_answer_changes_when_the_index_moves_on(registry: Registry) -> None:
    mine = named("mine", "Welding of steel pipes")
    publish(registry, mine)
    assert shown(registry, mine) == []

    other = named("other", "Welding steel pipes in shipyards")
    publish(registry, other)

    assert shown(registry, mine) == [ctid_of(other)]


def test_a_withdrawn_record_and_an_unknown_one_are_like_nothing(registry: Registry) -> None:
    publish(registry, named("mine", "Welding"))

    assert similar(registry, derive_ctid("test:never"), TODAY) == ()
