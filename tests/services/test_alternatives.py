"""Alternatives to a credential: what is about the same, and what makes it an alternative."""

from datetime import date
from typing import Any

import pytest

from app.services import publishing, reading, views
from app.services.alternatives import Alternatives, alternatives
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.records import CredentialRecord
from ctdl.workload import work_hours
from tests.support.documents import PROVIDER, a_credential, an_organization

TODAY = date(2026, 11, 22)
RIVAL = [f"resources/{derive_ctid('test:rival')}"]
COLLEGE = PublisherRef(PROVIDER, "Example College")


def price(amount: float, currency: str = "EUR") -> list[dict[str, Any]]:
    return [
        {
            "@type": "ceterms:CostProfile",
            "ceterms:price": amount,
            "ceterms:currency": currency,
            "ceterms:description": {"en": "The price"},
            "ceterms:costDetails": "https://provider.example/price",
        }
    ]


def hours(amount: int) -> list[dict[str, Any]]:
    return [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"PT{amount}H"}]


def level(level_id: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": f"resources/{derive_ctid(f'level:{level_id}')}",
        }
    ]


def outcomes(*texts: str) -> list[dict[str, Any]]:
    said = [
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNodeDescription": {"en": text},
        }
        for text in texts
    ]
    return [
        {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": {"en": "Learning outcomes"},
            "ceterms:targetCompetency": said,
        }
    ]


def looked_up(registry: Registry, key: str, **others: dict[str, Any]) -> dict[str, list[str]]:
    """The titles of the alternatives to `key` by kind, when these credentials are published."""
    publishing.publish(registry, an_organization(), COLLEGE)
    for name, stated in others.items():
        publishing.publish(registry, a_credential(name, **stated), COLLEGE)
    views.catch_up(registry)
    return titles(alternatives(registry, derive_ctid(f"test:{key}"), TODAY))


def titles(found: Alternatives) -> dict[str, list[str]]:
    return {
        kind: [each.summary.name["en"] for each in members]
        for kind, members in found.by_kind.items()
    }


def named(title: str, **stated: Any) -> dict[str, Any]:
    return {"name": {"en": title}, **stated}


def test_a_lower_price_in_the_same_currency_is_one_and_in_another_is_not(
    registry: Registry,
) -> None:
    found = looked_up(
        registry,
        "mine",
        mine=named("Network security", estimatedCost=price(300)),
        less=named("Security of networks", estimatedCost=price(120)),
        more=named("Network security basics", estimatedCost=price(400)),
        other=named("Network security online", estimatedCost=price(100, "USD")),
        unknown=named("Network security course"),
    )
    assert found == {"cheaper": ["Security of networks"]}


def test_fewer_hours_are_worked_out_from_credits_and_must_be_fewer_for_certain(
    registry: Registry,
) -> None:
    ects = f"resources/{derive_ctid('concept:credit-units:ects')}"
    credit = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "Credits"},
        "ceterms:creditValue": [
            {
                "@type": "ceterms:ValueProfile",
                "schema:value": 5,
                "ceterms:creditUnitType": [
                    {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": ects}
                ],
            }
        ],
    }
    found = looked_up(
        registry,
        "mine",
        mine=named("Soil science", requires=[credit]),  # 125 to 150 hours
        less=named("Science of soil", estimatedDuration=hours(100)),
        inside=named("Soil science basics", estimatedDuration=hours(130)),
    )
    assert found == {"shorter": ["Science of soil"]}


def test_a_higher_level_counts_in_one_framework_and_by_a_direct_comparison(
    loaded_registry: Registry,
) -> None:
    found = titles_of_shipped(loaded_registry, "VetSkill Level 2 Award in Information, Advice")
    assert any("Level 3" in title for title in found["higher"])


def test_what_is_at_a_lower_level_is_no_alternative(registry: Registry) -> None:
    found = looked_up(
        registry,
        "mine",
        mine=named("Bridge design", atLevel=level("rqf:5"), estimatedCost=price(900)),
        lower=named("Bridge design basics", atLevel=level("rqf:3"), estimatedCost=price(90)),
        same=named("Design of bridges", atLevel=level("rqf:5"), estimatedCost=price(500)),
    )
    assert found == {"cheaper": ["Design of bridges"]}


def test_outcomes_decide_where_both_state_some_whatever_the_titles_say(
    registry: Registry,
) -> None:
    mine = outcomes("maintenance plans", "risk analysis")
    found = looked_up(
        registry,
        "mine",
        mine=named("Plant upkeep", requires=mine, estimatedCost=price(300)),
        alike=named(
            "Keeping things running",
            requires=outcomes("plan maintenance", "analysis of risks"),
            estimatedCost=price(100),
        ),
        unlike=named(
            "Plant upkeep II",
            requires=outcomes("public speaking", "history of France"),
            estimatedCost=price(100),
        ),
    )
    assert found == {"cheaper": ["Keeping things running"]}
    [other] = alternatives(registry, derive_ctid("test:mine"), TODAY).by_kind["cheaper"]
    assert (other.likeness.shared, other.likeness.of) == (2, 2)


def test_quality_assurance_that_holds_today_is_a_reason_and_what_has_ended_is_not(
    registry: Registry,
) -> None:
    def approved(until: str) -> list[dict[str, Any]]:
        return [
            {
                "@type": "ceterms:ApproveAction",
                "ceterms:name": {"en": "Approval"},
                "ceterms:actingAgent": [f"resources/{PROVIDER}"],
                "ceterms:startDate": "2020-01-01",
                "ceterms:endDate": until,
            }
        ]

    found = looked_up(
        registry,
        "mine",
        mine=named("Water law"),
        holds=named("Law of water", ownedBy=RIVAL, relatedAction=approved("2030-01-01")),
        ended=named("Waters and law", ownedBy=RIVAL, relatedAction=approved("2021-01-01")),
        same=named("Law of the water", relatedAction=approved("2030-01-01")),
    )
    # What the same provider offers comes from the same source, which may only say more of it.
    assert found == {"assured": ["Law of water"]}


def test_another_tier_or_another_number_in_the_title_is_another_thing(registry: Registry) -> None:
    found = looked_up(
        registry,
        "mine",
        mine=named("Network Expert 27001", estimatedCost=price(300)),
        tier=named("Network Professional 27001", estimatedCost=price(100)),
        number=named("Network Expert 20000", estimatedCost=price(100)),
        same=named("Expert in networks 27001", estimatedCost=price(100)),
    )
    assert found == {"cheaper": ["Expert in networks 27001"]}


def test_what_takes_less_than_half_the_hours_is_no_shorter_way(registry: Registry) -> None:
    found = looked_up(
        registry,
        "mine",
        mine=named("Programming", estimatedDuration=hours(900)),
        taste=named("Programming taster", estimatedDuration=hours(20)),
        half=named("Programming for all", estimatedDuration=hours(450)),
    )
    assert "Programming taster" not in found.get("shorter", [])
    assert found == {"shorter": ["Programming for all"]}


def test_parts_of_one_whole_and_what_rests_on_it_do_not_stand_in_for_it(
    registry: Registry,
) -> None:
    whole = [f"resources/{derive_ctid('test:whole')}"]
    mine = [f"resources/{derive_ctid('test:mine')}"]
    found = looked_up(
        registry,
        "mine",
        mine=named("Leading people", isPartOf=whole, estimatedCost=price(300)),
        other=named("Leading of people", isPartOf=whole, estimatedCost=price(100)),
        next=named("People leading", preparationFrom=mine, estimatedCost=price(100)),
    )
    assert found == {}


def test_one_skill_in_common_is_not_enough(registry: Registry) -> None:
    def skills(*texts: str) -> list[dict[str, Any]]:
        said = [
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": text}}
            for text in texts
        ]
        return [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "Skills"},
                "ceterms:targetCompetency": said,
            }
        ]

    mine = skills("cost accounting", "risk analysis", "public speaking")
    found = looked_up(
        registry,
        "mine",
        mine=named("Office work", requires=mine, estimatedCost=price(300)),
        two=named(
            "Clerical tasks",
            requires=skills("cost accounting", "risk analysis"),
            estimatedCost=price(100),
        ),
        one=named(
            "Office work I",
            requires=skills("cost accounting", "painting", "maritime law"),
            estimatedCost=price(100),
        ),
    )
    assert found == {"cheaper": ["Clerical tasks"]}
    [other] = alternatives(registry, derive_ctid("test:mine"), TODAY).by_kind["cheaper"]
    assert (other.likeness.basis, other.likeness.shared) == ("skills", 2)


def test_parts_and_wholes_and_what_is_no_longer_awarded_are_left_out(registry: Registry) -> None:
    mine = derive_ctid("test:mine")
    ended = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "credentialStat:Deprecated",
    }
    found = looked_up(
        registry,
        "mine",
        mine=named("Harbour logistics", estimatedCost=price(300)),
        part=named("Harbour logistics I", isPartOf=[f"resources/{mine}"], estimatedCost=price(100)),
        old=named("Logistics of harbours", credentialStatusType=ended, estimatedCost=price(100)),
    )
    assert found == {}


def test_an_answer_is_made_anew_when_a_record_changes(registry: Registry) -> None:
    assert looked_up(registry, "mine", mine=named("Dairy work", estimatedCost=price(300))) == {}
    publishing.publish(
        registry,
        a_credential("less", name={"en": "Work in a dairy"}, estimatedCost=price(100)),
        COLLEGE,
    )
    views.catch_up(registry)
    found = alternatives(registry, derive_ctid("test:mine"), TODAY)
    assert titles(found) == {"cheaper": ["Work in a dairy"]}


def test_a_record_that_is_not_here_has_none(registry: Registry) -> None:
    assert alternatives(registry, derive_ctid("test:nowhere"), TODAY).by_kind == {}


@pytest.mark.parametrize("sample", range(0, 60, 5))
def test_reasons_hold_on_the_shipped_records(loaded_registry: Registry, sample: int) -> None:
    ctid = shipped(loaded_registry)[sample * 40]
    here = reading.get_record(loaded_registry, ctid).record
    assert isinstance(here, CredentialRecord)
    for kind, members in alternatives(loaded_registry, ctid, TODAY).by_kind.items():
        for each in members:
            there = reading.get_record(loaded_registry, each.summary.ctid).record
            assert isinstance(there, CredentialRecord)
            assert there.ctid != ctid
            if kind == "shorter":
                own, other = work_hours(here), work_hours(there)
                assert own is not None
                assert other is not None
                assert (other.size.maximum or 0) < (own.size.minimum or 0)


def shipped(registry: Registry) -> list[CTID]:
    return [each.ctid for each in reading.listing(registry, "credential")]


def titles_of_shipped(registry: Registry, start: str) -> dict[str, list[str]]:
    rows = reading.listing(registry, "credential")
    ctid = next(each.ctid for each in rows if each.name.get("en", "").startswith(start))
    return titles(alternatives(registry, ctid, TODAY))
