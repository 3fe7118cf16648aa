"""Frameworks: levels in their order, and one step of comparison with its evidence."""

import pytest

from app.services import frameworks
from app.services.registry import Registry


def test_every_framework_lists_its_levels_lowest_first(loaded_registry: Registry) -> None:
    found = {each.id: each for each in frameworks.list_frameworks(loaded_registry)}

    assert [level.notation for level in found["eqf"].levels] == [str(n) for n in range(1, 9)]
    assert [level.notation for level in found["rqf"].levels][:4] == ["E1", "E2", "E3", "1"]
    assert len(found) >= 18


@pytest.mark.parametrize(
    ("level", "other", "relation"),
    [
        (("rqf", "4"), "eqf:5", "broad"),
        (("eqf", "5"), "rqf:4", "narrow"),
        (("rqf", "3"), "eqf:4", "close"),
        (("eqf", "4"), "rqf:3", "close"),
    ],
)
def test_a_comparison_reads_from_the_level_asked_about(
    loaded_registry: Registry, level: tuple[str, str], other: str, relation: str
) -> None:
    view = frameworks.get_level(loaded_registry, *level)

    [found] = [each for each in view.counterparts if each.level and each.level.id == other]
    assert found.relation == relation
    assert found.basis
    assert found.source
    assert found.year == "2019"


def test_no_comparable_level_is_said_and_not_left_open(loaded_registry: Registry) -> None:
    view = frameworks.get_level(loaded_registry, "nzqcf", "8")

    [found] = [each for each in view.counterparts if each.framework.id == "eqf"]
    assert (found.relation, found.level, found.year) == ("none", None, "2016")


@pytest.mark.parametrize("asked", [("nonsense", "1"), ("eqf", "9")])
def test_an_unknown_framework_or_level_is_an_error(
    loaded_registry: Registry, asked: tuple[str, str]
) -> None:
    with pytest.raises(frameworks.FrameworkNotFound):
        frameworks.get_level(loaded_registry, *asked)
