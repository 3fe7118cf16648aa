"""Records put side by side: which, in which order, and what is refused with its reason."""

from sqlalchemy import text

from app.services import comparing
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.standards import STANDARDS


def credentials(registry: Registry, count: int) -> list[CTID]:
    """So many shipped credentials."""
    query = text("SELECT record FROM catalogue_record WHERE family = 'credential' ORDER BY 1")
    with registry.database.reading() as connection:
        return [CTID(row[0]) for row in connection.execute(query).fetchmany(count)]


def test_records_come_in_the_order_asked_for_and_once(loaded_registry: Registry) -> None:
    one, other = credentials(loaded_registry, 2)

    found = comparing.comparison(loaded_registry, [other, f" {one} ", other, ""])

    assert [each.stored.ctid for each in found.compared] == [other, one]
    assert not found.too_many


def test_a_fifth_is_left_out_and_said(loaded_registry: Registry) -> None:
    asked = credentials(loaded_registry, 5)

    found = comparing.comparison(loaded_registry, asked)

    assert [each.stored.ctid for each in found.compared] == asked[:4]
    assert found.too_many


def test_what_cannot_be_compared_is_refused_with_its_reason(loaded_registry: Registry) -> None:
    unknown = derive_ctid("never published")
    framework = derive_ctid("framework:eqf")

    found = comparing.comparison(loaded_registry, ["CE-1", unknown, framework])

    assert [(each.identifier, each.why) for each in found.refused] == [
        ("CE-1", "malformed"),
        (unknown, "unknown"),
        (framework, "another class"),
    ]
    assert found.compared == ()


def test_very_long_identifier_is_not_said_back_whole(loaded_registry: Registry) -> None:
    found = comparing.comparison(loaded_registry, ["x" * 10_000])

    assert len(found.refused[0].identifier) == comparing.LONGEST_IDENTIFIER


def test_each_record_brings_what_came_out_of_the_checks(loaded_registry: Registry) -> None:
    [one] = credentials(loaded_registry, 1)

    [compared] = comparing.comparison(loaded_registry, [one]).compared

    assert compared.standards is not None
    assert [each.standard.id for each in compared.standards] == list(STANDARDS)
    for each in compared.standards:
        assert sum(each.counts.values()) == len(each.standard.elements)


def test_what_lacks_something_that_binds_does_not_meet_the_standard(
    loaded_registry: Registry,
) -> None:
    asked = credentials(loaded_registry, 4)

    found = comparing.comparison(loaded_registry, asked).compared
    checks = [check for each in found for check in each.standards or ()]

    assert any(check.lacks for check in checks)
    for check in checks:
        assert not (check.lacks and check.meets)
        if check.standard.kind != "definition" and check.counts.get("met"):
            assert check.meets is not check.lacks


def test_nothing_asked_for_is_no_comparison(loaded_registry: Registry) -> None:
    assert comparing.comparison(loaded_registry, []) == comparing.Comparison()
