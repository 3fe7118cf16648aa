"""Stated stacks: who says it, whether the other side does too, and of which kind facts make it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.services import publishing, views
from app.services.registry import Registry
from app.services.stacking import KINDS
from app.services.stacking.model import MOST_POINTS, Asserted
from app.services.stacking.reasons import Larger, SharedParts
from ctdl.ctid import derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.services.stacking.credentials import (
    TODAY,
    a_transfer,
    an_award,
    asking_for,
    publish,
    size,
    stacks_of,
    towards,
)
from tests.support.documents import PROVIDER, ctid_of


def the_one(registry: Registry, document: dict[str, Any]) -> Asserted:
    found = stacks_of(registry, document)
    [one] = [*(each for kind in KINDS for each in found.asserted.get(kind, ())), *found.unsorted]
    return one


def test_a_part_of_a_larger_credential_is_a_vertical_stack(registry: Registry) -> None:
    whole = an_award("whole", "Diploma of everything")
    part = an_award("part", "One unit of it", **towards("isPartOf", whole))
    publish(registry, whole, part)

    found = the_one(registry, part)

    assert (found.ctid, found.sorted.kind, found.sorted.ground) == (
        ctid_of(whole),
        "vertical",
        "part",
    )
    assert found.relations == ("ceterms:isPartOf",)
    assert [each.by for each in found.told] == ["Registry operator"]
    assert stacks_of(registry, whole).vertical == ()


def test_a_relation_without_a_fact_that_tells_its_kind_is_of_none(registry: Registry) -> None:
    next_one = an_award("next", "Second steps")
    first = an_award("first", "First steps", **towards("isPreparationFor", next_one))
    publish(registry, next_one, first)

    found = stacks_of(registry, first)

    assert (found.vertical, found.horizontal, found.complementary) == ((), (), ())
    assert [each.ctid for each in found.unsorted] == [ctid_of(next_one)]
    assert found.unsorted[0].sorted.ground == "not stated"


@pytest.mark.parametrize(
    ("here", "there", "kind", "ground"),
    [
        ({"level": "rqf:3"}, {"level": "rqf:4"}, "vertical", "level"),
        ({"level": "rqf:4"}, {"level": "rqf:3"}, None, "not stated"),
        ({"level": "rqf:4"}, {"level": "rqf:4"}, None, "not stated"),
        (
            {"level": "rqf:4", "field": "0413"},
            {"level": "rqf:4", "field": "0411"},
            "horizontal",
            "field",
        ),
        (
            {"level": "rqf:4", "field": "0413"},
            {"level": "rqf:4", "field": "0613"},
            "complementary",
            "other field",
        ),
        ({"field": "0413"}, {"field": "0613"}, None, "not stated"),
        (size(5), size(20), "vertical", "size"),
        (size(20), size(5), None, "not stated"),
        (size(5), size(20, "creditUnit:DegreeCredit"), None, "not stated"),
        ({"level": "rqf:5", **size(5)}, {"level": "rqf:4", **size(20)}, None, "not stated"),
    ],
)
def test_only_stated_facts_tell_the_kind(
    registry: Registry,
    here: dict[str, Any],
    there: dict[str, Any],
    kind: str | None,
    ground: str,
) -> None:
    later = an_award("later", "What comes later", **there)
    first = an_award("first", "What comes first", **here)
    first["@graph"][0] |= {"ceterms:isPreparationFor": [f"resources/{ctid_of(later)}"]}
    publish(registry, later, first)

    found = the_one(registry, first)

    assert (found.sorted.kind, found.sorted.ground) == (kind, ground)


def test_a_degree_after_what_is_none_is_higher_unless_its_level_says_no(
    registry: Registry,
) -> None:
    degree = an_award("degree", "Bachelor of Arts")
    degree["@graph"][0]["@type"] = "ceterms:BachelorDegree"
    first = an_award("first", "First steps", **towards("isPreparationFor", degree))
    publish(registry, degree, first)

    assert the_one(registry, first).sorted.ground == "degree"


def test_a_horizontal_statement_is_read_from_the_other_side_too(registry: Registry) -> None:
    at = {"level": "rqf:4", "field": "0413"}
    later = an_award("later", "Stock keeping", **at)
    first = an_award("first", "Shop keeping", **at, **towards("isPreparationFor", later))
    publish(registry, later, first)

    [found] = stacks_of(registry, later).asserted["horizontal"]

    assert (found.ctid, found.relations) == (ctid_of(first), ("ceterms:preparationFrom",))


def test_both_sides_confirm_only_what_rests_on_two_sources(registry: Registry) -> None:
    whole = an_award("whole", "Diploma of everything")
    part = an_award("part", "One unit of it", **towards("isPartOf", whole))
    whole["@graph"][0]["ceterms:hasPart"] = [f"resources/{ctid_of(part)}"]
    publish(registry, whole)
    told = Provenance(Statement(source="Some list", asserted_by="Somebody", seen="2024-05"))
    publishing.publish(registry, part, provenance=told)
    views.catch_up(registry)

    found = the_one(registry, part)

    assert found.confirmed == "both"
    assert {(each.by, each.source, each.seen) for each in found.told} >= {
        ("Somebody", "Some list", "2024-05")
    }
    publishing.publish(registry, whole, provenance=told)
    views.catch_up(registry)
    assert the_one(registry, part).confirmed == "one source"


def test_who_alone_states_it_is_told(registry: Registry) -> None:
    above = an_award("above", "Higher thing", level="rqf:5")
    below = an_award("below", "Lower thing", level="rqf:3", **towards("isPreparationFor", above))
    asking = an_award("asking", "Asking thing", level="rqf:4")
    asking["@graph"][0] |= {
        f"ceterms:{name}": value for name, value in asking_for("requires", below).items()
    }
    publish(registry, above, below, asking)

    found = {each.ctid: each for each in stacks_of(registry, below).asserted["vertical"]}

    assert found[ctid_of(above)].confirmed == "giver"
    assert found[ctid_of(asking)].confirmed == "receiver"
    assert found[ctid_of(asking)].relations == ("ceterms:isRequiredFor",)


def test_what_a_condition_bars_is_not_asked_for(registry: Registry) -> None:
    barred = an_award("barred", "Barred thing", level="rqf:3")
    other = an_award(
        "other", "Other thing", level="rqf:4", **asking_for("requires", barred, "conditionExcludes")
    )
    publish(registry, barred, other)

    assert stacks_of(registry, barred).vertical == ()


def test_an_alternative_condition_asks_for_it_as_well(registry: Registry) -> None:
    one_way = an_award("way", "One of the ways", level="rqf:3")
    inner = asking_for("requires", one_way)["requires"]
    nested: dict[str, Any] = {
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "One of these."},
                "ceterms:alternativeCondition": inner,
            }
        ]
    }
    above = an_award("above", "Higher thing", level="rqf:4", **nested)
    publish(registry, one_way, above)

    assert the_one(registry, one_way).ctid == ctid_of(above)


def test_what_a_part_of_it_is_part_of_as_well_is_suggested_where_it_is_the_larger(
    registry: Registry,
) -> None:
    """It was listed as stated; but no record states it, it follows from what is."""
    course = an_award("course", "A course")
    small = an_award("small", "Small series", **towards("hasPart", course))
    equal = an_award("equal", "Other series", **towards("hasPart", course))
    master = an_award("master", "Master of it", **towards("hasPart", course))
    master["@graph"][0]["@type"] = "ceterms:MasterDegree"
    publish(registry, course, small, equal, master)

    assert not any(stacks_of(registry, small).asserted.values())
    [found] = stacks_of(registry, small).suggested["vertical"]

    assert found.summary.ctid == ctid_of(master)
    [shared, larger] = found.reasons
    assert isinstance(shared, SharedParts)
    assert ([each.ctid for each in shared.parts], shared.of) == ([ctid_of(course)], 1)
    assert isinstance(larger, Larger)
    assert larger.sorted.ground == "degree"
    assert found.points == shared.points + larger.points <= MOST_POINTS


def test_what_a_list_says_of_the_receiving_side_is_not_its_own_word(registry: Registry) -> None:
    """Nor what the editors read into its record; what its own register says is."""
    part = an_award("part", "One unit")
    whole = an_award("whole", "Diploma of everything", **towards("hasPart", part))
    publish(registry, part)
    said: dict[str, str] = {
        "An article about it": "third party",
        "Registry editors (mapped)": "third party",
        "A centre (of Example College)": "third party",
        "Example College, register of units": "receiver",
    }
    for by, expected in said.items():
        told = Provenance(Statement(source="Some page", asserted_by=by), collected=True)
        publishing.publish(registry, whole, provenance=told)
        views.catch_up(registry)
        assert the_one(registry, part).confirmed == expected, by


def test_a_circle_of_parts_ends(registry: Registry) -> None:
    one, two = an_award("one", "One"), an_award("two", "Two")
    one["@graph"][0]["ceterms:isPartOf"] = [f"resources/{ctid_of(two)}"]
    two["@graph"][0]["ceterms:isPartOf"] = [f"resources/{ctid_of(one)}"]
    publish(registry, one, two)

    assert [each.ctid for each in stacks_of(registry, one).asserted["vertical"]] == [ctid_of(two)]


def test_a_withdrawn_or_unknown_other_end_is_no_stack(registry: Registry) -> None:
    gone = an_award("gone", "Gone")
    never = an_award("never", "Never published")
    first = an_award("first", "First", **towards("isPartOf", gone, never))
    publish(registry, gone, first)
    publishing.withdraw(registry, ctid_of(gone), reason="over")
    views.catch_up(registry)

    assert stacks_of(registry, first).vertical == ()


def test_what_is_withdrawn_unknown_or_no_credential_has_no_stacks(registry: Registry) -> None:
    whole = an_award("whole", "Whole")
    part = an_award("part", "Part", **towards("isPartOf", whole))
    publish(registry, whole, part)
    publishing.withdraw(registry, ctid_of(part), reason="over")
    views.catch_up(registry)

    for ctid in (ctid_of(part), PROVIDER, derive_ctid("test:never")):
        found = stacks_of(registry, {"@graph": [{"ceterms:ctid": ctid}]})
        assert not any(found.of(kind) for kind in KINDS)
        assert (found.unsorted, dict(found.lacking)) == ((), {})


def test_a_transfer_value_says_how_much_for_whom_and_until_when(registry: Registry) -> None:
    first = an_award("first", "First", level="rqf:3")
    later = an_award("later", "Later", level="rqf:4")
    transfer = a_transfer(
        "one",
        transferValueFrom=[f"resources/{ctid_of(first)}"],
        transferValueFor=[f"resources/{ctid_of(later)}"],
        startDate="2020-01-01",
        endDate="2024-12-31",
    )
    publish(registry, first, later, transfer)

    [found] = stacks_of(registry, first).asserted["vertical"]

    assert (found.ctid, found.sorted.ground, found.transfer) == (
        ctid_of(later),
        "level",
        ctid_of(transfer),
    )
    assert [(each.minimum, each.unit) for each in found.credits] == [(3.0, None)]
    assert (found.since, found.until, found.in_force) == ("2020-01-01", "2024-12-31", False)
    [then] = stacks_of(registry, first, date(2024, 12, 31)).asserted["vertical"]
    assert then.in_force
    # Whoever owns the transfer value offers what it counts for: that is the receiving side.
    assert found.confirmed == "receiver"


def test_a_status_tells_nothing_of_a_transfer_on_the_days_before_it_was_seen(
    registry: Registry,
) -> None:
    first = an_award("first", "First", level="rqf:3")
    later = an_award("later", "Later", level="rqf:4")
    transfer = a_transfer(
        "one",
        **towards("transferValueFrom", first),
        **towards("transferValueFor", later),
        startDate="2020-01-01",
        lifeCycleStatusType=["lifeCycle:Ceased"],
    )
    publish(registry, first, later, transfer)

    days = (date(2019, 12, 31), date(2021, 1, 1), datetime.now(UTC).date())
    found = [stacks_of(registry, first, day).asserted["vertical"][0] for day in days]

    assert [each.in_force for each in found] == [False, None, False]


def test_a_transfer_without_a_record_it_counts_for_is_of_no_kind(registry: Registry) -> None:
    first = an_award("first", "First", level="rqf:3")
    transfer = a_transfer("two", transferValueFrom=[f"resources/{ctid_of(first)}"])
    publish(registry, first, transfer)

    [found] = stacks_of(registry, first).unsorted

    assert (found.ctid, found.name, found.confirmed) == (None, {"en": "Transfer two"}, "giver")


def test_two_transfer_values_that_disagree_both_stand_there(registry: Registry) -> None:
    first = an_award("first", "First", level="rqf:3")
    later = an_award("later", "Later", level="rqf:4")
    transfers = [
        a_transfer(
            str(credits),
            transferValue=[{"@type": "ceterms:ValueProfile", "schema:value": credits}],
            transferValueFrom=[f"resources/{ctid_of(first)}"],
            transferValueFor=[f"resources/{ctid_of(later)}"],
        )
        for credits in (3.0, 6.0)
    ]
    publish(registry, first, later, *transfers)

    found = stacks_of(registry, first, TODAY).asserted["vertical"]

    assert sorted(each.credits[0].minimum or 0 for each in found) == [3.0, 6.0]
