"""Frameworks: levels in their order, what they are elsewhere, and the maps that say so."""

from typing import Any

import pytest

from app.services import frameworks, publishing, views
from app.services.levels import crosswalk
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import derive_ctid

Document = dict[str, Any]
FRAMEWORK = derive_ctid("test:framework of another publisher")
MAP = derive_ctid("test:map of another publisher")


def test_every_framework_lists_its_levels_lowest_first(loaded_registry: Registry) -> None:
    listed = frameworks.list_frameworks(loaded_registry)
    known = [each.known for each in listed if each.known is not None]

    assert len(known) >= 18
    for framework in known:
        view = frameworks.get_framework(loaded_registry, framework.id)
        notations = [level.notation for level in view.levels]
        assert notations == [level.notation for level in framework.levels]


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

    rows = [row for each in view.elsewhere for row in each.direct]
    [found] = [row for row in rows if row.other == other]
    assert found.relation == relation
    assert found.basis
    assert found.source
    assert found.year == "2019"


def test_every_other_framework_is_told_of_the_eqf_first(loaded_registry: Registry) -> None:
    view = frameworks.get_level(loaded_registry, "nzqcf", "8")

    told = [each.framework for each in view.elsewhere]
    assert told[0] == "eqf"
    known = {each.id for each in frameworks.known_frameworks(loaded_registry)}
    assert {*told, "nzqcf"} == known
    assert len(told) == len(set(told))


def test_no_comparable_level_is_said_and_not_left_open(loaded_registry: Registry) -> None:
    view = frameworks.get_level(loaded_registry, "nzqcf", "8")

    [row] = view.elsewhere[0].missing
    assert (row.relation, row.other, row.year) == ("none", None, "2016")


@pytest.mark.parametrize("asked", [("nonsense", "1"), ("eqf", "9")])
def test_an_unknown_framework_or_level_is_an_error(
    loaded_registry: Registry, asked: tuple[str, str]
) -> None:
    with pytest.raises(frameworks.FrameworkNotFound):
        frameworks.get_level(loaded_registry, *asked)


def test_the_errors_name_what_there_is(loaded_registry: Registry) -> None:
    with pytest.raises(frameworks.FrameworkNotFound, match=r"the frameworks are .*eqf, "):
        frameworks.known_level(loaded_registry, "nowhere:7")
    with pytest.raises(frameworks.FrameworkNotFound, match=r"its levels are 1, 2, 3, .*, 8"):
        frameworks.known_level(loaded_registry, "eqf:9")
    with pytest.raises(frameworks.FrameworkNotFound, match="nothing compares it"):
        frameworks.get_map(loaded_registry, "bcf", "eqf")
    with pytest.raises(frameworks.FrameworkNotFound, match="it is compared with eqf"):
        frameworks.get_map(loaded_registry, "nzqcf", "bcf")


def test_every_map_has_a_view_with_its_rows_as_stored(loaded_registry: Registry) -> None:
    found = crosswalk(loaded_registry)
    pairs = {found.pair_of(row.map_ctid) for row in found.rows}

    assert len(pairs) == 36
    for pair in pairs:
        assert pair is not None
        view = frameworks.get_map(loaded_registry, *pair)
        assert len(view.rows) == len(view.record.rows)
        assert {row.level.partition(":")[0] for row in view.rows} == {pair[0]}
        assert view.has_reverse == ((pair[1], pair[0]) in pairs)


def test_what_another_publisher_states_is_listed_and_decides_nothing(
    registry_copy: Registry,
) -> None:
    publisher = PublisherRef(derive_ctid("test:another publisher"), "Another College")
    publishing.publish(registry_copy, _framework(), publisher)
    publishing.publish(registry_copy, _map(), publisher)
    views.catch_up(registry_copy)

    listed = frameworks.list_frameworks(registry_copy)

    assert [each.summary.ctid for each in listed if each.known is None] == [FRAMEWORK]
    assert crosswalk(registry_copy).pair_of(MAP) is None
    assert crosswalk(registry_copy).elsewhere("aqf:8", "eqf").direct == ()


def _framework() -> Document:
    node = {
        "@id": f"resources/{FRAMEWORK}",
        "@type": "ceterms:QualificationsFramework",
        "ceterms:ctid": FRAMEWORK,
        "ceterms:name": {"en": "A framework of our own"},
        "ceterms:description": {"en": "Levels that we made."},
        "ceterms:subjectWebpage": "https://college.example/framework",
    }
    return _document(node)


def _map() -> Document:
    levels = [derive_ctid(f"level:{each}") for each in ("aqf:8", "eqf:7")]
    models = [derive_ctid(f"progression-model:{each}") for each in ("aqf", "eqf")]
    row = {
        "@type": "ceterms:AlignmentObject",
        "ceterms:sourceNode": f"resources/{levels[0]}",
        "ceterms:targetNode": f"resources/{levels[1]}",
        "ceterms:alignmentType": "alignment:CloseMatch",
    }
    node = {
        "@id": f"resources/{MAP}",
        "@type": "ceterms:AlignmentMap",
        "ceterms:ctid": MAP,
        "ceterms:name": {"en": "Our own comparison"},
        "ceterms:description": {"en": "What we think."},
        "ceterms:compares": [f"resources/{each}" for each in models],
        "ceterms:hasPart": [row],
    }
    return _document(node)


def _document(node: Document) -> Document:
    context = "https://credreg.net/ctdl/schema/context/json"
    return {"@context": context, "@id": f"graph/{node['ceterms:ctid']}", "@graph": [node]}
